//! What the tests of pages share: a setting with two weeks behind it, an empty one, and somebody with a browser.
#![expect(clippy::unwrap_used, reason = "helpers of tests stop at the first surprise")]

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use belisha_ledger::{Log, MasterKey, Sqlite};
use belisha_rehearsal::story::{Scale, Telling, tell};
use belisha_service::{FixedClock, Gallery, Setting, bulk};
use belisha_vault::{Config, Vault};
use belisha_web::{App, hash, router};
use std::path::Path;
use std::sync::{Arc, OnceLock};
use tower::ServiceExt;

pub const UNTIL: &str = "2026-09-16T10:00:00Z";

/// A setting with two weeks behind it, the same every time.
pub struct Place {
    pub router: Router,
    pub setting: Arc<Setting>,
    pub clock: Arc<FixedClock>,
    folder: tempfile::TempDir,
}

/// Somebody with a browser.
pub struct User {
    pub router: Router,
    pub cookie: String,
}

pub struct Answer {
    pub status: StatusCode,
    pub body: String,
    pub to: String,
    pub refresh: String,
    pub cookies: Vec<String>,
}

pub async fn place(policy: &str) -> Place {
    static HASH: OnceLock<String> = OnceLock::new();
    let hashed = |secret: &str| match secret {
        "otter lamp gravel" => HASH.get_or_init(|| hash("otter lamp gravel").unwrap()).clone(),
        other => hash(other).unwrap(),
    };
    lived(policy, Scale { adults: 7, children: 6, weeks: 2 }, &hashed).await
}

/// A setting with a story behind it, and secrets hashed in the caller's way: hashing is slow.
pub async fn lived(policy: &str, scale: Scale, hash: &dyn Fn(&str) -> String) -> Place {
    lived_by(policy, scale, hash, UNTIL).await
}

/// The same, with a clock that says something else than the log.
pub async fn lived_by(policy: &str, scale: Scale, hash: &dyn Fn(&str) -> String, clock: &str) -> Place {
    let until = UNTIL.parse().unwrap();
    let text = belisha_policy::pack_text(policy).unwrap();
    let story = tell(&Telling { policy: text, scale, until, seed: 3, hash }).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let store = Arc::new(Sqlite::open(&folder.path().join("belisha.db")).unwrap());
    let master = MasterKey::generate();
    let mut log = Log::create(store.clone(), &master, "s").unwrap();
    bulk(&mut log, &story.lines).await.unwrap();
    let clock = Arc::new(FixedClock::fixed(clock.parse().unwrap()));
    let setting = Setting::open(store, &master, "s", clock.clone()).unwrap();
    Place { router: router(App::new(setting.clone(), None, false)), setting, clock, folder }
}

/// A lived-in setting with a vault in a folder of its own.
pub async fn with_vault(policy: &str) -> (Place, tempfile::TempDir) {
    let mut place = place(policy).await;
    let folder = tempfile::tempdir().unwrap();
    let gallery = Gallery::new(place.setting.clone(), Vault::open(Config::folder(folder.path())).unwrap());
    place.router = router(App::new(place.setting.clone(), None, false).with_gallery(gallery));
    (place, folder)
}

pub async fn empty() -> Place {
    empty_within(None).await
}

/// An empty folder on a disk of so many pages of 4 KiB.
pub async fn empty_within(pages: Option<u32>) -> Place {
    let folder = tempfile::tempdir().unwrap();
    let store = Arc::new(Sqlite::open_within(&folder.path().join("belisha.db"), pages).unwrap());
    let clock = Arc::new(FixedClock::fixed(UNTIL.parse().unwrap()));
    let setting = Setting::create(store, &MasterKey::generate(), "s", clock.clone()).unwrap();
    let app = App::new(setting.clone(), Some("kept-on-paper".into()), false);
    Place { router: router(app), setting, clock, folder }
}

impl Place {
    pub fn anonymous(&self) -> User {
        User { router: self.router.clone(), cookie: String::new() }
    }

    pub async fn signed_in(&self, name: &str, password: &str) -> User {
        let mut user = self.anonymous();
        let answer = user.post("/sign-in", &format!("name={name}&secret={password}&device=setting")).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        user.take(&answer);
        user
    }

    pub async fn manager(&self) -> User {
        self.signed_in("Mo+Tern", "otter+lamp+gravel").await
    }

    pub async fn practitioner(&self) -> User {
        self.signed_in("Nia+Rowan", "puddle+crayon+kite").await
    }

    /// Where its log is kept.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn lines(&self) -> u64 {
        self.setting.now().state.lines
    }
}

impl User {
    pub fn take(&mut self, answer: &Answer) {
        for cookie in &answer.cookies {
            let pair = cookie.split(';').next().unwrap();
            self.cookie =
                if self.cookie.is_empty() { pair.to_owned() } else { format!("{}; {pair}", self.cookie) };
        }
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let header = |name| {
            response
                .headers()
                .get(name)
                .map_or(String::new(), |v: &header::HeaderValue| v.to_str().unwrap().to_owned())
        };
        let (to, refresh) = (header(header::LOCATION), header(header::REFRESH));
        let cookies = response
            .headers()
            .get_all(header::SET_COOKIE)
            .iter()
            .map(|v| v.to_str().unwrap().to_owned())
            .collect();
        let body = axum::body::to_bytes(response.into_body(), 8 << 20).await.unwrap();
        Answer { status, body: String::from_utf8_lossy(&body).into_owned(), to, refresh, cookies }
    }

    pub fn request(&self, method: &str, path: &str) -> axum::http::request::Builder {
        Request::builder()
            .method(method)
            .uri(path)
            .header(header::COOKIE, &self.cookie)
            .header(header::HOST, "belisha")
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request("GET", path).body(Body::empty()).unwrap()).await
    }

    pub async fn post(&self, path: &str, form: &str) -> Answer {
        let request =
            self.request("POST", path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(form.to_owned())).unwrap()).await
    }

    pub async fn api(&self, command: &str) -> Answer {
        let request = self.request("POST", "/api/commands").header(header::CONTENT_TYPE, "application/json");
        self.send(request.body(Body::from(command.to_owned())).unwrap()).await
    }
}

/// Not every file of tests needs every helper.
const _: fn(Answer) -> String = |answer| {
    let _ = (place, empty, empty_within, with_vault, UNTIL);
    let _ = (Place::anonymous, Place::signed_in, Place::manager, Place::practitioner, Place::lines);
    let _ = Place::folder;
    let _ = (User::take, User::send, User::request, User::get, User::post, User::api);
    format!("{}{}{}{}", answer.status, answer.body, answer.to, answer.refresh)
};
