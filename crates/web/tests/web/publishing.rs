//! Words, posts, channels and sealed parcels, as pages.

use crate::common::{Answer, User, place};
use axum::body::Body;
use axum::http::{StatusCode, header};

fn form(text: &str, channel: &str) -> String {
    let encoded: String = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
    format!("channel={channel}&text={encoded}")
}

async fn parcel(user: &User, fields: &[(&str, &str)], file: &[u8]) -> Answer {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(
            format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").as_bytes(),
        );
    }
    let head = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"note.txt\"\r\n\
                Content-Type: text/plain\r\n\r\n";
    body.extend(head.as_bytes());
    body.extend(file);
    body.extend(b"\r\n--x--\r\n");
    let request = user
        .request("POST", "/sending")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
        .body(Body::from(body))
        .unwrap();
    user.send(request).await
}

const FIELDS: [(&str, &str); 6] = [
    ("to", "the speech therapist"),
    ("what", "a note on speech"),
    ("why", "a referral"),
    ("reason", "consent"),
    ("about", "child:c0"),
    ("message", "Dear colleague,\r\nplease see the note."),
];

#[tokio::test]
async fn words_are_marked_and_nothing_of_them_is_kept() {
    let place = place("all-saints").await;
    let mo = place.manager().await;
    let before = place.lines();
    let answer = mo.post("/words", &form("Asha A. and <b>Ben</b> sang", "page")).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    for words in ["<mark class=\"broken\">", "take it out", "all-saints.28", "✕ Not like this", "&#60;b&#62;"]
    {
        assert!(answer.body.contains(words), "{words} is not in {}", answer.body);
    }
    let fine = mo.post("/words", &form("We sang all morning", "page")).await;
    assert!(fine.body.contains("✓ Nothing stands against it"), "{}", fine.body);
    assert_eq!(place.lines(), before, "nothing was written");
}

#[tokio::test]
async fn long_odd_and_empty_texts_get_an_answer() {
    let place = place("all-saints").await;
    let mo = place.manager().await;
    let long = format!("{} Asha A. sang", "planting seeds again ".repeat(250_000));
    assert!(long.len() > 5_000_000);
    let answer = mo.post("/words", &format!("channel=page&text={}", long.replace(' ', "+"))).await;
    assert_eq!(answer.status, StatusCode::OK, "{:.300}", answer.body);
    assert!(answer.body.contains("1 to take out"), "{:.3000}", answer.body);
    assert!(answer.body.len() < 100_000, "a page, not the whole text again");
    let too_long = mo.post("/words", &format!("channel=page&text={}", "x".repeat(6_100_000))).await;
    assert_eq!(too_long.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(too_long.body.contains("too long"), "{}", too_long.body);
    let emoji = mo.post("/words", &form("🎉👩‍👧‍👦 Asha A. 🎂", "page")).await;
    assert!(emoji.body.contains("👩‍👧‍👦") && emoji.body.contains("1 to take out"), "{}", emoji.body);
    let rtl = mo.post("/words", &form("زارتنا Asha A. اليوم", "page")).await;
    assert!(rtl.body.contains("dir=\"auto\"") && rtl.body.contains("1 to take out"), "{}", rtl.body);
    for (body, says) in [(form(" ", "page"), "no words"), (form("x", "moon"), "where the words are to go")] {
        let answer = mo.post("/words", &body).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        assert!(answer.body.contains(says), "{}", answer.body);
    }
}

#[tokio::test]
async fn the_api_answers_as_the_page_does() {
    let place = place("all-saints").await;
    let mo = place.manager().await;
    let ask = |body: &str| mo.request("POST", "/api/words").body(Body::from(body.to_owned())).unwrap();
    let answer = mo.send(ask(r#"{"text":"Asha A. sang","channel":"page"}"#)).await;
    let json: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!((json["passes"].as_bool(), json["found"][0]["verdict"].as_str()), (Some(false), Some("stop")));
    assert_eq!(json["found"][0]["clauses"][0], "all-saints.28");
    assert_eq!(mo.send(ask("{")).await.status, StatusCode::BAD_REQUEST);
    let nobody = place.anonymous();
    let request = nobody.request("POST", "/api/words").body(Body::from("{}")).unwrap();
    assert_eq!(nobody.send(request).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_post_is_stopped_changed_approved_published_and_taken_down() {
    let place = place("all-saints").await;
    let (mo, nia) = (place.manager().await, place.practitioner().await);
    let draft = r#"command={"posts":{"draft":{"post":"p","channel":"public-page"}}}&back=/posts"#;
    let answer = nia.post("/commands", &format!("{draft}&/posts/draft/words=Well+done+Asha+A.")).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let page = mo.get("/posts/p").await.body;
    assert!(page.contains("It cannot be approved like this") && page.contains("all-saints.28"), "{page}");
    let approve = r#"command={"posts":{"approve":{"post":"p","seen":[]}}}&back=/posts/p"#;
    let refused = mo.post("/commands", approve).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.body.contains("all-saints.28"), "{}", refused.body);
    let revise = r#"command={"posts":{"revise":{"post":"p"}}}&/posts/revise/words=Well+done+all"#;
    assert_eq!(nia.post("/commands", revise).await.status, StatusCode::SEE_OTHER);
    assert!(nia.get("/posts/p").await.body.contains("somebody else approves it"));
    let own = nia.post("/commands", approve).await;
    assert!(own.body.contains("all-saints.30"), "{}", own.body);
    assert_eq!(mo.post("/commands", approve).await.status, StatusCode::SEE_OTHER);
    let publish = r#"{"posts":{"publish":{"post":"p","link":"https://pages.example/9"}}}"#;
    assert_eq!(mo.api(publish).await.status, StatusCode::OK);
    assert!(mo.get("/posts/p").await.body.contains("https://pages.example/9"));
    assert_eq!(mo.api(r#"{"posts":{"take-down":{"post":"p","why":"asked"}}}"#).await.status, StatusCode::OK);
    assert!(mo.get("/posts/p").await.body.contains("Taken down"));
    assert_eq!(mo.get("/posts/none").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_parcel_is_made_told_once_fetched_by_its_sender_and_opened() {
    let place = place("all-saints").await;
    let (mo, nia) = (place.manager().await, place.practitioner().await);
    let made = parcel(&mo, &FIELDS, b"the note itself").await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.body);
    let between = |start: &str, end: &str| {
        let (_, rest) = made.body.split_once(start).unwrap();
        rest.split_once(end).unwrap().0.to_owned()
    };
    let passphrase = between("id=\"passphrase\">", "<");
    let path = between("href=\"/sending/", "\"");
    assert!(made.body.contains("by telephone"));
    assert!(!mo.get("/sending").await.body.contains(&passphrase), "shown once");
    assert!(mo.get("/sending").await.body.contains("a note on speech"), "it is on record");
    assert_eq!(nia.get(&format!("/sending/{path}")).await.status, StatusCode::NOT_FOUND, "not hers");
    let html = mo.get(&format!("/sending/{path}")).await;
    assert_eq!(html.status, StatusCode::OK);
    let contents = belisha_parcel::open(html.body.as_bytes(), &passphrase).unwrap();
    assert_eq!(contents.message, "Dear colleague,\nplease see the note.");
    assert_eq!(
        (contents.files[0].name.as_str(), contents.files[0].bytes.as_slice()),
        ("note.txt", &b"the note itself"[..])
    );
    assert!(belisha_parcel::open(html.body.as_bytes(), "one two three four five six").is_err());
    let log = mo.get("/log").await.body;
    assert!(!log.contains("please see the note") && !log.contains(&passphrase), "the contents are not kept");
}

#[tokio::test]
async fn a_parcel_that_cannot_be_is_refused_and_not_on_record() {
    let place = place("all-saints").await;
    let mo = place.manager().await;
    let before = place.lines();
    let large = parcel(&mo, &FIELDS, &vec![b'x'; 26_000_000]).await;
    assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE, "{:.300}", large.body);
    assert!(large.body.contains("at most 25 MB"), "{:.3000}", large.body);
    let to_nobody: Vec<_> = FIELDS.into_iter().filter(|(name, _)| *name != "to").collect();
    let answer = parcel(&mo, &to_nobody, b"x").await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.body);
    let plain = r#"{"disclosures":{"send":{"disclosure":"d","what":"w","to":"t","why":"y","how":"plain-email","reason":"consent"}}}"#;
    let answer = mo.api(plain).await;
    assert!(
        answer.status == StatusCode::CONFLICT && answer.body.contains("all-saints.16"),
        "{}",
        answer.body
    );
    assert_eq!(mo.get("/sending/none").await.status, StatusCode::NOT_FOUND);
    assert_eq!(place.lines(), before, "nothing was written");
}

#[tokio::test]
async fn channels_show_who_holds_what_and_a_family_that_has_left() {
    let place = place("all-saints").await;
    let mo = place.manager().await;
    let page = mo.get("/channels").await.body;
    assert!(page.contains("The general mailbox") && page.contains("held by Sam Wren"), "{page}");
    assert!(mo.get("/channels/admissions-mail").await.body.contains("I have renewed it"));
    // Out first, where the story left the child in.
    let _ = mo.api(r#"{"day":{"child-out":{"child":"c1"}}}"#).await;
    assert_eq!(mo.api(r#"{"children":{"leave":{"child":"c1"}}}"#).await.status, StatusCode::OK);
    let families = mo.get("/channels/families-page").await.body;
    assert!(families.contains("has left: take it off"), "{families}");
    assert!(mo.get("/").await.body.contains("take the family off The families&#39; page"));
    let answer = mo.get("/api/may?q=open+the+general+mailbox").await.body;
    assert!(answer.contains("\"no\"") && answer.contains("all-saints.14"), "{answer}");
}
