//! Memory stays that of a few pieces, however long a recording is. In a file of its own: nothing else runs beside it.
#![expect(clippy::unwrap_used, reason = "tests stop at the first surprise")]

mod common;

use crate::common::films::{atom, talkative_mp4};
use crate::common::vault;
use belisha_vault::media::mp4;

/// The most memory that this process ever had, in kilobytes.
fn most() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[tokio::test]
async fn a_recording_of_a_gigabyte_takes_little_memory() {
    const LENGTH: u32 = 1_000_000_000;
    let (_folder, vault) = vault();
    // The head of a film whose one sample is long, made without the sample itself.
    let short = talkative_mp4(0);
    let mdat = short.windows(4).position(|known| known == b"mdat").unwrap() - 4;
    let (head, rest) = short.split_at(mdat);
    let mut head = head.to_vec();
    let sample = head.windows(4).position(|known| known == b"stsz").unwrap() + 16;
    head.get_mut(sample..sample + 4).unwrap().copy_from_slice(&(LENGTH + 5).to_be_bytes());
    let size = u32::from_be_bytes(*rest.first_chunk().unwrap()) + LENGTH;
    let before = most();
    let mut spool = vault.spool().unwrap();
    spool.append(&head).unwrap();
    spool.append(&size.to_be_bytes()).unwrap();
    spool.append(b"mdat").unwrap();
    let piece = vec![b'P'; 1_000_000];
    for _ in 0..1_000 {
        spool.append(&piece).unwrap();
    }
    spool.append(rest.get(8..).unwrap()).unwrap();
    let prepared = vault.prepare(&spool).unwrap();
    vault.keep(&prepared).await.unwrap();
    let blob = &prepared.files.first().unwrap().1;
    assert!(blob.bytes > 1_000_000_000);
    let mut given = 0;
    let mut parts = std::pin::pin!(vault.stream(blob, 0..blob.bytes));
    while let Some(part) = futures_util::StreamExt::next(&mut parts).await {
        given += part.unwrap().len() as u64;
    }
    assert_eq!(given, blob.bytes);
    let grown = (most() - before) / 1_000;
    println!("it took {grown} MB");
    assert!(grown < 64, "it took {grown} MB");

    // The worst that a film can ask for: as many pieces as are told apart, none beside another.
    let film = scattered(490_000);
    let before = most();
    let plan = mp4::plan(&film).unwrap();
    plan.copy(&film, &mut |_| {}, &mut std::io::sink()).unwrap();
    let grown = (most() - before) / 1_000;
    println!("scattered, it took {grown} MB");
    assert!(grown < 64, "scattered, it took {grown} MB");
    assert!(mp4::plan(&scattered(510_000)).unwrap_err().to_string().contains("too many parts"));
}

/// A film whose samples, one byte each, lie two bytes apart.
fn scattered(pieces: u32) -> Vec<u8> {
    let be = |numbers: &[u32]| numbers.iter().flat_map(|number| number.to_be_bytes()).collect::<Vec<u8>>();
    let film = |at: u32| {
        let places: Vec<u8> = (0..pieces).flat_map(|piece| (at + 2 * piece).to_be_bytes()).collect();
        let tables = [
            atom(b"stsc", &be(&[0, 1, 1, 1, 1])),
            atom(b"stsz", &be(&[0, 1, pieces])),
            atom(b"stco", &[be(&[0, pieces]), places].concat()),
        ];
        let minf = atom(b"minf", &atom(b"stbl", &tables.concat()));
        let hdlr = atom(b"hdlr", &[be(&[0, 0]).as_slice(), b"vide", &[0; 12]].concat());
        let trak = atom(b"trak", &atom(b"mdia", &[hdlr, minf].concat()));
        [atom(b"ftyp", b"isom"), atom(b"moov", &trak)].concat()
    };
    let at = u32::try_from(film(0).len() + 8).unwrap();
    [film(at), atom(b"mdat", &vec![b'x'; 2 * pieces as usize])].concat()
}
