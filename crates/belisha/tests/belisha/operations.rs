//! Running the program: what it is told and by whom, what `doctor` finds, and how it stops.

use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Output, Stdio};

/// A command in a working folder, with nothing of our own environment.
fn belisha(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_belisha"));
    command.env_clear().current_dir(folder);
    command
}

fn said(out: &Output) -> String {
    String::from_utf8_lossy(&out.stdout).into_owned() + &String::from_utf8_lossy(&out.stderr)
}

/// What `doctor` says, and its exit code.
fn doctor(command: &mut Command) -> (Value, Option<i32>) {
    let out = command.arg("--json").output().unwrap();
    let json = serde_json::from_slice(&out.stdout);
    (json.unwrap_or_else(|error| panic!("{error}: {}", said(&out))), out.status.code())
}

fn setting<'a>(doctor: &'a Value, name: &str) -> (&'a str, &'a str) {
    let all = doctor["settings"].as_array().unwrap();
    let found = all.iter().find(|setting| setting["name"] == name).unwrap_or_else(|| panic!("no {name}"));
    (found["value"].as_str().unwrap(), found["from"].as_str().unwrap())
}

fn outcome<'a>(doctor: &'a Value, name: &str) -> &'a str {
    let all = doctor["checks"].as_array().unwrap();
    let found = all.iter().find(|check| check["name"] == name);
    found.unwrap_or_else(|| panic!("no {name} in {doctor}"))["outcome"].as_str().unwrap()
}

#[test]
fn the_file_then_the_environment_then_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let file = "# The setting's own.\ndata = \"here\"\nlisten = \"127.0.0.1:0\"\nhttps = true\n\
                pictures = [\"one\", \"two\"]\ns3-secret = \"hush\"\n";
    std::fs::write(folder.path().join("belisha.toml"), file).unwrap();
    let (told, _) = doctor(belisha(folder.path()).arg("doctor"));
    assert_eq!(setting(&told, "data"), ("here", "belisha.toml:2"));
    assert_eq!(setting(&told, "listen"), ("127.0.0.1:0", "belisha.toml:3"));
    assert_eq!(setting(&told, "https"), ("true", "belisha.toml:4"));
    assert_eq!(setting(&told, "pictures"), ("one,two", "belisha.toml:5"));
    assert_eq!(setting(&told, "s3-secret"), ("(not shown)", "belisha.toml:6"));
    assert_eq!(setting(&told, "s3-region"), ("us-east-1", "the usual"));
    assert_eq!(setting(&told, "scanner"), ("", "not set"));
    let environment = |command: &mut Command| {
        command.env("BELISHA_LISTEN", "127.0.0.2:0").env("BELISHA_DATA", "there").arg("doctor");
    };
    let mut command = belisha(folder.path());
    environment(&mut command);
    let (told, _) = doctor(&mut command);
    assert_eq!(setting(&told, "data"), ("there", "BELISHA_DATA"));
    assert_eq!(setting(&told, "listen"), ("127.0.0.2:0", "BELISHA_LISTEN"));
    let mut command = belisha(folder.path());
    environment(&mut command);
    let (told, _) = doctor(command.args(["--listen", "127.0.0.3:0"]));
    assert_eq!(setting(&told, "data"), ("there", "BELISHA_DATA"));
    assert_eq!(setting(&told, "listen"), ("127.0.0.3:0", "--listen"));
}

#[test]
fn a_wrong_name_in_the_file_is_named_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let other = folder.path().join("other.toml");
    let told = |text: &str| {
        std::fs::write(&other, text).unwrap();
        let out = belisha(folder.path()).args(["doctor", "--config", "other.toml"]).output().unwrap();
        assert_eq!(out.status.code(), Some(2));
        said(&out)
    };
    let wrong = told("data = \"here\"\nlisten-at = \"x\"\n");
    assert!(
        wrong.contains("other.toml:2: there is no setting `listen-at`; did you mean `listen`?"),
        "{wrong}"
    );
    let wrong = told("data = \n");
    assert!(wrong.contains("other.toml:1: "), "{wrong}");
    let wrong = told("data = { folder = \"here\" }\n");
    assert!(wrong.contains("other.toml:1: `data` is neither words nor a list of words"), "{wrong}");
    std::fs::remove_file(&other).unwrap();
    let out = belisha(folder.path()).args(["doctor", "--config", "other.toml"]).output().unwrap();
    assert!(said(&out).contains("the file of settings `other.toml` cannot be read"), "{}", said(&out));
}

/// A program that serves, and its output after the line that says where.
struct Serving {
    child: Child,
    lines: BufReader<ChildStdout>,
    address: String,
}

impl Serving {
    fn start(data: &Path) -> Self {
        let mut command = belisha(data.parent().unwrap());
        command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(data);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        while !line.contains("http://") {
            line.clear();
            assert_ne!(lines.read_line(&mut line).unwrap(), 0, "the program ended");
        }
        let address = line.split("http://").nth(1).unwrap().split('/').next().unwrap().to_owned();
        Self { child, lines, address }
    }

    /// Tells it to stop, and waits until it says that it does.
    fn told_to_stop(&mut self) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        let mut line = String::new();
        self.lines.read_line(&mut line).unwrap();
        assert_eq!(line, "Stopping.\n");
    }
}

const START: &str = "policy=jigsaw&setting=Amber+Lane&number=01632+960123&from=08%3A30&to=15%3A30&name=Mo+Tern\
                     &password=otter+lamp+gravel&again=otter+lamp+gravel";

/// Sends a form, but for its words, which wait until somebody reads them.
fn half_sent(address: &str, path: &str, length: usize) -> BufReader<TcpStream> {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "POST {path} HTTP/1.1\r\nhost: {address}\r\norigin: http://{address}\r\nconnection: close\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {length}\r\nexpect: 100-continue\r\n\r\n"
    )
    .unwrap();
    let (mut stream, mut line) = (BufReader::new(stream), String::new());
    stream.read_line(&mut line).unwrap();
    assert!(line.contains("100 Continue"), "{line}");
    stream.read_line(&mut line).unwrap();
    stream
}

#[test]
fn a_program_that_is_told_to_stop_finishes_what_is_under_way() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let mut serving = Serving::start(&data);
    let mut begun = half_sent(&serving.address, "/start", START.len());
    serving.told_to_stop();
    begun.get_mut().write_all(START.as_bytes()).unwrap();
    let mut answer = String::new();
    begun.read_to_string(&mut answer).unwrap();
    assert!(answer.contains("HTTP/1.1 200") && answer.contains("set-cookie"), "{answer}");
    assert!(serving.child.wait().unwrap().success());
    assert!(TcpStream::connect(&serving.address).is_err());
    // What it took is in the log, under a checkpoint.
    let out = belisha(folder.path()).args(["ledger", "verify", "--json", "--data", "data"]).output().unwrap();
    let verified: Value = serde_json::from_slice(&out.stdout).unwrap();
    assert!(
        verified["lines"].as_u64().unwrap() > 5 && verified["checkpoints"].as_u64().unwrap() > 0,
        "{verified}"
    );
}

#[test]
fn a_page_that_listens_does_not_hold_up_the_end() {
    let folder = tempfile::tempdir().unwrap();
    let mut serving = Serving::start(&folder.path().join("data"));
    let mut begun = half_sent(&serving.address, "/start", START.len());
    begun.get_mut().write_all(START.as_bytes()).unwrap();
    let mut answer = String::new();
    begun.read_to_string(&mut answer).unwrap();
    let cookie = answer.lines().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap();
    let cookie = cookie.split(';').next().unwrap();
    let mut live = TcpStream::connect(&serving.address).unwrap();
    write!(live, "GET /live HTTP/1.1\r\nhost: {}\r\ncookie: {cookie}\r\n\r\n", serving.address).unwrap();
    let mut live = BufReader::new(live);
    let mut line = String::new();
    while !line.starts_with("data:") {
        line.clear();
        assert_ne!(live.read_line(&mut line).unwrap(), 0, "the page stopped listening");
    }
    serving.told_to_stop();
    let mut rest = String::new();
    // Were it given up, its end would be missing.
    live.read_to_string(&mut rest).unwrap();
    assert!(rest.ends_with("0\r\n\r\n"), "{rest:?}");
    assert!(serving.child.wait().unwrap().success());
}

#[test]
fn the_doctor_finds_what_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let look =
        || doctor(belisha(folder.path()).args(["doctor", "--listen", "127.0.0.1:0", "--data", "data"]));
    let (found, code) = look();
    assert_eq!((outcome(&found, "folder"), code), ("unknown", Some(2)), "nothing is there yet");
    let mut serving = Serving::start(&data);
    serving.told_to_stop();
    assert!(serving.child.wait().unwrap().success());

    let (found, code) = look();
    for name in ["folder", "key", "snapshot", "log", "clock", "pages", "resolver"] {
        assert_eq!(outcome(&found, name), "well", "{found}");
    }
    assert_ne!(code, Some(2), "{found}");

    let key = data.join("master.key");
    let good = std::fs::read_to_string(&key).unwrap();
    std::fs::write(&key, "belisha-master-key-1 nonsense\n").unwrap();
    let (found, code) = look();
    assert_eq!((outcome(&found, "key"), code), ("wrong", Some(1)));
    std::fs::write(&key, good).unwrap();

    let listens = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = listens.local_addr().unwrap().to_string();
    let (found, code) = doctor(belisha(folder.path()).args(["doctor", "--listen", &taken, "--data", "data"]));
    assert_eq!((outcome(&found, "pages"), code), ("wrong", Some(1)), "somebody else is there");
    let tls = ["doctor", "--listen", "127.0.0.1:0", "--data", "data", "--dns-tls", "127.0.0.1:0"];
    let (found, code) = doctor(belisha(folder.path()).args(tls));
    assert_eq!((outcome(&found, "certificate"), code), ("wrong", Some(1)), "no certificate was given");
}
