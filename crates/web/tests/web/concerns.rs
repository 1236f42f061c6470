//! Concerns, records and history through the pages: who opens what, from where, and with which proof.

use crate::common::{Place, UNTIL, User, place};
use axum::http::StatusCode;
use totp_rs::{Builder, Secret};

const RAISE: &str = r#"{"concerns":{"raise":{"concern":"c-one","kind":"device-misuse","said":"A phone rang in the hall & was answered.","child_said":"It went <b>ring</b>.","children":["c1"],"adults":["p4"]}}}"#;

async fn raised(policy: &str) -> (Place, User) {
    let place = place(policy).await;
    let nia = place.practitioner().await;
    assert_eq!(nia.api(RAISE).await.status, StatusCode::OK);
    (place, nia)
}

#[tokio::test]
async fn a_concern_is_for_its_route_and_every_reading_is_a_line() {
    let (place, nia) = raised("all-saints").await;
    let mo = place.manager().await;
    let before = place.lines();
    let page = mo.get("/concerns/c-one").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(page.body.contains("A phone rang in the hall &#38; was answered."), "{}", page.body);
    assert!(page.body.contains("It went &#60;b&#62;ring"), "what was entered is never markup");
    assert!(page.body.contains("all-saints.49"), "the clause that sends it this way");
    assert!(page.body.contains("staff conduct"), "the procedures it points to are at hand");
    assert_eq!(place.lines(), before + 1, "the reading is on record");
    for path in ["/concerns/c-one", "/concerns/none"] {
        let refused = nia.get(path).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{path}");
        assert!(refused.body.contains("house.1") && !refused.body.contains("phone rang"), "{}", refused.body);
    }
    assert_eq!(place.lines(), before + 1, "a refusal writes nothing");
    let log = nia.get("/log").await.body;
    assert!(!log.contains("A concern was read"), "nor does the log tell others");
    assert!(mo.get("/log").await.body.contains("A concern was read"));
    let own = nia.get("/concerns").await.body;
    assert!(own.contains("it is being looked at") && !own.contains("phone rang"), "{own}");
}

#[tokio::test]
async fn sent_twice_is_one_concern_on_the_page_too() {
    let (place, nia) = raised("all-saints").await;
    let before = place.lines();
    let form = "command=%7B%22concerns%22%3A%7B%22raise%22%3A%7B%22concern%22%3A%22c-two%22%2C%22kind%22%3A%22other%22%7D%7D%7D&/concerns/raise/said=A+worry%0D%0Aon+two+lines&back=/concerns";
    for _ in 0..2 {
        assert_eq!(nia.post("/commands", form).await.status, StatusCode::SEE_OTHER);
    }
    assert_eq!(place.lines(), before + 1);
    assert_eq!(nia.api(RAISE).await.body, r#"{"lines":[]}"#);
}

#[tokio::test]
async fn the_door_raises_one_with_a_name_and_shows_nobodys() {
    let place = place("all-saints").await;
    let page = place.anonymous().get("/concerns/new").await;
    assert_eq!((page.status, page.to.as_str()), (StatusCode::SEE_OTHER, "/sign-in"));
    let nia = place.practitioner().await;
    let page = nia.get("/concerns/new").await.body;
    assert!(page.contains("do not open, copy, photograph or send"), "{page}");
    assert!(!page.contains("type=\"file\""), "it takes no files");
    assert!(page.contains("0800 1111"), "help is at hand");
}

#[tokio::test]
async fn history_opens_with_a_second_proof_that_serves_once() {
    let (place, _) = raised("all-saints").await;
    let mo = place.manager().await;
    for command in [
        r#"{"concerns":{"do":{"concern":"c-one","step":"acted","note":"Spoken to."}}}"#,
        r#"{"concerns":{"do":{"concern":"c-one","step":"heard","note":"An emergency at home."}}}"#,
        r#"{"concerns":{"do":{"concern":"c-one","step":"decided","note":"Nothing further."}}}"#,
        r#"{"concerns":{"close":{"concern":"c-one","outcome":"Spoken about."}}}"#,
    ] {
        let answer = mo.api(command).await;
        assert_eq!(answer.status, StatusCode::OK, "{command}: {}", answer.body);
    }
    for path in ["/concerns/closed", "/concerns/c-one"] {
        assert_eq!(mo.get(path).await.to, format!("/second-proof?back={path}"));
    }
    let reopen = r#"{"concerns":{"reopen":{"concern":"c-one","why":"to read it"}}}"#;
    assert_eq!(mo.api(reopen).await.status, StatusCode::FORBIDDEN, "opening it again takes the proof too");
    assert!(mo.get("/children/c1").await.body.contains("closed, with a second proof"));
    let page = mo.get("/second-proof?back=/concerns/closed").await.body;
    let seed = page.split("class=\"recovery\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
    let totp = Builder::new().with_secret(Secret::try_from_base32(&seed).unwrap()).build().unwrap();
    let at: jiff::Timestamp = UNTIL.parse().unwrap();
    let figures = |at: i64| totp.generate(u64::try_from(at).unwrap()).to_string();
    let without = |figures: String| format!("seed={seed}&back=/concerns/closed&figures={figures}");
    let elsewhere = place.manager().await;
    let send = |figures: String| format!("{}&secret=otter+lamp+gravel", without(figures));
    let stolen = mo.post("/second-proof/set", &without(figures(at.as_second()))).await;
    assert_eq!(stolen.status, StatusCode::UNAUTHORIZED, "an unlocked session alone sets none");
    let wrong = mo.post("/second-proof/set", &send("000000".into())).await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED, "{}", wrong.body);
    assert!(wrong.body.contains(&seed), "the same seed is asked for again");
    let now = figures(at.as_second());
    assert_eq!(mo.post("/second-proof/set", &send(now.clone())).await.to, "/concerns/closed");
    let closed = mo.get("/concerns/closed").await;
    assert!(closed.body.contains("/concerns/c-one"), "{}", closed.body);
    assert_eq!(mo.get("/concerns/c-one").await.status, StatusCode::OK);
    assert!(mo.get("/children/c1").await.body.contains("A phone, watch or camera"));
    // Another session proves for itself, and the same figures do not serve again.
    assert_eq!(elsewhere.get("/concerns/closed").await.to, "/second-proof?back=/concerns/closed");
    let page = elsewhere.get("/second-proof").await.body;
    assert!(!page.contains(&seed), "the seed is never shown again");
    let form = |figures: &str| format!("figures={figures}&back=//evil.example");
    assert_eq!(elsewhere.post("/second-proof", &form(&now)).await.status, StatusCode::UNAUTHORIZED);
    let later = figures(at.as_second() + 30);
    assert_eq!(elsewhere.post("/second-proof", &form(&later)).await.to, "/concerns", "never off this site");
    assert_eq!(elsewhere.get("/concerns/closed").await.status, StatusCode::OK);
    // From anywhere, the password alone opens nothing any more (ASVS 4.3.1), and the answer says not which was wrong.
    let mut anywhere = place.anonymous();
    let form = |password: &str, figures: &str| {
        format!("name=Mo+Tern&secret={password}&device=setting&figures={figures}")
    };
    place.clock.put(at + jiff::SignedDuration::from_secs(30));
    let next = figures(at.as_second() + 60);
    for wrong in [form("otter+lamp+gravel", ""), form("otter+lamp+gravel", &later), form("wrong", &next)] {
        let refused = anywhere.post("/sign-in", &wrong).await;
        assert_eq!(refused.status, StatusCode::UNAUTHORIZED, "{wrong}");
        assert!(refused.body.contains("That name, password or proof is not right."), "{}", refused.body);
    }
    // Wrong tries wait.
    place.clock.put(at + jiff::SignedDuration::from_secs(630));
    let next = figures(at.as_second() + 630);
    let opened = anywhere.post("/sign-in", &form("otter+lamp+gravel", &next)).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.body);
    anywhere.take(&opened);
    assert_eq!(anywhere.get("/concerns/closed").await.status, StatusCode::OK, "and it is proved with it");
}

#[tokio::test]
async fn records_open_for_those_the_policy_names_and_never_on_ones_own_device() {
    let place = place("all-saints").await;
    let mo = place.manager().await;
    let before = place.lines();
    let record = mo.get("/children/c1").await;
    assert_eq!(record.status, StatusCode::OK, "{}", record.body);
    assert_eq!(place.lines(), before + 1, "the opening is on record");
    let nia = place.practitioner().await;
    let refused = nia.get("/children/c1").await;
    assert!(refused.body.contains("all-saints.24"), "{}", refused.body);
    assert!(!nia.get("/people").await.body.contains("/children/c1"), "no link that could not be followed");
    let mut own = place.anonymous();
    let answer = own.post("/sign-in", "name=Mo+Tern&secret=otter+lamp+gravel&device=own").await;
    own.take(&answer);
    for path in ["/children/c1", "/concerns/closed"] {
        let refused = own.get(path).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{path}");
        assert!(refused.body.contains("house.3"), "{path}: {}", refused.body);
    }
    let add = r#"{"concerns":{"add":{"concern":"concern-7","words":"x"}}}"#;
    let refused = own.api(add).await;
    assert!(refused.status == StatusCode::FORBIDDEN && refused.body.contains("house.3"), "{}", refused.body);
    // Two signed in since, which is on record.
    assert_eq!(place.lines(), before + 3);
}

#[tokio::test]
async fn numbers_of_local_bodies_are_filled_in_by_those_who_lead() {
    let place = place("portreath").await;
    let set = r#"{"concerns":{"set-number":{"body":"lado","number":"01632 960001"}}}"#;
    assert_eq!(place.practitioner().await.api(set).await.status, StatusCode::FORBIDDEN);
    let mo = place.manager().await;
    assert!(mo.get("/bodies").await.body.contains("local number not filled in"));
    assert_eq!(mo.api(set).await.status, StatusCode::OK);
    assert!(mo.get("/bodies").await.body.contains("01632 960001"));
    let fixed = r#"{"concerns":{"set-number":{"body":"childline","number":"1"}}}"#;
    assert_eq!(mo.api(fixed).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_concern_that_nobody_may_take_says_so_at_once() {
    let place = place("all-saints").await;
    let nia = place.practitioner().await;
    let everybody: Vec<String> = {
        let now = place.setting.now();
        let others = now.state.people.here().filter(|(_, person)| person.name.words() != "Nia Rowan");
        others.map(|(id, _)| id.to_string()).collect()
    };
    let adults: String = everybody.iter().map(|id| format!("&/concerns/raise/adults:list={id}")).collect();
    let form = format!(
        "command=%7B%22concerns%22%3A%7B%22raise%22%3A%7B%22concern%22%3A%22c-all%22%2C%22kind%22%3A%22allegation%22%7D%7D%7D&/concerns/raise/said=All+of+them.&back=/concerns{adults}"
    );
    let answer = nia.post("/commands", &form).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let page = nia.get("/concerns").await.body;
    assert!(page.contains("Nobody in the setting may take"), "{page}");
    let mo = place.manager().await;
    assert_eq!(mo.get("/concerns/c-all").await.status, StatusCode::FORBIDDEN);
    let today = mo.get("/").await.body;
    assert!(
        !today.contains("nobody left") && !today.contains("concern for you"),
        "nothing to whom it is about"
    );
}
