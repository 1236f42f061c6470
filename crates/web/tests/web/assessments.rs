//! The pages of risk assessments, friendships from before and tools, in process.

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use belisha_rehearsal::story::Scale;
use belisha_setting::Author;
use belisha_web::hash;
use tower::ServiceExt;

struct Place(crate::common::Place);

/// Mo is manager and DSL, Nia a practitioner with a friendship of her own on record.
async fn place(policy: &str) -> Place {
    let hashed = |secret: &str| if secret.contains(' ') { hash(secret).unwrap() } else { "-".to_owned() };
    let scale = Scale { adults: 5, children: 3, weeks: 2 };
    Place(crate::common::lived(policy, scale, &hashed).await)
}

struct User {
    router: Router,
    cookie: String,
}

impl User {
    async fn of(place: &Place, name: &str, password: &str) -> Self {
        let mut user = Self { router: place.0.router.clone(), cookie: String::new() };
        let form = format!("name={name}&secret={password}&device=setting");
        let request = user.request("POST", "/sign-in").body(Body::from(form)).unwrap();
        let response = user.router.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        let cookies = response.headers().get_all(header::SET_COOKIE).iter();
        let pairs: Vec<&str> = cookies.map(|c| c.to_str().unwrap().split(';').next().unwrap()).collect();
        user.cookie = pairs.join("; ");
        user
    }

    async fn mo(place: &Place) -> Self {
        Self::of(place, "Mo+Tern", "otter+lamp+gravel").await
    }

    async fn nia(place: &Place) -> Self {
        Self::of(place, "Nia+Rowan", "puddle+crayon+kite").await
    }

    fn request(&self, method: &str, path: &str) -> axum::http::request::Builder {
        Request::builder()
            .method(method)
            .uri(path)
            .header(header::COOKIE, &self.cookie)
            .header(header::HOST, "belisha")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
    }

    async fn send(&self, request: Request<Body>) -> (StatusCode, String) {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let body = axum::body::to_bytes(response.into_body(), 8 << 20).await.unwrap();
        (status, String::from_utf8_lossy(&body).into_owned())
    }

    async fn get(&self, path: &str) -> (StatusCode, String) {
        self.send(self.request("GET", path).body(Body::empty()).unwrap()).await
    }

    async fn post(&self, fields: &[(&str, &str)]) -> (StatusCode, String) {
        let encoded = |text: &str| text.bytes().map(|byte| format!("%{byte:02x}")).collect::<String>();
        let pairs: Vec<String> =
            fields.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
        let request = self.request("POST", "/commands");
        self.send(request.body(Body::from(pairs.join("&"))).unwrap()).await
    }
}

/// The command that a page's form holds, as a browser would send it.
fn command(page: &str, about: &str) -> String {
    let mut values = page.split("name=\"command\" value=").skip(1).map(|rest| {
        let quote = rest.chars().next().unwrap();
        rest[1..].split(quote).next().unwrap().replace("&#34;", "\"")
    });
    values.find(|value| value.contains(about)).unwrap_or_default()
}

#[tokio::test]
async fn an_assessment_is_made_on_its_form_and_does_its_duty() {
    let place = place("information-security").await;
    let mo = User::mo(&place).await;
    let (status, list) = mo.get("/assessments").await;
    assert_eq!(status, StatusCode::OK);
    assert!(list.contains("Going online with the children") && list.contains("<svg"));
    assert!(list.contains("hazards rated") && list.contains("not law"), "the picture has its words");
    let (_, form) = mo.get("/assessments/new").await;
    assert!(form.contains("going online in the setting as a whole"));
    let (_, form) = mo.get("/assessments/new?of=place:office").await;
    assert!(form.matches("<legend>Hazard").count() >= 3);
    let (_, more) = mo.get("/assessments/new?of=place:office&rows=9").await;
    assert_eq!(more.matches("<legend>Hazard").count(), 9);
    let (_, unknown) = mo.get("/assessments/new?of=place:moon").await;
    assert!(unknown.contains("Choose what is looked at"));
    let make = command(&form, "make");
    let of = |field: &str| format!("/assessments/make/{field}");
    let mut fields = vec![
        ("command".to_owned(), make),
        ("back".to_owned(), "/assessments".to_owned()),
        (of("title"), "The office, again".to_owned()),
        (of("risk:optional"), "contact".to_owned()),
        (of("owner"), "p0".to_owned()),
        (of("review"), "2026-12-01".to_owned()),
        (of("hazards/0/hazard"), "A <b>screen</b> in view".to_owned()),
        (of("hazards/0/harmed"), "Families".to_owned()),
        (of("hazards/0/controls"), "Turned away".to_owned()),
    ];
    for row in 0..3 {
        for (field, value) in
            [("likelihood", "4"), ("severity", "4"), ("left_likelihood", ""), ("left_severity", "")]
        {
            fields.push((of(&format!("hazards/{row}/{field}:number")), value.to_owned()));
        }
    }
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(mo.post(&fields).await.0, StatusCode::SEE_OTHER);
    let id = {
        let now = place.0.setting.now();
        let mut all = now.state.assessments.here();
        let (id, known) =
            all.find(|(_, known)| known.particulars.title.words() == "The office, again").unwrap();
        assert_eq!(known.particulars.hazards.len(), 1, "rows that were left empty are no hazards");
        id.to_string()
    };
    let (status, page) = mo.get(&format!("/assessments/{id}")).await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("4 × 4 = 16, high") && page.contains("next looked at by 1 December 2026"));
    assert!(!page.contains("<b>screen</b>"), "what was written is text");
    // Looked at again: the old words stay readable below.
    let review = command(&page, "review");
    let answer = mo
        .post(&[
            ("command", &review),
            ("back", "/assessments"),
            ("/assessments/review/note", "Still so"),
            ("/assessments/review/review", "2027-01-05"),
        ])
        .await;
    assert_eq!(answer.0, StatusCode::SEE_OTHER);
    let (_, page) = mo.get(&format!("/assessments/{id}")).await;
    assert!(page.contains("looked at again: Still so") && page.contains("5 January 2027"));
    assert_eq!(mo.get("/assessments/moon").await.0, StatusCode::NOT_FOUND);
    let (_, late) = mo.get("/assessments?overdue=yes").await;
    assert!(late.contains("None is overdue") || late.contains("overdue since"));
}

#[tokio::test]
async fn due_leads_to_the_form_of_an_assessment() {
    let place = place("beaumont").await;
    let mo = User::mo(&place).await;
    let (_, page) = mo.get("/due?all=yes").await;
    assert!(
        page.contains("/assessments/new?of=setting&#38;duty=internet.risk-assessment/assessment"),
        "{page}"
    );
    let (_, form) = mo.get("/assessments/new?of=setting&duty=internet.risk-assessment/assessment").await;
    assert!(form.contains("value=\"internet.risk-assessment/assessment\" checked"));
}

#[tokio::test]
async fn a_friendship_is_seen_by_the_friend_and_the_told_alone() {
    let place = place("jigsaw").await;
    let (mo, nia) = (User::mo(&place).await, User::nia(&place).await);
    let (_, page) = mo.get("/friendships").await;
    assert!(page.contains("Nia Rowan and") && page.contains("Dee Alder and"), "the DSL is told of both");
    let (status, page) = nia.get("/friendships").await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("Nia Rowan and") && !page.contains("Dee Alder and"), "{page}");
    assert!(!page.contains("I was told of it"), "nobody decides about their own");
    for path in ["/due?all=yes", "/api/due", "/assessments", "/log"] {
        let (_, page) = nia.get(path).await;
        assert!(!page.contains("friendship-1"), "{path}");
    }
    // Her own is permitted; of another's friendship nothing is learned by asking.
    let (_, own) = nia.get("/ask?act=befriend&who=p2&with=c1").await;
    assert!(own.contains("id=\"verdict\">✓ Yes"), "{own}");
    let (_, other) = nia.get("/ask?act=befriend&who=p2&with=c2").await;
    assert!(other.contains("✕") && other.contains("/friendships"));
    for command in [
        r#"{"friendships":{"acknowledge":{"friendship":"friendship-1"}}}"#,
        r#"{"friendships":{"set-bounds":{"friendship":"friendship-1","bounds":"Nothing of work"}}}"#,
        r#"{"friendships":{"agree":{"friendship":"friendship-1","bounds":1}}}"#,
    ] {
        place.0.setting.submit(Author::Program, serde_json::from_str(command).unwrap()).await.unwrap();
    }
    for (user, word) in [(&mo, "yes"), (&nia, "no")] {
        let mut request = user.request("POST", "/api/may");
        request.headers_mut().unwrap().insert(header::CONTENT_TYPE, "application/json".parse().unwrap());
        let question = r#"{"act":"befriend","who":"p1","with":"c0"}"#;
        let (_, answer) = user.send(request.body(Body::from(question)).unwrap()).await;
        assert!(answer.contains(&format!("\"verdict\":\"{word}\"")), "{answer}");
        let (_, page) = user.get("/ask?act=befriend&who=p1&with=c0").await;
        assert_eq!(page.contains("✓ Yes"), word == "yes");
    }
    // Signing what is agreed after it changed.
    let (_, page) = mo.get("/friendships").await;
    let set = r#"{"friendships":{"set-bounds":{"friendship":"friendship-2","bounds":""}}}"#;
    assert!(page.replace("&#34;", "\"").contains(set));
    let answer = mo
        .post(&[
            ("command", set),
            ("back", "/friendships"),
            ("/friendships/set-bounds/bounds", "And no pictures"),
        ])
        .await;
    assert_eq!(answer.0, StatusCode::SEE_OTHER);
    assert!(nia.get("/ask?act=befriend&who=p2&with=c1").await.1.contains("✕"));
    let (_, page) = nia.get("/friendships").await;
    let answer = nia.post(&[("command", &command(&page, "agree")), ("back", "/friendships")]).await;
    assert_eq!(answer.0, StatusCode::SEE_OTHER);
    assert!(nia.get("/ask?act=befriend&who=p2&with=c1").await.1.contains("✓ Yes"));
}

#[tokio::test]
async fn a_tool_says_whether_one_may_use_it_and_why() {
    let place = place("portreath").await;
    let nia = User::nia(&place).await;
    let (status, page) = nia.get("/tools").await;
    assert_eq!(status, StatusCode::OK);
    assert!(
        page.contains("Chirp") && page.contains("you may not use it yet") && page.contains("portreath.23")
    );
    assert!(page.contains("assess the risks of this tool yourself"));
    assert!(!page.contains("Permit it"), "this policy asks nobody's permission");
    let propose = command(&page, "propose");
    let answer = nia
        .post(&[
            ("command", &propose),
            ("back", "/tools"),
            ("/tools/propose/name", "Hum"),
            ("/tools/propose/kind", "social"),
            ("/tools/propose/purpose", "Songs"),
        ])
        .await;
    assert_eq!(answer.0, StatusCode::SEE_OTHER);
    assert!(nia.get("/tools").await.1.contains("Hum"));
    let (_, page) = nia.get("/ask?act=use-tool&tool=chirp").await;
    assert!(page.contains("✕") && page.contains("Chirp") && page.contains("/tools"));
}
