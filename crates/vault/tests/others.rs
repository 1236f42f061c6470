//! Pictures as other programs read them: libjpeg's `djpeg` for the pixels, `exiftool` for what a file says. Where one is not
//! installed nothing can be compared; the suite installs both.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests stop at the first surprise")]

use crate::common::{drawn, talkative_jpeg};
use belisha_vault::media::{Codec, Sort, Source, sample, still};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// What a program prints for a file; nothing where it is not installed.
fn asked(program: &str, arguments: &[&str], bytes: &[u8]) -> Option<Vec<u8>> {
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let mut to = child.stdin.take().unwrap();
    let bytes = bytes.to_vec();
    let writing = std::thread::spawn(move || to.write_all(&bytes));
    let out = child.wait_with_output().unwrap();
    let _ = writing.join().unwrap();
    Some(out.stdout)
}

/// Whether the suite promised that a program is there.
fn promised(program: &str) -> bool {
    ["/usr/bin", "/usr/local/bin"].iter().any(|folder| Path::new(folder).join(program).exists())
}

fn jpegs() -> Vec<(&'static str, Vec<u8>)> {
    let plain = sample::jpeg(&drawn(160, 120), 92);
    let whole = talkative_jpeg(160, 120, 6);
    let first = 4 + usize::from(u16::from_be_bytes([whole[4], whole[5]]));
    let gap = [&whole[..first], &[0; 40], &whole[first..]].concat();
    let progressive = {
        let picture = drawn(160, 120);
        let mut out = Vec::new();
        let mut encoder = jpeg_encoder::Encoder::new(&mut out, 90);
        encoder.set_progressive(true);
        encoder.encode(&picture.pixels, 160, 120, jpeg_encoder::ColorType::Rgb).unwrap();
        out
    };
    vec![("plain", plain), ("with EXIF", whole), ("with a gap", gap), ("progressive", progressive)]
}

#[test]
fn pixels_are_those_of_libjpeg() {
    if !promised("djpeg") {
        return;
    }
    for (what, bytes) in jpegs() {
        let pnm = |bytes: &[u8]| {
            let pnm = asked("djpeg", &["-pnm"], bytes).unwrap();
            // `P6`, the size, the largest value, then the pixels.
            let head = pnm.iter().enumerate().filter(|(_, byte)| **byte == b'\n').nth(2).unwrap().0 + 1;
            pnm[head..].to_vec()
        };
        let (theirs, ours) = (pnm(&bytes), pnm(&still(&bytes, Sort::Jpeg, Codec::Pure).unwrap().original));
        assert_eq!(theirs.len(), 160 * 120 * 3, "{what}");
        assert_eq!(ours, theirs, "{what}: what is kept is not the same picture");
        // The rendition is coded anew: nearly the same.
        let upright = still(&sample::jpeg(&drawn(160, 120), 92), Sort::Jpeg, Codec::Pure).unwrap();
        let off: u64 = pnm(&upright.large)
            .iter()
            .zip(&pnm(&upright.original))
            .map(|(a, b)| u64::from(a.abs_diff(*b)))
            .sum();
        assert!(off < 160 * 120 * 3 * 8, "{what}: off by {off}");
    }
}

#[test]
fn what_a_file_says_is_what_exiftool_reads() {
    if !promised("exiftool") {
        return;
    }
    for (what, bytes) in jpegs() {
        let said = asked("exiftool", &["-j", "-n", "-Make", "-Model", "-Orientation", "-"], &bytes).unwrap();
        let said: serde_json::Value = serde_json::from_slice(&said).unwrap();
        let said = &said[0];
        let (ours, orientation) = Source::of_still(&bytes);
        let word = |name: &str| said[name].as_str().map(str::to_owned);
        assert_eq!((ours.make, ours.model), (word("Make"), word("Model")), "{what}");
        assert_eq!(u64::from(orientation), said["Orientation"].as_u64().unwrap_or(1), "{what}");
    }
}
