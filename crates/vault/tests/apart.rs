//! Foreign files in a process of its own: this program is both sides. Without the harness, which would write into the
//! process's answer.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a test without the harness")]

use belisha_vault::apart::{Confined, DECODE, confine, work};
use belisha_vault::media::sample::{Says, jpeg, with_exif};
use belisha_vault::media::{Rgb, still};
use belisha_vault::{Codec, Config, Decoder, Error, MediaKind, Refused, Region, Rendition, Vault};
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, ExitCode, ExitStatus, Stdio};

#[path = "common/films.rs"]
mod films;

fn main() -> ExitCode {
    match std::env::args().nth(1).as_deref() {
        Some(DECODE) => return work(),
        Some("escape") => return escape(&std::env::args().nth(2).unwrap()),
        Some("break") => std::process::abort(),
        _ => {}
    }
    let all: [(&str, fn()); 5] = [
        ("a file becomes the same apart as here", the_same_apart_as_here),
        ("a refusal is said in the same words", a_refusal_is_said),
        ("a process that gives no answer is a refusal", a_process_that_dies_is_a_refusal),
        ("a program that is not there is our own trouble", no_program_is_our_trouble),
        ("there is no way out", there_is_no_way_out),
    ];
    for (name, test) in all {
        test();
        println!("{name} ... ok");
    }
    ExitCode::SUCCESS
}

fn vault(decoder: Decoder) -> (tempfile::TempDir, Vault) {
    let folder = tempfile::tempdir().unwrap();
    let vault = Vault::open(Config { decoder, ..Config::folder(folder.path()) }).unwrap();
    (folder, vault)
}

fn apart() -> Decoder {
    Decoder::itself()
}

fn picture() -> Vec<u8> {
    let (width, height) = (640, 400);
    let pixels = (0..width * height).flat_map(|at| [(at % 251) as u8, (at / 640 % 241) as u8, 90]).collect();
    let says =
        Says { make: "Elm", model: "Tablet 3", serial: "X-1", taken: "2026:11:02 10:00:00", orientation: 1 };
    with_exif(&jpeg(&Rgb { width, height, pixels }, 90), &says)
}

fn the_same_apart_as_here() {
    let ((_a, here), (_b, there)) = (vault(Decoder::Here), vault(apart()));
    for bytes in [picture(), films::talkative_mp4(0), films::talkative_webm()] {
        let spooled = |vault: &Vault| {
            let mut spool = vault.spool().unwrap();
            spool.append(&bytes).unwrap();
            spool
        };
        let (one, other) = (spooled(&here), spooled(&there));
        assert_eq!(here.look(&one).unwrap(), there.look(&other).unwrap());
        let (one, other) = (here.prepare(&one).unwrap(), there.prepare(&other).unwrap());
        assert_eq!((one.hash, one.width, one.height), (other.hash, other.width, other.height));
        assert_eq!((one.kind, &one.source, one.orientation), (other.kind, &other.source, other.orientation));
        let lengths = |prepared: &belisha_vault::Prepared| {
            prepared.files.iter().map(|(rendition, blob)| (*rendition, blob.bytes)).collect::<Vec<_>>()
        };
        assert_eq!(lengths(&one), lengths(&other));
        assert!(one.kind == MediaKind::Recording || one.files.iter().any(|(of, _)| *of == Rendition::Small));
    }
    let region = [Region { x: 0.1, y: 0.1, w: 0.2, h: 0.2 }];
    let (one, other) = (here.cover(&picture(), &region).unwrap(), there.cover(&picture(), &region).unwrap());
    assert_eq!(one.hash, other.hash);
    assert_eq!(here.upright(&picture(), 6).unwrap(), there.upright(&picture(), 6).unwrap());
}

fn a_refusal_is_said() {
    let (_folder, vault) = vault(apart());
    let mut zip = vault.spool().unwrap();
    zip.append(b"PK\x03\x04 and so on, for more than a few bytes of it").unwrap();
    let mut cut = vault.spool().unwrap();
    cut.append(picture().split_at(900).0).unwrap();
    for file in [zip, cut] {
        let said = vault.prepare(&file).map(|_| ()).unwrap_err();
        assert!(matches!(&said, Error::Refused(refused) if !refused.to_string().is_empty()), "{said:?}");
    }
    let said = vault.cover(&picture(), &[]).map(|_| ()).unwrap_err();
    assert_eq!(
        said.to_string(),
        "It cannot be taken in: between one part and a hundred are covered at a time."
    );
}

fn a_process_that_dies_is_a_refusal() {
    // A program that says nothing, and one that says nonsense without end.
    for program in ["/bin/true", "/usr/bin/yes"] {
        let (_folder, vault) = vault(Decoder::Apart(program.into()));
        let said = vault.upright(&picture(), 3).unwrap_err();
        assert!(matches!(said, Error::Refused(Refused::Broken(_))), "{program}: {said:?}");
    }
}

fn no_program_is_our_trouble() {
    let (_folder, vault) = vault(Decoder::Apart("/nowhere/belisha".into()));
    let said = vault.upright(&picture(), 3).unwrap_err();
    assert!(matches!(said, Error::Decoder(_)), "{said:?}");
    // And where nothing has to be turned, none is begun.
    assert_eq!(still(&picture(), belisha_vault::media::Sort::Jpeg, Codec::Pure).unwrap().width, 640);
}

/// What a decoder that was taken over might try.
const WAYS: [&str; 8] = ["open", "write-file", "connect", "listen", "fork", "thread", "memory", "for-ever"];

fn there_is_no_way_out() {
    let tried = |way: &str, limits: &str| -> ExitStatus {
        let mut command = Command::new("/proc/self/exe");
        command.args(["escape", way]).env("LIMITS", limits).stdin(Stdio::null());
        command.stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap()
    };
    for way in WAYS {
        // Each is a thing that the process could do before.
        if way != "for-ever" {
            assert_eq!(tried(way, "none").code(), Some(0), "{way} without limits");
        }
        let status = tried(way, "all");
        assert!(status.signal().is_some(), "{way} was not ended: {status}");
    }
}

#[expect(clippy::disallowed_methods, reason = "what is tried is what is not allowed")]
fn escape(way: &str) -> ExitCode {
    if std::env::var("LIMITS").unwrap() == "all" {
        confine(Confined { processor_seconds: 1, ..Confined::default() }).unwrap();
    }
    let done = match way {
        "open" => std::fs::read("/etc/hostname").is_ok() || std::fs::read("/etc/passwd").is_ok(),
        "write-file" => std::fs::write(format!("/tmp/belisha-escape-{}", std::process::id()), b"x").is_ok(),
        "connect" => {
            let to = std::net::UdpSocket::bind("127.0.0.1:0").and_then(|own| own.connect("127.0.0.1:9"));
            to.is_ok()
        }
        "listen" => std::net::TcpListener::bind("127.0.0.1:0").is_ok(),
        "fork" => Command::new("/bin/true").status().is_ok(),
        "thread" => std::thread::Builder::new().spawn(|| 1).is_ok_and(|thread| thread.join().is_ok()),
        "memory" => {
            let mut all = vec![0_u8; 3 << 30];
            all.iter_mut().step_by(4_096).for_each(|byte| *byte = 1);
            all.last() == Some(&0)
        }
        _ => {
            let mut at = 0_u64;
            while std::hint::black_box(at) < u64::MAX {
                at += 1;
            }
            true
        }
    };
    if done { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
