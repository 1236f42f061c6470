use super::{Entered, name_key, same_name, tidied};

fn read(entered: &str) -> (String, Vec<String>) {
    let Entered { name, known_as } = Entered::read(entered);
    (name, known_as)
}

#[track_caller]
fn is(entered: &str, name: &str, known_as: &[&str]) {
    let known_as = known_as.iter().map(|word| (*word).to_owned()).collect();
    assert_eq!(read(entered), (name.to_owned(), known_as), "`{entered}`");
}

#[test]
fn what_somebody_is_also_called_stands_in_any_marks() {
    for nickname in [
        "(Ash)",
        "\"Ash\"",
        "“Ash”",
        "”Ash”",
        "'Ash'",
        "‘Ash’",
        "’Ash’",
        "`Ash´",
        "[Ash]",
        "«Ash»",
        "„Ash“",
        "（Ash）",
        "(known as Ash)",
        "(aka Ash)",
        "(“Ash”)",
        "(likes to be called Ash)",
        "known as Ash",
        "aka Ash",
        "(Ash.)",
    ] {
        let entered = format!("Asha {nickname} Patel");
        if nickname.starts_with(char::is_alphabetic) {
            is(&format!("Asha Patel {nickname}"), "Asha Patel", &["Ash"]);
        } else if nickname != "(Ash.)" {
            is(&entered, "Asha Patel", &["Ash"]);
            is(&format!("Asha Patel {nickname}"), "Asha Patel", &["Ash"]);
        }
    }
    is("Alexandra (Sandy, Lexi) Brook", "Alexandra Brook", &["Sandy", "Lexi"]);
    is("Alexandra (Sandy/Lexi or Ally) Brook", "Alexandra Brook", &["Sandy", "Lexi", "Ally"]);
    is("Jo Reed (née Brook)", "Jo Reed", &["Brook"]);
    is("王小明（明明）", "王小明", &["明明"]);
}

#[test]
fn notes_in_brackets_are_no_names() {
    for note in [
        "(2)",
        "(F)",
        "(m)",
        "(boy)",
        "(twin)",
        "(Mon)",
        "(am only)",
        "(born 2022)",
        "(nut allergy!)",
        "(3 yrs)",
        "()",
    ] {
        let (name, known_as) = read(&format!("Asha Patel {note}"));
        assert_eq!(name, "Asha Patel", "{note}");
        assert!(known_as.is_empty() || note.contains("allergy"), "{note}: {known_as:?}");
    }
}

#[test]
fn an_apostrophe_inside_a_name_is_no_mark() {
    is("Niamh O'Brien", "Niamh O'Brien", &[]);
    is("D’Arcy O’Neill", "D’Arcy O’Neill", &[]);
    is("'Aisha Khan", "'Aisha Khan", &[]);
    is("Odd (name", "Odd (name", &[]);
}

#[test]
fn the_surname_may_stand_first() {
    is("SMITH, Grace", "Grace SMITH", &[]);
    is("Smith, Grace May", "Grace May Smith", &[]);
    is("Smith , Grace (Gracie)", "Grace Smith", &["Gracie"]);
    is("van der Berg, Anna", "Anna van der Berg", &[]);
    is("SMITH-JONES Grace", "Grace SMITH-JONES", &[]);
    is("DE LA CRUZ Maria", "Maria DE LA CRUZ", &[]);
    is("Okoro, Mrs Ada", "Mrs Ada Okoro", &[]);
    is("Okoro, Ada, Mrs", "Mrs Ada Okoro", &[]);
    is("King, Martin, Jr.", "Martin King Jr.", &[]);
    is("Martin King, Jr.", "Martin King Jr.", &[]);
    is("GRACE SMITH", "GRACE SMITH", &[]);
    is("AJ Smith", "Smith AJ", &[]);
    is("J Smith", "J Smith", &[]);
    is("王，小明", "王 小明", &[]);
}

#[test]
fn two_ways_of_writing_are_one_name() {
    for (one, other) in [
        ("Niamh O'Brien", "niamh o’brien"),
        ("Zoë", "ZOË"),
        ("Zoë", "Zoe\u{308}"),
        ("Zoë", "Zoe"),
        ("Mo  Tern", "Mo\u{a0}Tern"),
        ("Mo Tern ", " mo tern"),
        ("Anne-Marie Smith", "Anne‑Marie Smith"),
        ("Anne-Marie Smith", "Anne Marie Smith"),
        ("SMITH, Grace", "Grace Smith"),
        ("Grace (Gracie) Smith", "Grace Smith"),
        ("J. Smith", "J Smith"),
        ("김민준", "\u{1100}\u{1175}\u{11b7}\u{1106}\u{1175}\u{11ab}\u{110c}\u{116e}\u{11ab}"),
        ("王 小明", "王小明"),
        ("佐藤　花子", "佐藤花子"),
        ("Ｚｏｅ", "zoe"),
        ("M\u{200b}o Tern", "Mo Tern"),
    ] {
        assert!(same_name(one, other), "{one} and {other}: {} and {}", name_key(one), name_key(other));
    }
    for (one, other) in [("Mo Tern", "Mo Terne"), ("Ann", "Anna"), ("", ""), ("Mo", "")] {
        assert!(!same_name(one, other), "{one} and {other}");
    }
    let long = format!("{} Smith", "a".repeat(200));
    assert!(!same_name(&long, &format!("{} Smith", "a".repeat(201))));
}

#[test]
fn a_name_is_kept_composed_on_one_line() {
    assert_eq!(tidied("  Zoe\u{308}\u{a0} \n Lee\u{200b} "), "Zoë Lee");
}
