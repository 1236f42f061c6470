//! The shape of the house: arrows point one way, the core touches nothing, and the documents are true.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn manifest(name: &str) -> String {
    std::fs::read_to_string(root().join("crates").join(name).join("Cargo.toml")).unwrap()
}

fn sources(folder: &Path, all: &mut Vec<(PathBuf, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, all);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            all.push((path.clone(), std::fs::read_to_string(path).unwrap()));
        }
    }
}

#[test]
fn arrows_point_one_way() {
    let allowed: BTreeMap<&str, &[&str]> = [
        ("invariant", &[][..]),
        ("policy", &[]),
        ("proof", &["policy"]),
        ("ledger", &["invariant"]),
        ("textcheck", &[]),
        ("parcel", &["invariant"]),
        ("vault", &["invariant"]),
        ("filter", &["invariant"]),
        ("setting", &["policy", "textcheck"]),
        ("rehearsal", &["policy", "setting"]),
        ("service", &["policy", "setting", "ledger", "vault", "filter"]),
        ("web", &["invariant", "policy", "proof", "setting", "ledger", "service", "parcel", "vault"]),
        (
            "belisha",
            &["policy", "proof", "setting", "rehearsal", "ledger", "service", "web", "vault", "filter"],
        ),
    ]
    .into();
    let crates: BTreeSet<String> = std::fs::read_dir(root().join("crates"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(crates, allowed.keys().map(|name| (*name).to_owned()).collect());
    for (name, may) in &allowed {
        let text = manifest(name);
        let depends = text.split("[dev-dependencies]").next().unwrap();
        for other in allowed.keys().filter(|other| *other != name) {
            let known = depends.contains(&format!("\nbelisha-{other}.workspace"));
            assert!(!known || may.contains(other), "{name} must not depend on {other}");
        }
    }
    let web: Vec<_> = {
        let mut all = Vec::new();
        sources(&root().join("crates/web/src"), &mut all);
        all
    };
    assert!(web.iter().all(|(_, text)| !text.contains("rusqlite")), "the web knows nothing of SQL");
}

/// Clock, randomness, files, sockets and the environment come into the core as parameters.
#[test]
fn the_core_touches_nothing() {
    let forbidden = [
        "std::fs",
        "std::net",
        "std::env",
        "std::process",
        "std::thread",
        "std::io",
        "SystemTime",
        "Instant::now",
        "Timestamp::now",
        "Zoned::now",
        "getrandom",
        "use rand::",
        "tokio",
        "rusqlite",
        "println!",
        "eprintln!",
    ];
    let outside = ["tokio", "rusqlite", "getrandom", "rand", "axum", "hyper", "reqwest", "ureq"];
    for name in ["policy", "setting", "rehearsal", "textcheck", "parcel"] {
        let mut all = Vec::new();
        sources(&root().join("crates").join(name).join("src"), &mut all);
        assert!(!all.is_empty());
        // The tests beside the code may read their files.
        for (path, text) in all.into_iter().filter(|(path, _)| !path.ends_with("tests.rs")) {
            for word in forbidden {
                assert!(!text.contains(word), "{} speaks of `{word}`", path.display());
            }
        }
        let text = manifest(name);
        let depends = text.split("[dev-dependencies]").next().unwrap();
        for crate_ in outside {
            assert!(!depends.contains(&format!("\n{crate_}.")), "{name} depends on {crate_}");
        }
    }
}

#[test]
fn documents_name_paths_that_exist() {
    for document in ["ARCHITECTURE.md", "README.md"] {
        let text = std::fs::read_to_string(root().join(document)).unwrap();
        let mut found = 0;
        for word in text.split('`').skip(1).step_by(2) {
            let plain = word.chars().all(|c| c.is_ascii_alphanumeric() || "/._-".contains(c));
            let file =
                [".rs", ".toml", ".md", ".html", ".js", ".css"].iter().any(|ending| word.ends_with(ending));
            if plain && word.contains('/') && (file || word.ends_with('/')) && !word.starts_with('/') {
                found += 1;
                assert!(root().join(word).exists(), "{document} names `{word}`, which is not there");
            }
        }
        assert!(found > 2 || document == "README.md", "{document} names {found} paths");
    }
}

/// Every command that the documents show is run as written, but for those that serve until they are stopped.
#[test]
fn documents_show_commands_that_run() {
    let mut ran = 0;
    for document in ["README.md", "docs/performance.md", "docs/operating.md"] {
        let text = std::fs::read_to_string(root().join(document)).unwrap();
        for block in text.split("```sh\n").skip(1) {
            let block = block.split("```").next().unwrap();
            for line in block.lines().filter_map(|line| line.trim().strip_prefix("cargo run --release -- ")) {
                let line = line.split(" #").next().unwrap().trim();
                let words = shell_words(line);
                if ["try", "serve", "recover"].contains(&words[0].as_str()) || line.contains("DIR") {
                    let help = Command::new(env!("CARGO_BIN_EXE_belisha"))
                        .args([&words[0], "--help"])
                        .output()
                        .unwrap();
                    assert!(help.status.success(), "{line}");
                    continue;
                }
                let out = Command::new(env!("CARGO_BIN_EXE_belisha"))
                    .args(&words)
                    .current_dir(root())
                    .output()
                    .unwrap();
                // A "no" is an answer; 2 is "could not tell".
                assert!(
                    matches!(out.status.code(), Some(0 | 1)),
                    "{line}: {}",
                    String::from_utf8_lossy(&out.stderr)
                );
                ran += 1;
            }
        }
    }
    assert!(ran >= 5, "{ran} commands were run");
}

fn shell_words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (at, part) in line.split('"').enumerate() {
        if at % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

/// What the program says, and how it ends.
fn run(arguments: &[&str]) -> (i32, String) {
    let out =
        Command::new(env!("CARGO_BIN_EXE_belisha")).args(arguments).current_dir(root()).output().unwrap();
    let said = String::from_utf8(out.stdout).unwrap() + &String::from_utf8(out.stderr).unwrap();
    (out.status.code().unwrap(), said)
}

#[test]
fn the_command_line_answers_as_documented() {
    let (code, said) = run(&["may", "--policy", "jigsaw", "use my phone in the staff room on my break"]);
    assert!(code == 0 && said.contains("YES") && said.contains("jigsaw.10"), "{said}");
    let (code, said) = run(&["may", "--policy", "jigsaw", "use my phone in the play room"]);
    assert!(code == 1 && said.contains("It would be allowed if you"), "{said}");
    let (code, said) = run(&[
        "may",
        "--policy",
        "beaumont",
        "--act",
        "use",
        "--can",
        "camera,messages",
        "--owner",
        "personal",
    ]);
    assert!(code == 1, "a gadget nobody has named is covered by what it can do: {said}");
    let (code, said) = run(&["may", "--policy", "jigsaw", "hello"]);
    assert!(code == 2 && said.contains("what do you want to do"), "{said}");
    let (code, said) = run(&["may", "--policy", "jigsaws", "use my phone"]);
    assert!(code == 2 && said.contains("did you mean `jigsaw`"), "{said}");
    let (code, said) = run(&["policy", "check", "policies/packs/beaumont.toml"]);
    assert!(code == 0 && said.contains("48 clauses, no mistakes"), "{said}");
    assert!(!said.contains("not yet carried out"), "every clause is carried out: {said}");
    let folder = tempfile::tempdir().unwrap();
    let broken = folder.path().join("broken.toml");
    let text = std::fs::read_to_string(root().join("policies/packs/jigsaw.toml")).unwrap();
    std::fs::write(&broken, text.replacen("\"phones.breaks\"", "\"phones.braeks\"", 1)).unwrap();
    let (code, said) = run(&["policy", "check", broken.to_str().unwrap()]);
    assert!(
        code == 1 && said.contains("broken.toml:") && said.contains("did you mean `phones.breaks`"),
        "{said}"
    );
    let (code, said) = run(&["clauses", "--policy", "all-saints", "--json"]);
    let clauses: Vec<serde_json::Value> = serde_json::from_str(&said).unwrap();
    assert!(code == 0 && clauses.len() == 50);
    assert!(
        clauses[42]["shown_by"]
            .as_array()
            .unwrap()
            .iter()
            .any(|by| by.as_str().unwrap().contains("acceptance/"))
    );
    let (code, said) = run(&["rehearse", "acceptance/jigsaw"]);
    assert!(code == 0 && said.trim_end().ends_with(" passed, 0 failed"), "{said}");
    let (code, said) =
        run(&["may", "--policy", "all-saints", "open the general mailbox", "--who", "manager"]);
    assert!(code == 1 && said.contains("all-saints.14"), "{said}");
    let (code, said) = run(&["ledger", "verify", "--data", folder.path().to_str().unwrap()]);
    assert!(code == 2 && said.contains("there is no setting"), "{said}");
}

#[test]
fn words_are_checked_from_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let (text, names) = (folder.path().join("text.txt"), folder.path().join("names.csv"));
    std::fs::write(&names, "name,whose,born\nAsha Example,child,2023-02-01\nNia Rowan,staff,\n").unwrap();
    std::fs::write(&text, "Asha Example's mum rang.\nNia Rowan rang back.").unwrap();
    let words = |channel| {
        let (text, names) = (text.to_str().unwrap(), names.to_str().unwrap());
        run(&["words", text, "--channel", channel, "--policy", "all-saints", "--names", names])
    };
    let (code, said) = words("message");
    assert!(
        code == 1 && said.contains("line 1: “Asha Example”: take it out") && said.contains("all-saints.20"),
        "{said}"
    );
    let (code, said) = words("email");
    assert!(
        code == 0 && said.contains("0 to take out, 1 to look at") && said.contains("all-saints.16"),
        "{said}"
    );
    let (code, said) = words("pigeon");
    assert!(code == 2 && said.contains("there is no channel `pigeon`"), "{said}");
    std::fs::write(&names, "name,whose\nAsha Example,cat\n").unwrap();
    let (code, said) = words("message");
    assert!(
        code == 2 && said.contains("names.csv`, row 2") && said.contains("neither child nor staff"),
        "{said}"
    );
}

/// Facts carry over from the sources; names and addresses do not.
#[test]
fn no_address_or_number_of_a_real_setting_is_in_the_packs() {
    for pack in std::fs::read_dir(root().join("policies/packs")).unwrap() {
        let text = std::fs::read_to_string(pack.unwrap().path()).unwrap().to_lowercase();
        assert!(!text.contains('@'), "an email address");
        let digits = text
            .split(|c: char| !c.is_ascii_digit() && c != ' ')
            .any(|run| run.matches(|c: char| c.is_ascii_digit()).count() >= 9);
        assert!(!digits, "a telephone number");
    }
}

/// What the program lists of controls and words is what the documents say; a change is written out with
/// `belisha policy controls` and `belisha policy words`.
#[test]
fn the_lists_of_controls_and_words_are_those_of_the_program() {
    for (file, args, title) in [
        ("docs/controls.md", ["policy", "controls"], "# Every control"),
        ("docs/words.md", ["policy", "words"], "# The words that clauses use"),
    ] {
        let said = std::process::Command::new(env!("CARGO_BIN_EXE_belisha")).args(args).output().unwrap();
        let said = String::from_utf8(said.stdout).unwrap();
        let written = std::fs::read_to_string(root().join(file)).unwrap_or_default();
        let body = written.strip_prefix(title).unwrap_or_default();
        assert!(body.trim() == said.trim(), "{file} is not what `belisha {}` says", args.join(" "));
    }
}
