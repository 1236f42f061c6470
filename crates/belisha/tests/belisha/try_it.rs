//! `belisha try` as a whole: what it prints is enough to get in, and nothing stays behind.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// The value that follows a label in what was printed.
fn after<'a>(said: &'a [String], label: &str) -> &'a str {
    let line = said.iter().find_map(|line| line.trim().strip_prefix(label));
    line.unwrap_or_else(|| panic!("no `{label}` in {said:#?}")).trim()
}

fn tried(policy: &str) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_belisha"))
        .args(["try", "--listen", "127.0.0.1:0", "--policy", policy])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut said = Vec::new();
    for line in BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok) {
        said.push(line);
        if said.last().is_some_and(|line| line.contains("Stop with")) {
            break;
        }
    }
    let address = after(&said, "Belisha is at").trim_end_matches('/').to_owned();
    let folder: PathBuf = after(&said, "The data is in").split(" (").next().unwrap().into();
    assert!(folder.is_dir(), "{folder:?}");
    let at = said.iter().position(|line| line.contains("a name and a password")).unwrap();
    let words: Vec<&str> = said[at + 1].split_whitespace().collect();
    let (name, password) = (words[..2].join(" "), words[2..5].join(" "));

    let agent: ureq::Agent =
        ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0).build().into();
    let form = [("name", &*name), ("secret", &*password), ("device", "setting")];
    let signed = agent.post(format!("{address}/sign-in")).send_form(form).unwrap();
    assert_eq!(signed.status(), 303, "{policy}: {name} gets in with {password}");
    let cookie = signed.headers().get("set-cookie").unwrap().to_str().unwrap();
    let cookie = cookie.split(';').next().unwrap().to_owned();
    let page = |path: &str| {
        let mut answer = agent.get(format!("{address}{path}")).header("cookie", &cookie).call().unwrap();
        assert_eq!(answer.status(), 200, "{policy} {path}");
        answer.body_mut().read_to_string().unwrap()
    };
    assert!(page("/").contains("staff in"), "{policy}: Today is populated");
    assert!(!page("/pictures/month").contains("outside the opening hours"), "{policy}: no false alarm");
    assert!(page("/policy").contains(&format!("{policy}.1")), "its own clauses");
    assert!(page("/api/may?act=use&device=phone&place=play-room").contains("verdict"), "it answers");

    let id = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    child.wait().unwrap();
    assert!(!folder.exists(), "{policy}: {folder:?} stayed behind");
}

#[test]
fn every_policy_can_be_tried() {
    for policy in ["jigsaw", "all-saints", "information-security", "beaumont", "portreath"] {
        tried(policy);
    }
}
