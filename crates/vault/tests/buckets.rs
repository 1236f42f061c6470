//! A store that speaks S3: a real one in this process, and ones that fail.
#![expect(clippy::unwrap_used, reason = "tests stop at the first surprise")]

use crate::common::films::talkative_mp4;
use crate::common::{files, prepared, says_nothing, talkative_jpeg};
use crate::s3_server::server;
use belisha_vault::{Config, Credentials, Error, Prepared, StoreConfig, Vault};
use futures_util::StreamExt;
use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// A server that answers every request with these bytes, or, with none, never.
async fn failing(answer: &'static [u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        loop {
            let (mut socket, _) = listener.accept().await.unwrap();
            tokio::spawn(async move {
                let mut request = vec![0; 1 << 20];
                while socket.read(&mut request).await.is_ok_and(|count| count > 0) {
                    if !answer.is_empty() {
                        let _ = socket.write_all(answer).await;
                        let _ = socket.shutdown().await;
                        break;
                    }
                }
            });
        }
    });
    format!("http://{address}")
}

fn bucket(endpoint: &str) -> StoreConfig {
    let credentials = Credentials {
        endpoint: Some(endpoint.to_owned()),
        region: "eu-west-2".into(),
        access_key: "key".into(),
        secret_key: "secret".to_owned().into(),
    };
    StoreConfig::parse("s3://pictures/of/setting", Some(&credentials)).unwrap()
}

fn vault_of(folder: &Path, stores: Vec<StoreConfig>, patience: Duration) -> Vault {
    Vault::open(Config { stores, patience, ..Config::folder(folder) }).unwrap()
}

fn expected(prepared: &Prepared) -> BTreeMap<String, ()> {
    prepared.files.iter().map(|(_, blob)| (blob.name.clone(), ())).collect()
}

/// Whatever of the server's own files is a blob.
fn blobs(folder: &Path) -> Vec<PathBuf> {
    let is_blob = |path: &PathBuf| path.file_name().is_some_and(|name| name.len() == 64);
    files(folder).into_iter().filter(is_blob).collect()
}

fn folders() -> (TempDir, TempDir) {
    (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_lives_in_a_bucket_from_taking_in_to_erasing() {
    let (remote, local) = folders();
    let vault = vault_of(local.path(), vec![bucket(&server(remote.path()).await)], Duration::from_secs(10));
    let prepared = prepared(&vault, &talkative_jpeg(900, 600, 6)).unwrap();
    vault.keep(&prepared).await.unwrap();
    assert_eq!(blobs(remote.path()).len(), 3);
    for path in files(remote.path()) {
        says_nothing(&std::fs::read(path).unwrap());
    }
    for (_, blob) in &prepared.files {
        assert_eq!(vault.read(blob).await.unwrap().len() as u64, blob.bytes);
    }
    let report = vault.check(&expected(&prepared), false).await.unwrap();
    assert_eq!((report.intact, report.found.len()), (3, 0), "{report:?}");
    let names: Vec<String> = expected(&prepared).into_keys().collect();
    vault.erase(&names).await.unwrap();
    vault.erase(&names).await.unwrap();
    assert!(blobs(remote.path()).is_empty());
    assert!(matches!(vault.read(&prepared.files[0].1).await, Err(Error::Missing(_))));
}

/// Longer than one part: sent in several, and read back from the middle.
#[tokio::test(flavor = "multi_thread")]
async fn a_recording_goes_to_a_bucket_in_parts() {
    let (remote, local) = folders();
    let vault = vault_of(local.path(), vec![bucket(&server(remote.path()).await)], Duration::from_secs(20));
    let film = prepared(&vault, &talkative_mp4(12_000_000)).unwrap();
    vault.keep(&film).await.unwrap();
    let blob = &film.files[0].1;
    let whole = vault.read(blob).await.unwrap();
    assert_eq!(whole.len() as u64, blob.bytes);
    let range = 6_000_000..6_600_001;
    let mut got = Vec::new();
    let mut parts = std::pin::pin!(vault.stream(blob, range.clone()));
    while let Some(part) = parts.next().await {
        got.extend_from_slice(&part.unwrap());
    }
    assert_eq!(got, whole[range.start as usize..range.end as usize]);
    let small = prepared(&vault, &talkative_mp4(100)).unwrap();
    vault.keep(&small).await.unwrap();
    vault.read(&small.files[0].1).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_bucket_lost_or_altered_is_found_and_put_right_from_the_folder() {
    let (remote, local) = folders();
    let stores = vec![bucket(&server(remote.path()).await), StoreConfig::Folder(local.path().join("kept"))];
    let vault = vault_of(local.path(), stores, Duration::from_secs(10));
    let prepared = prepared(&vault, &talkative_jpeg(300, 200, 1)).unwrap();
    vault.keep(&prepared).await.unwrap();
    let known = blobs(remote.path());
    std::fs::remove_file(&known[0]).unwrap();
    let mut bytes = std::fs::read(&known[1]).unwrap();
    bytes[50] ^= 4;
    std::fs::write(&known[1], bytes).unwrap();
    std::fs::write(&known[2], b"cut").unwrap();
    for (_, blob) in &prepared.files {
        vault.read(blob).await.unwrap();
        let mut parts = std::pin::pin!(vault.stream(blob, 0..blob.bytes));
        while let Some(part) = parts.next().await {
            part.unwrap();
        }
    }
    let report = vault.check(&expected(&prepared), false).await.unwrap();
    let mut found: Vec<String> = report.found.iter().map(|(_, _, found)| format!("{found:?}")).collect();
    found.sort();
    assert_eq!((report.intact, found.join(" ")), (3, "Altered Altered Missing".into()));
    let report = vault.check(&expected(&prepared), true).await.unwrap();
    assert!(report.held() && report.found.len() == 3, "{report:?}");
    assert_eq!(vault.check(&expected(&prepared), false).await.unwrap().intact, 6);
}

/// A bucket may hold other things, and they are none of ours.
#[tokio::test(flavor = "multi_thread")]
async fn only_what_is_ours_is_swept() {
    let (remote, local) = folders();
    let vault = vault_of(local.path(), vec![bucket(&server(remote.path()).await)], Duration::from_secs(10));
    let prepared = prepared(&vault, &talkative_jpeg(64, 64, 1)).unwrap();
    vault.keep(&prepared).await.unwrap();
    let accounts = remote.path().join("pictures/of/setting/accounts.txt");
    std::fs::write(&accounts, b"not ours").unwrap();
    let known = HashSet::from([prepared.files[1].1.name.clone()]);
    assert_eq!(vault.sweep(&known, 0).await.unwrap(), 0);
    assert_eq!(vault.sweep(&known, i64::from(u32::MAX)).await.unwrap(), 2);
    assert!(accounts.exists());
    vault.read(&prepared.files[1].1).await.unwrap();
}

/// What one store could not keep is kept by none.
#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_fails_fails_the_whole_and_in_time() {
    let fails: [&[u8]; 3] = [
        b"HTTP/1.1 500 Internal Server Error\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
        b"",
        b"what is this",
    ];
    for answer in fails {
        let (_remote, local) = folders();
        let kept = local.path().join("kept");
        let stores = vec![StoreConfig::Folder(kept.clone()), bucket(&failing(answer).await)];
        let vault = vault_of(local.path(), stores, Duration::from_millis(400));
        let prepared = prepared(&vault, &talkative_jpeg(64, 64, 1)).unwrap();
        let names: Vec<String> = expected(&prepared).into_keys().collect();
        let all = async {
            let error = vault.keep(&prepared).await.unwrap_err();
            assert!(
                matches!(&error, Error::Store { store, .. } if store == "s3://pictures/of/setting"),
                "{error}"
            );
            assert!(error.says().contains("cannot be reached"));
            assert!(blobs(&kept).is_empty(), "the folder let go of it");
            assert!(matches!(vault.erase(&names).await, Err(Error::Store { .. })));
            assert!(matches!(vault.check(&expected(&prepared), false).await, Err(Error::Store { .. })));
            assert!(matches!(vault.sweep(&HashSet::new(), 0).await, Err(Error::Store { .. })));
            assert!(matches!(vault.read(&prepared.files[0].1).await, Err(Error::Store { .. })));
        };
        tokio::time::timeout(Duration::from_secs(10), all).await.unwrap();
    }
    // Nobody listens there.
    let (_, local) = folders();
    let vault = vault_of(local.path(), vec![bucket("http://127.0.0.1:1")], Duration::from_millis(400));
    let prepared = prepared(&vault, &talkative_jpeg(64, 64, 1)).unwrap();
    assert!(matches!(vault.keep(&prepared).await, Err(Error::Store { .. })));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_secret_and_a_missing_bucket_are_said() {
    let (remote, local) = folders();
    let StoreConfig::S3 { bucket: name, prefix, mut credentials } = bucket(&server(remote.path()).await)
    else {
        return;
    };
    credentials.secret_key = "wrong".to_owned().into();
    let wrong = StoreConfig::S3 { bucket: name, prefix, credentials };
    assert!(!format!("{wrong:?}").contains("wrong"), "a secret is in no log");
    let missing = failing(b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").await;
    for store in [wrong, bucket(&missing)] {
        let vault = vault_of(local.path(), vec![store], Duration::from_secs(5));
        let prepared = prepared(&vault, &talkative_jpeg(64, 64, 1)).unwrap();
        assert!(matches!(vault.keep(&prepared).await, Err(Error::Store { .. })));
        let names: Vec<String> = expected(&prepared).into_keys().collect();
        assert!(matches!(vault.erase(&names).await, Err(Error::Store { .. })), "nothing was erased");
        assert!(matches!(vault.check(&expected(&prepared), false).await, Err(Error::Store { .. })));
    }
}
