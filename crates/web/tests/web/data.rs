//! Requests about data: erased for good, kept with its reason, complaints in time.

use crate::common::{Place, User, place};
use axum::http::StatusCode;
use belisha_setting::data_requests::Whom;
use belisha_setting::wording::{self, Outlet};

const CHILD: &str = r#"{"children":{"add":{"child":"q","name":"Quillon Featherstone","born":"2023-02-01","family":"Jo Featherstone"}}}"#;
const LEAVES: &str = r#"{"children":{"leave":{"child":"q"}}}"#;

fn asks(request: &str, kind: &str, whom: &str, on: &str) -> String {
    format!(
        r#"{{"data-requests":{{"receive":{{"request":"{request}","kind":"{kind}","whom":{whom},"from":"Jo, 01632 960555","words":"Please.","on":{on}}}}}}}"#
    )
}

async fn given(user: &User, command: &str) {
    let answer = user.api(command).await;
    assert_eq!(answer.status, StatusCode::OK, "{command}: {}", answer.body);
}

fn is_found(place: &Place, text: &str) -> bool {
    let now = place.setting.now();
    !wording::check(text, Outlet::Page, None, &now.state, &now.policy).is_empty()
}

/// UK GDPR, Article 17: after it no word about the child is in the program, whatever one asks it, and the log still holds.
#[tokio::test]
async fn what_is_held_of_a_child_is_erased_for_good() {
    let place = place("all-saints").await;
    let (mo, nia) = (place.manager().await, place.practitioner().await);
    given(&mo, CHILD).await;
    given(&mo, r#"{"permissions":{"answer":{"child":"q","answers":{"website":false},"by":"Jo Featherstone","how":"paper"}}}"#).await;
    let whom = r#"{"child":"q"}"#;
    given(&nia, &asks("r1", "erasure", whom, "null")).await;
    let erase = r#"{"data-requests":{"erase":{"request":"r1"}}}"#;
    let here = mo.api(erase).await;
    assert!(
        here.status == StatusCode::CONFLICT && here.body.contains("after they have left"),
        "{}",
        here.body
    );
    given(&mo, LEAVES).await;
    assert_eq!(nia.api(erase).await.status, StatusCode::FORBIDDEN);
    assert!(is_found(&place, "Well done Quillon") && mo.get("/log").await.body.contains("Quillon"));
    given(&mo, erase).await;
    assert_eq!(place.setting.finish_erasures().await.unwrap(), 1);
    assert_eq!(place.setting.finish_erasures().await.unwrap(), 0, "once");
    {
        let now = place.setting.now();
        let known = &now.state.children.all["q"];
        assert!(
            known.name.known().is_none() && known.born.known().is_none() && known.family.known().is_none()
        );
        assert!(now.state.permissions.of["q"].answers["website"].by.known().is_none());
        let whom = Whom::Child("q".into());
        assert!(now.state.data_requests.erased[&whom].gone.is_some(), "proof is on record");
    }
    assert!(!is_found(&place, "Well done Quillon"));
    for page in ["/log", "/people", "/permissions", "/data-requests"] {
        let body = mo.get(page).await.body;
        assert!(!body.contains("Quillon") && !body.contains("Jo Featherstone"), "{page}");
    }
    assert!(mo.get("/data-requests").await.body.contains("the key was destroyed on"));
    assert_eq!(place.setting.check_all().await.unwrap(), Vec::<String>::new(), "nothing else was lost");
    place.setting.seal().await.unwrap();
    given(&mo, CHILD.replace("\"q\"", "\"q2\"").as_str()).await;
    assert!(is_found(&place, "Well done Quillon"), "the log goes on");
}

/// What the law has kept is kept, with its reason and its day; and nobody erases alone what they themselves put on record.
#[tokio::test]
async fn what_has_to_be_kept_is_kept_and_nobody_erases_alone() {
    let place = place("all-saints").await;
    let (mo, nia) = (place.manager().await, place.practitioner().await);
    given(&mo, CHILD).await;
    given(
        &nia,
        r#"{"concerns":{"raise":{"concern":"c1","kind":"other","said":"A bruise.","children":["q"]}}}"#,
    )
    .await;
    given(&mo, LEAVES).await;
    given(&nia, &asks("r1", "erasure", r#"{"child":"q"}"#, "null")).await;
    let kept = mo.api(r#"{"data-requests":{"erase":{"request":"r1"}}}"#).await;
    assert!(
        kept.status == StatusCode::CONFLICT && kept.body.contains("25th birthday, 2048-02-01"),
        "{}",
        kept.body
    );
    assert!(mo.get("/data-requests").await.body.contains("25th birthday"));

    given(&mo, &CHILD.replace("\"q\"", "\"q3\"").replace("Quillon", "Robin")).await;
    given(&mo, &LEAVES.replace("\"q\"", "\"q3\"")).await;
    given(&mo, &asks("r2", "erasure", r#"{"child":"q3"}"#, "null")).await;
    let alone = mo.api(r#"{"data-requests":{"erase":{"request":"r2"}}}"#).await;
    assert!(
        alone.status == StatusCode::FORBIDDEN && alone.body.contains("another who leads"),
        "{}",
        alone.body
    );
    given(&nia, &asks("r3", "access", r#"{"child":"q3"}"#, "null")).await;
    let other = mo.api(r#"{"data-requests":{"erase":{"request":"r3"}}}"#).await;
    assert!(other.body.contains("Nobody asked for that to be erased"), "{}", other.body);
    let nobody = nia.api(&asks("r4", "erasure", r#"{"child":"nobody"}"#, "null")).await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
}

/// Data Protection Act 2018, section 164A: a complaint is acknowledged within thirty days.
#[tokio::test]
async fn a_complaint_has_its_days_and_is_said_on_today() {
    let place = place("all-saints").await;
    let (mo, nia) = (place.manager().await, place.practitioner().await);
    given(&nia, &asks("r1", "complaint", "null", "\"2026-09-10\"")).await;
    assert!(!mo.get("/").await.body.contains("A request ("), "there is time");
    given(&nia, &asks("r2", "complaint", "null", "\"2026-08-20\"")).await;
    let today = mo.get("/").await.body;
    assert!(today.contains("is to be acknowledged by 2026-09-19."), "{today}");
    assert!(!nia.get("/").await.body.contains("A request ("), "it may be about her");
    assert!(!nia.get("/data-requests").await.body.contains("01632 960555"));
    given(&mo, r#"{"data-requests":{"acknowledge":{"request":"r2","how":"By letter."}}}"#).await;
    assert!(mo.get("/").await.body.contains("is to be answered by 2026-09-20."));
    given(&mo, r#"{"data-requests":{"answer":{"request":"r2","words":"Put right."}}}"#).await;
    assert!(!mo.get("/").await.body.contains("A request ("));
    let again = mo.api(r#"{"data-requests":{"answer":{"request":"r2","words":"Again."}}}"#).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
}
