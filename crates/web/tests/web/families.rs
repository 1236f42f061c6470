//! Training, signing together, codes, families, library and report, through the whole app in process.

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use belisha_rehearsal::story::Scale;
use belisha_setting::{Author, Event};
use belisha_web::hash;
use tower::ServiceExt;

const PIN: &str = "590314";

struct Place(crate::common::Place);

#[derive(Clone)]
struct User {
    router: Router,
    cookie: String,
}

struct Answer {
    status: StatusCode,
    body: String,
    to: String,
}

/// A setting with ten weeks behind it. Everybody's PIN is the same here: hashing is slow.
async fn place(policy: &str) -> Place {
    let pin = hash(PIN).unwrap();
    let hashed = |secret: &str| {
        if secret.bytes().all(|byte| byte.is_ascii_digit()) { pin.clone() } else { hash(secret).unwrap() }
    };
    let scale = Scale { adults: 7, children: 6, weeks: 10 };
    Place(crate::common::lived(policy, scale, &hashed).await)
}

impl Place {
    fn anonymous(&self) -> User {
        User { router: self.0.router.clone(), cookie: String::new() }
    }

    async fn signed_in(&self, name: &str, password: &str) -> User {
        let mut user = self.anonymous();
        let answer = user.post("/sign-in", &format!("name={name}&secret={password}&device=setting")).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        user
    }

    async fn manager(&self) -> User {
        self.signed_in("Mo+Tern", "otter+lamp+gravel").await
    }

    async fn practitioner(&self) -> User {
        self.signed_in("Nia+Rowan", "puddle+crayon+kite").await
    }

    fn lines(&self) -> u64 {
        self.0.setting.now().state.lines
    }
}

impl User {
    async fn send(&mut self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let to = response.headers().get(header::LOCATION).map_or("", |to| to.to_str().unwrap()).to_owned();
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap().to_owned();
            let name = pair.split('=').next().unwrap();
            let mut kept: Vec<String> = self
                .cookie
                .split("; ")
                .filter(|known| !known.is_empty() && known.split('=').next() != Some(name))
                .map(str::to_owned)
                .collect();
            kept.push(pair);
            self.cookie = kept.join("; ");
        }
        let body = axum::body::to_bytes(response.into_body(), 8 << 20).await.unwrap();
        Answer { status, body: String::from_utf8_lossy(&body).into_owned(), to }
    }

    async fn get(&mut self, path: &str) -> Answer {
        let request = Request::get(path).header(header::COOKIE, &self.cookie).header(header::HOST, "belisha");
        self.send(request.body(Body::empty()).unwrap()).await
    }

    async fn post(&mut self, path: &str, form: &str) -> Answer {
        let request =
            Request::post(path).header(header::COOKIE, &self.cookie).header(header::HOST, "belisha");
        self.send(request.body(Body::from(form.to_owned())).unwrap()).await
    }
}

/// The hidden field of that name on a page.
fn hidden(page: &str, name: &str) -> String {
    let from = format!("name=\"{name}\" value=\"");
    page.split(&from).nth(1).unwrap().split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn each_page_is_for_those_it_is_for() {
    let place = place("beaumont").await;
    for page in ["/training", "/signing", "/codes/adults", "/families", "/library", "/report", "/signing/0"] {
        let answer = place.anonymous().get(page).await;
        assert_eq!((answer.status, answer.to.as_str()), (StatusCode::SEE_OTHER, "/sign-in"), "{page}");
    }
    let (mut mo, mut nia) = (place.manager().await, place.practitioner().await);
    let wall = mo.get("/training").await.body;
    for words in ["Online-safety training", "lapses", "<svg", "Nia Rowan", "The same in words"] {
        assert!(wall.contains(words), "{words}");
    }
    let own = nia.get("/training").await.body;
    assert!(own.contains("Nia Rowan") && !own.contains("Sam Wren"), "only her own row");
    assert_eq!(nia.get("/report").await.status, StatusCode::FORBIDDEN);
    for (page, status) in [("/codes/dogs", 404), ("/signing/9", 404), ("/families/none", 404)] {
        assert_eq!(mo.get(page).await.status.as_u16(), status, "{page}");
    }
    let library = nia.get("/library?for=children").await.body;
    assert!(library.contains("Jessie &#38; Friends") && library.contains("reading corner"), "{library}");
    assert!(!library.contains("cyber security for settings"), "that one is for staff");
}

#[tokio::test]
async fn a_tablet_passes_from_hand_to_hand_and_its_holder_stays_signed_in() {
    let place = place("portreath").await;
    let mut mo = place.manager().await;
    mo.post("/policy/adoption", "text=").await;
    let page = mo.get("/signing").await.body;
    assert!(page.contains("Not signed yet: 7"), "{page}");
    let (version, code) = (hidden(&page, "version"), hidden(&page, "code_hash"));
    let before = place.lines();
    let form = |person: &str, secret: &str, version: &str, code: &str| {
        format!("person={person}&secret={secret}&version={version}&code_hash={code}")
    };
    // Not with somebody else's password, not with a PIN on a browser that is no enrolled tablet, not under an old text.
    let wrong = mo.post("/signing", &form("p2", "otter+lamp+gravel", &version, &code)).await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    assert_eq!(mo.post("/signing", &form("p3", PIN, &version, &code)).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(mo.post("/signing", &form("nobody", PIN, &version, &code)).await.status.as_u16(), 401);
    let old = mo.post("/signing", &form("p2", "puddle+crayon+kite", "2020-01-01", &code)).await;
    assert_eq!(old.status, StatusCode::CONFLICT, "{}", old.body);
    let other = mo.post("/signing", &form("p2", "puddle+crayon+kite", &version, "00")).await;
    assert_eq!(other.status, StatusCode::CONFLICT, "another text than the one in force");
    assert_eq!(place.lines(), before, "nothing was written");
    let signed = mo.post("/signing", &form("p2", "puddle+crayon+kite", &version, &code)).await;
    assert_eq!((signed.status, signed.to.as_str()), (StatusCode::SEE_OTHER, "/signing"), "{}", signed.body);
    let lines = place.0.setting.lines(before, before + 10).await.unwrap();
    assert_eq!(lines.len(), 2, "the policy and the code");
    assert!(lines.iter().all(|line| line.author == Author::Person("p2".into())));
    assert!(matches!(lines.first().map(|line| &line.event), Some(Event::Policy(_))));
    let page = mo.get("/signing").await.body;
    assert!(page.contains("Nia Rowan has signed. Please pass the tablet on."));
    assert!(page.contains("class=\"me\">Mo Tern<") && page.contains("Not signed yet: 6"));
    let again = mo.post("/signing", &form("p2", "puddle+crayon+kite", &version, &code)).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    // On an enrolled tablet a PIN will do.
    mo.post("/devices/tablet-1/enrolment", "door=no").await;
    let signed = mo.post("/signing", &form("p3", PIN, &version, &code)).await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.body);
    let certificate = mo.get("/signing/1").await.body;
    assert!(certificate.contains("Nia Rowan") && certificate.contains("the same"), "{certificate}");
    assert!(certificate.contains("16 September 2026") && certificate.contains("not yet"));
}

#[tokio::test]
async fn wrong_secrets_in_the_round_are_slowed_down_like_signing_in() {
    let place = place("portreath").await;
    let mut mo = place.manager().await;
    for _ in 0..3 {
        assert_eq!(mo.post("/signing", "person=p2&secret=wrong").await.status, StatusCode::UNAUTHORIZED);
    }
    let right = mo.post("/signing", "person=p2&secret=puddle+crayon+kite").await;
    assert_eq!(right.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn the_codes_are_signed_and_talked_through_on_their_pages() {
    let place = place("portreath").await;
    let mut mo = place.manager().await;
    mo.post("/policy/adoption", "text=").await;
    let page = mo.get("/codes/adults").await.body;
    assert!(page.contains("I think before I post"), "{page}");
    let version = place.0.setting.now().policy.pack.version.clone();
    let sign = format!(
        r#"command={{"codes":{{"sign":{{"person":"p0","version":"{version}"}}}}}}&back=/codes/adults"#
    );
    assert_eq!(mo.post("/commands", &sign).await.status, StatusCode::SEE_OTHER);
    assert!(mo.get("/codes/adults").await.body.contains("You signed this version on 16 September 2026"));
    let children = mo.get("/codes/children").await.body;
    assert!(children.contains("I go online only with a grown-up"), "{children}");
    let talk = format!(r#"command={{"codes":{{"talk-through":{{"child":"c0","version":"{version}"}}}}}}"#);
    assert_eq!(mo.post("/commands", &talk).await.status, StatusCode::SEE_OTHER);
    assert!(mo.get("/codes/children").await.body.contains("16 September 2026, with Mo Tern"));
}

#[tokio::test]
async fn families_are_told_from_the_page_and_the_notice_prints() {
    let place = place("information-security").await;
    let mut nia = place.practitioner().await;
    let page = nia.get("/families?write=event").await.body;
    assert!(page.contains("Please do not put pictures of other people"), "words to begin with");
    assert!(page.contains("every family here was told") && page.contains("2 not told yet"), "{page}");
    let write = r#"command={"families":{"write":{"notice":"fair","kind":"event"}}}&/families/write/title=Summer+fair&/families/write/words=Please+ask+first."#;
    assert_eq!(nia.post("/commands", write).await.status, StatusCode::SEE_OTHER);
    let nobody = r#"command={"families":{"tell":{"notice":"fair","families":[],"on":null}}}&/families/tell/how=sent&/families/tell/on:optional="#;
    assert_eq!(nia.post("/commands", nobody).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let tell = format!("{nobody}&/families/tell/families:list=c0&/families/tell/families:list=c1");
    assert_eq!(nia.post("/commands", &tell).await.status, StatusCode::SEE_OTHER);
    assert!(nia.get("/families").await.body.contains("4 not told yet"));
    let print = nia.get("/families/fair").await.body;
    assert!(print.contains("Please ask first.") && print.contains("01632 960123"));
}

#[tokio::test]
async fn the_report_has_the_year_as_a_picture_and_the_same_in_words() {
    let place = place("all-saints").await;
    let mut mo = place.manager().await;
    let report = mo.get("/report").await;
    assert_eq!(report.status, StatusCode::OK, "{}", report.body);
    for words in ["<svg", "31 July 2026: ", "31 August 2026: ", "16 September 2026: ", "Overdue", "Signed by"]
    {
        assert!(report.body.contains(words), "{words}: {}", report.body);
    }
    let again = mo.get("/report").await.body;
    assert_eq!(again, report.body, "folded once, the same twice");
    assert!(!report.body.contains("style="), "no inline style");
}
