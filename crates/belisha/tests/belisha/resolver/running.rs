//! The program with its resolver, for tests: what is asked of it, by name and by page.

use std::io::{BufRead, BufReader};
use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// What the pretend resolver upstream answers for every name (RFC 5737).
pub(crate) const UPSTREAM_SAYS: [u8; 4] = [192, 0, 2, 80];
pub(crate) const CHILDRENS: [u8; 4] = [127, 0, 0, 41];
pub(crate) const SECOND: [u8; 4] = [127, 0, 0, 42];
pub(crate) const OFFICE: [u8; 4] = [127, 0, 0, 43];
pub(crate) const VISITOR: [u8; 4] = [127, 0, 0, 99];

/// A resolver that answers every question for an address with the same one.
pub(crate) fn upstream() -> SocketAddr {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    let at = socket.local_addr().unwrap();
    std::thread::spawn(move || {
        let mut bytes = [0; 2_048];
        while let Ok((length, from)) = socket.recv_from(&mut bytes) {
            let end = 12 + name_length(&bytes[12..length]) + 4;
            let mut answer = bytes[..end].to_vec();
            (answer[2], answer[3]) = (0x81, 0x80);
            answer[6..12].copy_from_slice(&[0, 1, 0, 0, 0, 0]);
            answer.extend([0xc0, 12, 0, 1, 0, 1, 0, 0, 1, 0x2c, 0, 4]);
            answer.extend(UPSTREAM_SAYS);
            let _ = socket.send_to(&answer, from);
        }
    });
    at
}

pub(crate) fn name_length(bytes: &[u8]) -> usize {
    let mut at = 0;
    while bytes[at] != 0 {
        at += usize::from(bytes[at]) + 1;
    }
    at + 1
}

pub(crate) fn question(name: &str) -> Vec<u8> {
    let mut bytes = vec![0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0];
    for label in name.split('.') {
        bytes.push(u8::try_from(label.len()).unwrap());
        bytes.extend(label.as_bytes());
    }
    bytes.extend([0, 0, 1, 0, 1]);
    bytes
}

#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub(crate) enum Said {
    /// An address.
    Address([u8; 4]),
    /// There is no such name, or no address of it.
    Nothing,
}

pub(crate) fn read(answer: &[u8]) -> Said {
    assert_eq!(&answer[..2], &[0x12, 0x34], "the answer to this question");
    assert!([0, 3].contains(&(answer[3] & 15)), "neither an answer nor a refusal: {answer:?}");
    if answer[7] == 0 { Said::Nothing } else { Said::Address(answer[answer.len() - 4..].try_into().unwrap()) }
}

pub(crate) struct Running {
    pub(crate) child: Child,
    pub(crate) pages: String,
    pub(crate) dns: SocketAddr,
    pub(crate) session: String,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A moment between two look-ups: a device that asks without one is slowed down, and rightly.
pub(crate) fn paced() {
    let (_keep, never) = std::sync::mpsc::channel::<()>();
    let _ = never.recv_timeout(Duration::from_millis(5));
}

pub(crate) fn agent() -> ureq::Agent {
    ureq::Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .timeout_global(Some(Duration::from_secs(30)))
        .build()
        .into()
}

pub(crate) fn start(data: &Path, upstream: SocketAddr, more: &[&str]) -> Running {
    let mut command = Command::new(env!("CARGO_BIN_EXE_belisha"));
    command.args([
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--dns",
        "127.0.0.1:0",
        "--upstream",
        &upstream.to_string(),
    ]);
    command.args(more);
    let mut child =
        command.arg("--data").arg(data).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let (mut pages, mut dns) = (String::new(), None);
    for line in BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok) {
        if let Some(at) = line.strip_prefix("The resolver is asked at ") {
            dns = at.parse().ok();
        }
        if let Some(at) = line.find("http://") {
            pages = line[at..].split('/').take(3).collect::<Vec<_>>().join("/");
            break;
        }
    }
    Running { child, pages, dns: dns.expect("the program says where it is asked"), session: String::new() }
}

impl Running {
    pub(crate) fn begin(&mut self, policy: &str) {
        let form = [
            ("policy", policy),
            ("setting", "Amber Lane"),
            ("number", "01632 960123"),
            ("from", "00:00"),
            ("to", "23:59"),
            ("name", "Mo Tern"),
            ("password", "otter lamp gravel"),
            ("again", "otter lamp gravel"),
        ];
        let begun = agent().post(format!("{}/start", self.pages)).send_form(form).unwrap();
        assert_eq!(begun.status(), 200);
        self.sign_in();
        for command in [
            r#"{"people":{"add":{"person":"dee","name":"Dee Alder","roles":["deputy","dsl"],"counted":true,"level":3}}}"#,
            r#"{"people":{"add":{"person":"nia","name":"Nia Rowan","roles":["practitioner"],"counted":true,"level":3}}}"#,
            r#"{"children":{"add":{"child":"asha","name":"Asha A.","born":"2023-02-01","family":""}}}"#,
            r#"{"devices":{"set":{"device":"tab","name":"Red tablet","kind":"tablet","for_children":true}}}"#,
            r#"{"devices":{"set":{"device":"tab-2","name":"Blue tablet","kind":"tablet","for_children":true}}}"#,
            r#"{"devices":{"set":{"device":"office","name":"Office computer","kind":"computer"}}}"#,
            r#"{"network":{"place":{"device":"tab","addresses":["127.0.0.41"]}}}"#,
            r#"{"network":{"place":{"device":"tab-2","addresses":["127.0.0.42"]}}}"#,
            r#"{"network":{"place":{"device":"office","addresses":["127.0.0.43"]}}}"#,
            r#"{"sites":{"approve":{"site":"songs","title":"Songs","names":["songs.example"],"why":"looked at it"}}}"#,
            r#"{"day":{"open":{}}}"#,
            r#"{"day":{"in":{"person":"nia"}}}"#,
            r#"{"day":{"child-in":{"child":"asha"}}}"#,
        ] {
            self.give(command);
        }
    }

    /// What the policies ask before children go online, where they ask it.
    pub(crate) fn ready(&mut self) {
        let mut give = vec![
            r#"{"teaching":{"teach":{"children":["asha"],"control":"internet.stay-safe-principles","by":"nia"}}}"#,
        ];
        give.push(r#"{"families":{"write":{"notice":"n1","kind":"policy-shown","title":"Our policy","words":"Please read it."}}}"#);
        give.push(r#"{"families":{"tell":{"notice":"n1","families":["asha"],"how":"signed"}}}"#);
        give.push(r#"{"online":{"permit":{"child":"asha","yes":true,"by":"her mother"}}}"#);
        for command in give {
            self.give(command);
        }
    }

    pub(crate) fn sign_in(&mut self) {
        self.sign_in_as("Mo Tern");
    }

    pub(crate) fn sign_in_as(&mut self, name: &str) {
        let secret = if name == "Mo Tern" { "otter lamp gravel" } else { "heron kettle marble" };
        let form = [("name", name), ("secret", secret), ("device", "setting")];
        let answer = agent().post(format!("{}/sign-in", self.pages)).send_form(form).unwrap();
        let cookie = answer.headers().get("set-cookie").expect("a session").to_str().unwrap();
        self.session = cookie.split(';').next().unwrap().to_owned();
    }

    /// In the place of a secret that another set.
    pub(crate) fn chooses_own(&self, secret: &str) {
        let form = [("secret", secret), ("again", secret)];
        let url = format!("{}/own-secret", self.pages);
        let answer = agent().post(url).header("cookie", &self.session).send_form(form).unwrap();
        assert_eq!(answer.headers().get("location").unwrap(), "/");
    }

    pub(crate) fn sent(&self, command: &str) -> (u16, String) {
        let url = format!("{}/api/commands", self.pages);
        let post = agent().post(url).header("cookie", &self.session);
        let mut answer = post.header("content-type", "application/json").send(command).unwrap();
        (answer.status().as_u16(), answer.body_mut().read_to_string().unwrap())
    }

    pub(crate) fn give(&self, command: &str) {
        let (status, said) = self.sent(command);
        assert_eq!(status, 200, "{command}: {said}");
    }

    pub(crate) fn page(&self, path: &str) -> String {
        let mut answer =
            agent().get(format!("{}{path}", self.pages)).header("cookie", &self.session).call().unwrap();
        assert_eq!(answer.status(), 200, "{path}");
        answer.body_mut().read_to_string().unwrap()
    }

    pub(crate) fn asked(&self, from: [u8; 4], name: &str) -> Said {
        let socket = UdpSocket::bind((IpAddr::from(from), 0)).unwrap();
        socket.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
        socket.send_to(&question(name), self.dns).unwrap();
        let mut bytes = [0; 2_048];
        let (length, _) = socket.recv_from(&mut bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        read(&bytes[..length])
    }

    pub(crate) fn resolves(&self, from: [u8; 4], name: &str) -> bool {
        self.asked(from, name) == Said::Address(UPSTREAM_SAYS)
    }

    /// How long until a look-up comes out as wanted; the test fails when that is more than a second.
    pub(crate) fn within_a_second(&self, from: [u8; 4], name: &str, wanted: bool) -> Duration {
        let since = Instant::now();
        while self.resolves(from, name) != wanted {
            assert!(
                since.elapsed() < Duration::from_secs(1),
                "{name} took more than a second to be {wanted}"
            );
            paced();
        }
        since.elapsed()
    }

    pub(crate) fn opens(&self, id: &str, minutes: u32) {
        self.give(&format!(
            r#"{{"online":{{"open":{{"session":"{id}","supervisor":"nia","devices":["tab"],"children":["asha"],"purpose":"educational","minutes":{minutes}}}}}}}"#
        ));
    }
}

pub(crate) fn checked(running: &Running, policy: &str) {
    if ["all-saints", "beaumont"].contains(&policy) {
        // The settings of each device were looked at, by whom the policy names.
        let secret = [("kind", "password"), ("secret", "heron kettle marble")];
        let answer = agent()
            .post(format!("{}/people/dee/secret", running.pages))
            .header("cookie", &running.session)
            .send_form(secret)
            .unwrap();
        assert_eq!(answer.status(), 303);
        let mut dee = Running {
            child: Command::new("true").spawn().unwrap(),
            pages: running.pages.clone(),
            dns: running.dns,
            session: String::new(),
        };
        dee.sign_in_as("Dee Alder");
        dee.chooses_own("walnut drizzle harp");
        for device in ["tab", "tab-2", "office"] {
            dee.give(&format!(
                r#"{{"duties":{{"do":{{"duty":"equipment.safety-settings/check","subject":{{"device":"{device}"}}}}}}}}"#
            ));
        }
    }
}
