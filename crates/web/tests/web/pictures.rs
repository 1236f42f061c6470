//! Pictures through the whole app in process: who may open them, what leaves with them, how they arrive in pieces, and that
//! erased is erased.

use crate::common::{Answer, Place, User, place};
use crate::legible::legible;
use axum::body::Body;
use axum::http::{StatusCode, header};
use belisha_service::Gallery;
use belisha_setting::{ChildId, PictureId};
use belisha_vault::media::Rgb;
use belisha_vault::media::sample::{self, Says};
use belisha_vault::{Config, Vault};
use belisha_web::{App, router};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

struct Hung {
    place: Place,
    gallery: Arc<Gallery>,
    folder: tempfile::TempDir,
    child: ChildId,
}

/// A lived-in setting with a vault, and a child whose parents permit a display.
async fn hung(policy: &str) -> Hung {
    let mut place = place(policy).await;
    let folder = tempfile::tempdir().unwrap();
    let gallery = Gallery::new(place.setting.clone(), Vault::open(Config::folder(folder.path())).unwrap());
    place.router = router(App::new(place.setting.clone(), None, false).with_gallery(gallery.clone()));
    let child = {
        let now = place.setting.now();
        let permits = |id: &ChildId| {
            let day = "2026-09-16".parse().unwrap();
            ["display", "learning journey"]
                .iter()
                .all(|purpose| belisha_setting::permissions::standing(id, purpose, day, &now.state).permits())
        };
        now.state.children.here().map(|(id, _)| id.clone()).find(permits).unwrap()
    };
    Hung { place, gallery, folder, child }
}

fn jpeg(serial: &str) -> Vec<u8> {
    let (width, height) = (400, 300);
    let pixels = (0..width * height * 3).map(|at| (at * 7 % 251) as u8).collect();
    let says = Says { make: "Heron", model: "H10", serial, taken: "2026:09:15 10:05:00", orientation: 1 };
    sample::with_exif(&sample::jpeg(&Rgb { width, height, pixels }, 85), &says)
}

async fn import(user: &User, fields: &[(&str, &str)], files: &[(&str, Vec<u8>)]) -> Answer {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(
            format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes(),
        );
    }
    for (name, bytes) in files {
        let head = format!(
            "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: image/jpeg\r\n\r\n"
        );
        body.extend(head.bytes());
        body.extend(bytes);
        body.extend(b"\r\n");
    }
    body.extend(b"--b--\r\n");
    let request = user
        .request("POST", "/pictures/import")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=b");
    user.send(request.body(Body::from(body)).unwrap()).await
}

fn latest(place: &Place) -> PictureId {
    place.setting.now().state.pictures.here().next().unwrap().0.clone()
}

fn everything(folder: &Path) -> Vec<u8> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { all.extend(everything(&path)) } else { all.extend(std::fs::read(path).unwrap()) }
    }
    all
}

fn holds(bytes: &[u8], word: &str) -> bool {
    bytes.windows(word.len()).any(|known| known == word.as_bytes())
}

/// all-saints.38 and information-security.27: nothing that tells who, where and with what is in what is kept or leaves.
#[tokio::test]
async fn a_picture_comes_in_is_seen_and_leaves_without_a_word_about_itself() {
    let Hung { place, folder, child, .. } = hung("all-saints").await;
    let mo = place.manager().await;
    let fields = [("shows", "children"), ("purpose", "display"), ("child", child.as_str())];
    let files = [
        ("one.jpg", jpeg("HX-4410")),
        ("zip.jpg", b"PK\x03\x04....".to_vec()),
        ("theirs.jpg", jpeg("OTHER")),
    ];
    let answer = import(&mo, &fields, &files).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for words in ["✓ taken in", "a zip archive", "all-saints.34", "serial number"] {
        assert!(answer.body.contains(words), "{words} is not in {}", answer.body);
    }
    let picture = latest(&place);
    let kept = everything(folder.path());
    let name = place.setting.now().state.children.name(&child);
    for path in [format!("/pictures/{picture}/files/large"), format!("/pictures/{picture}/files/small")] {
        let answer = mo.get(&path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert!(
            !answer.body.contains("Exif") && !answer.body.contains("Heron"),
            "something leaves with {path}"
        );
        for word in ["Exif\0\0", "Heron\0", "HX-4410", "MAKERNOTE", "2026:09:15", name.as_str()] {
            assert!(!answer.body.contains(word), "{word} leaves with {path}");
            assert!(!legible(&kept, word), "{word} is in the vault's folder");
        }
    }
    assert_eq!(mo.get(&format!("/pictures/{picture}/files/original")).await.status, StatusCode::NOT_FOUND);
    // It leaves with a use that is on record, and not before.
    assert_eq!(mo.get(&format!("/pictures/{picture}/uses/u1")).await.status, StatusCode::FORBIDDEN);
    let use_it =
        format!(r#"{{"pictures":{{"use":{{"picture":"{picture}","use":"u1","purpose":"display"}}}}}}"#);
    assert_eq!(mo.api(&use_it).await.status, StatusCode::OK);
    assert_eq!(mo.get(&format!("/pictures/{picture}/uses/u1")).await.status, StatusCode::OK);
    // The same file again is known.
    let again = import(&mo, &fields, &[("again.jpg", jpeg("HX-4410"))]).await;
    assert!(again.body.contains("in the vault already"), "{}", again.body);
}

#[tokio::test]
async fn pictures_are_for_staff_on_the_settings_devices_and_come_in_through_their_own_pages() {
    let Hung { place, child, folder: _folder, .. } = hung("jigsaw").await;
    let mo = place.manager().await;
    let fields = [("shows", "children"), ("purpose", "display"), ("child", child.as_str())];
    import(&mo, &fields, &[("one.jpg", jpeg("HX-4410"))]).await;
    let picture = latest(&place);
    let paths = [
        "/pictures".to_owned(),
        format!("/pictures/{picture}"),
        format!("/pictures/{picture}/files/large"),
        "/journeys".into(),
    ];
    for path in &paths {
        assert_eq!(place.anonymous().get(path).await.to, "/sign-in", "{path}");
    }
    let mut own = place.anonymous();
    let answer = own.post("/sign-in", "name=Mo+Tern&secret=otter+lamp+gravel&device=own").await;
    own.take(&answer);
    for path in &paths {
        let answer = own.get(path).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
    }
    let before = place.lines();
    let use_it =
        format!(r#"{{"pictures":{{"use":{{"picture":"{picture}","use":"u1","purpose":"display"}}}}}}"#);
    assert_eq!(own.api(&use_it).await.status, StatusCode::FORBIDDEN);
    let take = format!(
        r#"{{"pictures":{{"take-in":{{"picture":"x","purpose":"display","children":["{child}"]}}}}}}"#
    );
    for prepared in [&take, r#"{"pictures":{"erase-due":{}}}"#] {
        let answer = mo.api(prepared).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{prepared}");
        assert!(answer.body.contains("unknown variant"), "{}", answer.body);
    }
    assert_eq!(place.lines(), before, "nothing was written");
}

#[tokio::test]
async fn a_file_arrives_in_pieces_and_goes_on_where_it_stopped() {
    let Hung { place, child, folder: _folder, .. } = hung("jigsaw").await;
    let (mo, nia) = (place.manager().await, place.practitioner().await);
    let begun = mo.send(mo.request("POST", "/uploads").body(Body::empty()).unwrap()).await;
    assert_eq!(begun.status, StatusCode::CREATED);
    let at = begun.to;
    let bytes = jpeg("HX-4410");
    let piece = async |user: &User, offset: usize, end: usize| {
        let request = user.request("PATCH", &at).header("upload-offset", offset.to_string());
        user.send(request.body(Body::from(bytes[offset.min(end)..end].to_vec())).unwrap()).await.status
    };
    assert_eq!(piece(&mo, 0, 4_000).await, StatusCode::NO_CONTENT);
    assert_eq!(piece(&mo, 100, 4_000).await, StatusCode::BAD_REQUEST, "a piece that was sent already");
    assert_eq!(piece(&nia, 4_000, 5_000).await, StatusCode::NOT_FOUND, "nobody goes on with another's file");
    assert_eq!(piece(&mo, 4_000, bytes.len()).await, StatusCode::NO_CONTENT);
    let form = format!("name=one.jpg&shows=children&purpose=display&child={child}");
    let taken = mo.post(&format!("{at}/picture"), &form).await;
    assert_eq!(taken.status, StatusCode::CREATED, "{}", taken.body);
    let again = mo.post(&format!("{at}/picture"), &form).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND, "what arrived was used up");
}

/// all-saints.38: erased is erased: the key, the bytes, and what a page shows.
#[tokio::test]
async fn erased_is_erased() {
    let Hung { place, gallery, folder, child } = hung("all-saints").await;
    let mo = place.manager().await;
    let fields = [("shows", "children"), ("purpose", "display"), ("child", child.as_str())];
    import(&mo, &fields, &[("one.jpg", jpeg("HX-4410"))]).await;
    let picture = latest(&place);
    assert!(!everything(&folder.path().join("kept")).is_empty());
    let erase = format!(r#"{{"pictures":{{"erase":{{"picture":"{picture}","why":"not-needed"}}}}}}"#);
    assert_eq!(mo.api(&erase).await.status, StatusCode::OK);
    assert_eq!(mo.get(&format!("/pictures/{picture}/files/large")).await.status, StatusCode::NOT_FOUND);
    let done = gallery.tidy().await.unwrap();
    assert_eq!(done.erased, 1);
    assert!(everything(&folder.path().join("kept")).is_empty(), "no byte of it is left");
    let lines = place.setting.lines(0, u64::MAX).await.unwrap();
    let of_picture = lines.iter().filter_map(|line| match &line.event {
        belisha_setting::Event::Pictures(belisha_setting::pictures::Event::TakenIn {
            picture: id,
            files,
            ..
        }) if *id == picture => Some(files.clone()),
        _ => None,
    });
    for file in of_picture.flatten() {
        assert_eq!(file.key.words(), "—", "its key cannot be opened any more");
    }
    assert!(place.setting.now().state.pictures.all[&picture].gone);
    assert!(mo.get(&format!("/pictures/{picture}")).await.body.contains("This picture was erased"));
    assert!(place.setting.verify().await.unwrap().is_ok(), "the log still verifies");
}

/// The passphrase of an export just made, and where it waits.
fn told(body: &str) -> (String, String) {
    let after = body.split("<code id=\"passphrase\">").nth(1).unwrap();
    let parcel = body.split("href=\"/sending/").nth(1).unwrap().split('"').next().unwrap();
    (after.split('<').next().unwrap().to_owned(), format!("/sending/{parcel}"))
}

/// The files in the archive of an export.
async fn archive(place: &Place, user: &User, path: &str) -> BTreeMap<String, Vec<u8>> {
    let request = user.request("GET", path).body(Body::empty()).unwrap();
    let response = tower::ServiceExt::oneshot(place.router.clone(), request).await.unwrap();
    assert_eq!(response.headers()[header::CONTENT_TYPE], "application/zip");
    let bytes = axum::body::to_bytes(response.into_body(), 256 << 20).await.unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut files = BTreeMap::new();
    for at in 0..archive.len() {
        let (mut entry, mut bytes) = (archive.by_index(at).unwrap(), Vec::new());
        std::io::Read::read_to_end(&mut entry, &mut bytes).unwrap();
        let name = entry.name().unwrap().into_owned();
        files.insert(name, bytes);
    }
    files
}

/// all-saints.39: a recording that is too large for a page goes with it, sealed under a key that is in the page.
#[tokio::test]
async fn a_long_recording_is_beside_the_page_in_the_familys_export() {
    let Hung { place, child, folder: _folder, .. } = hung("all-saints").await;
    let mo = place.manager().await;
    let fields = [("shows", "children"), ("purpose", "display"), ("child", child.as_str())];
    // A camera that writes no serial number into its recordings, and has none on the register.
    let camera = r#"{"devices":{"set":{"device":"camera-9","name":"Camera 9","kind":"camera","owner":"setting","make":"Heron","model":"H19"}}}"#;
    assert_eq!(mo.api(camera).await.status, StatusCode::OK);
    let film = |length: usize| {
        let mut film = crate::films::talkative_mp4(length);
        let model = film.windows(3).position(|known| known == b"H10").unwrap();
        film[model..model + 3].copy_from_slice(b"H19");
        film
    };
    let long = |more: usize| film(belisha_parcel::BYTES_MAX + more);
    let files = [("one.jpg", jpeg("HX-4410")), ("a.mov", long(0)), ("b.mov", long(1)), ("c.mov", film(9))];
    let answer = import(&mo, &fields, &files).await;
    assert_eq!(place.setting.now().state.pictures.here().count(), 4, "{}", answer.body);
    let answer = mo.post(&format!("/journeys/{child}/export"), "").await;
    assert!(answer.body.contains("4 pictures"), "{}", answer.body);
    assert!(answer.body.contains("2 files are too large for a page"), "{}", answer.body);
    let (passphrase, path) = told(&answer.body);
    let archive = archive(&place, &mo, &path).await;
    for word in ["com.apple.quicktime.make", "Asha at the gate", "PPPPPPPP"] {
        assert!(archive.values().all(|bytes| !legible(bytes, word)), "{word} is in it");
    }
    let page = belisha_parcel::open(&archive["part-1.html"], &passphrase).unwrap();
    assert_eq!((archive.len(), page.files.len(), page.beside.len()), (3, 2, 2));
    let mut lengths: Vec<u64> = Vec::new();
    for companion in &page.beside {
        let key = belisha_vault::Key::from_bytes(*companion.key);
        let opened = belisha_vault::seal::open(&key, &archive[&companion.sealed]).unwrap();
        assert_eq!(opened.len() as u64, companion.size);
        assert!(companion.name.ends_with(".mp4") && holds(&opened, "ftyp") && holds(&opened, "PPPPPPPP"));
        assert!(
            !holds(&opened, "Heron") && !holds(&opened, "Asha at the gate"),
            "it says something of itself"
        );
        lengths.push(companion.size);
    }
    lengths.sort_unstable();
    assert_eq!(lengths[1] - lengths[0], 1);
    assert!(page.beside[0].key != page.beside[1].key, "each has a key of its own");
}

/// portreath.27 and all-saints.39: what a family takes along is one file with one passphrase, however much it is; and a
/// picture for the wall is printed for a use that is on record, without names.
#[tokio::test]
async fn the_familys_export_is_one_sealed_file_however_many_pictures() {
    let Hung { place, child, folder: _folder, .. } = hung("all-saints").await;
    let mo = place.manager().await;
    let fields = [("shows", "children"), ("purpose", "display"), ("child", child.as_str())];
    let export = format!("/journeys/{child}/export");
    let pictures = |range: std::ops::Range<u8>| {
        range.map(|at| ("one.jpg", sample::with_segment(&jpeg("HX-4410"), 0xfe, &[at]))).collect::<Vec<_>>()
    };
    import(&mo, &fields, &pictures(0..2)).await;
    let answer = mo.post(&export, "").await;
    assert!(answer.body.contains("2 pictures"), "{}", answer.body);
    let (passphrase, path) = told(&answer.body);
    let page = mo.get(&path).await.body;
    let opened = belisha_parcel::open(page.as_bytes(), &passphrase).unwrap();
    assert_eq!(opened.files.len(), 2);

    import(&mo, &fields, &pictures(2..23)).await;
    let answer = mo.post(&export, "").await;
    let (passphrase, path) = told(&answer.body);
    assert!(answer.body.contains("23 pictures") && answer.body.contains("2 pages"), "{}", answer.body);
    let name = place.setting.now().state.children.name(&child);
    let archive = archive(&place, &mo, &path).await;
    for (file, bytes) in &archive {
        for word in [name.as_str(), "Exif\0\0", "HX-4410"] {
            assert!(!legible(bytes, word), "{word} in {file} is not sealed");
        }
    }
    assert_eq!(archive.keys().collect::<Vec<_>>(), ["part-1.html", "part-2.html"]);
    let (mut names, mut messages) = (Vec::new(), Vec::new());
    for page in archive.values() {
        let opened = belisha_parcel::open(page, &passphrase).unwrap();
        names.extend(opened.files.into_iter().map(|file| file.name));
        messages.push(opened.message);
    }
    let all: Vec<String> = (1..24).map(|at| format!("picture-{at:03}.jpg")).collect();
    assert_eq!(names, all);
    assert!(messages[0].contains(&name) && messages[1].is_empty(), "{messages:?}");
    let nia = place.practitioner().await;
    assert_eq!(nia.get(&path).await.status, StatusCode::NOT_FOUND, "it is for whoever sealed it");
    assert_eq!(nia.post(&export, "").await.status, StatusCode::FORBIDDEN);

    let picture = latest(&place);
    let sheet = format!("/pictures/{picture}/uses/wall/print");
    assert_eq!(mo.get(&sheet).await.status, StatusCode::FORBIDDEN, "no use is on record");
    let hang = format!(
        r#"{{"pictures":{{"use":{{"picture":"{picture}","use":"wall","purpose":"display","words":"Leaves"}}}}}}"#
    );
    assert_eq!(mo.api(&hang).await.status, StatusCode::OK);
    let answer = mo.get(&sheet).await;
    assert!(answer.body.contains("<figcaption>Leaves</figcaption>"), "{}", answer.body);
    let over =
        format!(r#"{{"pictures":{{"end-use":{{"picture":"{picture}","use":"wall","what":"taken down"}}}}}}"#);
    assert_eq!(mo.api(&over).await.status, StatusCode::OK);
    assert_eq!(mo.get(&sheet).await.status, StatusCode::FORBIDDEN, "it hangs no longer");
}
