//! Killed in a loop under load: what was acknowledged is there, nothing is half there.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

/// In the short form; `BELISHA_KILLS` says how many in the long one.
const KILLS: usize = 50;
const WRITERS: usize = 4;

struct Running {
    child: Child,
    address: String,
}

fn start(data: &Path) -> Running {
    let mut child = Command::new(env!("CARGO_BIN_EXE_belisha"))
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(data)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let address = lines.map_while(Result::ok).find_map(|line| {
        let at = line.find("http://")?;
        Some(line[at..].split('/').take(3).collect::<Vec<_>>().join("/"))
    });
    Running { child, address: address.expect("the program says where it is") }
}

/// A client that follows nothing and keeps its own cookie.
fn agent() -> ureq::Agent {
    ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0).build().into()
}

fn cookie(response: &ureq::http::Response<ureq::Body>) -> String {
    let cookie = response.headers().get("set-cookie").expect("a session").to_str().unwrap();
    cookie.split(';').next().unwrap().to_owned()
}

fn sign_in(address: &str) -> String {
    let form = [("name", "Mo Tern"), ("secret", "otter lamp gravel"), ("device", "setting")];
    cookie(&agent().post(format!("{address}/sign-in")).send_form(form).unwrap())
}

fn output(arguments: &[&str], data: &Path) -> (String, Option<i32>) {
    let out =
        Command::new(env!("CARGO_BIN_EXE_belisha")).args(arguments).arg("--data").arg(data).output().unwrap();
    (
        String::from_utf8_lossy(&out.stdout).into_owned() + &String::from_utf8_lossy(&out.stderr),
        out.status.code(),
    )
}

#[test]
fn what_was_acknowledged_is_there_and_nothing_is_half_there() {
    let folder = tempfile::tempdir().unwrap();
    let running = start(folder.path());
    let form = [
        ("policy", "jigsaw"),
        ("setting", "Amber Lane"),
        ("number", "01632 960123"),
        ("from", "08:30"),
        ("to", "15:30"),
        ("name", "Mo Tern"),
        ("password", "otter lamp gravel"),
        ("again", "otter lamp gravel"),
    ];
    let begun = agent().post(format!("{}/start", running.address)).send_form(form).unwrap();
    assert_eq!(begun.status(), 200);
    let acknowledged = Arc::new(Mutex::new(Vec::<String>::new()));
    let mut running = Some(running);
    let kills =
        std::env::var("BELISHA_KILLS").map_or(KILLS, |kills| kills.parse().expect("a number of kills"));
    for round in 0..kills {
        let mut now = running.take().unwrap_or_else(|| start(folder.path()));
        let session = sign_in(&now.address);
        let stop = Arc::new(AtomicBool::new(false));
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                let (address, session) = (now.address.clone(), session.clone());
                let (stop, acknowledged) = (stop.clone(), acknowledged.clone());
                std::thread::spawn(move || {
                    let agent = agent();
                    for n in 0.. {
                        if stop.load(Ordering::Relaxed) {
                            break;
                        }
                        let id = format!("r{round}w{writer}n{n}");
                        let command = format!(
                            r#"{{"children":{{"add":{{"child":"{id}","name":"{id}","born":"2023-02-01"}}}}}}"#
                        );
                        let sent = agent
                            .post(format!("{address}/api/commands"))
                            .header("cookie", &session)
                            .header("content-type", "application/json")
                            .send(&command);
                        match sent {
                            Ok(answer) if answer.status() == 200 => acknowledged.lock().unwrap().push(id),
                            Ok(answer) => panic!("{id}: {}", answer.status()),
                            Err(_) => break,
                        }
                    }
                })
            })
            .collect();
        // Killed as soon as this round has shown that it writes: a different instant each time.
        let wanted = acknowledged.lock().unwrap().len() + 3 + 7 * (round % 6);
        while acknowledged.lock().unwrap().len() < wanted {
            std::thread::yield_now();
        }
        now.child.kill().unwrap();
        now.child.wait().unwrap();
        stop.store(true, Ordering::Relaxed);
        writers.into_iter().for_each(|writer| writer.join().unwrap());

        let (said, code) = output(&["ledger", "verify"], folder.path());
        assert_eq!(code, Some(0), "round {round}: {said}");
        let (log, _) = output(&["ledger", "export"], folder.path());
        let lost: Vec<String> = acknowledged
            .lock()
            .unwrap()
            .iter()
            .filter(|id| !log.contains(&format!("\"child\":\"{id}\"")))
            .cloned()
            .collect();
        assert!(lost.is_empty(), "round {round}: acknowledged and not there: {lost:?}");
        let whole = log.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok());
        assert!(whole, "round {round}: a line is half there");
    }
    assert!(acknowledged.lock().unwrap().len() > 15 * kills);
}

#[test]
fn a_key_that_is_missing_wrong_or_open_is_refused_and_recovered() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_belisha"))
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(folder.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let mut recovery = String::new();
    for line in lines {
        if line.trim().len() == 64 {
            recovery = line.trim().to_owned();
        }
        if line.contains("http://") {
            break;
        }
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(recovery.split('-').count(), 13, "the recovery key is printed: {recovery}");
    let key = folder.path().join("master.key");
    assert_eq!(std::fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600);

    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o640)).unwrap();
    let (said, code) = output(&["ledger", "verify"], folder.path());
    assert!(
        code == Some(2) && said.contains("can be read by others") && said.contains("chmod 600"),
        "{said}"
    );
    std::fs::remove_file(&key).unwrap();
    let (said, code) = output(&["ledger", "verify"], folder.path());
    assert!(code == Some(2) && said.contains("recovery key"), "{said}");

    let other = tempfile::tempdir().unwrap();
    drop(start(other.path()).child.kill());
    std::fs::copy(other.path().join("master.key"), &key).unwrap();
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).unwrap();
    let (said, code) = output(&["ledger", "verify"], folder.path());
    assert!(code == Some(2) && said.contains("does not open this data"), "{said}");
    std::fs::remove_file(&key).unwrap();

    let mut recover = Command::new(env!("CARGO_BIN_EXE_belisha"))
        .args(["recover", "--data"])
        .arg(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    std::io::Write::write_all(recover.stdin.as_mut().unwrap(), format!("{recovery}\n").as_bytes()).unwrap();
    assert!(recover.wait().unwrap().success());
    let (said, code) = output(&["ledger", "verify"], folder.path());
    assert_eq!(code, Some(0), "{said}");
}
