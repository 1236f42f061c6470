//! Pictures by the command line: taken in, refused in words, kept so that nobody can read them, checked.

use crate::legible::legible;
use belisha_ledger::{KeyFile, MasterKey, Sqlite, Store};
use belisha_policy::builtin_packs;
use belisha_service::{Clock, FixedClock, Setting};
use belisha_setting::permissions::How;
use belisha_setting::{Author, adoption, children, devices, people, permissions, profile};
use belisha_vault::media::Rgb;
use belisha_vault::media::sample::{Says, jpeg, with_exif};
use jiff::{Timestamp, ToSpan};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

const CHILD: &str = "Quillon Featherstone";

#[expect(clippy::disallowed_methods, reason = "the program that is run asks the machine's clock too")]
fn clock() -> Arc<dyn Clock> {
    Arc::new(FixedClock::fixed(Timestamp::now() - 1.hour()))
}

pub(crate) async fn begin(data: &Path) {
    let master = MasterKey::generate();
    KeyFile::write(&data.join("master.key"), &master).unwrap();
    let store = Arc::new(Sqlite::open(&data.join("belisha.db")).unwrap());
    store.keep_recovery(&master.recovery().unwrap().1).unwrap();
    let setting = Setting::create(store, &master, "setting", clock()).unwrap();
    let (_, text) = builtin_packs().iter().find(|(id, _)| *id == "all-saints").unwrap();
    let camera = serde_json::json!({ "set": {
        "device": "camera-1", "name": "The camera", "kind": "camera", "owner": "setting",
        "make": "Heron", "model": "H10", "serial": "HX-4410",
    } });
    let camera: devices::Command = serde_json::from_value(camera).unwrap();
    let answers = ["learning journey", "display"].map(|purpose| (purpose.to_owned(), true)).into();
    let (name, number) = ("Amber Lane".to_owned(), "01632 960123".to_owned());
    let by = "the child's mother".to_owned();
    for command in [
        belisha_setting::Command::Setting(profile::Command::Found { name, number }),
        belisha_setting::Command::Policy(adoption::Command::Adopt { text: (*text).to_owned() }),
        belisha_setting::Command::People(people::Command::Add {
            person: "mo".into(),
            name: "Mo Tern".into(),
            roles: vec!["manager".into()],
            counted: true,
            level: Some(3),
        }),
        belisha_setting::Command::Children(children::Command::Add {
            child: "q".into(),
            name: CHILD.into(),
            born: "2023-02-01".parse().unwrap(),
            family: String::new(),
        }),
        belisha_setting::Command::Devices(camera),
        belisha_setting::Command::Permissions(permissions::Command::Answer {
            child: "q".into(),
            answers,
            by,
            how: How::Paper,
            on: None,
        }),
    ] {
        setting.submit(Author::Program, command).await.unwrap();
    }
    setting.seal().await.unwrap();
}

fn photograph(path: &Path, serial: &str) {
    drawn(path, serial, 90);
}

fn drawn(path: &Path, serial: &str, blue: u8) {
    let shade = |at: usize| [(at % 251) as u8, (at / 640 % 241) as u8, blue];
    let pixels = (0..640 * 480).flat_map(shade).collect();
    let day = clock().now().strftime("%Y:%m:%d 00:05:00").to_string();
    let says = Says { make: "Heron", model: "H10", serial, taken: &day, orientation: 6 };
    std::fs::write(path, with_exif(&jpeg(&Rgb { width: 640, height: 480, pixels }, 85), &says)).unwrap();
}

fn media(what: &[&str], files: &[&Path], data: &Path) -> (String, i32) {
    let out = Command::new(env!("CARGO_BIN_EXE_belisha"))
        .arg("media")
        .args(what)
        .args(files)
        .arg("--data")
        .arg(data)
        .output()
        .unwrap();
    let said = [out.stdout, out.stderr].concat();
    (String::from_utf8_lossy(&said).into_owned(), out.status.code().unwrap())
}

fn below(folder: &Path) -> Vec<PathBuf> {
    let each = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    each.flat_map(|path| if path.is_dir() { below(&path) } else { vec![path] }).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_are_taken_in_refused_kept_and_checked() {
    let (outside, data) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let data = data.path();
    begin(data).await;
    let [good, zip, strange, absent] =
        ["good.jpg", "zip.jpg", "strange.jpg", "absent.jpg"].map(|name| outside.path().join(name));
    photograph(&good, "HX-4410");
    photograph(&strange, "ZZ-0001");
    std::fs::write(&zip, b"PK\x03\x04 and the rest of an archive".repeat(40)).unwrap();
    let import = ["import", "--purpose", "learning journey", "--child", CHILD, "--by", "Mo Tern"];

    let (said, code) = media(&import, &[&good, &zip, &strange], data);
    assert_eq!(code, 1, "{said}");
    let of = |file: &Path| {
        let start = format!("{}: ", file.display());
        said.lines().find_map(|line| line.strip_prefix(&start)).unwrap_or_else(|| panic!("{said}"))
    };
    assert!(of(&good).starts_with("taken in as "), "{said}");
    assert!(of(&zip).starts_with("refused: "), "{said}");
    assert!(of(&strange).starts_with("refused: ") && of(&strange).contains("ZZ-0001"), "{said}");
    assert!(of(&strange).contains("HX-4410") && of(&strange).contains("all-saints."), "{said}");

    let (said, code) = media(&import, &[&good], data);
    assert!(code == 1 && said.contains("It is in the vault already"), "{said}");
    let (said, code) = media(&import, &[&absent], data);
    assert!(code == 2 && said.contains("cannot be read"), "{said}");
    let (said, code) = media(&["import", "--child", "Nobody", "--by", "mo"], &[&good], data);
    assert!(code == 2 && said.contains("there is no child `Nobody`"), "{said}");

    let words: [&[u8]; 7] = [
        b"Exif\0\0",
        b"MAKERNOTE-OF-A-PRETEND-DEVICE",
        b"THUMBNAIL-OF-A-PRETEND-DEVICE",
        b"2026:09:14",
        b"PK\x03\x04 and the rest",
        CHILD.as_bytes(),
        &[51, 0, 0, 0, 1, 0, 0, 0, 30, 0, 0, 0, 1, 0, 0, 0],
    ];
    for file in below(data) {
        let bytes = std::fs::read(&file).unwrap();
        for word in words {
            assert!(!legible(&bytes, word), "{}: {}", file.display(), String::from_utf8_lossy(word));
        }
    }

    let (said, code) = media(&["check"], &[], data);
    assert!(code == 0 && said.contains("3 files as they were kept, 0 missing, 0 altered"), "{said}");
    let (said, code) = media(&["tidy"], &[], data);
    assert!(code == 0 && said.contains("0 pictures erased, 0 files removed"), "{said}");
    let held = std::fs::File::create(data.join("belisha.lock")).unwrap();
    held.lock().unwrap();
    let (said, code) = media(&["tidy"], &[], data);
    assert!(code == 2 && said.contains("another `belisha` is at work"), "{said}");
    drop(held);
    let blob = below(&data.join("pictures")).pop().unwrap();
    let mut bytes = std::fs::read(&blob).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&blob, bytes).unwrap();
    let (said, code) = media(&["check"], &[], data);
    assert!(code == 1 && said.contains("1 altered"), "{said}");
    std::fs::remove_file(&blob).unwrap();
    let (said, code) = media(&["check", "--json"], &[], data);
    assert!(code == 1 && said.contains("\"missing\""), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_killed_while_it_takes_pictures_in_leaves_no_half_picture() {
    const PICTURES: u8 = 24;
    let (outside, data) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let data = data.path();
    begin(data).await;
    let files: Vec<PathBuf> = (0..PICTURES).map(|at| outside.path().join(format!("{at}.jpg"))).collect();
    for (at, file) in (0..PICTURES).zip(&files) {
        drawn(file, "HX-4410", at * 10);
    }
    let import = ["import", "--purpose", "learning journey", "--child", CHILD, "--by", "Mo Tern"];
    let mut taken_in = std::collections::BTreeSet::new();
    for round in 1..6 {
        let mut running = Command::new(env!("CARGO_BIN_EXE_belisha"))
            .arg("media")
            .args(import)
            .args(&files)
            .arg("--data")
            .arg(data)
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(running.stdout.take().unwrap()).lines().map_while(Result::ok);
        // Killed while others are on their way, a little further in each round.
        let mut new = 0;
        for line in lines {
            let Some((file, _)) = line.split_once(": taken in as ") else { continue };
            taken_in.insert(file.to_owned());
            new += 1;
            if new == round {
                running.kill().unwrap();
            }
        }
        running.wait().unwrap();
        let (said, code) = media(&["check"], &[], data);
        assert!(code == 0 && said.contains("0 missing, 0 altered"), "round {round}: {said}");
        let again: Vec<&Path> = taken_in.iter().map(Path::new).collect();
        let (said, _) = media(&import, &again, data);
        let known = said.matches("It is in the vault already").count();
        assert_eq!(known, taken_in.len(), "round {round}: acknowledged and not there: {said}");
    }
    assert!(taken_in.len() < files.len(), "it was never killed in the middle");
    let all: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
    media(&import, &all, data);
    let (said, code) = media(&["check"], &[], data);
    let kept = format!("{} files as they were kept, 0 missing, 0 altered", usize::from(PICTURES) * 3);
    assert!(code == 0 && said.contains(&kept), "{said}");
}
