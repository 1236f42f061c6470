//! The malware scanner: asked before anything else is done, and nothing is taken in without its answer.
#![expect(clippy::unwrap_used, reason = "tests stop at the first surprise")]

use crate::clamd::{Clamd, EICAR};
use crate::common::{prepared, talkative_jpeg};
use belisha_vault::{Config, Error, ScannerAddress, Vault};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::time::Duration;

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

/// The real one, where it is installed.
#[test]
fn a_real_scanner_finds_what_it_should() {
    let folder = tempfile::tempdir().unwrap();
    let Some(clamd) = Clamd::start(folder.path()) else {
        println!("clamd is not installed: only the made-up scanner was asked");
        return;
    };
    let scanner = ScannerAddress::parse(&clamd.address);
    let vault = vault(&folder.path().join("vault"), scanner);
    let picture = talkative_jpeg(400, 300, 1);
    assert_eq!(prepared(&vault, &picture).unwrap().files.len(), 3);
    let infected = [picture.as_slice(), EICAR.concat().as_bytes()].concat();
    let error = prepared(&vault, &infected).map(|_| ()).unwrap_err();
    assert!(matches!(&error, Error::Infected(name) if name.starts_with("Own.Test")), "{error}");
}
