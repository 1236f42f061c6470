//! Pictures through the program as it is run: in a bucket and a folder at once, looked at by a scanner, its log as talkative
//! as it can be asked to be. Nothing of where, when and with what a picture was made, and no name, is anywhere but on the
//! pages that are for it.

use crate::clamd::{Clamd, EICAR};
use crate::legible::legible;
use belisha_vault::media::Rgb;
use belisha_vault::media::sample::{Says, jpeg, with_exif};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

const CHILD: &str = "Quillon Featherstone";
const UNPERMITTED: &str = "Rosalind Marlowe";
const PASSWORD: &str = "otter lamp gravel";

/// What a picture says of how it was made: of its device, of the moment, of the place (51° 30′ 25.99″ north).
const OF_THE_PICTURE: [&[u8]; 6] = [
    b"Exif\0\0",
    b"MAKERNOTE-OF-A-PRETEND-DEVICE",
    b"THUMBNAIL-OF-A-PRETEND-DEVICE",
    b"2026:09:14",
    &[51, 0, 0, 0, 1, 0, 0, 0, 30, 0, 0, 0, 1, 0, 0, 0],
    b"http://ns.adobe.com/xap",
];

fn photograph(blue: u8) -> Vec<u8> {
    let shade = |at: usize| [(at % 251) as u8, (at / 640 % 241) as u8, blue];
    let pixels = (0..640 * 480).flat_map(shade).collect();
    let says = Says {
        make: "Heron Optical",
        model: "H10",
        serial: "HX-4410",
        taken: "2026:09:14 10:05:00",
        orientation: 6,
    };
    with_exif(&jpeg(&Rgb { width: 640, height: 480, pixels }, 85), &says)
}

/// How the program is told where pictures are kept.
struct Kept {
    data: PathBuf,
    bucket: String,
    scanner: Option<String>,
    log: PathBuf,
}

impl Kept {
    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_belisha"));
        let folder = self.data.join("pictures").display().to_string();
        command
            .env("BELISHA_DATA", &self.data)
            .env("BELISHA_PICTURES", format!("s3://pictures/of/setting,{folder}"))
            .env("BELISHA_S3_ENDPOINT", &self.bucket)
            .env("BELISHA_S3_REGION", "eu-west-2")
            .env("BELISHA_S3_KEY", "key")
            .env("BELISHA_S3_SECRET", "secret")
            .env("BELISHA_LOG", "trace");
        if let Some(scanner) = &self.scanner {
            command.env("BELISHA_SCANNER", scanner);
        }
        command
    }

    fn serve(&self) -> (Child, String) {
        let log = std::fs::File::create(&self.log).unwrap();
        let mut child = self
            .command()
            .args(["serve", "--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let address = lines.map_while(Result::ok).find_map(|line| {
            let at = line.find("http://")?;
            Some(line[at..].split('/').take(3).collect::<Vec<_>>().join("/"))
        });
        (child, address.unwrap())
    }

    fn says(&self, what: &[&str]) -> (String, i32) {
        let out = self.command().args(what).output().unwrap();
        let said = [out.stdout, out.stderr].concat();
        (String::from_utf8_lossy(&said).into_owned(), out.status.code().unwrap())
    }
}

/// Somebody at a browser, who keeps everything they were ever sent.
struct User {
    agent: ureq::Agent,
    address: String,
    cookie: String,
    sent: Vec<(String, Vec<u8>)>,
}

impl User {
    fn at(address: String) -> Self {
        let agent = ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0).build().into();
        Self { agent, address, cookie: String::new(), sent: Vec::new() }
    }

    fn keep(&mut self, path: &str, mut answer: ureq::http::Response<ureq::Body>) -> (u16, String) {
        if let Some(cookie) = answer.headers().get("set-cookie").filter(|_| path == "/sign-in") {
            self.cookie = cookie.to_str().unwrap().split(';').next().unwrap().to_owned();
        }
        let status = answer.status().as_u16();
        let head = format!("{:?}", answer.headers()).into_bytes();
        let body = answer.body_mut().with_config().limit(256 << 20).read_to_vec().unwrap();
        let text = String::from_utf8_lossy(&body).into_owned();
        self.sent.push((path.to_owned(), [head, body].concat()));
        (status, text)
    }

    fn get(&mut self, path: &str) -> (u16, String) {
        let answer = self.agent.get(format!("{}{path}", self.address)).header("cookie", &self.cookie);
        let answer = answer.call().unwrap();
        self.keep(path, answer)
    }

    fn form(&mut self, path: &str, fields: &[(&str, &str)]) -> (u16, String) {
        let post = self.agent.post(format!("{}{path}", self.address)).header("cookie", &self.cookie);
        let answer = post.send_form(fields.iter().copied()).unwrap();
        self.keep(path, answer)
    }

    fn api(&mut self, command: &serde_json::Value) {
        let post = self.agent.post(format!("{}/api/commands", self.address)).header("cookie", &self.cookie);
        let answer = post.header("content-type", "application/json").send(&command.to_string()).unwrap();
        let (status, text) = self.keep("/api/commands", answer);
        assert_eq!(status, 200, "{command}: {text}");
    }

    fn import(&mut self, child: &str, files: &[(&str, &[u8])]) -> (u16, String) {
        let mut body = Vec::new();
        for (name, value) in [("shows", "children"), ("purpose", "learning journey"), ("child", child)] {
            let field = format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend(field.bytes());
        }
        for (name, bytes) in files {
            let head =
                format!("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
            body.extend([head.as_bytes(), bytes, b"\r\n"].concat());
        }
        body.extend(b"--b--\r\n");
        let post =
            self.agent.post(format!("{}/pictures/import", self.address)).header("cookie", &self.cookie);
        let post = post.header("content-type", "multipart/form-data; boundary=b");
        let answer = post.send(&body[..]).unwrap();
        self.keep("/pictures/import", answer)
    }
}

fn below(folder: &Path) -> Vec<PathBuf> {
    let each = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    each.flat_map(|path| if path.is_dir() { below(&path) } else { vec![path] }).collect()
}

fn says_nothing(what: &str, bytes: &[u8], words: &[&[u8]]) {
    for word in words {
        assert!(!legible(bytes, word), "`{}` is in {what}", String::from_utf8_lossy(word));
    }
}

/// A manager of a setting with a camera and a child whose mother permits pictures.
fn begun(address: String) -> User {
    let mut mo = User::at(address);
    let (status, said) = mo.form(
        "/start",
        &[
            ("policy", "all-saints"),
            ("setting", "Amber Lane"),
            ("number", "01632 960123"),
            ("from", "08:30"),
            ("to", "15:30"),
            ("name", "Mo Tern"),
            ("password", PASSWORD),
            ("again", PASSWORD),
        ],
    );
    assert_eq!(status, 200, "{said}");
    mo.form("/sign-in", &[("name", "Mo Tern"), ("secret", PASSWORD), ("device", "setting")]);
    mo.api(&serde_json::json!({ "devices": { "set": {
        "device": "camera-1", "name": "The camera", "kind": "camera", "owner": "setting",
        "make": "Heron Optical", "model": "H10", "serial": "HX-4410",
    } } }));
    mo.api(
        &serde_json::json!({ "children": { "add": { "child": "q", "name": CHILD, "born": "2023-02-01" } } }),
    );
    mo.api(&serde_json::json!({ "permissions": { "answer": {
        "child": "q", "answers": { "learning journey": true, "display": true }, "by": "Florence Featherstone", "how": "paper",
    } } }));
    mo
}

/// What lies in the folder, the bucket and the log.
fn nothing_is_left(kept: &Kept, remote: &Path, mo: &User, passphrase: &str) {
    let session = mo.cookie.split('=').nth(1).unwrap().to_owned();
    let names: [&[u8]; 7] = [
        b"Rosalind",
        b"Marlowe",
        b"Quillon",
        b"Featherstone",
        b"Florence",
        b"Sang to the rain",
        b"at the gate",
    ];
    let secrets: [&[u8]; 3] = [PASSWORD.as_bytes(), session.as_bytes(), passphrase.as_bytes()];
    for file in below(&kept.data).into_iter().chain(below(remote)) {
        let bytes = std::fs::read(&file).unwrap();
        let what = file.display().to_string();
        for words in [&OF_THE_PICTURE[..], &names, &secrets] {
            says_nothing(&what, &bytes, words);
        }
    }
    let log = std::fs::read(&kept.log).unwrap();
    assert!(
        legible(&log, b" TRACE ") && legible(&log, b"a file was not taken in"),
        "the log was not asked to say all"
    );
    for words in [&OF_THE_PICTURE[..], &names, &secrets, &[b"HX-4410"]] {
        says_nothing("the log", &log, words);
    }
}

/// How many pages were looked at.
fn seen(mo: &mut User) -> usize {
    let mut pages = 0;
    for path in [
        "",
        "/pictures",
        "/pictures/month",
        "/pictures/import",
        "/journeys/q",
        "/permissions",
        "/due",
        "/log",
    ] {
        let (status, said) = mo.get(path);
        assert!(status == 200, "{path}: {status} {said}");
        pages += 1;
    }
    pages
}

/// jigsaw.16, all-saints.38, information-security.27: what is kept, logged, sent and taken along.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_a_picture_says_of_itself_and_no_name_is_where_it_should_not_be() {
    let [data, remote, outside] = [(); 3].map(|()| tempfile::tempdir().unwrap());
    let clamd = Clamd::start(outside.path());
    let kept = Kept {
        data: data.path().to_owned(),
        bucket: crate::s3_server::server(remote.path()).await,
        scanner: clamd.as_ref().map(|clamd| clamd.address.clone()),
        log: outside.path().join("log"),
    };
    let (mut program, address) = kept.serve();
    let mut mo = begun(address);
    let mut infected = photograph(9);
    infected.extend(EICAR.concat().bytes());
    let name = format!("{CHILD} at the gate.jpg");
    let (status, said) = mo.import("q", &[(&name, &photograph(90))]);
    assert_eq!(status, 303, "{said}");
    if clamd.is_some() {
        let (status, said) = mo.import("q", &[("infected.jpg", &infected)]);
        assert!(status == 422 && said.contains("The scanner found Own.Test"), "{status} {said}");
    }
    mo.api(&serde_json::json!({ "children": { "add": { "child": "u", "name": UNPERMITTED, "born": "2023-02-01" } } }));
    let (status, said) = mo.import("u", &[("theirs.jpg", &photograph(30))]);
    assert!(status == 422 && said.contains(UNPERMITTED), "{status} {said}");
    let (_, vault) = mo.get("/pictures");
    let picture = vault.split("/pictures/").filter_map(|known| known.split(['/', '"']).next());
    let picture =
        picture.into_iter().find(|id| id.len() == 13).unwrap_or_else(|| panic!("{vault}")).to_owned();
    mo.api(&serde_json::json!({ "journeys": { "write": {
        "entry": "e1", "child": "q", "pictures": [picture], "area": "communication",
        "observation": "Sang to the rain.", "next_steps": "",
    } } }));
    let pages = seen(&mut mo);
    mo.get(&format!("/pictures/{picture}"));
    for size in ["large", "small"] {
        let path = format!("/pictures/{picture}/files/{size}");
        assert_eq!(mo.get(&path).0, 200, "{path}");
        let (_, bytes) = mo.sent.last().unwrap();
        says_nothing(&path, bytes, &[CHILD.as_bytes(), b"Quillon", b"Heron Optical", b"HX-4410"]);
    }
    let (status, said) = mo.form("/journeys/q/export", &[]);
    assert!(status == 200 && said.contains("The sealed export is ready"), "{said}");
    let passphrase =
        said.split("<code id=\"passphrase\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
    let parcel = said.split("href=\"/sending/").nth(1).unwrap().split('"').next().unwrap();
    let parcel = format!("/sending/{parcel}");
    assert_eq!(mo.get(&parcel).0, 200);
    let (_, bytes) = mo.sent.last().unwrap();
    says_nothing(
        "the export",
        bytes,
        &[CHILD.as_bytes(), b"Quillon", b"Heron Optical", b"HX-4410", passphrase.as_bytes()],
    );
    assert!(pages > 5 && mo.sent.len() > 15);
    for (path, bytes) in &mo.sent {
        says_nothing(path, bytes, &OF_THE_PICTURE);
    }

    let id = program.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    program.wait().unwrap();
    let (said, code) = kept.says(&["media", "check"]);
    assert!(code == 0 && said.contains("6 files as they were kept, 0 missing, 0 altered"), "{said}");

    nothing_is_left(&kept, remote.path(), &mo, &passphrase);

    let without = kept.command().env_remove("BELISHA_S3_KEY").args(["media", "check"]).output().unwrap();
    let said = String::from_utf8_lossy(&without.stderr).into_owned();
    assert!(said.contains("wants BELISHA_S3_KEY and BELISHA_S3_SECRET"), "{said}");
    let elsewhere = Kept { bucket: "http://127.0.0.1:1".into(), ..kept };
    let (said, code) = elsewhere.says(&["media", "check"]);
    assert!(code != 0 && said.contains("s3://pictures/of/setting"), "{said}");
}
