//! What every request passes, and what becomes of those that go wrong.

use crate::common::{Place, User, empty, place};
use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, StatusCode, header};
use std::io::Write;
use std::sync::{Arc, Mutex};
use tower::ServiceExt;
use tracing_subscriber::fmt::MakeWriter;

#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Written {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Written {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

async fn health(place: &Place) -> (StatusCode, String) {
    let answer = place.anonymous().get("/health").await;
    (answer.status, answer.body)
}

#[tokio::test]
async fn health_is_said_without_details() {
    let place = place("jigsaw").await;
    assert_eq!(health(&place).await, (StatusCode::OK, "ok\n".to_owned()));
    assert_eq!(health(&empty().await).await.0, StatusCode::OK);
    let store = rusqlite::Connection::open(place.folder().join("belisha.db")).unwrap();
    assert!(store.execute("UPDATE lines SET line = x'00'", []).unwrap() > 0);
    assert_eq!(health(&place).await, (StatusCode::SERVICE_UNAVAILABLE, "unavailable\n".to_owned()));
}

#[tokio::test]
async fn the_log_of_requests_names_the_route_and_nobody() {
    let place = place("jigsaw").await;
    let manager = place.manager().await;
    let log = Written::default();
    let subscriber = tracing_subscriber::fmt().with_writer(log.clone()).with_ansi(false).finish();
    let guard = tracing::subscriber::set_default(subscriber);
    assert_eq!(manager.get("/people/p2?said=privately").await.status, StatusCode::OK);
    assert_eq!(place.anonymous().get("/parents/token-of-a-family").await.status, StatusCode::NOT_FOUND);
    assert_eq!(manager.get("/nowhere/asha").await.status, StatusCode::NOT_FOUND);
    drop(guard);
    let log = log.text();
    for words in ["method=GET", "route=\"/people/{person}\"", "status=200", "latency_ms=", "route=\"none\""] {
        assert!(log.contains(words), "{words} is not in {log}");
    }
    for word in ["p2", "privately", "token-of", "asha", "Mo Tern", "belisha_session"] {
        assert!(!log.contains(word), "{word} is in {log}");
    }
}

#[tokio::test]
async fn an_origin_that_is_no_text_is_another_site() {
    let place = place("jigsaw").await;
    let manager = place.manager().await;
    let before = place.lines();
    for name in [header::ORIGIN, header::HeaderName::from_static("sec-fetch-site")] {
        let mut request = manager.request("POST", "/commands").body(Body::from("command={}")).unwrap();
        request.headers_mut().insert(name.clone(), HeaderValue::from_bytes(b"https://\xff.example").unwrap());
        assert_eq!(manager.send(request).await.status, StatusCode::FORBIDDEN, "{name}");
    }
    assert_eq!(place.lines(), before);
}

#[tokio::test]
async fn nobody_seems_signed_out_on_the_page_of_a_problem() {
    let place = place("jigsaw").await;
    let manager = place.manager().await;
    for path in ["/nowhere", "/devices/none", "/families/none", "/policy/clauses/none"] {
        let answer = manager.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(answer.body.contains("Sign out"), "{path}: {}", answer.body);
    }
    let answer = place.practitioner().await.get("/settings").await;
    assert!(answer.status == StatusCode::FORBIDDEN && answer.body.contains("Sign out"), "{}", answer.body);
    assert!(!place.anonymous().get("/nowhere").await.body.contains("Sign out"));
}

#[tokio::test]
async fn the_api_names_the_field_that_is_to_be_put_right() {
    let place = place("all-saints").await;
    let manager = place.manager().await;
    let request = manager.request("POST", "/api/words").header(header::CONTENT_TYPE, "application/json");
    let answer =
        manager.send(request.body(Body::from(r#"{"text":"Words","channel":"pigeon"}"#)).unwrap()).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert!(answer.body.contains(r#""field":"channel""#), "{}", answer.body);
}

async fn offset(user: &User, upload: &str) -> u64 {
    let request = user.request("HEAD", upload).body(Body::empty()).unwrap();
    let response = user.router.clone().oneshot(request).await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    response.headers()["upload-offset"].to_str().unwrap().parse().unwrap()
}

#[tokio::test]
async fn what_has_arrived_of_a_file_stays_when_its_request_is_dropped() {
    let (place, _vault) = crate::common::with_vault("all-saints").await;
    let manager = place.manager().await;
    let begun = manager.post("/uploads", "").await;
    assert_eq!(begun.status, StatusCode::CREATED, "{}", begun.body);
    let (sender, receiver) = tokio::sync::mpsc::channel::<Result<Bytes, std::io::Error>>(1);
    let body = Body::from_stream(tokio_stream::wrappers::ReceiverStream::new(receiver));
    let request = manager.request("PATCH", &begun.to).header("upload-offset", "0").body(body).unwrap();
    let piece = tokio::spawn(manager.router.clone().oneshot(request));
    let bytes = Bytes::from(vec![7; 512 * 1024]);
    sender.send(Ok(bytes.clone())).await.unwrap();
    // The second is taken from the channel once the first is written, and a third once the second was asked for.
    sender.send(Ok(bytes.clone())).await.unwrap();
    sender.send(Ok(bytes)).await.unwrap();
    piece.abort();
    assert!(piece.await.unwrap_err().is_cancelled());
    let arrived = offset(&manager, &begun.to).await;
    assert!(arrived >= 512 * 1024 && arrived.is_multiple_of(512 * 1024), "{arrived}");
    let rest = manager.request("PATCH", &begun.to).header("upload-offset", arrived.to_string());
    let answer = manager.send(rest.body(Body::from("the end")).unwrap()).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT, "{}", answer.body);
    assert_eq!(offset(&manager, &begun.to).await, arrived + 7);
}
