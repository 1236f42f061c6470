//! Commands about pictures, likely and odd.

use belisha_setting::Author;
use proptest::prelude::*;
use serde_json::{Value, json};

/// A setting to begin with.
pub(crate) fn beginning() -> Vec<Value> {
    let mut all = vec![
        json!({ "setting": { "found": { "name": "Amber Lane", "number": "1" } } }),
        json!({ "places": { "set": { "place": "hall", "name": "hall", "kind": "hall", "children": true, "sighted": true } } }),
        json!({ "devices": { "set": { "device": "cam", "name": "Cam", "kind": "camera", "make": "Heron", "model": "H10", "serial": "7" } } }),
        json!({ "devices": { "set": { "device": "tab", "name": "Tab", "kind": "tablet" } } }),
        json!({ "devices": { "enrol": { "device": "tab", "key_hash": "9a" } } }),
        json!({ "devices": { "set": { "device": "pc", "name": "Pc", "kind": "computer", "administration": true } } }),
    ];
    for (id, role) in
        [("mo", "manager"), ("nia", "practitioner"), ("vic", "volunteer"), ("sue", "dsl"), ("cora", "chair")]
    {
        let name = format!("{}{}", &id[..1].to_uppercase(), &id[1..]);
        let add = json!({ "person": id, "name": name, "roles": [role], "counted": false });
        all.push(json!({ "people": { "add": add } }));
    }
    for n in 0..5 {
        let add = json!({ "child": format!("c{n}"), "name": format!("Zed{n}"), "born": "2023-02-01", "family": "" });
        all.push(json!({ "children": { "add": add } }));
    }
    for (id, kind, serves) in
        [("site", "website", "public"), ("fam", "page", "families"), ("post", "publicity", "public")]
    {
        let set =
            json!({ "channel": id, "name": id, "kind": kind, "serves": serves, "run_by": ["mo", "cora"] });
        all.push(json!({ "channels": { "set": set } }));
    }
    all
}

/// What most pictures are for.
const MOST: [&str; 6] =
    ["learning journey", "other journeys", "display", "website", "families page", "publicity"];

/// What parents say at first: yes to most, from one child's parents nothing.
pub(crate) fn at_first() -> Vec<Value> {
    let answers: serde_json::Map<String, Value> =
        MOST.iter().map(|purpose| ((*purpose).to_owned(), json!(true))).collect();
    let said = |n: u8| json!({ "child": format!("c{n}"), "answers": answers, "by": "P", "how": "paper" });
    (0..3).map(|n| json!({ "permissions": { "answer": said(n) } })).collect()
}

/// A still that the camera made, as a file.
pub(crate) fn take_in(picture: &str, children: &[&str], purpose: &str, taken: Option<&str>) -> Value {
    let file =
        json!({ "rendition": "original", "blob": picture, "key": format!("key of {picture}."), "bytes": 9 });
    let mark = json!({ "make": "Heron", "model": "H10", "serial": "7" });
    json!({ "pictures": { "take-in": {
        "picture": picture, "children": children, "purpose": purpose, "taken": taken, "mark": mark,
        "computer": "pc", "person": "nia", "files": [file],
    } } })
}

fn id(letter: &'static str, count: u8) -> impl Strategy<Value = String> {
    (0..count).prop_map(move |n| format!("{letter}{n}"))
}

fn child() -> impl Strategy<Value = String> {
    id("c", 4)
}

fn some_children() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(id("c", 5), 1..3)
}

fn purpose() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "learning journey",
        "learning journey",
        "display",
        "display",
        "other journeys",
        "website",
        "families page",
        "publicity",
        "training",
        "journal",
        "observation",
        "event",
        "a cake",
    ])
}

fn day() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["2026-09-13", "2026-09-14", "2026-09-15", "2026-09-20", "2026-10-01"])
}

fn permission() -> impl Strategy<Value = Value> {
    let how = "paper";
    prop_oneof![
        4 => (child(), prop::collection::btree_map(purpose(), prop::bool::weighted(0.85), 1..6))
            .prop_map(move |(child, answers)| json!({ "answer": { "child": child, "answers": answers, "by": "P", "how": how } })),
        1 => (child(), purpose(), any::<bool>(), day())
            .prop_map(move |(c, p, yes, on)| json!({ "answer": { "child": c, "answers": { p: yes }, "by": "P", "how": "list", "on": on } })),
        // The fifth child's parents permit single days and nothing else.
        3 => (prop::sample::select(vec!["learning journey", "display"]), prop::sample::select(vec!["2026-09-13", "2026-09-14"]))
            .prop_map(move |(p, on)| json!({ "allow-once": { "child": "c4", "purpose": p, "on": on, "occasion": "a visit", "by": "P", "how": how } })),
        2 => prop::sample::select(vec!["learning journey", "display"])
            .prop_map(move |p| json!({ "withdraw": { "child": "c4", "purpose": p, "by": "P", "how": how } })),
        2 => (child(), purpose(), day())
            .prop_map(move |(c, p, on)| json!({ "allow-once": { "child": c, "purpose": p, "on": on, "occasion": "a visit", "by": "P", "how": how } })),
        5 => (child(), prop::sample::select(MOST.to_vec())).prop_map(move |(c, p)| json!({ "withdraw": { "child": c, "purpose": p, "by": "P", "how": how } })),
        1 => (child(), prop::bool::weighted(0.6)).prop_map(|(c, wants)| json!({ "wish": { "child": c, "wants": wants, "said": "so" } })),
        1 => prop::sample::select(vec!["mo", "nia", "vic"]).prop_map(|p| json!({ "read": { "person": p } })),
    ]
    .prop_map(|is| json!({ "permissions": is }))
}

fn picture() -> impl Strategy<Value = String> {
    id("p", 9)
}

fn coming_in() -> impl Strategy<Value = Value> {
    let taken = prop::option::weighted(0.4, day().prop_map(|day| format!("{day}T09:00:00Z")));
    let shows = prop::sample::select(vec!["children", "children", "children", "children", "work"]);
    (picture(), some_children(), purpose(), taken, shows, any::<bool>(), 0..10_u8).prop_map(
        |(picture, children, purpose, taken, shows, captured, odd)| {
            let children: Vec<&str> = children.iter().map(String::as_str).collect();
            let mut text = take_in(&picture, &children, purpose, taken.as_deref());
            let is = &mut text["pictures"]["take-in"];
            is["shows"] = json!(shows);
            if captured {
                (is["captured"], is["device"], is["mark"]) = (json!(true), json!("tab"), json!({}));
            }
            match odd {
                0 => is["mark"] = json!({ "make": "Kite", "model": "K1" }),
                1 => is["computer"] = json!("cam"),
                2 => is["adults"] = json!(["vic"]),
                _ => {}
            }
            text
        },
    )
}

fn picturing() -> impl Strategy<Value = Value> {
    let why = prop::sample::select(vec!["not-needed", "not-permitted", "due"]);
    prop_oneof![
        3 => (picture(), picture(), some_children(), any::<bool>()).prop_map(|(picture, from, covered, marks)| {
            let file = json!({ "rendition": "original", "blob": picture, "key": format!("key of {picture}."), "bytes": 9 });
            let marks = if marks { vec!["badge"] } else { vec![] };
            json!({ "cover": { "picture": picture, "from": from, "covered": covered, "marks": marks, "files": [file] } })
        }),
        2 => (picture(), some_children(), prop::bool::weighted(0.4)).prop_map(|(p, c, vic)| {
            let adults = if vic { vec!["vic"] } else { vec![] };
            json!({ "tag": { "picture": p, "children": c, "adults": adults } })
        }),
        9 => (picture(), id("u", 3), prop::sample::select(vec!["display", "display", "publicity", "training", "website"]), any::<bool>()).prop_map(|(p, u, purpose, looked)| {
            json!({ "use": { "picture": p, "use": u, "purpose": purpose, "whom": "the paper", "place": "hall", "looked": looked } })
        }),
        1 => (picture(), id("u", 3)).prop_map(|(p, u)| json!({ "end-use": { "picture": p, "use": u, "what": "taken down" } })),
        1 => picture().prop_map(|p| json!({ "hold": { "picture": p, "why": "asked for" } })),
        1 => picture().prop_map(|p| json!({ "release": { "picture": p, "why": "no more" } })),
        2 => (picture(), why).prop_map(|(p, why)| json!({ "erase": { "picture": p, "why": why } })),
        1 => Just(json!({ "erase-due": {} })),
        1 => picture().prop_map(|p| json!({ "gone": { "picture": p } })),
        1 => (child(), prop::collection::vec(picture(), 0..3)).prop_map(|(c, p)| json!({ "hand-over": { "child": c, "pictures": p, "to": "them" } })),
    ]
    .prop_map(|is| json!({ "pictures": is }))
}

fn outward() -> impl Strategy<Value = Value> {
    let channel = prop::sample::select(vec!["site", "fam", "post"]);
    prop_oneof![
        7 => (id("e", 4), child(), prop::collection::vec(picture(), 1..3)).prop_map(|(e, c, p)| {
            json!({ "journeys": { "write": { "entry": e, "child": c, "observation": "Sang.", "area": "arts", "pictures": p } } })
        }),
        1 => (id("e", 4), picture()).prop_map(|(e, p)| json!({ "journeys": { "take-picture-out": { "entry": e, "picture": p, "why": "so" } } })),
        1 => id("e", 4).prop_map(|e| json!({ "journeys": { "take-out": { "entry": e, "why": "so" } } })),
        3 => (id("o", 4), channel, prop::collection::vec(picture(), 1..3)).prop_map(|(o, channel, p)| {
            json!({ "posts": { "draft": { "post": o, "channel": channel, "words": "Beans.", "pictures": p } } })
        }),
        3 => id("o", 4).prop_map(|o| json!({ "posts": { "approve": { "post": o, "looked": true } } })),
        3 => id("o", 4).prop_map(|o| json!({ "posts": { "publish": { "post": o, "link": "https://pages.example/1" } } })),
        1 => id("o", 4).prop_map(|o| json!({ "posts": { "take-down": { "post": o, "why": "so" } } })),
        1 => child().prop_map(|c| json!({ "children": { "leave": { "child": c } } })),
        2 => consent(),
    ]
}

/// An adult who is in some pictures consents to be published, or takes it back.
fn consent() -> impl Strategy<Value = Value> {
    let way = prop::sample::select(vec!["website", "page", "group", "publicity"]);
    (way, prop::bool::weighted(0.7)).prop_map(|(way, gives)| {
        let mut is = json!({ "of": { "person": "vic" }, "purpose": way });
        if gives {
            is["how"] = json!("said so");
        }
        json!({ "consents": { if gives { "give" } else { "withdraw" }: is } })
    })
}

/// Whose command, which, and how many seconds after the one before.
pub(crate) fn step() -> impl Strategy<Value = (Author, Value, i64)> {
    let author = prop_oneof![
        2 => Just(Author::Program),
        8 => prop::sample::select(vec!["mo", "mo", "mo", "nia", "cora", "cora", "sue", "vic"]).prop_map(|p| Author::Person(p.into())),
        1 => child().prop_map(|c| Author::Family(c.as_str().into())),
    ];
    let text = prop_oneof![3 => permission(), 4 => coming_in(), 5 => picturing(), 5 => outward()];
    let later = prop_oneof![12 => 0_i64..4_000, 2 => 0_i64..200_000, 1 => 0_i64..12_000_000];
    (author, text, later)
}

/// A word, a day and a moment that nobody would enter.
pub(crate) fn odd() -> impl Strategy<Value = (String, String, String, u8)> {
    let day = prop::sample::select(vec!["-9999-01-01", "9999-12-31", "2024-02-29", "2026-09-14"]);
    let moment = prop::sample::select(vec![
        "-009999-01-02T01:59:59Z",
        "9999-12-30T22:00:00.999999999Z",
        "1970-01-01T00:00:00Z",
        "2026-09-14T08:00:00Z",
    ]);
    ("\\PC{0,80}", day, moment, any::<u8>())
        .prop_map(|(word, day, moment, n)| (word, day.to_owned(), moment.to_owned(), n))
}

/// Every command with something odd in it.
pub(crate) fn around((word, day, moment, n): &(String, String, String, u8)) -> Vec<Value> {
    let mut odd = take_in("p0", &["c0"], "learning journey", Some(moment));
    odd["pictures"]["take-in"]["orientation"] = json!(n);
    let mut marked = take_in(word, &[word], word, None);
    marked["pictures"]["take-in"]["mark"] = json!({ "make": word, "model": word, "serial": word });
    let yes = |on: Option<&String>| json!({ "permissions": { "answer": { "child": "c0", "answers": { "learning journey": true, "display": true }, "by": "P", "how": "paper", "on": on } } });
    vec![
        yes(Some(day)),
        yes(None),
        json!({ "permissions": { "answer": { "child": "c0", "answers": {}, "by": word, "how": "paper" } } }),
        json!({ "permissions": { "answer": { "child": word, "answers": { word: true }, "by": word, "how": "list" } } }),
        json!({ "permissions": { "allow-once": { "child": "c0", "purpose": "website", "on": day, "occasion": word, "by": word, "how": "in-person" } } }),
        json!({ "permissions": { "withdraw": { "child": "c0", "purpose": word, "by": word, "how": "in-person" } } }),
        json!({ "permissions": { "wish": { "child": "c1", "wants": false, "said": word } } }),
        json!({ "permissions": { "make-link": { "child": "c0", "hash": word, "until": day } } }),
        json!({ "permissions": { "end-link": { "child": word } } }),
        odd,
        marked,
        take_in("p1", &["c0", "c0"], "display", None),
        take_in("p2", &[], "display", None),
        json!({ "pictures": { "cover": { "picture": "p3", "from": "p0", "covered": [word], "marks": vec![word; 30] } } }),
        json!({ "pictures": { "tag": { "picture": "p0", "children": vec!["c0"; 300] } } }),
        json!({ "pictures": { "use": { "picture": word, "use": word, "purpose": word } } }),
        json!({ "pictures": { "use": { "picture": "p1", "use": word, "purpose": "display", "place": word, "words": word } } }),
        json!({ "pictures": { "end-use": { "picture": "p1", "use": word, "what": word } } }),
        json!({ "pictures": { "hold": { "picture": "p1", "why": word } } }),
        json!({ "pictures": { "erase-due": {} } }),
        json!({ "pictures": { "hand-over": { "child": "c0", "pictures": [word, word], "to": word } } }),
        json!({ "journeys": { "write": { "entry": word, "child": "c0", "observation": word, "area": word, "pictures": vec!["p1"; 30] } } }),
        json!({ "occasions": { "plan": { "occasion": "o", "title": word, "on": day, "children": [] } } }),
        json!({ "occasions": { "open": { "occasion": word } } }),
        json!({ "posts": { "draft": { "post": word, "channel": word, "words": word, "pictures": [word] } } }),
    ]
}
