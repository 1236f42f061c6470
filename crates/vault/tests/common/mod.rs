//! Files for tests: drawn, and built byte by byte, with everything in them that must not come out again.
#![expect(clippy::unwrap_used, reason = "helpers of tests stop at the first surprise")]

pub mod films;

use belisha_vault::media::Rgb;
use belisha_vault::media::sample::{self, Says};
use belisha_vault::{Config, Prepared, Vault};
use proptest::prelude::ProptestConfig;
use std::path::{Path, PathBuf};

/// Words that stand in the test files and must be in nothing that is made of them.
pub const SECRETS: [&str; 9] = [
    "MAKERNOTE-OF-A-PRETEND-DEVICE",
    "THUMBNAIL-OF-A-PRETEND-DEVICE",
    "Heron",
    "HX-4410",
    "2026:09:14",
    "http://ns.adobe.com/xap",
    "Asha at the gate",
    "TRAILER-BEHIND-THE-END",
    "+51.4321-000.1234/",
];

pub const SAYS: Says<'static> =
    Says { make: "Heron", model: "H10", serial: "HX-4410", taken: "2026:09:14 10:05:00", orientation: 1 };

/// So many cases, or more where `PROPTEST_CASES` asks for more.
pub fn cases(at_least: u32) -> ProptestConfig {
    let usual = ProptestConfig::default();
    ProptestConfig { cases: usual.cases.max(at_least), ..usual }
}

/// A drawn picture: slopes of colour with a few edges.
pub fn drawn(width: usize, height: usize) -> Rgb {
    let mut pixels = Vec::with_capacity(width * height * 3);
    for y in 0..height {
        for x in 0..width {
            let edge = u8::from((x / 37 + y / 23) % 3 == 0) * 60;
            pixels.extend([(x * 255 / width) as u8 / 2 + edge, (y * 255 / height) as u8, 90 + edge]);
        }
    }
    Rgb { width, height, pixels }
}

/// A JPEG with everything that phones and programs write into one.
pub fn talkative_jpeg(width: usize, height: usize, orientation: u16) -> Vec<u8> {
    let jpeg = sample::jpeg(&drawn(width, height), 85);
    let jpeg = sample::with_segment(&jpeg, 0xfe, b"Asha at the gate");
    let jpeg = sample::with_segment(&jpeg, 0xed, b"Photoshop 3.0\0Asha at the gate");
    let jpeg = sample::with_segment(&jpeg, 0xe1, b"http://ns.adobe.com/xap/1.0/\0<x>Asha at the gate</x>");
    let jpeg = sample::with_exif(&jpeg, &Says { orientation, ..SAYS });
    [jpeg.as_slice(), b"TRAILER-BEHIND-THE-END"].concat()
}

pub fn holds(bytes: &[u8], word: &str) -> bool {
    bytes.windows(word.len()).any(|known| known == word.as_bytes())
}

pub fn says_nothing(bytes: &[u8]) {
    for word in SECRETS {
        assert!(!holds(bytes, word), "{word} is still in it");
    }
    assert!(!holds(bytes, "Exif\0") && !holds(bytes, "ICC_PROFILE"));
}

/// Every file under a folder.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { all.extend(files(&path)) } else { all.push(path) }
    }
    all
}

/// A vault in a folder that is gone when the test ends.
pub fn vault() -> (tempfile::TempDir, Vault) {
    let folder = tempfile::tempdir().unwrap();
    let vault = Vault::open(Config::folder(folder.path())).unwrap();
    (folder, vault)
}

pub fn prepared(vault: &Vault, bytes: &[u8]) -> Result<Prepared, belisha_vault::Error> {
    let mut spool = vault.spool().unwrap();
    for piece in bytes.chunks(100_000) {
        spool.append(piece).unwrap();
    }
    vault.look(&spool)?;
    vault.prepare(&spool)
}

/// Not every file of tests needs every helper.
const _: fn() = || {
    let _ = (talkative_jpeg, says_nothing, vault, prepared, drawn, SECRETS, SAYS, holds, cases, files);
};
