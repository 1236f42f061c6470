//! Lists of names: from files, from an address, and fetched anew while the program runs.

use super::running::*;
use std::io::{Read, Write};
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// `belisha filter`: what it says, and its exit code.
fn filter(data: &Path, what: &[&str]) -> (String, Option<i32>) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_belisha"));
    let out = command.arg("filter").args(what).arg("--data").arg(data).output().unwrap();
    (String::from_utf8_lossy(&[out.stdout, out.stderr].concat()).into_owned(), out.status.code())
}

/// From the command line: what becomes of a name on a device, lists, and a bad list that changes nothing.
#[test]
fn names_are_checked_and_lists_imported_from_the_command_line() {
    let upstream = upstream();
    let data = tempfile::tempdir().unwrap();
    let mut running = start(data.path(), upstream, &[]);
    running.begin("jigsaw");
    running.within_a_second(OFFICE, "casino.example", true);
    let files = tempfile::tempdir().unwrap();
    let (good, bad) = (files.path().join("good.txt"), files.path().join("bad.txt"));
    std::fs::write(&good, "# a list\n0.0.0.0 casino.example\n0.0.0.0 bets.example\n").unwrap();
    std::fs::write(&bad, "<html><body>\nNot found\n</body>\n!!!\n").unwrap();
    let run = |what: &[&str]| filter(data.path(), what);
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

/// A publisher of a list, who says what it is told to say, and remembers by what mark it was asked last.
#[derive(Clone, Default)]
struct Publisher(Arc<Mutex<(String, String)>>);

impl Publisher {
    fn says(&self, head: &str, body: &str) {
        let length = body.len();
        self.0.lock().unwrap().0 =
            format!("HTTP/1.1 {head}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}");
    }

    fn start(&self) -> String {
        let server = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let at = server.local_addr().unwrap();
        let this = self.0.clone();
        std::thread::spawn(move || {
            for stream in server.incoming() {
                let (mut stream, mut asked) = (stream.unwrap(), [0; 2_048]);
                let length = stream.read(&mut asked).unwrap();
                let mut this = this.lock().unwrap();
                this.1 = String::from_utf8_lossy(&asked[..length]).to_lowercase();
                let _ = stream.write_all(this.0.as_bytes());
            }
        });
        format!("http://{at}/bets.txt")
    }
}

/// A list that came from an address is fetched anew; whatever else comes than a good list, the names stay shut, and the
/// page says what is wrong.
#[test]
fn a_list_is_fetched_anew_and_only_a_good_one_takes_its_place() {
    let data = tempfile::tempdir().unwrap();
    let mut running = start(data.path(), upstream(), &["--refresh-lists", "200ms"]);
    running.begin("jigsaw");
    let publisher = Publisher::default();
    let address = publisher.start();
    publisher.says("200 OK\r\nETag: \"one\"", "casino.example\nbets.example\npoker.example\ndice.example\n");
    let run = |what: &[&str]| filter(data.path(), what);
    let (said, code) = run(&["import", &address, "--id", "bets"]);
    assert!(code == Some(0) && said.contains("4 names"), "{said}");
    let until = |what: &str, done: &dyn Fn() -> bool| {
        let since = Instant::now();
        while !done() {
            assert!(since.elapsed() < Duration::from_secs(10), "{what}");
            paced();
        }
    };
    until("the list is in force", &|| !running.resolves(OFFICE, "dice.example"));
    publisher.says("304 Not Modified", "");
    until("it is asked by its mark", &|| publisher.0.lock().unwrap().1.contains("if-none-match: \"one\""));
    let page = || running.page("/internet/network");
    for (head, body, says) in [
        ("503 Service Unavailable", "later.example\n", "503"),
        ("200 OK", "<html><body>\nNot here any more\n</body>\n!!!\n", "there is no name in the list"),
        ("200 OK", "casino.example\n", "less than half"),
    ] {
        publisher.says(head, body);
        until(head, &|| page().contains("not fetched anew") && page().contains(says));
        let (said, code) = run(&["refresh"]);
        assert!(code == Some(1) && said.contains(says), "{said}");
        assert!(run(&["lists"]).0.contains(says));
        assert!(!running.resolves(OFFICE, "dice.example"), "{body}: the one before is in force");
        assert!(running.resolves(OFFICE, "later.example"));
    }
    publisher.says("200 OK", "casino.example\nbets.example\nraffle.example\n");
    until("a good one is in force", &|| !running.resolves(OFFICE, "raffle.example"));
    until("what it no longer names resolves", &|| running.resolves(OFFICE, "dice.example"));
    until("nothing is wrong any more", &|| !page().contains("not fetched anew"));
    assert!(page().contains("fetched on"));
    let (said, code) = run(&["refresh"]);
    assert!(code == Some(0) && said.contains("bets: taken: 3 names"), "{said}");
    assert_eq!(run(&["remove", "bets"]).1, Some(0));
    until("what was taken out stays out", &|| running.resolves(OFFICE, "casino.example"));
}
