//! The malware scanner: asked before anything else is done, and nothing is taken in without its answer.
#![expect(clippy::unwrap_used, reason = "tests stop at the first surprise")]

mod common;

use belisha_vault::{Config, Error, ScannerAddress, Vault};
use common::{prepared, talkative_jpeg};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// The harmless string that every scanner takes for malware, in two parts so that this file is not taken for it.
const EICAR: [&str; 2] = [r"X5O!P%@AP[4\PZX54(P^)7CC)7}$", "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"];

fn vault(folder: &Path, scanner: ScannerAddress) -> Vault {
    let patience = Duration::from_secs(5);
    Vault::open(Config { scanner: Some(scanner), patience, ..Config::folder(folder) }).unwrap()
}

/// A scanner that reads what it is given as `INSTREAM` wants it, and answers with these words; with none it hangs up.
fn fake(answer: &'static str) -> (ScannerAddress, std::thread::JoinHandle<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = ScannerAddress::parse(&listener.local_addr().unwrap().to_string());
    let heard = std::thread::spawn(move || {
        let (mut socket, _) = listener.accept().unwrap();
        let mut command = [0; 10];
        socket.read_exact(&mut command).unwrap();
        assert_eq!(&command, b"zINSTREAM\0");
        let mut all = Vec::new();
        loop {
            let mut length = [0; 4];
            socket.read_exact(&mut length).unwrap();
            let length = u32::from_be_bytes(length) as usize;
            if length == 0 {
                break;
            }
            let mut piece = vec![0; length];
            socket.read_exact(&mut piece).unwrap();
            all.extend(piece);
        }
        socket.write_all(answer.as_bytes()).unwrap();
        all
    });
    (address, heard)
}

#[test]
fn it_is_handed_the_whole_file_and_its_word_counts() {
    let folder = tempfile::tempdir().unwrap();
    let picture = talkative_jpeg(400, 300, 1);
    let said = |answer| {
        let (address, heard) = fake(answer);
        let said = prepared(&vault(folder.path(), address), &picture).map(|_| ());
        assert_eq!(heard.join().unwrap(), picture);
        said
    };
    said("stream: OK\0").unwrap();
    let error = said("stream: Win.Test.EICAR_HDB-1 FOUND\0").unwrap_err();
    assert!(matches!(&error, Error::Infected(name) if name == "Win.Test.EICAR_HDB-1"), "{error}");
    assert!(error.says().contains("found Win.Test.EICAR_HDB-1 in this file"));
    for answer in
        ["", "INSTREAM size limit exceeded. ERROR\0", "stream: OK maybe\0", "stream: OK\0stream: OK"]
    {
        let error = said(answer).unwrap_err();
        assert!(matches!(error, Error::Scanner(_)), "{answer}: {error}");
        assert!(error.says().contains("nothing is taken in"));
    }
}

#[test]
fn without_an_answer_nothing_is_taken_in() {
    let folder = tempfile::tempdir().unwrap();
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let silent = silent.local_addr().unwrap().to_string();
    for address in ["127.0.0.1:1", &silent, "/no/such/socket", "no.such.host.invalid:3310", "nowhere"] {
        let config = Config {
            scanner: Some(ScannerAddress::parse(address)),
            patience: Duration::from_millis(300),
            ..Config::folder(folder.path())
        };
        let said = prepared(&Vault::open(config).unwrap(), &talkative_jpeg(64, 64, 1)).map(|_| ());
        assert!(matches!(said, Err(Error::Scanner(_))), "{address}: {said:?}");
    }
}

struct Clamd(Child);

impl Drop for Clamd {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The real one, where it is installed, with a list of one signature: that of the harmless string.
#[test]
fn a_real_scanner_finds_what_it_should() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let eicar = EICAR.concat();
    let hex: String = eicar.bytes().map(|byte| format!("{byte:02x}")).collect();
    std::fs::create_dir(path("signatures")).unwrap();
    std::fs::write(path("signatures/own.ndb"), format!("Own.Test:0:*:{hex}\n")).unwrap();
    let settings = format!(
        "LocalSocket {}\nDatabaseDirectory {}\nForeground yes\nTemporaryDirectory {}\nUser root\n",
        path("socket"),
        path("signatures"),
        folder.path().display(),
    );
    std::fs::write(path("clamd.conf"), settings).unwrap();
    let quiet = Command::new("clamd")
        .arg("-c")
        .arg(path("clamd.conf"))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let Ok(child) = quiet else {
        println!("clamd is not installed: only the made-up scanner was asked");
        return;
    };
    let _clamd = Clamd(child);
    let scanner = ScannerAddress::parse(&path("socket"));
    let vault = vault(&folder.path().join("vault"), scanner);
    let picture = talkative_jpeg(400, 300, 1);
    // It listens once its signatures are read.
    let taken = (0..600).find_map(|_| match prepared(&vault, &picture) {
        Err(Error::Scanner(_)) => {
            std::thread::park_timeout(Duration::from_millis(50));
            None
        }
        other => Some(other),
    });
    assert_eq!(taken.unwrap().unwrap().files.len(), 3);
    let infected = [picture.as_slice(), eicar.as_bytes()].concat();
    let error = prepared(&vault, &infected).map(|_| ()).unwrap_err();
    assert!(matches!(&error, Error::Infected(name) if name.starts_with("Own.Test")), "{error}");
}
