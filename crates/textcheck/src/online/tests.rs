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
    for text in ["#gracenotes", "#boo", "#HappyDays"] {
        nothing(text);
    }
}
