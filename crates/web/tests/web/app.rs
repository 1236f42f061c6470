//! The whole app in process: users are types, answers are statuses and snapshots of pages.

use crate::common::{empty, empty_within, place};
use axum::body::Body;
use axum::http::{StatusCode, header};

const PAGES: [&str; 38] = [
    "/",
    "/ask",
    "/due",
    "/devices",
    "/devices/tablet-1",
    "/people",
    "/people/p0",
    "/visitors",
    "/outings",
    "/words",
    "/posts",
    "/posts/post-named",
    "/channels",
    "/channels/families-page",
    "/sending",
    "/policy",
    "/policy/proofs",
    "/policy/versions/0",
    "/log",
    "/settings",
    "/imports/people",
    "/help",
    "/assessments",
    "/assessments/new",
    "/friendships",
    "/tools",
    "/ask?q=use+my+phone+in+the+office",
    "/training",
    "/signing",
    "/signing/0",
    "/codes/adults",
    "/codes/children",
    "/families",
    "/families/policy",
    "/library",
    "/report",
    "/concerns",
    "/bodies",
];

#[tokio::test]
async fn roles_hold_on_pages_and_commands() {
    let place = place("jigsaw").await;
    let nia = place.practitioner().await;
    for page in ["/settings", "/imports/people", "/imports/devices"] {
        assert_eq!(nia.get(page).await.status, StatusCode::FORBIDDEN, "{page}");
    }
    let before = place.lines();
    for command in [
        r#"{"people":{"leave":{"person":"p4"}}}"#,
        r#"{"people":{"change":{"person":"p2","roles":["manager"]}}}"#,
        r#"{"setting":{"set-number":{"number":"1"}}}"#,
        r#"{"devices":{"retire":{"device":"tablet-1","why":"x"}}}"#,
        r#"{"policy":{"sign":{"person":"p4","version":"2026-09-01"}}}"#,
    ] {
        let answer = nia.api(command).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{command}: {}", answer.body);
    }
    for prepared in [
        r#"{"people":{"set-secret":{"person":"p2","secret":"pin","hash":"$argon2id$v=19$m=1,t=1,p=1$c2FsdA$aGFzaA"}}}"#,
        r#"{"devices":{"enrol":{"device":"tablet-1","key_hash":"00"}}}"#,
    ] {
        let answer = nia.api(prepared).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{prepared}: {}", answer.body);
    }
    let own =
        r#"{"exceptions":{"grant":{"exception":"e1","person":"p2","act":"use","place":"office","why":"x"}}}"#;
    let answer = nia.api(own).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(answer.body.contains("jigsaw.13"), "{}", answer.body);
    assert_eq!(place.lines(), before + 5, "nothing was written but that five were refused");
}

#[tokio::test]
async fn bad_input_gets_a_clear_sentence_and_nothing_is_written() {
    let place = place("all-saints").await;
    let mo = place.manager().await;
    let before = place.lines();
    let long = "x".repeat(10_000);
    let name = format!(
        r#"command={{"people":{{"add":{{"person":"$new","roles":["practitioner"]}}}}}}&/people/add/name={long}"#
    );
    let cases = [
        ("/commands", "command={\"day\":{\"fly\":{}}}".to_owned(), 400, "not complete"),
        ("/commands", "command=".to_owned(), 400, "not complete"),
        ("/commands", "command={\"people\":{\"add\":{\"person\":\"$new\"}}}".to_owned(), 400, "not complete"),
        ("/commands", "%zz".to_owned(), 400, "could not be read"),
        ("/commands", name, 422, "too long"),
        ("/commands", "command={\"day\":{\"open\":{}}}".to_owned(), 409, "open already"),
        (
            "/commands",
            "command={\"day\":{\"in\":{\"person\":\"nobody\"}}}".to_owned(),
            422,
            "nobody of that name",
        ),
        ("/policy/adoption", "text=[pack]%0Aid=\"x\"".to_owned(), 422, "cannot be adopted"),
        ("/imports/people", "text=who,when%0Aa,b".to_owned(), 422, "must name the columns"),
        (
            "/people/p0/secret",
            "kind=pin&secret=123456&current=otter+lamp+gravel".to_owned(),
            422,
            "easy to guess",
        ),
    ];
    for (path, form, status, says) in cases {
        let answer = mo.post(path, &form).await;
        assert_eq!(answer.status.as_u16(), status, "{path} {form:.80}: {}", answer.body);
        assert!(answer.body.contains(says), "{path}: {says} is not in {}", answer.body);
    }
    let huge = mo.request("POST", "/commands").body(Body::from(vec![b'x'; 100 << 20])).unwrap();
    assert_eq!(mo.send(huge).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    let foreign = mo.request("POST", "/commands").header(header::ORIGIN, "https://elsewhere.example");
    let answer = mo.send(foreign.body(Body::from("command={\"day\":{\"close\":{}}}")).unwrap()).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(mo.get("/nowhere").await.status, StatusCode::NOT_FOUND);
    assert_eq!(mo.get("/devices/none").await.status, StatusCode::NOT_FOUND);
    assert_eq!(place.lines(), before, "nothing was written");
}

#[tokio::test]
async fn a_list_is_looked_at_before_anything_is_written() {
    let place = place("jigsaw").await;
    let mo = place.manager().await;
    let before = place.lines();
    let text = "name,born,family%0ARobin+One,2023-02-01,One%0ARobin+Two,yesterday,Two";
    let answer = mo.post("/imports/children", &format!("text={text}")).await;
    assert!(
        answer.body.contains("1 lines can be taken in") && answer.body.contains("is no date"),
        "{}",
        answer.body
    );
    mo.post("/imports/children", &format!("text={text}&take=all")).await;
    assert_eq!(place.lines(), before, "one line is wrong: nothing is written");
    let answer = mo.post("/imports/children", &format!("text={text}&take=good")).await;
    assert_eq!((answer.status, place.lines()), (StatusCode::SEE_OTHER, before + 1));
}

/// A name is one name, typed on a tablet or a laptop.
#[tokio::test]
async fn somebody_signs_in_however_they_type_their_name() {
    let place = place("jigsaw").await;
    let mo = place.manager().await;
    let rename = r#"{"people":{"change":{"person":"p2","name":"Niamh O'Brien-Zoë","roles":["practitioner"],"counted":true,"level":3}}}"#;
    assert_eq!(mo.api(rename).await.status, StatusCode::OK);
    for typed in [
        "Niamh O'Brien-Zoë",
        "niamh o’brien-zoë",
        "NIAMH  O‘BRIEN-ZOE\u{308}",
        "Niamh\u{a0}OBrien Zoe",
        "O'Brien-Zoë, Niamh",
    ] {
        let typed = typed.replace(' ', "+");
        let answer =
            place.anonymous().post("/sign-in", &format!("name={typed}&secret=puddle+crayon+kite")).await;
        assert_eq!((answer.status, &*answer.to), (StatusCode::SEE_OTHER, "/"), "{typed}: {}", answer.body);
    }
    let taken = mo
        .api(r#"{"people":{"add":{"person":"x","name":"O’BRIEN ZOE, Niamh","roles":["practitioner"]}}}"#)
        .await;
    assert_eq!(taken.status, StatusCode::CONFLICT, "{}", taken.body);
}

/// Somebody marries, a child's name was misspelt: a further line each, and texts are checked for both names.
#[tokio::test]
async fn a_name_and_a_date_of_birth_are_put_right() {
    let place = place("all-saints").await;
    let mo = place.manager().await;
    let child = place.setting.now().state.children.here().next().unwrap().0.clone();
    let before = place.setting.now().state.children.name(&child);
    let change = format!(
        r#"{{"children":{{"change":{{"child":"{child}","name":"Quillon Featherstone","born":"2023-05-06"}}}}}}"#
    );
    assert_eq!(mo.api(&change).await.status, StatusCode::OK);
    let again = mo.api(&change).await;
    assert_eq!(again.status, StatusCode::OK, "nothing to put right is no mistake");
    {
        let now = place.setting.now();
        let known = now.state.children.active(&child).unwrap();
        assert_eq!((known.name.words(), known.born.words()), ("Quillon Featherstone", "2023-05-06"));
        assert_eq!(known.formerly.len(), 1);
    }
    let first = before.split(' ').next().unwrap().to_owned();
    for name in ["Quillon", first.as_str()] {
        let text = format!("text=Well+done+{name}+today&channel=page");
        let found = mo.post("/words", &text).await;
        assert!(found.body.contains("take it out"), "{name}: {}", found.body);
    }
    let people = mo.get("/people").await.body;
    assert!(people.contains("name=\"/children/change/name\"") && people.contains("Quillon Featherstone"));
    let impossible = change.replace("2023-05-06", "1999-05-06");
    assert_eq!(mo.api(&impossible).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let nia = place.practitioner().await;
    assert_eq!(nia.api(&change).await.status, StatusCode::FORBIDDEN);
}

/// A parent's no under a heading that nobody knows is never lost: the column is named, and nothing is written before it is
/// said what it is.
#[tokio::test]
async fn a_column_that_nobody_knows_is_asked_about() {
    let place = place("all-saints").await;
    let mo = place.manager().await;
    let (id, name) = {
        let now = place.setting.now();
        let (id, child) = now.state.children.here().next().unwrap();
        (id.clone(), child.name.words().to_owned())
    };
    let no = || {
        let now = place.setting.now();
        now.state
            .permissions
            .of
            .get(&id)
            .and_then(|known| known.answers.get("website").map(|answer| answer.yes))
    };
    let before = place.lines();
    let text = format!("text=name,given+by,display,photos+online%0A{name},a+parent,yes,no").replace(' ', "+");
    let asked = mo.post("/imports/permissions", &format!("{text}&take=all")).await;
    assert_eq!((asked.status, place.lines()), (StatusCode::OK, before), "{}", asked.body);
    assert!(
        asked.body.contains("One column is not known here") && asked.body.contains("column:photos online")
    );
    assert!(!asked.body.contains("Take in all"), "not offered before it is said");
    let seen = mo.post("/imports/permissions", &format!("{text}&column:photos+online=website")).await;
    assert!(seen.body.contains("Take in all 1"), "{}", seen.body);
    let taken =
        mo.post("/imports/permissions", &format!("{text}&column:photos+online=website&take=all")).await;
    assert_eq!((taken.status, no()), (StatusCode::SEE_OTHER, Some(false)), "{}", taken.body);
    let left = mo.post("/imports/permissions", &format!("{text}&column:photos+online=-")).await;
    assert!(left.body.contains("Left out: <code>photos online</code>"), "{}", left.body);
}

#[tokio::test]
async fn a_refusal_quotes_the_clause_and_the_way_out() {
    let place = place("jigsaw").await;
    let mo = place.manager().await;
    let device = place
        .setting
        .now()
        .state
        .devices
        .here()
        .find(|(_, d)| d.particulars.kind == "tablet" && d.out.is_none())
        .map(|(id, _)| id.to_string())
        .unwrap();
    let form = format!(
        r#"command={{"devices":{{"take":{{"device":"{device}","person":"p0","purpose":"shopping"}}}}}}&back=/devices"#
    );
    let answer = mo.post("/commands", &form).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    for words in
        ["jigsaw.3", "What would make it a yes", "do it only for observation", "Nothing was written down"]
    {
        assert!(answer.body.contains(words), "{words} is not in {}", answer.body);
    }
}

#[tokio::test]
async fn the_api_answers_like_the_page() {
    let place = place("jigsaw").await;
    let mo = place.manager().await;
    let answer = mo.get("/api/may?act=use&device=phone&owner=personal&place=play+room").await;
    for words in ["\"verdict\":\"no\"", "jigsaw.10", "be on a break"] {
        assert!(answer.body.contains(words), "{words} is not in {}", answer.body);
    }
    let answer = mo.get("/api/may?q=use+my+phone+in+the+staff+room+on+my+break").await;
    assert!(answer.body.contains("\"verdict\":\"yes\""), "{}", answer.body);
    let clauses = mo.get("/api/clauses").await.body;
    assert!(clauses.contains("\"due\"") && clauses.contains("\"kept\""));
    assert!(!clauses.contains("\"not-yet-carried-out\""), "every clause is carried out");
    assert!(mo.get("/api/due").await.body.contains("equipment.antivirus/check"));
    let wrong = mo.api(r#"{"day":{"in":{}}}"#).await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn wrong_passwords_are_slowed_down() {
    let place = place("jigsaw").await;
    let nobody = place.anonymous();
    for _ in 0..3 {
        assert_eq!(
            nobody.post("/sign-in", "name=Mo+Tern&secret=wrong").await.status,
            StatusCode::UNAUTHORIZED
        );
    }
    let answer = nobody.post("/sign-in", "name=Mo+Tern&secret=otter+lamp+gravel").await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(answer.body.contains("please wait"));
    assert_eq!(nobody.post("/sign-in", "name=Nobody&secret=x").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn somebody_who_leaves_is_out_at_once() {
    let place = place("jigsaw").await;
    let (mo, nia) = (place.manager().await, place.practitioner().await);
    assert_eq!(nia.get("/ask").await.status, StatusCode::OK);
    mo.api(r#"{"devices":{"return":{"device":"tablet-1"}}}"#).await;
    mo.api(r#"{"devices":{"return":{"device":"tablet-2"}}}"#).await;
    mo.api(r#"{"devices":{"return":{"device":"childs-pc"}}}"#).await;
    mo.api(r#"{"day":{"out":{"person":"p2"}}}"#).await;
    let left = mo.api(r#"{"people":{"leave":{"person":"p2"}}}"#).await;
    assert_eq!(left.status, StatusCode::OK, "{}", left.body);
    assert_eq!(nia.get("/ask").await.status, StatusCode::SEE_OTHER);
}

/// all-saints.25: sign-in is always required. The same is shown in a real browser.
#[tokio::test]
async fn first_run_makes_a_setting_once() {
    let place = empty().await;
    let mut user = place.anonymous();
    assert_eq!(user.get("/").await.to, "/start");
    let form = |password: &str| {
        format!(
            "policy=portreath&setting=Amber+Lane&number=01632+960123&from=08:30&to=15:30&name=Mo+Tern&password={password}&again={password}"
        )
    };
    let weak = user.post("/start", &form("password1234")).await;
    assert_eq!(weak.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        weak.body.contains("easy to guess") && weak.body.contains("Amber Lane"),
        "what was entered stays"
    );
    assert_eq!(place.lines(), 0);
    let named = format!("{}&places=named", form("otter+lamp+gravel"));
    let none = user.post("/start", &named).await;
    assert!(none.body.contains("at least one place"), "{}", none.body);
    let odd = "&place-0-kind=moon&place-0-name=Crater&place-0-used=yes";
    let odd = user.post("/start", &format!("{named}{odd}")).await;
    assert!(odd.body.contains("what sort of place Crater is") && odd.body.contains("Amber Lane"));
    assert_eq!(place.lines(), 0);
    let begun = user.post("/start", &form("otter+lamp+gravel")).await;
    assert!(begun.body.contains("kept-on-paper"), "{}", begun.body);
    user.take(&begun);
    assert_eq!(user.get("/").await.status, StatusCode::OK);
    assert_eq!(user.post("/start", &form("otter+lamp+gravel")).await.status, StatusCode::FORBIDDEN);
    assert_eq!(place.anonymous().get("/").await.to, "/sign-in");
}

#[tokio::test]
async fn the_settings_places_are_named_at_first_run() {
    let place = empty().await;
    let mut user = place.anonymous();
    let form = "policy=jigsaw&setting=Amber+Lane&from=08:30&to=15:30&name=Mo+Tern&password=otter+lamp+gravel&again=otter+lamp+gravel&places=named\
        &place-0-kind=play+room&place-0-name=Ducklings&place-0-used=yes\
        &place-1-kind=kitchen&place-1-name=Kitchen\
        &place-2-kind=play+room&place-2-name=Swans&place-2-further=yes\
        &place-3-kind=play+room&place-3-name=&place-3-further=yes";
    let begun = user.post("/start", form).await;
    assert_eq!(begun.status, StatusCode::OK, "{}", begun.body);
    user.take(&begun);
    let settings = user.get("/settings").await.body;
    assert!(settings.contains("Ducklings") && settings.contains("Swans"), "{settings}");
    assert!(!settings.contains("Kitchen"), "unticked");
    let answer = user.get("/api/may?act=use&device=phone&place=swans").await.body;
    assert!(answer.contains("jigsaw."), "a place keeps the policy's word for it: {answer}");
}

#[tokio::test]
async fn a_full_disk_is_said_on_the_page_and_nothing_is_half_there() {
    let place = empty_within(Some(40)).await;
    let mut user = place.anonymous();
    let form = "policy=jigsaw&setting=Amber+Lane&from=08:30&to=15:30&name=Mo+Tern&password=otter+lamp+gravel&again=otter+lamp+gravel";
    let begun = user.post("/start", form).await;
    user.take(&begun);
    let mut written = place.lines();
    let add = |n: u32| {
        let name = format!("{}{n}", "Asha+Example+".repeat(8));
        format!(
            "command=%7B%22children%22%3A%7B%22add%22%3A%7B%22child%22%3A%22c{n}%22%7D%7D%7D&/children/add/name={name}&/children/add/born=2023-02-01&back=/people"
        )
    };
    for n in 0..2_000 {
        let answer = user.post("/commands", &add(n)).await;
        if answer.status == StatusCode::SEE_OTHER {
            written += 1;
            continue;
        }
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{}", answer.body);
        assert!(answer.body.contains("The disk is full. Nothing was written"), "{}", answer.body);
        assert!(n > 10, "some were written first");
        assert_eq!(place.lines(), written, "what was refused is not there");
        assert_eq!(user.get("/people").await.status, StatusCode::OK, "reading goes on");
        let api = user
            .api(&format!(
                r#"{{"children":{{"add":{{"child":"x{n}","name":"{}","born":"2023-02-01"}}}}}}"#,
                "A".repeat(100)
            ))
            .await;
        assert_eq!(api.status, StatusCode::SERVICE_UNAVAILABLE, "{}", api.body);
        return;
    }
    panic!("the disk never filled");
}

#[tokio::test]
async fn pages_are_as_they_were_looked_at() {
    let place = place("all-saints").await;
    let mo = place.manager().await;
    let nobody = place.anonymous();
    for page in PAGES {
        let answer = mo.get(page).await;
        assert_eq!(answer.status, StatusCode::OK, "{page}");
        let name = format!("manager{}", page.replace(['/', '?', '=', '+'], "_"));
        insta::assert_snapshot!(name, answer.body);
    }
    insta::assert_snapshot!("sign_in", nobody.get("/sign-in").await.body);
    insta::assert_snapshot!("today_api", mo.get("/api/today").await.body);
    insta::assert_snapshot!("clause", mo.get("/policy/clauses/all-saints.43").await.body);
    let first = empty().await;
    insta::assert_snapshot!("first_run", first.anonymous().get("/start").await.body);
    insta::assert_snapshot!("first_run_details", first.anonymous().get("/start?policy=portreath").await.body);
}
