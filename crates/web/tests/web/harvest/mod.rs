//! Every page of the router's table, asked for by everybody: each form and button on it is filled in as somebody would,
//! what it would send is read as the handlers read it, and one of each kind is sent.
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "helpers of tests stop at the first surprise"
)]

mod addresses;
mod fill;
mod html;
mod links;
mod pictures;
mod visitors;

use self::fill::{Sent, multipart, sendings, urlencoded};
use self::html::Form;
use self::visitors::Visitor;
use crate::common::{Answer, Place, User};
use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use belisha_setting::Command;
use belisha_web::{Route, of_form, routes};
use std::collections::{BTreeMap, BTreeSet};

/// Routes that show no page, each with the reason.
const NO_PAGE: [(&str, &str); 14] = [
    ("/own-secret", "for whoever came with a first secret: `safe` has a test"),
    ("/live", "an answer without an end"),
    ("/assets/style.css", "the same for everybody"),
    ("/assets/live.js", "the same for everybody"),
    ("/assets/pictures.js", "the same for everybody"),
    ("/assets/icon.svg", "the same for everybody"),
    ("/start", "the first run has tests of its own"),
    ("/api/may", "JSON"),
    ("/api/today", "JSON"),
    ("/api/due", "JSON"),
    ("/api/clauses", "JSON"),
    ("/sending/{parcel}", "a file that was made just before"),
    ("/pictures/{picture}/files/{rendition}", "a picture"),
    ("/pictures/{picture}/uses/{use}", "a picture"),
];

/// Routes that take what no form sends, each with the reason.
const NO_FORM: [(&str, &str); 10] = [
    ("/visitors/out", "offered at the door, which a walk enrols elsewhere: `door` has a test"),
    ("/own-secret", "for whoever came with a first secret: `safe` has a test"),
    ("/clock", "offered while the clock is in doubt: `safe` has a test"),
    ("/internet/network/test", "offered while a resolver runs"),
    ("/start", "the first run has tests of its own"),
    ("/api/commands", "JSON"),
    ("/api/may", "JSON"),
    ("/api/words", "JSON"),
    ("/uploads", "sent by script"),
    ("/uploads/{id}/picture", "sent by script"),
];

/// At least this many commands are offered by forms; fewer say that pages lost their buttons.
const COMMANDS_MIN: usize = 90;

/// After these, pages offer less: they are sent when everything has been seen.
const ENDS: [&str; 6] = [
    "day/close",
    "people/leave",
    "permissions/end-link",
    "pictures/end-use",
    "pictures/erase",
    "policy/adopt",
];

/// After these, whoever sent one is signed out or another policy holds.
const ENDING_ROUTES: [&str; 4] =
    ["/people/{person}/secret", "/policy/adoption", "/second-proof", "/sign-out"];

/// A form as it was found.
struct Found {
    page: String,
    /// The position of whoever found it among the visitors.
    visitor: usize,
    form: Form,
}

/// What was seen in one walk over all pages.
#[derive(Default)]
struct Walk {
    /// The routes that showed a page to somebody.
    shown: BTreeSet<&'static str>,
    found: Vec<Found>,
}

impl Walk {
    async fn over(place: &Place, visitors: &[Visitor]) -> Self {
        let mut walk = Self::default();
        let routes = routes();
        for route in routes.iter().filter(|route| route.methods.contains(&Method::GET)) {
            if NO_PAGE.iter().any(|(path, _)| *path == route.path) {
                continue;
            }
            let addresses = addresses::of_route(route, &place.setting.now().state);
            for (number, visitor) in visitors.iter().enumerate() {
                let own = visitor.own.iter().filter(|address| addresses::fits(route, address));
                for address in addresses.iter().chain(own) {
                    walk.visit(route, address, number, visitor).await;
                }
            }
        }
        walk
    }

    async fn visit(&mut self, route: &Route, address: &str, number: usize, visitor: &Visitor) {
        let answer = visitor.user.get(address).await;
        let (status, role) = (answer.status, visitor.role);
        assert!(!status.is_server_error(), "{role} {address}: {status} {}", answer.body);
        assert_ne!(status, StatusCode::BAD_REQUEST, "{role} {address}: {}", answer.body);
        if status != StatusCode::OK {
            return;
        }
        self.shown.insert(route.path);
        for form in html::forms(&answer.body, address) {
            self.found.push(Found { page: address.to_owned(), visitor: number, form });
        }
    }
}

/// A command's name: its register, and what is done there.
fn name(command: &Command) -> String {
    let json = serde_json::to_value(command).unwrap();
    let (register, inner) = json.as_object().and_then(|outer| outer.iter().next()).unwrap();
    let act = inner.as_object().filter(|inner| inner.values().all(serde_json::Value::is_object));
    act.and_then(|inner| inner.keys().next()).map_or(register.clone(), |act| format!("{register}/{act}"))
}

/// What a form sends, as the handler of `/commands` reads it; anything that it would not read stops the test.
fn read(found: &Found, role: &str, sent: &Sent) -> Command {
    let place = format!("{role} {} {:?}", found.page, sent);
    let unread =
        sent.iter().find(|(name, _)| !name.starts_with('/') && !["command", "back"].contains(&&**name));
    assert!(unread.is_none(), "nobody reads {unread:?}: {place}");
    of_form(&urlencoded(sent)).unwrap_or_else(|problem| panic!("{problem:?}: {place}"))
}

async fn send(user: &User, found: &Found, sent: &Sent) -> Answer {
    if !found.form.multipart {
        return user.post(&found.form.action, &urlencoded(sent)).await;
    }
    let request = user
        .request("POST", &found.form.action)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=b");
    user.send(request.body(Body::from(multipart(sent))).unwrap()).await
}

/// The commands that the forms of a walk offer, each with what sends it. Every form is read on the way.
fn offered<'a>(walk: &'a Walk, visitors: &[Visitor]) -> BTreeMap<String, Vec<(&'a Found, Sent)>> {
    let mut offered: BTreeMap<String, Vec<(&Found, Sent)>> = BTreeMap::new();
    for found in walk.found.iter().filter(|found| found.form.action == "/commands") {
        let role = visitors.get(found.visitor).map_or("", |visitor| visitor.role);
        for sent in sendings(&found.form) {
            let command = read(found, role, &sent);
            offered.entry(name(&command)).or_default().push((found, sent));
        }
    }
    offered
}

/// Sends what the forms of a walk offer, one of each command and one for each address, and gives the commands sent.
async fn send_one_of_each(walk: &Walk, visitors: &[Visitor], ends: bool, done: &mut BTreeSet<String>) {
    let offered = offered(walk, visitors);
    let late = |name: &String| ENDS.contains(&name.as_str());
    let (last, first): (Vec<_>, Vec<_>) = offered.into_iter().partition(|(name, _)| late(name));
    let last = last.into_iter().filter(|_| ends);
    for (name, sendings) in first.into_iter().chain(last) {
        if done.contains(&name) {
            continue;
        }
        for (found, sent) in sendings.iter().take(2) {
            let visitor = visitors.get(found.visitor).unwrap();
            let answer = send(&visitor.user, found, sent).await;
            let status = answer.status;
            let place = format!("{name}, {} {}: {status} {}", visitor.role, found.page, answer.body);
            assert!(status != StatusCode::BAD_REQUEST && !status.is_server_error(), "{place}");
            assert_ne!(answer.to, "/sign-in", "{place}");
        }
        done.insert(name);
    }
}

/// Sends one of every form that leads to an address of its own.
async fn send_others(walk: &Walk, visitors: &[Visitor], ends: bool, reached: &mut BTreeSet<&'static str>) {
    let mut routes: Vec<Route> =
        routes().into_iter().filter(|route| route.methods.contains(&Method::POST)).collect();
    routes.sort_by_key(|route| ENDING_ROUTES.iter().position(|path| *path == route.path));
    for found in walk.found.iter().filter(|found| found.form.method == "post") {
        let action = &found.form.action;
        assert!(routes.iter().any(|route| addresses::fits(route, action)), "{action} on {}", found.page);
    }
    for route in routes {
        if reached.contains(route.path) || (!ends && ENDING_ROUTES.contains(&route.path)) {
            continue;
        }
        let fits =
            |found: &&Found| found.form.method == "post" && addresses::fits(&route, &found.form.action);
        let Some(found) = walk.found.iter().find(fits) else { continue };
        reached.insert(route.path);
        let visitor = visitors.get(found.visitor).unwrap();
        let sent = sendings(&found.form).into_iter().next().unwrap();
        let answer = send(&visitor.user, found, &sent).await;
        let place = format!("{} {}: {} {}", visitor.role, found.page, answer.status, answer.body);
        let wrong =
            [StatusCode::NOT_FOUND, StatusCode::METHOD_NOT_ALLOWED, StatusCode::UNSUPPORTED_MEDIA_TYPE];
        assert!(!wrong.contains(&answer.status), "{place}");
        // What nobody drew or chose a file for is refused in words.
        let of_files = found.form.multipart || route.path.ends_with("/cover");
        assert!(answer.status != StatusCode::BAD_REQUEST || of_files, "{place}");
    }
}

#[test]
fn a_pointer_that_names_no_field_is_refused() {
    let form = |pointer: &str| {
        let command = r#"{"library":{"add":{"resource":"$new","title":"","found":"","for_whom":[]}}}"#;
        let sent = [("command", command), (pointer, "A book"), ("/library/add/found", "The shelf")];
        urlencoded(&sent.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec())
    };
    assert!(of_form(&form("/library/add/title")).is_ok());
    for misspelt in ["/library/add/titel", "/library/ad/title", "/librery/add/title", "/library/add/title/x"]
    {
        assert!(of_form(&form(misspelt)).is_err(), "{misspelt}");
    }
}

#[tokio::test]
async fn every_form_of_every_page_for_everybody_sends_what_is_read() {
    let (place, _folder) = pictures::place("all-saints").await;
    let visitors = visitors::all(&place).await;
    pictures::take_one_in(&place, &visitors.first().unwrap().user).await;
    let (mut sent, mut shown, mut reached) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    // What is sent on one walk brings forms to the next. After what ends something, forms that were seen before may lead
    // nowhere: pages are asked for anew.
    for round in 0..5 {
        let walk = Walk::over(&place, &visitors).await;
        shown.extend(walk.shown.iter().copied());
        if round < 4 {
            send_one_of_each(&walk, &visitors, round == 3, &mut sent).await;
        }
        if round == 2 || round == 4 {
            send_others(&walk, &visitors, round == 4, &mut reached).await;
        }
    }
    let missed = |method: Method, known: &BTreeSet<&str>, exempt: &[(&str, &str)]| {
        let asked = routes().into_iter().filter(move |route| route.methods.contains(&method));
        let paths = asked.map(|route| route.path).filter(|path| !known.contains(path));
        paths.filter(|path| !exempt.iter().any(|(exempt, _)| exempt == path)).collect::<Vec<_>>()
    };
    assert_eq!(missed(Method::GET, &shown, &NO_PAGE), Vec::<&str>::new(), "nobody saw these");
    assert_eq!(missed(Method::POST, &reached, &NO_FORM), Vec::<&str>::new(), "no form sends to these");
    assert!(sent.len() >= COMMANDS_MIN, "{}: {sent:?}", sent.len());
}
