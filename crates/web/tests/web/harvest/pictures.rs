//! A setting with a vault, and a picture in it.

use crate::common::{self, Place, User};
use axum::body::Body;
use axum::http::{StatusCode, header};
use belisha_service::Gallery;
use belisha_vault::media::Rgb;
use belisha_vault::media::sample::{self, Says};
use belisha_vault::{Config, Vault};
use belisha_web::{App, router};

/// A lived-in setting whose pictures have a place.
pub async fn place(policy: &str) -> (Place, tempfile::TempDir) {
    let mut place = common::place(policy).await;
    let folder = tempfile::tempdir().unwrap();
    let gallery = Gallery::new(place.setting.clone(), Vault::open(Config::folder(folder.path())).unwrap());
    place.router = router(App::new(place.setting.clone(), None, false).with_gallery(gallery));
    (place, folder)
}

/// A picture for a display, put up on the wall, made with a camera of the setting's.
pub async fn take_one_in(place: &Place, user: &User) {
    let (width, height) = (400, 300);
    let pixels = (0..width * height * 3).map(|at| (at * 7 % 251) as u8).collect();
    let says =
        Says { make: "Heron", model: "H10", serial: "HX-4410", taken: "2026:09:15 10:05:00", orientation: 1 };
    let bytes = sample::with_exif(&sample::jpeg(&Rgb { width, height, pixels }, 85), &says);
    let mut body = Vec::new();
    for (name, value) in [("shows", "children"), ("purpose", "display"), ("child", "c0")] {
        let part = format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend(part.bytes());
    }
    let head = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"one.jpg\"\r\n\
                Content-Type: image/jpeg\r\n\r\n";
    body.extend(head.bytes().chain(bytes).chain(b"\r\n--b--\r\n".iter().copied()));
    let request = user
        .request("POST", "/pictures/import")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=b");
    let answer = user.send(request.body(Body::from(body)).unwrap()).await;
    assert_eq!(answer.to, "/pictures", "{}", answer.body);
    let picture = place.setting.now().state.pictures.here().next().unwrap().0.clone();
    let wall = format!(
        r#"{{"pictures":{{"use":{{"picture":"{picture}","use":"wall","purpose":"display","words":"Leaves"}}}}}}"#
    );
    let answer = user.api(&wall).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
}
