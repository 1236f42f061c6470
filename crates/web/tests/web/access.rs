//! Whom the routes answer, asked of every line of the router's own table.

use crate::common::{Place, User, place};
use axum::body::Body;
use axum::http::header::LOCATION;
use axum::http::{Method, StatusCode};
use belisha_web::{Access, Route, routes};
use tower::ServiceExt;

/// What a stranger may reach. A route is added here only with its reason.
const PUBLIC: [&str; 10] = [
    // The first run of a setting that nobody can sign in to yet.
    "/start",
    "/sign-in",
    "/own-secret",
    // The session may have ended already.
    "/sign-out",
    // The link is the key that the family was given.
    "/parents/{token}",
    // Whatever watches over the computer has no name and password; it learns whether, and no more.
    "/health",
    // The same for everybody.
    "/assets/style.css",
    "/assets/live.js",
    "/assets/pictures.js",
    "/assets/icon.svg",
];

const METHODS: [Method; 7] =
    [Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::PATCH, Method::DELETE, Method::OPTIONS];

/// The address of a route, with a word for each of its parts.
fn address(route: &Route) -> String {
    let parts = route.path.split('/').map(|part| if part.starts_with('{') { "1" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

/// The status of an answer, and where it leads. The body is left alone: that of `/live` has no end.
async fn ask(user: &User, method: &Method, route: &Route) -> (StatusCode, String) {
    let request = user.request(method.as_str(), &address(route)).body(Body::empty()).unwrap();
    let response = user.router.clone().oneshot(request).await.unwrap();
    let location = response.headers().get(LOCATION).map_or("", |value| value.to_str().unwrap());
    (response.status(), location.to_owned())
}

fn is_sent_to_sign_in((status, location): &(StatusCode, String), route: &Route) -> bool {
    if route.path.starts_with("/api/") {
        *status == StatusCode::UNAUTHORIZED
    } else {
        *status == StatusCode::SEE_OTHER && location == "/sign-in"
    }
}

async fn enrolled(place: &Place, at_the_door: bool) -> User {
    let manager = place.manager().await;
    let form = if at_the_door { "door=yes" } else { "door=no" };
    let mut tablet = place.anonymous();
    tablet.take(&manager.post("/devices/tablet-1/enrolment", form).await);
    tablet
}

#[test]
fn what_is_public_is_spelt_out() {
    let all = routes();
    let public = all.iter().filter(|route| matches!(route.access, Access::Public(_)));
    assert_eq!(public.map(|route| route.path).collect::<Vec<_>>(), PUBLIC);
    assert!(all.len() > 80 && all.iter().all(|route| !route.methods.is_empty()));
}

#[tokio::test]
async fn a_stranger_is_sent_to_sign_in_by_every_route_that_is_not_public() {
    let place = place("all-saints").await;
    let nobody = place.anonymous();
    let before = place.lines();
    for route in routes().iter().filter(|route| !PUBLIC.contains(&route.path)) {
        for method in METHODS {
            let answer = ask(&nobody, &method, route).await;
            assert!(is_sent_to_sign_in(&answer, route), "{method} {}: {answer:?}", route.path);
        }
    }
    assert!(!nobody.get("/sign-in").await.body.contains("Mo Tern"), "names are not shown to strangers");
    assert_eq!(place.lines(), before);
}

#[tokio::test]
async fn what_leaders_do_is_refused_to_everybody_else() {
    let place = place("jigsaw").await;
    let practitioner = place.practitioner().await;
    let before = place.lines();
    let mut count = 0;
    for route in routes().iter().filter(|route| route.access == Access::Leader) {
        for method in &route.methods {
            let (status, _) = ask(&practitioner, method, route).await;
            assert_eq!(status, StatusCode::FORBIDDEN, "{method} {}", route.path);
            count += 1;
        }
    }
    assert!(count > 5);
    assert_eq!(place.lines(), before);
}

#[tokio::test]
async fn a_tablet_that_nobody_holds_reaches_what_is_meant_for_it_and_no_more() {
    let place = place("all-saints").await;
    for at_the_door in [true, false] {
        let tablet = enrolled(&place, at_the_door).await;
        let before = place.lines();
        for route in routes().iter().filter(|route| !PUBLIC.contains(&route.path)) {
            for method in &route.methods {
                let answer = ask(&tablet, method, route).await;
                let answered = match route.access {
                    Access::Public(_) | Access::Tablet => true,
                    Access::Door => at_the_door,
                    Access::SignedIn | Access::Leader => false,
                };
                assert_eq!(!is_sent_to_sign_in(&answer, route), answered, "{method} {}", route.path);
            }
        }
        assert_eq!(place.lines(), before);
    }
}

/// house.3: a personal device opens no pictures, no records and nothing that is closed, whoever holds it.
#[tokio::test]
async fn a_personal_device_opens_nothing_that_is_kept() {
    let place = place("all-saints").await;
    let mut manager = place.anonymous();
    manager.take(&manager.post("/sign-in", "name=Mo+Tern&secret=otter+lamp+gravel&device=own").await);
    let before = place.lines();
    let kept = ["/pictures", "/journeys", "/camera", "/uploads", "/children", "/concerns/closed"];
    // Numbers without pictures; and a file that nobody can have begun from here.
    let open = ["/pictures/month", "/uploads/{id}"];
    let is_kept = |route: &&Route| kept.iter().any(|start| route.path.starts_with(start));
    let mut count = 0;
    for route in routes().iter().filter(is_kept).filter(|route| !open.contains(&route.path)) {
        for method in &route.methods {
            let (status, _) = ask(&manager, method, route).await;
            assert_eq!(status, StatusCode::FORBIDDEN, "{method} {}", route.path);
            count += 1;
        }
    }
    assert!(count > 12);
    assert_eq!(place.lines(), before);
}
