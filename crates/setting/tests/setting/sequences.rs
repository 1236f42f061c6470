//! Whatever is commanded, in whatever order: a refusal changes nothing, events survive being written down, and what
//! must always hold holds.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests stop at the first surprise"
)]

use belisha_policy::{Catalogue, Policy, builtin_pack, builtin_packs};
use belisha_setting::Prepared;
use belisha_setting::day::{Command as Day, Item, PutAway};
use belisha_setting::duties::{Command as Duty, Subject};
use belisha_setting::in_memory::carry_out;
use belisha_setting::{
    Author, Command, Context, Line, State, attention, children, devices, due, exceptions, outings, people,
    permissions, places, profile, standing, visitors,
};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

fn policy(at: usize) -> Policy {
    let catalogue = Catalogue::builtin();
    let id = builtin_packs()[at % builtin_packs().len()].0;
    Policy::compile(builtin_pack(id, &catalogue).unwrap(), catalogue).unwrap()
}

fn person() -> impl Strategy<Value = String> {
    (0..4_u8).prop_map(|n| format!("p{n}"))
}

/// Commands of the day.
fn of_the_day() -> impl Strategy<Value = Command> {
    let child = (0..3_u8).prop_map(|n| format!("c{n}"));
    prop_oneof![
        Just(Command::Day(Day::Open {})),
        Just(Command::Day(Day::Close { missing: vec![], uncounted: false })),
        person().prop_map(|p| Command::Day(Day::In { person: p.into() })),
        person().prop_map(|p| Command::Day(Day::Out { person: p.into() })),
        person().prop_map(|p| Command::Day(Day::StartBreak { person: p.into() })),
        person().prop_map(|p| Command::Day(Day::EndBreak { person: p.into() })),
        (person(), any::<bool>()).prop_map(|(p, yes)| Command::Day(Day::Supervise { person: p.into(), yes })),
        person().prop_map(|p| Command::Day(Day::PutAway {
            person: p.into(),
            item: Item::Phone,
            put: PutAway::Off
        })),
        person().prop_map(|p| Command::Day(Day::TakeBack { person: p.into(), item: Item::Phone })),
        child.clone().prop_map(|c| Command::Day(Day::ChildIn { child: c.into() })),
        child.prop_map(|c| Command::Day(Day::ChildOut { child: c.into() })),
    ]
}

fn command() -> impl Strategy<Value = Command> {
    let device = (0..3_u8).prop_map(|n| format!("d{n}"));
    prop_oneof![
        11 => of_the_day(),
        1 => (device.clone(), person(), prop::sample::select(vec!["observation", "fun", ""])).prop_map(
            |(d, p, purpose)| {
                let (device, person, purpose) = (d.into(), p.into(), purpose.to_owned());
                Command::Devices(devices::Command::Take {
                    device,
                    person,
                    purpose,
                    supervisor: None,
                    off_premises: false,
                })
            }
        ),
        1 => (device.clone(), any::<Option<bool>>()).prop_map(|(d, emptied)| {
            Command::Devices(devices::Command::Return { device: d.into(), off_at_mains: true, emptied })
        }),
        1 => device.clone().prop_map(|d| Command::Devices(devices::Command::Empty { device: d.into() })),
        1 => (device, any::<bool>()).prop_map(|(d, failed)| {
            let (duty, note) = ("equipment.antivirus/check".into(), "looked".into());
            Command::Duties(Duty::Do { duty, subject: Subject::Device(d.into()), failed, note, risk: None })
        }),
        1 => (person(), "[a-z]{0,70}").prop_map(|(p, id)| {
            let why = "needed".to_owned();
            let (exception, person, act) = (id.into(), p.into(), "use".to_owned());
            Command::Exceptions(exceptions::Command::Grant {
                exception,
                person,
                act,
                place: None,
                why,
                until: None,
            })
        }),
        1 => (person(), "\\PC{0,200}").prop_map(|(p, name)| {
            let roles = vec!["practitioner".to_owned()];
            Command::People(people::Command::Add {
                person: p.into(),
                name,
                roles,
                counted: true,
                level: None,
            })
        }),
        1 => person().prop_map(|p| Command::People(people::Command::Leave { person: p.into() })),
        1 => ("[a-z]{1,3}", any::<bool>()).prop_map(|(id, agreed)| {
            Command::Visitors(visitors::Command::In {
                visit: id.into(),
                name: "V".into(),
                organisation: String::new(),
                purpose: String::new(),
                phone: visitors::Phone::Kept,
                watch: false,
                lone_working: false,
                supervisor: None,
                agreed,
            })
        }),
        1 => (person(), "[a-z]{1,2}").prop_map(|(p, id)| {
            let (outing, people) = (id.into(), vec![p.into()]);
            Command::Outings(outings::Command::Plan {
                outing,
                to: "the park".into(),
                people,
                children: vec![],
            })
        }),
        1 => "[a-z]{1,2}".prop_map(|id| Command::Outings(outings::Command::Leave {
            outing: id.into(),
            phone: None,
            folder: true
        })),
        1 => registers(),
        1 => gallery(),
        1 => (any::<u64>(), "\\PC{0,30}").prop_map(|(line, words)| Command::Correct { line: line % 64, words }),
    ]
}

/// Commands of the registers of friendships, assessments and tools.
fn registers() -> impl Strategy<Value = Command> {
    let of = prop::sample::select(vec![
        serde_json::json!("setting"),
        serde_json::json!({ "place": "room" }),
        serde_json::json!({ "device": "d1" }),
        serde_json::json!({ "tool": "t0" }),
        serde_json::json!({ "friendship": "f0" }),
        serde_json::json!({ "site": "example.org" }),
    ]);
    let duty = prop::sample::select(vec![
        None,
        Some("internet.risk-assessment/assessment"),
        Some("phones.safe-place/assessment"),
        Some("journals.risk-assessment/assessment"),
        Some("social.prior-friendship/assessment"),
    ]);
    let id = |letter: &'static str| (0..3_u8).prop_map(move |n| format!("{letter}{n}"));
    let text = |value: serde_json::Value| Prepared::command_in_scenario(value).unwrap();
    let make = (id("a"), of, duty, 0..7_u8, person(), "\\PC{0,40}", any::<bool>()).prop_map(
        move |(a, of, duty, level, p, words, revise)| {
            let hazards = serde_json::json!([
                { "hazard": words, "harmed": "children", "controls": "watched", "likelihood": level, "severity": 3 }, {}
            ]);
            let mut is = serde_json::json!({
                "assessment": a, "title": "T", "risk": "contact", "hazards": hazards, "owner": p, "review": "2027-01-05",
            });
            if revise {
                return text(serde_json::json!({ "assessments": { "revise": is } }));
            }
            is["of"] = of;
            is["duties"] = duty.into_iter().collect();
            text(serde_json::json!({ "assessments": { "make": is } }))
        },
    );
    let declare = (id("f"), person(), 0..3_u8, any::<bool>()).prop_map(move |(f, p, c, old)| {
        let since = if old { "2020-01-01" } else { "2026-09-15" };
        let is = serde_json::json!({
            "friendship": f, "person": p, "child": format!("c{c}"), "with": "her mother", "since": since,
        });
        text(serde_json::json!({ "friendships": { "declare": is } }))
    });
    let friends = (id("f"), 0..5_u8).prop_map(move |(f, which)| {
        let is = match which {
            0 => serde_json::json!({ "acknowledge": { "friendship": f } }),
            1 => serde_json::json!({ "set-bounds": { "friendship": f, "bounds": "Nothing of work" } }),
            2 => serde_json::json!({ "agree": { "friendship": f, "bounds": 1 } }),
            3 => serde_json::json!({ "review": { "friendship": f, "note": "Well" } }),
            _ => serde_json::json!({ "end": { "friendship": f, "why": "Over" } }),
        };
        text(serde_json::json!({ "friendships": is }))
    });
    let tools = (id("t"), 0..4_u8, any::<bool>()).prop_map(move |(t, which, journal)| {
        let kind = if journal { "journal" } else { "social" };
        let is = match which {
            0 => serde_json::json!({ "propose": { "tool": t, "name": t, "kind": kind, "purpose": "News" } }),
            1 => serde_json::json!({ "approve": { "tool": t } }),
            2 => serde_json::json!({ "withdraw": { "tool": t, "why": "Sold" } }),
            _ => serde_json::json!({ "retire": { "tool": t, "why": "Sold" } }),
        };
        text(serde_json::json!({ "tools": is }))
    });
    let later = (id("a"), any::<bool>()).prop_map(move |(a, over)| {
        let is = if over {
            serde_json::json!({ "retire": { "assessment": a, "why": "Old" } })
        } else {
            serde_json::json!({ "review": { "assessment": a, "note": "Stands", "review": "2027-06-01" } })
        };
        text(serde_json::json!({ "assessments": is }))
    });
    prop_oneof![make, declare, friends, tools, later]
}

/// Commands of the registers of permissions, pictures, journeys and events. What they may come to is asked of them in
/// `pictures.rs`; here they meet all the others.
fn gallery() -> impl Strategy<Value = Command> {
    let id = |letter: &'static str| (0..3_u8).prop_map(move |n| format!("{letter}{n}"));
    let text = |value: serde_json::Value| Prepared::command_in_scenario(value).unwrap();
    let purpose = prop::sample::select(vec!["learning journey", "display", "event", "fun"]);
    let permissions = (id("c"), purpose.clone(), any::<bool>(), 0..5_u8, person()).prop_map(move |(c, purpose, yes, which, p)| {
        let by = serde_json::json!({ "child": c, "purpose": purpose, "by": "Her mother", "how": "paper" });
        let is = match which {
            0 | 1 => serde_json::json!({ "answer": { "child": c, "answers": { purpose: yes }, "by": "Her mother", "how": "paper" } }),
            2 => serde_json::json!({ "withdraw": by }),
            3 => serde_json::json!({ "wish": { "child": c, "wants": yes, "said": "so" } }),
            _ => serde_json::json!({ "read": { "person": p } }),
        };
        text(serde_json::json!({ "permissions": is }))
    });
    let pictures = (id("i"), id("c"), purpose, person(), 0..6_u8).prop_map(move |(i, c, purpose, p, which)| {
        let mark = serde_json::json!({ "make": "Heron", "model": "H10" });
        let is = match which {
            0..=2 => serde_json::json!({ "take-in": { "picture": i, "children": [c], "purpose": purpose, "person": p, "mark": mark, "computer": "d1" } }),
            3 => serde_json::json!({ "use": { "picture": i, "use": "u", "purpose": purpose } }),
            4 => serde_json::json!({ "erase": { "picture": i, "why": "not-needed" } }),
            _ => serde_json::json!({ "hold": { "picture": i, "why": "asked for" } }),
        };
        text(serde_json::json!({ "pictures": is }))
    });
    let journeys = (id("e"), id("c"), id("i"), any::<bool>()).prop_map(move |(e, c, i, out)| {
        let is = if out {
            serde_json::json!({ "take-out": { "entry": e, "why": "Wrong child" } })
        } else {
            serde_json::json!({ "write": { "entry": e, "child": c, "observation": "Sang", "area": "arts", "pictures": [i] } })
        };
        text(serde_json::json!({ "journeys": is }))
    });
    let occasions = (id("o"), 0..5_u8).prop_map(move |(o, which)| {
        let is = match which {
            0 => serde_json::json!({ "plan": { "occasion": o, "title": "Supper", "on": "2026-09-15" } }),
            1 => serde_json::json!({ "remind": { "occasion": o, "how": "At the gate" } }),
            2 => serde_json::json!({ "open": { "occasion": o } }),
            3 => serde_json::json!({ "end": { "occasion": o } }),
            _ => serde_json::json!({ "cancel": { "occasion": o } }),
        };
        text(serde_json::json!({ "occasions": is }))
    });
    prop_oneof![permissions, pictures, journeys, occasions]
}

fn author() -> impl Strategy<Value = Author> {
    prop_oneof![
        Just(Author::Program),
        person().prop_map(|p| Author::Person(p.into())),
        Just(Author::Door("d0".into())),
    ]
}

fn begun(policy: &Policy) -> State {
    let mut state = State::default();
    let at: Timestamp = "2026-09-14T07:00:00Z".parse().unwrap();
    let mut give = |command: Command| {
        carry_out(&mut state, command, policy, at, &Author::Program).unwrap();
    };
    give(Command::Setting(profile::Command::Found { name: "S".into(), number: String::new() }));
    give(Command::Places(places::Command::Set {
        place: "room".into(),
        name: "room".into(),
        kind: "play room".into(),
        children: true,
        sighted: true,
        store: false,
    }));
    give(Command::People(people::Command::Add {
        person: "p0".into(),
        name: "Mo".into(),
        roles: vec!["manager".into()],
        counted: true,
        level: None,
    }));
    for n in 0..3 {
        let born = "2023-02-01".parse().unwrap();
        let (child, name) = (format!("c{n}").into(), format!("C{n}"));
        give(Command::Children(children::Command::Add { child, name, born, family: String::new() }));
        let kind = ["tablet", "computer", "camera"][n];
        let (make, model) = if kind == "camera" { ("Heron", "H10") } else { ("", "") };
        let text = serde_json::json!({ "devices": { "set": {
            "device": format!("d{n}"), "name": format!("D{n}"), "kind": kind, "make": make, "model": model,
            "administration": kind == "computer",
        } } });
        give(serde_json::from_value(text).unwrap());
    }
    state
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]
    #[test]
    fn sequences(which in 0_usize..5, steps in prop::collection::vec((author(), command(), 0_i64..40_000), 1..60)) {
        let policy = policy(which);
        let mut state = begun(&policy);
        let mut now: Timestamp = "2026-09-14T08:00:00Z".parse().unwrap();
        for (author, command, seconds) in steps {
            now = now.checked_add(SignedDuration::from_secs(seconds)).unwrap();
            // What only the program asks for is written nowhere; everything else is read as it was written.
            if let Ok(text) = serde_json::to_string(&command) {
                prop_assert_eq!(&serde_json::from_str::<Command>(&text).unwrap(), &command);
            }
            let before = state.clone();
            // Reading twice what was read already is put on record once.
            let silent = matches!(&command, Command::Permissions(permissions::Command::Read { .. }));
            match carry_out(&mut state, command, &policy, now, &author) {
                Err(refusal) => {
                    prop_assert!(!refusal.to_string().is_empty());
                    prop_assert_eq!(&state, &before);
                }
                Ok(lines) => {
                    prop_assert!(silent || !lines.is_empty(), "a command that is carried out leaves a line");
                    for line in lines {
                        let text = serde_json::to_string(&line).unwrap();
                        prop_assert_eq!(&serde_json::from_str::<Line>(&text).unwrap(), &line);
                    }
                    prop_assert!(silent || state.lines > before.lines);
                }
            }
            for (id, presence) in &state.day.people {
                prop_assert!(state.people.active(id).is_ok(), "nobody who has left is in");
                prop_assert!(presence.on_break.is_none() || !presence.supervising, "nobody supervises on a break");
            }
            for (_, known) in state.friendships.here() {
                prop_assert!(state.people.active(&known.person).is_ok(), "a friendship ends with whoever leaves");
                prop_assert!(known.agreed.is_none() || known.bounds.is_some(), "nothing is signed that was not set");
            }
            for (_, known) in state.occasions.all.iter() {
                let open = known.stage == belisha_setting::occasions::Stage::Open;
                prop_assert!(!open || policy.pack.id != "all-saints" || known.reminded.is_some(), "no doors open unreminded");
            }
            for tool in state.duties.done.get("journals.approval/permitted").into_iter().flatten() {
                let approved = |tool: &belisha_setting::ToolId| state.tools.all[tool].approved.is_some();
                prop_assert!(matches!(tool.0, Subject::Tool(tool) if approved(tool)), "a permission has somebody behind it");
            }
            prop_assert!(state.day.open || (state.day.people.is_empty() && state.day.children.is_empty()));
            prop_assert!(state.people.here().any(|(_, p)| p.roles.iter().any(|r| r == "manager" || r == "deputy")));
            for (_, device) in state.devices.here() {
                prop_assert!(device.out.as_ref().is_none_or(|out| out.purpose != "fun" || !["jigsaw", "information-security"].contains(&policy.pack.id.as_str()) || device.particulars.kind != "tablet"));
            }
        }
        // What is computed from any state is computed without falling over, and says the same twice.
        prop_assert_eq!(due::all(&state, &policy, now), due::all(&state, &policy, now));
        prop_assert_eq!(standing::all(&state, &policy, now).len(), policy.pack.clauses.len());
        let _ = attention::all(&state, &policy, now);
    }

    #[test]
    fn any_csv_is_rows_or_a_sentence(text in "\\PC{0,300}", list in 0_u8..3) {
        let policy = policy(0);
        let state = begun(&policy);
        let context = Context { state: &state, policy: &policy, now: "2026-09-14T08:00:00Z".parse().unwrap(), author: &Author::Program };
        let list = [belisha_setting::import::List::People, belisha_setting::import::List::Children, belisha_setting::import::List::Devices][list as usize];
        let mut n = 0;
        let _ = belisha_setting::import::read(list, &text, &std::collections::BTreeMap::new(), &mut || { n += 1; format!("i{n}") }, &context);
    }
}

#[test]
fn a_list_gives_an_error_for_each_wrong_line() {
    use belisha_setting::import::{List, read};
    let policy = policy(0);
    let state = begun(&policy);
    let context = Context {
        state: &state,
        policy: &policy,
        now: "2026-09-14T08:00:00Z".parse().unwrap(),
        author: &Author::Program,
    };
    let mut n = 0;
    let mut id = || {
        n += 1;
        format!("i{n}")
    };
    let none = std::collections::BTreeMap::new();
    let text = "\u{feff}Name,Born,Family\nAsha A,2023-02-01,A\nBen B,May 2022,B\n,2023-01-01,C\nAsha A,2023-02-01,A\n";
    let rows = read(List::Children, text, &none, &mut id, &context).unwrap().rows;
    let wrong: Vec<(u64, bool)> = rows.iter().map(|row| (row.line, row.reads.is_err())).collect();
    assert_eq!(wrong, [(2, false), (3, true), (4, true), (5, true)]);
    assert!(
        read(List::Children, "name,when\nx,y\n", &none, &mut id, &context)
            .unwrap_err()
            .contains("`born` is not there")
    );
    assert!(read(List::People, "name,roles\n", &none, &mut id, &context).unwrap_err().contains("no lines"));
    let rows = read(
        List::People,
        "name,roles\nSam S,practitioner;deputy dsl\nTim T,wizard\n",
        &none,
        &mut id,
        &context,
    )
    .unwrap()
    .rows;
    assert!(rows[0].reads.is_ok() && rows[1].reads.as_ref().unwrap_err().contains("wizard"));
}
