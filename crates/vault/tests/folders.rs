//! The vault in a folder: kept whole or not at all, told when a bit is wrong, destroyed when asked; and its format.
#![expect(clippy::unwrap_used, reason = "tests stop at the first surprise")]

use crate::common::{files, prepared, says_nothing, talkative_jpeg, vault};
use crate::legible::legible;
use belisha_vault::seal::{self, Sealer};
use belisha_vault::{Blob, Config, Error, Found, Key, Rendition, StoreConfig, Vault};
use proptest::prelude::*;
use std::collections::{BTreeMap, HashSet};
use std::io::Write;

fn sealed(key: &Key, plain: &[u8]) -> (String, Vec<u8>) {
    let mut sealer = Sealer::new(key, Vec::new()).unwrap();
    sealer.write_all(plain).unwrap();
    let (name, bytes, out) = sealer.end().unwrap();
    assert_eq!(bytes, plain.len() as u64);
    (name, out)
}

/// The vectors of `docs/formats/vault.md`.
#[test]
fn the_format_is_as_it_is_written_down() {
    let page = include_str!("../../../docs/formats/vault.md");
    let key = Key::from_bytes(std::array::from_fn(|at| at as u8));
    let long: Vec<u8> = (0..65_537_u32).map(|at| (at % 251) as u8).collect();
    for plain in [b"".as_slice(), b"amber", &long] {
        let (name, out) = sealed(&key, plain);
        assert!(
            page.contains(&name),
            "{} plain bytes: {name} {:02x?}",
            plain.len(),
            &out[..out.len().min(40)]
        );
        assert_eq!(out.len() as u64, seal::sealed_length(plain.len() as u64));
        assert_eq!(*seal::open(&key, &out).unwrap(), plain);
        if plain.len() < 10 {
            let hex: String = out.iter().map(|byte| format!("{byte:02x}")).collect();
            assert!(page.contains(&hex), "{hex}");
        }
    }
}

proptest! {
    #[test]
    fn a_changed_blob_is_never_opened(
        plain in prop::collection::vec(any::<u8>(), 0..140_000),
        at in any::<prop::sample::Index>(),
        with in 1..=255_u8,
        cut in any::<prop::sample::Index>(),
    ) {
        let key = Key::new();
        let (_, out) = sealed(&key, &plain);
        assert_eq!(*seal::open(&key, &out).unwrap(), plain);
        let mut changed = out.clone();
        changed[at.index(out.len())] ^= with;
        assert!(seal::open(&key, &changed).is_none());
        assert!(seal::open(&key, &out[..cut.index(out.len())]).is_none());
        assert!(seal::open(&Key::new(), &out).is_none());
        // Chunks in another order, or one left out.
        if out.len() > 8 + 2 * 65_552 {
            let mut swapped = out.clone();
            swapped[8..8 + 65_552].copy_from_slice(&out[8 + 65_552..8 + 2 * 65_552]);
            assert!(seal::open(&key, &swapped).is_none());
            let dropped = [&out[..8], &out[8 + 65_552..]].concat();
            assert!(seal::open(&key, &dropped).is_none());
        }
    }
}

#[tokio::test]
async fn a_picture_is_kept_given_back_and_destroyed() {
    let (folder, vault) = vault();
    let prepared = prepared(&vault, &talkative_jpeg(1_200, 900, 1)).unwrap();
    let renditions: Vec<Rendition> = prepared.files.iter().map(|(rendition, _)| *rendition).collect();
    assert_eq!(renditions, [Rendition::Original, Rendition::Large, Rendition::Small]);
    assert!(files(folder.path()).is_empty(), "nothing is on the disk before it is kept");
    vault.keep(&prepared).await.unwrap();
    for path in files(folder.path()) {
        let bytes = std::fs::read(&path).unwrap();
        says_nothing(&bytes);
        for (_, blob) in &prepared.files {
            let plain = vault.read(blob).await.unwrap();
            for at in [0, plain.len() / 2, plain.len() - 64] {
                assert!(!legible(&bytes, &plain[at..at + 64]), "a plain picture is on the disk");
            }
        }
    }
    let names: Vec<String> = prepared.files.iter().map(|(_, blob)| blob.name.clone()).collect();
    for (_, blob) in &prepared.files {
        assert_eq!(&vault.read(blob).await.unwrap()[..2], [0xff, 0xd8]);
    }
    let keys: HashSet<String> = prepared.files.iter().map(|(_, blob)| blob.key.text().to_string()).collect();
    assert_eq!(keys.len(), 3, "each file has a key of its own");
    vault.erase(&names).await.unwrap();
    vault.erase(&names).await.unwrap();
    assert!(files(folder.path()).is_empty());
    assert!(matches!(vault.read(&prepared.files[0].1).await, Err(Error::Missing(_))));
}

#[tokio::test]
async fn what_is_missing_extra_or_altered_is_found_and_put_right_from_another_store() {
    let folder = tempfile::tempdir().unwrap();
    let mut config = Config::folder(folder.path());
    config.stores.push(StoreConfig::Folder(folder.path().join("second")));
    let vault = Vault::open(config).unwrap();
    let prepared = prepared(&vault, &talkative_jpeg(640, 480, 1)).unwrap();
    vault.keep(&prepared).await.unwrap();
    let blobs: Vec<Blob> = prepared.files.iter().map(|(_, blob)| blob.clone()).collect();
    let expected: BTreeMap<String, ()> = blobs.iter().map(|blob| (blob.name.clone(), ())).collect();
    let report = vault.check(&expected, false).await.unwrap();
    assert_eq!((report.intact, report.held()), (6, true), "{report:?}");

    let at = |blob: &Blob| folder.path().join("kept").join(&blob.name[..2]).join(&blob.name);
    std::fs::remove_file(at(&blobs[0])).unwrap();
    let mut bytes = std::fs::read(at(&blobs[1])).unwrap();
    bytes[100] ^= 1;
    std::fs::write(at(&blobs[1]), bytes).unwrap();
    std::fs::write(folder.path().join("kept/stranger"), b"?").unwrap();
    // Reading goes on: the second store has both whole.
    for blob in &blobs {
        vault.read(blob).await.unwrap();
    }
    let report = vault.check(&expected, false).await.unwrap();
    let mut found: Vec<&Found> = report.found.iter().map(|(_, _, found)| found).collect();
    found.sort_by_key(|found| format!("{found:?}"));
    assert_eq!(found, [&Found::Altered, &Found::Extra, &Found::Missing]);
    assert!(!report.held());
    let report = vault.check(&expected, true).await.unwrap();
    assert_eq!(report.found.iter().filter(|(_, _, found)| *found == Found::Repaired).count(), 2);
    assert_eq!(vault.check(&expected, false).await.unwrap().intact, 6);

    // With one store alone, what is wrong is said.
    let alone = Vault::open(Config::folder(folder.path())).unwrap();
    std::fs::write(at(&blobs[2]), b"short").unwrap();
    assert!(matches!(alone.read(&blobs[2]).await, Err(Error::Altered(_))));
}

#[tokio::test]
async fn what_belongs_to_nothing_is_swept_after_an_hour() {
    let (folder, vault) = vault();
    let prepared = prepared(&vault, &talkative_jpeg(64, 64, 1)).unwrap();
    vault.keep(&prepared).await.unwrap();
    let now = files(folder.path())[0].metadata().unwrap().modified().unwrap();
    let now = now.duration_since(std::time::UNIX_EPOCH).unwrap().as_secs() as i64;
    let known = HashSet::from([prepared.files[0].1.name.clone()]);
    assert_eq!(vault.sweep(&known, now + 60).await.unwrap(), 0, "its line may be on its way");
    assert_eq!(vault.sweep(&known, now + 4_000).await.unwrap(), 2);
    vault.read(&prepared.files[0].1).await.unwrap();
}

#[test]
fn what_arrives_is_never_plain_on_the_disk_and_has_no_name() {
    let (folder, vault) = vault();
    let mut spool = vault.spool().unwrap();
    spool.append(&[b'x'; 300_000]).unwrap();
    assert_eq!(spool.length(), 300_000);
    assert!(files(folder.path()).is_empty(), "when the program is killed, nothing is left");
    let error = Vault::open(Config { stores: Vec::new(), ..Config::folder(folder.path()) });
    assert!(error.is_err());
    let text = "s3://bucket/prefix";
    assert!(matches!(StoreConfig::parse(text, None), Err(Error::Config(_))), "S3 takes credentials");
}

/// What a program leaves that is killed while it keeps something: half a file beside, and never one in place.
#[tokio::test]
async fn half_a_file_is_no_blob_and_is_swept() {
    let (folder, vault) = vault();
    let prepared = prepared(&vault, &talkative_jpeg(64, 64, 1)).unwrap();
    vault.keep(&prepared).await.unwrap();
    let names: Vec<String> = prepared.files.iter().map(|(_, blob)| blob.name.clone()).collect();
    let expected: BTreeMap<String, ()> = names.iter().map(|name| (name.clone(), ())).collect();
    let half = folder.path().join("kept").join(&names[0][..2]).join(".tmpHALF");
    std::fs::write(&half, b"BELVLT1\n...").unwrap();
    let report = vault.check(&expected, false).await.unwrap();
    assert_eq!((report.intact, report.held(), report.found.len()), (3, true, 1), "{report:?}");
    let known = HashSet::from_iter(names);
    assert_eq!(vault.sweep(&known, 0).await.unwrap(), 0);
    assert_eq!(vault.sweep(&known, i64::from(u32::MAX)).await.unwrap(), 1);
    assert!(!half.exists());
    // Kept again, in the place of what is there: as good as once.
    vault.keep(&prepared).await.unwrap();
    assert_eq!(vault.check(&expected, false).await.unwrap().intact, 3);
}

/// Names come from records; one that is no name of a blob never reaches a path.
#[tokio::test]
async fn a_name_that_is_none_removes_nothing() {
    let (folder, vault) = vault();
    let outside = folder.path().join("outside");
    std::fs::write(&outside, b"?").unwrap();
    vault.erase(&["../outside".into(), "/etc/hostname".into(), String::new(), "ab".into()]).await.unwrap();
    assert!(outside.exists());
}

/// A spool that was sent on from where it stopped holds the same bytes.
#[test]
fn bytes_arrive_in_any_pieces() {
    let (_folder, vault) = vault();
    let bytes = talkative_jpeg(700, 500, 1);
    let whole = prepared(&vault, &bytes).unwrap();
    for piece in [1_usize, 7, 65_536, 65_537, 1_000_000] {
        let mut spool = vault.spool().unwrap();
        while (spool.length() as usize) < bytes.len() {
            let at = spool.length() as usize;
            spool.append(&bytes[at..(at + piece).min(bytes.len())]).unwrap();
        }
        assert_eq!(vault.prepare(&spool).unwrap().hash, whole.hash, "{piece}");
    }
}
