//! The whole program with its resolver, on real sockets: what each clause about the internet says, seen on the wire.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "helpers of tests stop at the first surprise, and ask a clock how long they waited"
)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{IpAddr, SocketAddr, TcpStream, UdpSocket};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// What the pretend resolver upstream answers for every name (RFC 5737).
const UPSTREAM_SAYS: [u8; 4] = [192, 0, 2, 80];
const CHILDRENS: [u8; 4] = [127, 0, 0, 41];
const SECOND: [u8; 4] = [127, 0, 0, 42];
const OFFICE: [u8; 4] = [127, 0, 0, 43];
const VISITOR: [u8; 4] = [127, 0, 0, 99];

/// A resolver that answers every question for an address with the same one.
fn upstream() -> SocketAddr {
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

fn name_length(bytes: &[u8]) -> usize {
    let mut at = 0;
    while bytes[at] != 0 {
        at += usize::from(bytes[at]) + 1;
    }
    at + 1
}

fn question(name: &str) -> Vec<u8> {
    let mut bytes = vec![0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0];
    for label in name.split('.') {
        bytes.push(u8::try_from(label.len()).unwrap());
        bytes.extend(label.as_bytes());
    }
    bytes.extend([0, 0, 1, 0, 1]);
    bytes
}

#[derive(Debug, PartialEq, Eq, Clone, Copy)]
enum Said {
    /// An address.
    Address([u8; 4]),
    /// There is no such name, or no address of it.
    Nothing,
}

fn read(answer: &[u8]) -> Said {
    assert_eq!(&answer[..2], &[0x12, 0x34], "the answer to this question");
    assert!([0, 3].contains(&(answer[3] & 15)), "neither an answer nor a refusal: {answer:?}");
    if answer[7] == 0 { Said::Nothing } else { Said::Address(answer[answer.len() - 4..].try_into().unwrap()) }
}

struct Running {
    child: Child,
    pages: String,
    dns: SocketAddr,
    session: String,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A moment between two look-ups: a device that asks without one is slowed down, and rightly.
fn paced() {
    let (_keep, never) = std::sync::mpsc::channel::<()>();
    let _ = never.recv_timeout(Duration::from_millis(5));
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .timeout_global(Some(Duration::from_secs(30)))
        .build()
        .into()
}

fn start(data: &Path, upstream: SocketAddr, why: Option<SocketAddr>) -> Running {
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
    if let Some(why) = why {
        command.args(["--why-page", &why.to_string()]);
    }
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
    fn begin(&mut self, policy: &str) {
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
    fn ready(&mut self) {
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

    fn sign_in(&mut self) {
        self.sign_in_as("Mo Tern");
    }

    fn sign_in_as(&mut self, name: &str) {
        let secret = if name == "Mo Tern" { "otter lamp gravel" } else { "heron kettle marble" };
        let form = [("name", name), ("secret", secret)];
        let answer = agent().post(format!("{}/sign-in", self.pages)).send_form(form).unwrap();
        let cookie = answer.headers().get("set-cookie").expect("a session").to_str().unwrap();
        self.session = cookie.split(';').next().unwrap().to_owned();
    }

    fn sent(&self, command: &str) -> (u16, String) {
        let url = format!("{}/api/commands", self.pages);
        let mut answer = agent().post(url).header("cookie", &self.session).send(command).unwrap();
        (answer.status().as_u16(), answer.body_mut().read_to_string().unwrap())
    }

    fn give(&self, command: &str) {
        let (status, said) = self.sent(command);
        assert_eq!(status, 200, "{command}: {said}");
    }

    fn page(&self, path: &str) -> String {
        let mut answer =
            agent().get(format!("{}{path}", self.pages)).header("cookie", &self.session).call().unwrap();
        assert_eq!(answer.status(), 200, "{path}");
        answer.body_mut().read_to_string().unwrap()
    }

    fn asked(&self, from: [u8; 4], name: &str) -> Said {
        let socket = UdpSocket::bind((IpAddr::from(from), 0)).unwrap();
        socket.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
        socket.send_to(&question(name), self.dns).unwrap();
        let mut bytes = [0; 2_048];
        let (length, _) = socket.recv_from(&mut bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        read(&bytes[..length])
    }

    fn resolves(&self, from: [u8; 4], name: &str) -> bool {
        self.asked(from, name) == Said::Address(UPSTREAM_SAYS)
    }

    /// How long until a look-up comes out as wanted; the test fails when that is more than a second.
    fn within_a_second(&self, from: [u8; 4], name: &str, wanted: bool) -> Duration {
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

    fn opens(&self, id: &str, minutes: u32) {
        self.give(&format!(
            r#"{{"online":{{"open":{{"session":"{id}","supervisor":"nia","devices":["tab"],"children":["asha"],"purpose":"educational","minutes":{minutes}}}}}}}"#
        ));
    }
}

fn checked(running: &Running, policy: &str) {
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
        for device in ["tab", "tab-2", "office"] {
            dee.give(&format!(
                r#"{{"duties":{{"do":{{"duty":"equipment.safety-settings/check","subject":{{"device":"{device}"}}}}}}}}"#
            ));
        }
    }
}

/// jigsaw.6, all-saints.1 .6 .7 .11 .15, information-security.7 .9 .10 .41, beaumont.6 .7 .15 .20 .43, portreath.15: on
/// the wire, under each of the five policies.
#[test]
fn the_internet_is_closed_until_an_adult_opens_it() {
    let upstream = upstream();
    for policy in ["jigsaw", "all-saints", "information-security", "beaumont", "portreath"] {
        let data = tempfile::tempdir().unwrap();
        let mut running = start(data.path(), upstream, None);
        assert_eq!(running.asked(OFFICE, "songs.example"), Said::Nothing, "{policy}: nobody has begun");
        running.begin(policy);
        running.ready();
        checked(&running, policy);
        running.within_a_second(OFFICE, "somewhere.example", true);
        for device in [CHILDRENS, SECOND, VISITOR] {
            assert!(!running.resolves(device, "songs.example"), "{policy}: shut without a session");
        }
        running.opens("s1", 10);
        running.within_a_second(CHILDRENS, "songs.example", true);
        assert!(running.resolves(CHILDRENS, "cdn.songs.example"), "{policy}: and what is below it");
        assert!(!running.resolves(CHILDRENS, "somewhere.example"), "{policy}: approved sites alone");
        assert!(!running.resolves(SECOND, "songs.example"), "{policy}: another tablet stays shut");
        for name in
            ["www.facebook.com", "mail.google.com", "www.youtube.com", "dns.google", "www.nordvpn.com"]
        {
            assert!(
                !running.resolves(CHILDRENS, name),
                "{policy}: {name} is shut to children in a session too"
            );
        }
        let on_office = |name: &str| running.resolves(OFFICE, name);
        assert_eq!(on_office("www.youtube.com"), policy != "information-security", "{policy}: video sharing");
        let social = ["information-security", "beaumont"].contains(&policy);
        assert_eq!(on_office("www.facebook.com"), !social, "{policy}: social networks in working hours");
        let webmail = ["all-saints", "beaumont"].contains(&policy);
        assert_eq!(on_office("outlook.live.com"), !webmail, "{policy}: personal webmail");
        for name in ["dns.google", "use-application-dns.net", "mask.icloud.com"] {
            assert!(!on_office(name), "{policy}: {name} goes round the filter");
        }
        // The supervisor takes a break, and comes back: shut, and shut.
        running.give(r#"{"day":{"start-break":{"person":"nia"}}}"#);
        running.within_a_second(CHILDRENS, "songs.example", false);
        running.give(r#"{"day":{"end-break":{"person":"nia"}}}"#);
        assert!(!running.resolves(CHILDRENS, "songs.example"), "{policy}");
        running.opens("s2", 10);
        running.within_a_second(CHILDRENS, "songs.example", true);
        running.give(r#"{"online":{"end":{"session":"s2"}}}"#);
        running.within_a_second(CHILDRENS, "songs.example", false);
        // The filter's own test, device by device, is a duty done with what was found.
        if ["all-saints", "beaumont", "portreath"].contains(&policy) {
            let url = format!("{}/internet/network/test", running.pages);
            let tested = agent().post(url).header("cookie", &running.session).send_empty().unwrap();
            assert_eq!(tested.status(), 303, "{policy}");
            assert!(running.page("/internet/network").contains("it held"), "{policy}: it is on record");
            assert!(running.page("/log").contains("3 devices tested"), "{policy}: with what was tested");
        }
        // A tablet that is off the register does not pass for a visitor's.
        running.give(r#"{"network":{"set-visitors":{"open":true}}}"#);
        running.within_a_second(VISITOR, "somewhere.example", true);
        running.give(r#"{"devices":{"retire":{"device":"tab-2","why":"its screen is broken"}}}"#);
        for _ in 0..20 {
            paced();
            assert!(!running.resolves(SECOND, "somewhere.example"), "{policy}: off the register, and shut");
        }
        let page = running.page("/internet");
        assert!(
            page.contains("somewhere.example") && page.contains("Red tablet"),
            "{policy}: refused lately"
        );
    }
}

/// information-security.7: what was open before a crash ends when it would have, and nothing else opens. By TCP as well;
/// what was looked up in a session is on record.
#[test]
fn a_restart_opens_nothing_and_what_was_looked_up_is_on_record() {
    let upstream = upstream();
    let data = tempfile::tempdir().unwrap();
    let mut running = start(data.path(), upstream, None);
    running.begin("information-security");
    running.opens("s1", 10);
    running.within_a_second(CHILDRENS, "songs.example", true);
    running.child.kill().unwrap();
    running.child.wait().unwrap();
    let mut running = start(data.path(), upstream, None);
    assert!(!running.resolves(SECOND, "songs.example"), "shut from the first question on");
    assert!(running.resolves(CHILDRENS, "songs.example"), "its session goes on until its end");
    running.sign_in();
    running.give(r#"{"online":{"end":{"session":"s1"}}}"#);
    running.within_a_second(CHILDRENS, "songs.example", false);
    running.opens("s2", 10);
    running.within_a_second(CHILDRENS, "songs.example", true);

    let mut stream = TcpStream::connect(running.dns).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    let asked = question("elsewhere.example");
    stream.write_all(&[&u16::try_from(asked.len()).unwrap().to_be_bytes()[..], &asked].concat()).unwrap();
    let mut length = [0; 2];
    stream.read_exact(&mut length).unwrap();
    let mut answer = vec![0; usize::from(u16::from_be_bytes(length))];
    stream.read_exact(&mut answer).unwrap();
    assert_eq!(read(&answer), Said::Nothing, "by TCP nobody knows this device");

    assert!(!running.resolves(CHILDRENS, "refused.example"));
    running.give(r#"{"online":{"end":{"session":"s2"}}}"#);
    let since = Instant::now();
    loop {
        let page = running.page("/internet");
        if page.contains("refused.example: 1 refused") && page.contains("songs.example: ") {
            break;
        }
        assert!(since.elapsed() < Duration::from_secs(20), "what was looked up is not on record: {page}");
        paced();
    }
}

/// The page in place of a site that is shut: the reason, the clause, and a way to ask for it.
#[test]
fn the_page_in_place_of_a_site_says_why_and_asks() {
    let upstream = upstream();
    let free = std::net::TcpListener::bind("127.0.0.44:0").unwrap().local_addr().unwrap();
    let data = tempfile::tempdir().unwrap();
    let mut running = start(data.path(), upstream, Some(free));
    running.begin("jigsaw");
    let leads = running.asked(VISITOR, "somewhere.example");
    assert_eq!(leads, Said::Address([127, 0, 0, 44]), "it leads to the page");
    let waits = running.asked(CHILDRENS, "somewhere.example");
    assert_eq!(waits, Said::Nothing, "what a session opens later is not kept by a browser");
    let from = |device: [u8; 4], head: &str, body: &str| {
        let socket = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None).unwrap();
        socket.bind(&SocketAddr::from((device, 0)).into()).unwrap();
        socket.connect(&free.into()).unwrap();
        let mut stream: TcpStream = socket.into();
        let length = body.len();
        write!(stream, "{head} HTTP/1.1\r\nHost: somewhere.example\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    };
    let page = from(CHILDRENS, "GET /any/where?at=all", "");
    assert!(page.starts_with("HTTP/1.1 403") && page.contains("no-store"), "{page}");
    assert!(page.contains("somewhere.example is shut here") && page.contains("house.8"), "{page}");
    assert!(page.contains("Ask for this site"), "{page}");
    let stranger = from(VISITOR, "GET /", "");
    assert!(
        !stranger.contains("Ask for this site") && stranger.contains("not on the register"),
        "{stranger}"
    );
    let asked = from(CHILDRENS, "POST /belisha/ask", "why=the+dinosaurs");
    assert!(asked.contains("Asked."), "{asked}");
    let sites = running.page("/internet/sites");
    assert!(sites.contains("somewhere.example") && sites.contains("the dinosaurs"), "the manager sees it");
    assert!(from(VISITOR, "POST /belisha/ask", "why=x").starts_with("HTTP/1.1 403"));
}

/// From the command line: what becomes of a name on a device, lists, and a bad list that changes nothing.
#[test]
fn names_are_checked_and_lists_imported_from_the_command_line() {
    let upstream = upstream();
    let data = tempfile::tempdir().unwrap();
    let mut running = start(data.path(), upstream, None);
    running.begin("jigsaw");
    running.within_a_second(OFFICE, "casino.example", true);
    let files = tempfile::tempdir().unwrap();
    let (good, bad) = (files.path().join("good.txt"), files.path().join("bad.txt"));
    std::fs::write(&good, "# a list\n0.0.0.0 casino.example\n0.0.0.0 bets.example\n").unwrap();
    std::fs::write(&bad, "<html><body>\nNot found\n</body>\n!!!\n").unwrap();
    let run = |what: &[&str]| {
        let out = Command::new(env!("CARGO_BIN_EXE_belisha"))
            .arg("filter")
            .args(what)
            .arg("--data")
            .arg(data.path())
            .output()
            .unwrap();
        let said = [out.stdout, out.stderr].concat();
        (String::from_utf8_lossy(&said).into_owned(), out.status.code())
    };
    let import =
        |file: &Path| run(&["import", &file.display().to_string(), "--id", "bets", "--source", "a friend"]);
    let (said, code) = import(&good);
    assert!(code == Some(0) && said.contains("taken: 2 names"), "{said}");
    let since = Instant::now();
    while running.resolves(OFFICE, "casino.example") {
        assert!(since.elapsed() < Duration::from_secs(3), "the list is in force without a restart");
        paced();
    }
    let (said, code) = import(&bad);
    assert!(code == Some(2) && said.contains("not taken"), "{said}");
    assert!(!running.resolves(OFFICE, "casino.example"), "the one before is still in force");
    let (said, code) = run(&["lists"]);
    assert!(code == Some(0) && said.contains("2 names, from a friend"), "{said}");
    let (said, code) = run(&["check", "casino.example", "--device", "Office computer"]);
    assert!(code == Some(1) && said.contains("house.8"), "{said}");
    let (said, code) = run(&["check", "somewhere.example", "--device", "office"]);
    assert!(code == Some(0) && said.contains("it resolves"), "{said}");
    let (said, code) = run(&["check", "somewhere.example", "--device", "tab"]);
    assert!(code == Some(1) && said.contains("supervised session"), "{said}");
    let (said, code) = run(&["check", "somewhere.example", "--device", "nothing"]);
    assert!(code == Some(2) && said.contains("no device"), "{said}");
    assert!(run(&["devices"]).0.contains("Office computer: open, but not"));
    // From an address: a list replaces the one before, an answer that is none does not.
    let server = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let at = server.local_addr().unwrap();
    std::thread::spawn(move || {
        for (line, body) in
            [("200 OK", "other.example\ncasino.example\n"), ("404 Not Found", "gone.example\n")]
        {
            let (mut stream, _) = server.accept().unwrap();
            let mut asked = [0; 1_024];
            let _ = stream.read(&mut asked).unwrap();
            let length = body.len();
            write!(stream, "HTTP/1.1 {line}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}")
                .unwrap();
        }
    });
    let address = format!("http://{at}/list.txt");
    let (said, code) = run(&["import", &address, "--id", "bets"]);
    assert!(code == Some(0) && said.contains("taken: 2 names"), "{said}");
    assert!(run(&["lists"]).0.contains(&format!("2 names, from {address}")));
    let (said, code) = run(&["import", &address, "--id", "bets"]);
    assert!(code == Some(2) && said.contains("could not be fetched"), "{said}");
    assert_eq!(run(&["check", "other.example", "--device", "office"]).1, Some(1), "the one before stays");
    assert_eq!(run(&["remove", "bets"]).1, Some(0));
    let since = Instant::now();
    while !running.resolves(OFFICE, "casino.example") {
        assert!(since.elapsed() < Duration::from_secs(3), "it is out of force again");
        paced();
    }
}
