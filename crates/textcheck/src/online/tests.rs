//! Addresses and names on the internet in texts.

use crate::testing::{certain, nothing, possible};

#[test]
fn email_addresses() {
    certain("to nadia.v+bears@mail.example.org.", &["nadia.v+bears@mail.example.org: email"]);
    certain("<office@amberlane.example>", &["office@amberlane.example: email"]);
    for text in ["3@50p and 2@20p", "a @ b.example", "@", "x@", "x@y", "x@y.1", "x@.example"] {
        nothing(text);
    }
}

#[test]
fn handles_and_profiles() {
    certain("tag @bears_room.mums.", &["@bears_room.mums: handle"]);
    certain("see www.facebook.com/nadia.bakes/", &["facebook.com/nadia.bakes: handle"]);
    possible("we learn @home", &["@home: handle"]);
    possible("insta: nadiabakes_x", &["nadiabakes_x: handle"]);
    for text in ["see facebook.com", "facebook: the page is down", "@5pm", "www.example.org/fair"] {
        nothing(text);
    }
}

#[test]
fn names_in_hashtags() {
    certain("#HappyBirthdayAsha", &["Asha: first-name"]);
    certain("#AshaVerrin", &["AshaVerrin: full-name"]);
    certain("#ilove #AmberLanePreschool", &["AmberLanePreschool: setting-name"]);
    possible("#happybirthdayasha", &["asha: first-name"]);
    possible("#GraceNotes", &["Grace: first-name"]);
    certain("#Asha2026 #asha_verrin", &["Asha: first-name", "asha_verrin: full-name"]);
    certain("#AshaVerrin26", &["AshaVerrin: full-name"]);
    for text in ["#gracenotes", "#boo", "#HappyDays"] {
        nothing(text);
    }
}

/// The names inside an address, as `name: kind` after the address.
fn inside(text: &str) -> Vec<String> {
    let checker = crate::checker::Checker::new(&crate::testing::names()).unwrap();
    let all = checker.check(text);
    let names = all.iter().filter(|finding| finding.kind.is_address()).flat_map(|finding| &finding.names);
    names.map(|name| text[name.at.clone()].to_owned()).collect()
}

#[test]
fn names_in_addresses_stay_names() {
    for (text, name) in [
        ("well done @Asha", "Asha"),
        ("ask @asha_verrin", "asha_verrin"),
        ("ask @ashaverrin22", "ashaverrin"),
        ("ask @AshaBakes", "Asha"),
        ("to asha.verrin@mail.example.org", "asha"),
        ("to ashav@mail.example.org", "asha"),
        ("see facebook.com/ashaverrin.art", "ashaverrin"),
    ] {
        assert!(inside(text).iter().any(|found| found == name), "{text}: {:?}", inside(text));
    }
    assert!(inside("to office@amberlane.example and @home").is_empty());
    certain("see https://club.example/asha-verrin/day", &["asha-verrin: full-name"]);
    certain("see https://club.example/gallery?child=AshaVerrin7", &["AshaVerrin: full-name"]);
}
