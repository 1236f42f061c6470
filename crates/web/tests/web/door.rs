//! The tablet at the door: what a passer-by sees and can do, and what a PIN opens.

use crate::common::{Place, UNTIL, User, place};
use axum::http::StatusCode;
use jiff::{SignedDuration, Timestamp};

/// The tablet at the door of a setting where people, children and a visitor are in.
async fn at_the_door() -> (Place, User) {
    let place = place("all-saints").await;
    let mo = place.manager().await;
    let mut door = place.anonymous();
    door.take(&mo.post("/devices/tablet-1/enrolment", "door=yes").await);
    if !place.setting.now().state.day.open {
        assert_eq!(mo.api(r#"{"day":{"open":{}}}"#).await.status, StatusCode::OK);
    }
    mo.api(r#"{"day":{"in":{"person":"p2"}}}"#).await;
    let visit = r#"{"visitors":{"in":{"visit":"v7","name":"Pat Smith-Example","organisation":"Speech therapy","phone":"none","agreed":true}}}"#;
    let came = mo.api(visit).await;
    assert_eq!(came.status, StatusCode::OK, "{}", came.body);
    (place, door)
}

fn names(place: &Place) -> Vec<String> {
    let now = place.setting.now();
    let state = &now.state;
    let people = state.people.here().map(|(_, person)| person.name.words().to_owned());
    let children = state.children.here().map(|(_, child)| child.name.words().to_owned());
    people.chain(children).chain(["Pat Smith-Example".to_owned()]).collect()
}

/// M2's kin: a passer-by reads nobody's name.
#[tokio::test]
async fn whoever_passes_the_door_reads_nobodys_name() {
    let (place, door) = at_the_door().await;
    for path in ["/", "/visitors", "/concerns/new", "/sign-in"] {
        let page = door.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        for name in names(&place) {
            assert!(!page.body.contains(&name), "{path} shows {name}");
        }
    }
    for path in ["/api/today", "/api/may?q=may+Asha+be+on+the+web", "/people", "/children", "/log"] {
        assert_ne!(door.get(path).await.status, StatusCode::OK, "{path}");
    }
}

/// Nor says anything of anybody, or of who is with a visitor, on the page or over the API.
#[tokio::test]
async fn nothing_is_taken_about_a_person_without_a_pin() {
    let (place, door) = at_the_door().await;
    let child = place.setting.now().state.children.here().next().unwrap().0.to_string();
    let before = place.lines();
    for command in [
        r#"{"day":{"in":{"person":"p0"}}}"#.to_owned(),
        r#"{"day":{"out":{"person":"p2"}}}"#.to_owned(),
        r#"{"day":{"start-break":{"person":"p2"}}}"#.to_owned(),
        r#"{"day":{"put-away":{"person":"p2","item":"phone","put":"none"}}}"#.to_owned(),
        format!(r#"{{"day":{{"child-in":{{"child":"{child}"}}}}}}"#),
        format!(r#"{{"day":{{"child-out":{{"child":"{child}"}}}}}}"#),
        r#"{"visitors":{"set-supervisor":{"visit":"v7","supervisor":"p2"}}}"#.to_owned(),
        r#"{"visitors":{"in":{"visit":"v8","name":"X","phone":"none","agreed":true,"supervisor":"p2"}}}"#
            .to_owned(),
    ] {
        let answer = door.api(&command).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{command}: {}", answer.body);
        assert!(answer.body.contains("sign in with your own PIN"), "{command}: {}", answer.body);
    }
    assert_eq!(place.lines(), before);
}

/// A name and a PIN open a short session, which takes its page from the screen with it.
#[tokio::test]
async fn a_pin_opens_the_door_tablet_for_a_moment() {
    let (place, mut door) = at_the_door().await;
    let nia = place.practitioner().await;
    let set = nia.post("/people/p2/secret", "kind=pin&secret=482913&current=puddle+crayon+kite").await;
    assert_eq!(set.status, StatusCode::SEE_OTHER, "{}", set.body);
    for wrong in ["name=Nia+Rowan&secret=482914", "name=Nobody+Here&secret=482913"] {
        let answer = door.post("/sign-in", &format!("with=pin&{wrong}")).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        assert!(answer.body.contains("That name or PIN is not right."), "the same words: {}", answer.body);
    }
    let right = door.post("/sign-in", "with=pin&name=nia+rowan&secret=482913").await;
    assert_eq!(right.status, StatusCode::SEE_OTHER, "{}", right.body);
    door.take(&right);
    let today = door.get("/").await;
    assert!(today.body.contains("Nia Rowan") && today.refresh == "121; url=/", "{}", today.refresh);
    assert_eq!(door.api(r#"{"day":{"start-break":{"person":"p2"}}}"#).await.status, StatusCode::OK);
    for refused in [door.get("/log/after/1").await, door.post("/commands", "command=nonsense").await] {
        assert!(!refused.status.is_success() && refused.refresh == "121; url=/", "{}", refused.body);
    }
    assert!(nia.get("/").await.refresh.is_empty(), "elsewhere pages stay");
    let start: Timestamp = UNTIL.parse().unwrap();
    place.clock.put(start + SignedDuration::from_secs(119));
    assert!(door.get("/").await.body.contains("Nia Rowan"));
    place.clock.put(start + SignedDuration::from_secs(119 + 121));
    assert!(!door.get("/").await.body.contains("Nia Rowan"), "two minutes without a tap");
}

/// A visitor who leaves types their name.
#[tokio::test]
async fn a_visitor_signs_out_by_the_name_they_came_with() {
    let (place, mut door) = at_the_door().await;
    let here = || place.setting.now().state.visitors.here.contains_key("v7");
    door.post("/visitors/out", "name=Pat+Smith").await;
    assert!(here(), "another name");
    let out = door.post("/visitors/out", "name=+pat+smith-example+").await;
    assert_eq!(out.status, StatusCode::SEE_OTHER, "{}", out.body);
    assert!(!here());
    door.take(&out);
}
