//! What the attack of November 2026 found, tried again: each test is one of its findings.

use crate::common::{Place, User, empty, lived_by, place};
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode, header};
use belisha_rehearsal::story::Scale;
use belisha_setting::PersonId;
use belisha_web::{App, router};
use futures_util::future::join_all;
use std::net::SocketAddr;

const NEW: &str = "secret=quartz+lantern+swim";

async fn set(user: &User, person: &str, rest: &str) -> (u16, String) {
    let answer = user.post(&format!("/people/{person}/secret"), rest).await;
    (answer.status.as_u16(), answer.body)
}

fn secret_of(place: &Place, person: &str) -> Option<String> {
    let now = place.setting.now();
    let known = now.state.people.all.get(&PersonId::from(person.to_owned())).unwrap();
    known.password.as_ref().map(|hash| hash.words().to_owned())
}

/// H1: whoever may not set a secret learns nothing by trying, whatever they try.
#[tokio::test]
async fn nobody_tests_the_secrets_of_others() {
    let place = place("jigsaw").await;
    let nia = place.practitioner().await;
    let (taken, free) =
        ("kind=password&secret=otter+lamp+gravel", "kind=password&secret=quartz+lantern+swim");
    let answers = [
        set(&nia, "p0", taken).await,
        set(&nia, "p0", free).await,
        set(&nia, "p0", "kind=pin&secret=1").await,
    ];
    assert_eq!(answers[0].0, 403, "{}", answers[0].1);
    assert!(answers.iter().all(|answer| answer.0 == 403), "the same to everything");
    // Not even by setting one's own: two may have the same.
    let own = format!("{taken}&current=puddle+crayon+kite");
    assert_eq!(set(&nia, "p2", &own).await.0, 303);
}

/// H1, ASVS 2.1.6 and 3.3.3: one's own secret is changed by whoever knows it, and the other sessions end.
#[tokio::test]
async fn a_secret_is_changed_by_whoever_knows_it_and_ends_the_other_sessions() {
    let place = place("jigsaw").await;
    let (nia, elsewhere) = (place.practitioner().await, place.practitioner().await);
    let before = secret_of(&place, "p2");
    for wrong in ["", "&current=", "&current=otter+lamp+gravel"] {
        let (status, body) = set(&nia, "p2", &format!("kind=password&{NEW}{wrong}")).await;
        assert_eq!(status, 422, "{wrong}: {body}");
    }
    assert_eq!(
        set(&nia, "p2", &format!("kind=password&{NEW}&current=puddle+crayon+kite")).await.0,
        429,
        "and slowly"
    );
    assert_eq!(secret_of(&place, "p2"), before);

    let place = crate::common::place("jigsaw").await;
    let (mine, mut other) = (place.practitioner().await, elsewhere);
    other.cookie = place.practitioner().await.cookie;
    other.router = place.router.clone();
    assert_eq!(set(&mine, "p2", &format!("kind=password&{NEW}&current=puddle+crayon+kite")).await.0, 303);
    assert_eq!(mine.get("/ask").await.status, StatusCode::OK, "signed in here");
    assert_eq!(other.get("/ask").await.status, StatusCode::SEE_OTHER, "and nowhere else");
    assert_eq!(nia.get("/ask").await.status, StatusCode::OK, "another setting's sessions are its own");
}

/// H2: many at once are counted one by one, before they are compared.
#[tokio::test]
async fn secrets_cannot_be_raced() {
    let place = place("jigsaw").await;
    let nobody = place.anonymous();
    let forms: Vec<String> =
        (0..40).map(|number| format!("name=Mo+Tern&secret=wrong+number+{number}")).collect();
    let answers = join_all(forms.iter().map(|form| nobody.post("/sign-in", form))).await;
    let compared = answers.iter().filter(|answer| answer.status == StatusCode::UNAUTHORIZED).count();
    assert_eq!(compared, 3);
}

/// H3: a name of two megabytes is no name, and is not remembered.
#[tokio::test]
async fn a_long_name_is_refused_like_any_other() {
    let place = place("jigsaw").await;
    let answer =
        place.anonymous().post("/sign-in", &format!("name={}&secret=x", "n".repeat(1_900_000))).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert!(answer.body.len() < 20_000, "it does not come back either");
}

/// H6: a tablet that was lost and revoked is out, and its cookie is of no use anywhere.
#[tokio::test]
async fn a_session_ends_with_its_tablet() {
    let place = place("jigsaw").await;
    let mo = place.manager().await;
    let mut tablet = place.anonymous();
    let enrolled = mo.post("/devices/tablet-1/enrolment", "").await;
    assert_eq!(enrolled.status, StatusCode::SEE_OTHER, "{}", enrolled.body);
    tablet.take(&enrolled);
    let device = tablet.cookie.clone();
    let signed_in = tablet.post("/sign-in", "person=p2&secret=474747").await;
    assert_eq!(signed_in.status, StatusCode::UNAUTHORIZED);
    let set = mo.post("/people/p2/secret", "kind=pin&secret=482913").await;
    assert_eq!(set.status, StatusCode::SEE_OTHER, "{}", set.body);
    let signed_in = tablet.post("/sign-in", "person=p2&secret=482913").await;
    assert_eq!(signed_in.status, StatusCode::SEE_OTHER, "{}", signed_in.body);
    tablet.take(&signed_in);
    assert_eq!(tablet.post("/own-secret", "secret=590314&again=590314").await.to, "/");
    assert_eq!(tablet.get("/ask").await.status, StatusCode::OK);
    let alone = tablet.cookie.replace(&device, "").trim_start_matches([';', ' ']).to_owned();
    let thief = User { router: tablet.router.clone(), cookie: alone };
    let again = place.anonymous();
    assert_eq!(again.get("/ask").await.status, StatusCode::SEE_OTHER);
    let revoked = mo.api(r#"{"devices":{"revoke":{"device":"tablet-1"}}}"#).await;
    assert_eq!(revoked.status, StatusCode::OK, "{}", revoked.body);
    assert_eq!(tablet.get("/ask").await.status, StatusCode::SEE_OTHER, "the tablet is out at once");
    assert_eq!(thief.get("/ask").await.status, StatusCode::SEE_OTHER, "and so is its cookie elsewhere");
}

/// ASVS 2.3.1: whoever leads knows the first password of others; it opens nothing but the page where its owner chooses
/// their own, and proves nothing.
#[tokio::test]
async fn a_first_secret_serves_for_choosing_ones_own() {
    let place = place("jigsaw").await;
    let mo = place.manager().await;
    let own = |secret: &str| format!("secret={secret}&again={secret}");
    assert_eq!(set(&mo, "p2", &format!("kind=password&{NEW}")).await.0, 303);
    let nia = place.signed_in("Nia+Rowan", "quartz+lantern+swim").await;
    for path in ["/", "/ask", "/people", "/own-secrets"] {
        let answer = nia.get(path).await;
        assert!(["/own-secret", "/sign-in"].contains(&&*answer.to) || answer.status == 404, "{path}");
    }
    assert_eq!(nia.get("/sign-in").await.to, "/own-secret");
    let lines = place.lines();
    assert_eq!(nia.api(r#"{"day":{"in":{"person":"p2"}}}"#).await.status, StatusCode::UNAUTHORIZED);
    for (form, says) in [
        (own("quartz+lantern+swim"), "another knows it"),
        ("secret=heron+basket+violin&again=heron+basket+viola".into(), "not the same"),
        (own("short"), "at least 12"),
    ] {
        let answer = nia.post("/own-secret", &form).await;
        assert!(answer.status == 422 && answer.body.contains(says), "{says}: {}", answer.body);
    }
    assert_eq!(place.lines(), lines, "nothing was written");
    assert_eq!(nia.post("/own-secret", &own("heron+basket+violin")).await.to, "/");
    assert_eq!(nia.get("/ask").await.status, StatusCode::OK, "the same session goes on");
    assert_eq!(nia.get("/own-secret").await.to, "/", "and has nothing to do there any more");
    assert_eq!(nia.post("/own-secret", &own("walnut+drizzle+harp")).await.to, "/");
    let again = place.anonymous().post("/sign-in", "name=Nia+Rowan&secret=heron+basket+violin").await;
    assert_eq!((again.status, &*again.to), (StatusCode::SEE_OTHER, "/"), "her own serves from now on");
    let first = place.anonymous().post("/sign-in", "name=Nia+Rowan&secret=quartz+lantern+swim").await;
    assert_eq!(first.status, StatusCode::UNAUTHORIZED);
    assert_eq!(place.anonymous().get("/own-secret").await.to, "/sign-in");
}

/// ASVS 2.3.1: a first secret that nobody changed serves no more after a week.
#[tokio::test]
async fn a_first_secret_lapses() {
    let place = place("jigsaw").await;
    let mo = place.manager().await;
    assert_eq!(set(&mo, "p2", &format!("kind=password&{NEW}")).await.0, 303);
    let form = "name=Nia+Rowan&secret=quartz+lantern+swim";
    place.clock.put("2026-09-23T10:00:00Z".parse().unwrap());
    assert_eq!(place.anonymous().post("/sign-in", form).await.status, StatusCode::SEE_OTHER, "a week on");
    place.clock.put("2026-09-24T10:00:00Z".parse().unwrap());
    let late = place.anonymous().post("/sign-in", form).await;
    assert!(
        late.status == StatusCode::UNAUTHORIZED && late.body.contains("ask the manager"),
        "{}",
        late.body
    );
    // Their own serves as long as they like.
    let mo = place.manager().await;
    assert_eq!(set(&mo, "p2", &format!("kind=password&{NEW}")).await.0, 303);
    let nia = place.signed_in("Nia+Rowan", "quartz+lantern+swim").await;
    nia.post("/own-secret", "secret=heron+basket+violin&again=heron+basket+violin").await;
    place.clock.put("2027-01-08T10:00:00Z".parse().unwrap());
    place.signed_in("Nia+Rowan", "heron+basket+violin").await;
}

/// A page under a name that an outsider can point here (DNS rebinding) is refused, whatever it asks for; links for
/// families carry the public name, whatever the request says.
#[tokio::test]
async fn what_comes_by_a_name_that_is_not_ours_is_refused() {
    let place = empty().await;
    let by = |host: &str| Request::get("/start").header(header::HOST, host).body(Body::empty()).unwrap();
    for (host, status) in [
        ("evil.example", StatusCode::MISDIRECTED_REQUEST),
        ("evil.example:7878", StatusCode::MISDIRECTED_REQUEST),
        ("127.0.0.1:7878", StatusCode::OK),
        ("belisha.local", StatusCode::OK),
    ] {
        assert_eq!(place.anonymous().send(by(host)).await.status, status, "{host}");
    }
    let mut place = crate::common::place("all-saints").await;
    let app = App::new(place.setting.clone(), None, true).with_public_name(Some("hall.example.org"));
    place.router = router(app);
    let named = place.anonymous().send(by("hall.example.org")).await;
    assert_eq!(named.status, StatusCode::SEE_OTHER, "begun already");
    assert_eq!(place.anonymous().send(by("evil.example")).await.status, StatusCode::MISDIRECTED_REQUEST);
    let app = App::new(place.setting.clone(), None, false).with_public_name(Some("hall.example.org:8443"));
    place.router = router(app);
    let mo = place.manager().await;
    let child = place.setting.now().state.children.here().next().unwrap().0.clone();
    let page = mo.post(&format!("/permissions/{child}/link"), "").await.body;
    assert!(page.contains("http://hall.example.org:8443/parents/"), "{page}");
}

/// M3: whoever begins from another computer has to know what the program printed where it was started.
#[tokio::test]
async fn a_setting_is_begun_by_whoever_started_the_program() {
    let form = "policy=portreath&setting=Amber+Lane&number=&from=08:30&to=15:30&name=Mo+Tern&password=otter+lamp+gravel&again=otter+lamp+gravel";
    let begun = |from: &'static str, forwarded: bool, more: &'static str| async move {
        let place = empty().await;
        let app = App::new(place.setting.clone(), None, false).with_first_run_code("482913");
        let peer: SocketAddr = from.parse().unwrap();
        let user = User { router: router(app), cookie: String::new() };
        let mut request = user.request("POST", "/start").extension(ConnectInfo(peer));
        if forwarded {
            request = request.header("x-forwarded-for", "192.168.1.40");
        }
        let answer = user.send(request.body(Body::from(format!("{form}{more}"))).unwrap()).await;
        (answer.status.as_u16(), place.lines() > 0)
    };
    assert_eq!(begun("192.168.1.40:5000", false, "").await, (422, false));
    assert_eq!(begun("192.168.1.40:5000", false, "&code=111111").await, (422, false));
    assert_eq!(begun("192.168.1.40:5000", false, "&code=482913").await, (200, true));
    assert_eq!(begun("127.0.0.1:5000", false, "").await, (200, true), "whoever sits there");
    assert_eq!(begun("127.0.0.1:5000", true, "").await, (422, false), "passed on from elsewhere");
}

/// M1: the tablet at the door, and whoever signed in, put so much on record and no more; concerns are counted apart.
#[tokio::test]
async fn nobody_fills_the_log() {
    let place = place("jigsaw").await;
    let mo = place.manager().await;
    let mut door = place.anonymous();
    door.take(&mo.post("/devices/tablet-1/enrolment", "door=yes").await);
    let raise = |number: u32| {
        format!(
            r#"{{"concerns":{{"raise":{{"concern":"d{number}","kind":"other","said":"A worry.","from":"A neighbour"}}}}}}"#
        )
    };
    let visit = r#"{"visitors":{"out":{"visit":"nobody"}}}"#;
    let mut waits = 0;
    for _ in 0..130 {
        waits += u32::from(door.api(visit).await.status == StatusCode::TOO_MANY_REQUESTS);
    }
    assert_eq!(waits, 10);
    for number in 0..20 {
        let answer = door.api(&raise(number)).await;
        assert_eq!(answer.status, StatusCode::OK, "not turned away for the rest: {}", answer.body);
    }
    let more = door.api(&raise(20)).await;
    assert!(more.status == StatusCode::TOO_MANY_REQUESTS && more.body.contains("tell the designated lead"));
    let nia = place.practitioner().await;
    assert_eq!(nia.api(&raise(21)).await.status, StatusCode::OK, "whoever signs in is heard");
}

/// ASVS 3.3.4: everybody sees where they are signed in, and ends it.
#[tokio::test]
async fn somebody_signs_themself_out_everywhere() {
    let place = place("jigsaw").await;
    let (here, there) = (place.practitioner().await, place.practitioner().await);
    assert!(here.get("/people/p2").await.body.contains("Signed in now"));
    assert_eq!(here.post("/people/p2/sessions", "").await.status, StatusCode::SEE_OTHER);
    assert_eq!(
        (here.get("/ask").await.status, there.get("/ask").await.status),
        (StatusCode::OK, StatusCode::SEE_OTHER)
    );
    assert_eq!(here.post("/people/p0/sessions", "").await.status, StatusCode::FORBIDDEN, "not another's");
}

/// C1: a setting whose log ends in the future says so on Today, and whoever leads says what time it is.
#[tokio::test]
async fn a_wrong_clock_is_said_on_today_and_put_right_by_whoever_leads() {
    let hashed = belisha_web::hash("otter lamp gravel").unwrap();
    let scale = Scale { adults: 7, children: 6, weeks: 1 };
    let place = lived_by("jigsaw", scale, &|_| hashed.clone(), "2025-01-07T09:00:00Z").await;
    let (mo, nia) = (place.manager().await, place.signed_in("Nia+Rowan", "otter+lamp+gravel").await);
    for user in [&mo, &nia] {
        let today = user.get("/").await.body;
        assert!(today.contains("cannot be believed") && today.contains("Tuesday 7 January 2025"), "{today}");
    }
    assert!(!nia.get("/clock").await.body.contains("<form method=\"post\" action=\"/clock\""));
    let by_nia = nia.post("/clock", "date=2025-01-07&time=09:00").await;
    assert_eq!(by_nia.status, StatusCode::FORBIDDEN);
    assert_eq!(mo.post("/clock", "date=tomorrow&time=09:00").await.status, StatusCode::BAD_REQUEST);
    let stated = mo.post("/clock", "date=2025-01-07&time=09:00").await;
    assert_eq!(stated.status, StatusCode::SEE_OTHER, "{}", stated.body);
    let today = mo.get("/").await.body;
    assert!(!today.contains("cannot be believed") && today.contains("Tuesday 7 January 2025"), "{today}");
    assert!(mo.get("/log").await.body.contains("The time was stated"));
    let again = mo.post("/clock", "date=2020-01-07&time=09:00").await;
    assert_eq!(again.status, StatusCode::CONFLICT, "nobody dates lines as they please");
}

/// C2: the three requests by which the accused manager read the allegation about herself.
#[tokio::test]
async fn the_accused_manager_reads_nothing_by_a_ghost_or_a_reset() {
    let place = place("jigsaw").await;
    let (mo, nia) = (place.manager().await, place.practitioner().await);
    let raise = r#"{"concerns":{"raise":{"concern":"c","kind":"allegation","said":"She shouted at a child.","adults":["p0"]}}}"#;
    assert_eq!(nia.api(raise).await.status, StatusCode::OK);
    assert_eq!(mo.get("/concerns/c").await.status, StatusCode::FORBIDDEN);
    let ghost = r#"{"people":{"add":{"person":"gail","name":"Gail Ghost","roles":["dsl"]}}}"#;
    assert_eq!(mo.api(ghost).await.status, StatusCode::OK);
    assert_eq!(set(&mo, "gail", "kind=password&secret=quartz+lantern+swim").await.0, 422);
    let gail = place.anonymous().post("/sign-in", "name=Gail+Ghost&secret=quartz+lantern+swim").await;
    assert_eq!(gail.status, StatusCode::UNAUTHORIZED);
    let chair = r#"{"people":{"change":{"person":"p0","roles":["manager","dsl","chair"]}}}"#;
    mo.api(chair).await;
    let deputies: Vec<String> = {
        let now = place.setting.now();
        let here =
            now.state.people.here().filter(|(id, known)| id.as_str() != "p0" && !known.posts.is_empty());
        here.map(|(id, _)| id.to_string()).collect()
    };
    for deputy in deputies {
        let before = secret_of(&place, &deputy);
        set(&mo, &deputy, "kind=password&secret=quartz+lantern+swim").await;
        assert_eq!(secret_of(&place, &deputy), before, "{deputy}");
    }
    assert!(mo.get("/people").await.body.contains("A second person has to agree"));
    assert!(
        mo.get("/").await.body.contains("Gail Ghost joins as designated safeguarding lead"),
        "it stands on Today"
    );
}

/// M4: what an attack leaves stands in the log, and on Today for those who lead.
#[tokio::test]
async fn sign_ins_and_what_is_tried_in_vain_are_on_record() {
    let place = place("jigsaw").await;
    let (mo, nia) = (place.manager().await, place.practitioner().await);
    for name in ["Mo+Tern", "Nia+Rowan", "Nobody+Known", "Oli+Finch", "A+B", "C+D", "E+F"] {
        for _ in 0..3 {
            place.anonymous().post("/sign-in", &format!("name={name}&secret=wrong")).await;
        }
    }
    for _ in 0..6 {
        let asked = nia.api(r#"{"devices":{"retire":{"device":"tablet-1","why":"Zebedee"}}}"#).await;
        assert_eq!(asked.status, StatusCode::FORBIDDEN, "{}", asked.body);
    }
    let log = mo.get("/log").await.body;
    for words in [
        "Mo Tern signed in on a browser called the setting",
        "Nia Rowan signed in on a device of their own",
        "Wrong secrets of Mo Tern were tried",
        "Wrong names and secrets were tried",
        "asked for what is for others (devices.retire)",
    ] {
        assert!(log.contains(words), "{words} is not in {log}");
    }
    assert!(!log.contains("Zebedee"), "what was entered is not");
    assert!(!nia.get("/log").await.body.contains("signed in on a"), "for those who lead");
    let today = mo.get("/").await.body;
    for words in ["times today until a wait began", "Nia Rowan asked for what is for others 6 times"] {
        assert!(today.contains(words), "{words} is not in {today}");
    }
    assert!(!nia.get("/").await.body.contains("until a wait began"));
}
