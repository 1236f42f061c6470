//! Memory stays that of a few pieces, however long a recording is. In a file of its own: nothing else runs beside it.
#![expect(clippy::unwrap_used, reason = "tests stop at the first surprise")]

mod common;

use common::{talkative_mp4, vault};

/// The most memory that this process ever had, in kilobytes.
fn most() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[tokio::test]
async fn a_recording_of_two_hundred_megabytes_takes_little_memory() {
    const LENGTH: u32 = 200_000_000;
    let (_folder, vault) = vault();
    // The head of a film whose one sample is long, made without the sample itself.
    let short = talkative_mp4(0);
    let mdat = short.windows(4).position(|there| there == b"mdat").unwrap() - 4;
    let (head, rest) = short.split_at(mdat);
    let mut head = head.to_vec();
    let sample = head.windows(4).position(|there| there == b"stsz").unwrap() + 16;
    head.get_mut(sample..sample + 4).unwrap().copy_from_slice(&(LENGTH + 5).to_be_bytes());
    let size = u32::from_be_bytes(*rest.first_chunk().unwrap()) + LENGTH;
    let before = most();
    let mut spool = vault.spool().unwrap();
    spool.append(&head).unwrap();
    spool.append(&size.to_be_bytes()).unwrap();
    spool.append(b"mdat").unwrap();
    let piece = vec![b'P'; 1_000_000];
    for _ in 0..200 {
        spool.append(&piece).unwrap();
    }
    spool.append(rest.get(8..).unwrap()).unwrap();
    let prepared = vault.prepare(&spool).unwrap();
    vault.keep(&prepared).await.unwrap();
    let blob = &prepared.files.first().unwrap().1;
    assert!(blob.bytes > 200_000_000);
    let mut given = 0;
    let mut parts = std::pin::pin!(vault.stream(blob, 0..blob.bytes));
    while let Some(part) = futures_util::StreamExt::next(&mut parts).await {
        given += part.unwrap().len() as u64;
    }
    assert_eq!(given, blob.bytes);
    let grown = (most() - before) / 1_000;
    println!("it took {grown} MB");
    assert!(grown < 64, "it took {grown} MB");
}
