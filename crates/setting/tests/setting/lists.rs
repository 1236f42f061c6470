//! Lists as people bring them: taken in right, or said. The findings are those of the audit's cases 01 to 04, and their kind.

use belisha_policy::{Catalogue, Policy, builtin_pack};
use belisha_setting::import::{Chosen, List, Taken, read};
use belisha_setting::in_memory::carry_out;
use belisha_setting::{Author, Command, Context, State, children, permissions};
use jiff::Timestamp;
use std::sync::LazyLock;

static POLICY: LazyLock<Policy> = LazyLock::new(|| {
    let catalogue = Catalogue::builtin();
    Policy::compile(builtin_pack("all-saints", &catalogue).unwrap(), catalogue).unwrap()
});

fn now() -> Timestamp {
    "2026-11-28T10:00:00Z".parse().unwrap()
}

fn with_children(names: &[(&'static str, &str)]) -> State {
    let mut state = State::default();
    for (id, name) in names {
        let add = children::Command::Add {
            child: (*id).into(),
            name: (*name).to_owned(),
            born: "2023-02-01".parse().unwrap(),
            family: String::new(),
        };
        carry_out(&mut state, Command::Children(add), &POLICY, now(), &Author::Program).unwrap();
    }
    state
}

fn taken_with(list: List, text: &str, chosen: &Chosen, state: &State) -> Result<Taken, String> {
    let context = Context { state, policy: &POLICY, now: now(), author: &Author::Program };
    let mut count = 0;
    let mut id = || {
        count += 1;
        format!("i{count}")
    };
    read(list, text, chosen, &mut id, &context)
}

fn taken(list: List, text: &str) -> Taken {
    taken_with(list, text, &Chosen::new(), &State::default()).unwrap()
}

/// The children of a list as they would be on record, or what is wrong with a line.
fn children_of(text: &str) -> Vec<String> {
    let rows = taken(List::Children, text).rows.into_iter();
    rows.map(|row| match row.reads {
        Ok(Command::Children(children::Command::Add { name, born, .. })) => format!("{name}, {born}"),
        Ok(other) => format!("{other:?}"),
        Err(wrong) => format!("! {wrong}"),
    })
    .collect()
}

#[test]
fn whatever_parts_the_columns_and_stands_above_them() {
    let wanted = ["Robin Example, 2023-02-01", "Sam Example, 2023-12-31"];
    for text in [
        "name,born\nRobin Example,2023-02-01\nSam Example,31/12/2023\n",
        "name;born\nRobin Example;01/02/2023\nSam Example;31/12/2023\n",
        "sep=;\nname;born\nRobin Example;01/02/2023\nSam Example;31/12/2023\n",
        "name\tborn\nRobin Example\t01/02/2023\nSam Example\t31/12/2023\n",
        "Our children in November\n\n,,\nName,Date of Birth,\nRobin Example,01/02/2023,\n,,\n\nSam Example,31/12/2023,\n,,\n",
        "DOB,Child's name\n1 Feb 2023,\"Example, Robin\"\n31-Dec-23,\"EXAMPLE, Sam\"\n",
        "Forename,Surname,D.O.B.\nRobin,Example,01/02/2023\nSam,EXAMPLE,31/12/2023\n",
        "Name,Surname,Birth date\nRobin,Example,2023-02-01T00:00:00\nSam Example,Example,45291\n",
    ] {
        for ends in ["\n", "\r\n", "\r"] {
            assert_eq!(children_of(&text.replace('\n', ends)), wanted, "{text:?} with {ends:?}");
        }
    }
    for ends in ["\n", "\r\n", "\r"] {
        let text = "name,born\nRobin Example,2023-02-01\n".replace('\n', ends);
        assert_eq!(taken(List::Children, &text).rows[0].line, 2, "{ends:?}");
    }
    let known =
        "Forename,Surname,Preferred name,DOB\nAlexandra,Brook,Sandy,1/2/23\nRobin,Example,Robin,1/2/23\n";
    assert_eq!(children_of(known), ["Alexandra Brook (Sandy), 2023-02-01", "Robin Example, 2023-02-01"]);
}

#[test]
fn a_day_with_its_month_first_makes_the_others_doubtful() {
    let text = "name,born\nRobin Example,02/13/2023\nSam Example,01/02/2023\nKit Example,3 March 2022\n";
    let rows = children_of(text);
    assert!(rows[0].starts_with("! ") && rows[0].contains("13/02/2023"), "{rows:?}");
    assert!(rows[1].starts_with("! ") && rows[1].contains("as line 2 has"), "{rows:?}");
    assert_eq!(rows[2], "Kit Example, 2022-03-03");
    let all = taken(List::Children, "name,born\nRobin Example,01/02/2023\n");
    assert!(all.notes[0].contains("with the day first"), "{:?}", all.notes);
    assert_eq!(all.rows[0].shows[1], "1 February 2023", "the preview says how it was read");
}

#[test]
fn no_cell_and_no_column_is_dropped_in_silence() {
    let more = children_of("name,born\nRobin Example,2023-02-01,no photographs\n");
    assert!(more[0].contains("nobody would read `no photographs`"), "{more:?}");
    let all = taken(List::Children, "name,born,room,notes\nRobin Example,2023-02-01,Ducklings,\n");
    let headings: Vec<&str> = all.unread.iter().map(|unread| unread.heading.as_str()).collect();
    assert_eq!(headings, ["room"], "an empty column says nothing");
    let out = Chosen::from([("room".to_owned(), "-".to_owned())]);
    let all = taken_with(
        List::Children,
        "name,born,room\nRobin Example,2023-02-01,Ducklings\n",
        &out,
        &State::default(),
    );
    let all = all.unwrap();
    assert_eq!((all.unread.len(), all.left_out), (0, vec!["room".to_owned()]));
    let twice = taken_with(
        List::Children,
        "name,born,Date of birth\nR E,2023-02-01,2023-02-02\n",
        &Chosen::new(),
        &State::default(),
    );
    assert!(twice.unwrap_err().contains("say the same"));
}

fn answers(text: &str, state: &State) -> Vec<Result<Vec<(String, bool)>, String>> {
    let rows = taken_with(List::Permissions, text, &Chosen::new(), state).unwrap().rows.into_iter();
    rows.map(|row| match row.reads {
        Ok(Command::Permissions(permissions::Command::Answer { answers, .. })) => {
            Ok(answers.into_iter().collect())
        }
        Ok(other) => Err(format!("{other:?}")),
        Err(wrong) => Err(wrong),
    })
    .collect()
}

#[test]
fn what_parents_answered_is_read_or_said() {
    let state = with_children(&[("q", "Quillon Featherstone"), ("z", "Zoë O'Brien")]);
    let head = "name,given by,display,web site\n";
    let read = |row: &str| answers(&format!("{head}{row}\n"), &state).remove(0);
    let answer = |purpose: &str, yes| (purpose.to_owned(), yes);
    for (row, wanted) in [
        ("Quillon Featherstone,mother,yes,no", vec![answer("display", true), answer("website", false)]),
        ("\"FEATHERSTONE, Quillon\",mother,Y,N", vec![answer("display", true), answer("website", false)]),
        ("zoe o’brien,father,✓,Refused", vec![answer("display", true), answer("website", false)]),
        ("Quillon  Featherstone,mother,,No.", vec![answer("website", false)]),
    ] {
        assert_eq!(read(row), Ok(wanted), "{row}");
    }
    for (row, says) in [
        ("Quillon Featherstone,mother,yes,x", "may mean yes or no"),
        ("Quillon Featherstone,mother,yes,only her hands", "neither yes nor no (column `website`)"),
        ("Nobody Known,mother,yes,no", "no child called"),
    ] {
        assert!(read(row).unwrap_err().contains(says), "{row}");
    }
    let twice = format!("{head}Quillon Featherstone,mother,yes,no\nQuillon Featherstone,mother,yes,yes\n");
    assert!(answers(&twice, &state)[1].as_ref().unwrap_err().contains("answered already in line 2"));
}

#[test]
fn devices_come_with_what_their_pictures_are_known_by() {
    // The headings of a widely used list of equipment.
    let text = "Asset Tag,Asset Name,Category,Manufacturer,Model,Serial\nB-1,Red tablet,Tablets,Elm,E3,X1\nB-2,,Laptop,Elm,L1,X2\n";
    let all = taken(List::Devices, text);
    assert!(all.unread.is_empty(), "{:?}", all.unread);
    let seen: Vec<String> = all
        .rows
        .into_iter()
        .map(|row| match row.reads {
            Ok(Command::Devices(belisha_setting::devices::Command::Set { particulars, .. })) => format!(
                "{} {} {} {} {}",
                particulars.name, particulars.kind, particulars.make, particulars.model, particulars.serial
            ),
            other => format!("{other:?}"),
        })
        .collect();
    assert_eq!(seen, ["Red tablet tablet Elm E3 X1", "B-2 computer Elm L1 X2"]);
}

#[test]
fn adults_come_with_their_posts_in_words() {
    let text = "Full name;Job title;Level\nO'NEILL, Nia;Practitioner, Deputy designated safeguarding lead;Level 3\nTim T;wizard;3\n";
    let rows = taken(List::People, text).rows;
    let Ok(Command::People(belisha_setting::people::Command::Add { name, level, .. })) = &rows[0].reads
    else {
        panic!("{:?}", rows[0].reads)
    };
    assert_eq!((name.as_str(), *level), ("Nia O'Neill", Some(3)));
    assert!(rows[1].reads.as_ref().unwrap_err().contains("wizard"));
}
