//! Any text at all: nothing panics, and every range can be used on the text that was given.
#![expect(clippy::unwrap_used, reason = "helpers of tests stop at the first surprise")]

use belisha_textcheck::{Checker, Finding, Named, Names, Whose};
use proptest::prelude::*;
use std::sync::LazyLock;

static CHECKER: LazyLock<Checker> = LazyLock::new(|| {
    checker(&["Asha Verrin", "Bo", "Anne-Marie O'Neill", "王小明", "سلمى", "Zoë May", "Will Green"])
});

fn checker(names: &[&str]) -> Checker {
    let people = names.iter().enumerate().map(|(number, name)| Named {
        id: number.to_string(),
        whose: Whose::Child,
        name: (*name).to_owned(),
        known_as: Vec::new(),
        born: "2022-03-12".parse().ok(),
    });
    Checker::new(&Names { people: people.collect(), setting: vec!["Amber Lane Pre-school".to_owned()] })
        .unwrap()
}

fn check(text: &str) -> Vec<Finding> {
    let found = CHECKER.check(text);
    let mut end = 0;
    for finding in &found {
        assert!(finding.at.start >= end, "{finding:?} overlaps the one before in {text:?}");
        assert!(finding.at.end > finding.at.start, "{finding:?} is empty in {text:?}");
        assert!(text.get(finding.at.clone()).is_some(), "{finding:?} is no range of {text:?}");
        end = finding.at.end;
    }
    found
}

/// Pieces that the rules look for, to be strung together in any order.
fn piece() -> impl Strategy<Value = String> {
    let pieces = [
        "Asha",
        "asha's",
        "ASHA",
        "A\u{200d}sha",
        "Verrin",
        "Bo",
        "Anne",
        "-",
        "Marie",
        "O",
        "’",
        "'",
        "Neill",
        "王小明",
        "小明",
        "سلمى",
        "Zo",
        "ë",
        "e\u{308}",
        "May",
        "Will",
        "Green",
        "Amber",
        "Lane",
        "Pre-school",
        "ALP",
        "#",
        "@",
        ".",
        ",",
        " ",
        " ",
        " ",
        "\n",
        "/",
        "+",
        "(",
        ")",
        "12",
        "March",
        "2022",
        "0",
        "07700",
        "900123",
        "+44",
        "BS7",
        "9ZZ",
        "Road",
        "born",
        "my boss",
        "at work today",
        "facebook.com/x",
        ":",
        "insta",
        "\u{200d}",
        "\u{301}",
        "👶🏽",
        "ﷺ",
        "Ａ",
        "st",
        "the",
        "&",
        "s",
        "1st",
    ];
    prop_oneof![
        prop::sample::select(pieces.to_vec()).prop_map(str::to_owned),
        any::<char>().prop_map(String::from)
    ]
}

proptest! {
    #[test]
    fn any_string(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn any_string_of_pieces(pieces in prop::collection::vec(piece(), 0..40)) {
        check(&pieces.concat());
    }

    #[test]
    fn any_names(names in prop::collection::vec(any::<String>(), 0..5), text in any::<String>()) {
        let given: Vec<&str> = names.iter().map(String::as_str).collect();
        let checker = checker(&given);
        for text in names.iter().chain([&text]) {
            for finding in checker.check(text) {
                prop_assert!(text.get(finding.at).is_some());
            }
        }
    }

    #[test]
    fn a_name_is_found_in_the_middle_of_anything(before in any::<String>(), after in any::<String>()) {
        let text = format!("{before} x. Nadia and Asha went, {after}");
        let at = before.len() + " x. Nadia and ".len();
        prop_assert!(check(&text).iter().any(|found| found.at == (at..at + 4)), "{:?}", check(&text));
    }
}

#[test]
fn five_megabytes() {
    let story = "Asha and Zoë went to Amber Lane on 12 March 2022 with 王小明. 🎂 Ring 07700 900123! ";
    let text = story.repeat(5_000_000 / story.len());
    assert!(check(&text).len() >= text.len() / story.len() * 6);
}

#[test]
fn half_a_megabyte_of_one_thing() {
    for piece in [
        "a",
        "A",
        "é",
        "王",
        "س",
        " ",
        "'",
        "’",
        "\u{200d}",
        "\u{301}",
        "a\u{200d}",
        "0",
        "0 ",
        "1/",
        "@",
        "a@",
        "#",
        ".",
        "A.",
        "\n",
        "Asha ",
        "asha",
        "my ",
        "12 March ",
        "born ",
        "07700 ",
        "May ",
        "Amber ",
        "🎉",
        "A'",
        "-",
        "St. ",
        "a.b@",
        "facebook.com/",
    ] {
        check(&piece.repeat(500_000 / piece.len()));
    }
}

#[test]
fn nothing_in_nothing() {
    assert!(check("").is_empty());
    assert!(check("\u{feff}").is_empty());
    assert!(checker(&[]).check("Asha").is_empty());
}

#[test]
fn ranges_are_of_the_text_as_given() {
    for (text, words) in [
        ("👶🏽Asha👶🏽", "Asha"),
        ("A\u{200d}sha is here", "A\u{200d}sha"),
        ("Ａｓｈａ！", "Ａｓｈａ"),
        ("\u{202b}مع سلمى\u{202c}", "سلمى"),
        ("مع Asha أمس", "Asha"),
        ("Zoe\u{308} has it", "Zoe\u{308}"),
        ("今天小明", "小明"),
        ("今天王小明来", "王小明"),
        ("𝐀𝐬𝐡𝐚 was", "𝐀𝐬𝐡𝐚"),
        ("Asha\u{fe0f}’s bag", "Asha\u{fe0f}"),
    ] {
        let found: Vec<&str> = check(text).iter().map(|found| &text[found.at.clone()]).collect();
        assert_eq!(found.first().copied().unwrap_or(""), words, "{text}");
    }
}
