//! A file on its way into the vault: looked at, cleaned, made smaller, sealed.

use crate::apart::{Decoder, Job, sort, whole};
use crate::error::Error;
use crate::key::Key;
use crate::media::{self, Codec, MediaKind, Region, Source};
use crate::seal::{Sealer, sealed_length};
use crate::spool::Spool;
use aws_lc_rs::digest::{Context, Digest, SHA256, digest};
use belisha_invariant::{Broken, broken, invariant};
use bytes::Bytes;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::Arc;

/// One of the files that are kept of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rendition {
    /// As it was made, cleaned.
    Original,
    /// At most 2,048 pixels on its longer side.
    Large,
    /// At most 320.
    Small,
}

impl Rendition {
    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Original => "original",
            Self::Large => "large",
            Self::Small => "small",
        }
    }

    /// The rendition of that word.
    pub fn named(word: &str) -> Option<Self> {
        [Self::Original, Self::Large, Self::Small].into_iter().find(|rendition| rendition.word() == word)
    }
}

/// A blob, with what opens it.
#[derive(Debug, Clone)]
pub struct Blob {
    /// Its name: the SHA-256 of its sealed bytes, in lower-case hex.
    pub name: String,
    /// Its key.
    pub key: Key,
    /// How many bytes are in it when it is opened.
    pub bytes: u64,
}

/// Sealed bytes that wait to be kept.
#[derive(Clone)]
pub(crate) enum Sealed {
    Memory(Bytes),
    /// In a file without a name, of this length.
    File(Arc<File>, u64),
}

/// A file that is ready to be kept.
pub struct Prepared {
    /// Whether it stands still.
    pub kind: MediaKind,
    /// What it says of the device that made it.
    pub source: Source,
    /// SHA-256 of the bytes that came in, by which the same file is known again.
    pub hash: [u8; 32],
    /// How wide it is when upright, in pixels; 0 where it does not say.
    pub width: u32,
    /// How high.
    pub height: u32,
    /// How the original lies, 1 to 8 as in EXIF. The renditions are upright.
    pub orientation: u8,
    /// What is kept of it.
    pub files: Vec<(Rendition, Blob)>,
    pub(crate) sealed: Vec<Sealed>,
}

pub(crate) fn prepare(
    file: &Spool,
    codec: Codec,
    decoder: &Decoder,
    spool: &Path,
) -> Result<Prepared, Error> {
    if sort(file)?.stands_still() {
        let bytes = whole(file)?;
        let hash = fixed(digest(&SHA256, &bytes))?;
        return sealed_still(decoder.still(Job::Still(codec), &bytes)?, hash);
    }
    recording(file, decoder.recording(file)?, spool)
}

pub(crate) fn cover(
    jpeg: &[u8],
    regions: &[Region],
    codec: Codec,
    decoder: &Decoder,
) -> Result<Prepared, Error> {
    let still = decoder.still(Job::Cover(regions.to_vec(), codec), jpeg)?;
    let hash = fixed(digest(&SHA256, &still.large))?;
    sealed_still(still, hash)
}

fn fixed(hash: Digest) -> Result<[u8; 32], Broken> {
    hash.as_ref().try_into().map_err(|_| broken!("SHA-256 gave {} bytes", hash.as_ref().len()))
}

fn sealed_still(still: media::Still, hash: [u8; 32]) -> Result<Prepared, Error> {
    let (mut files, mut sealed) = (Vec::new(), Vec::new());
    let all = [
        (Rendition::Original, still.original),
        (Rendition::Large, still.large),
        (Rendition::Small, still.small),
    ];
    for (rendition, bytes) in all {
        let key = Key::new();
        let length = sealed_length(bytes.len() as u64);
        let written = Sealer::new(&key, Vec::with_capacity(length as usize)).and_then(|mut sealer| {
            sealer.write_all(&bytes)?;
            sealer.end()
        });
        let (name, plain, out) = written.map_err(|error| Error::io(&error, Error::Spool))?;
        invariant!(plain == bytes.len() as u64, "of {} bytes {plain} were sealed", bytes.len());
        invariant!(out.len() as u64 == length, "{plain} bytes became {}", out.len());
        files.push((rendition, Blob { name, key, bytes: plain }));
        sealed.push(Sealed::Memory(out.into()));
    }
    let media::Still { source, width, height, orientation, .. } = still;
    Ok(Prepared { kind: MediaKind::Still, source, hash, width, height, orientation, files, sealed })
}

/// Copies a recording through its plan into a sealed file, piece by piece.
fn recording(file: &Spool, plan: media::Plan, spool: &Path) -> Result<Prepared, Error> {
    let failed = |error: io::Error| Error::io(&error, Error::Spool);
    let out = tempfile::tempfile_in(spool).map_err(failed)?;
    let key = Key::new();
    let mut sealer = Sealer::new(&key, BufWriter::with_capacity(1 << 20, out)).map_err(failed)?;
    let mut hash = Context::new(&SHA256);
    plan.copy(file, &mut |piece| hash.update(piece), &mut sealer).map_err(failed)?;
    let (name, bytes, out) = sealer.end().map_err(failed)?;
    let out = out.into_inner().map_err(|error| failed(error.into_error()))?;
    let length = out.metadata().map_err(failed)?.len();
    invariant!(bytes == file.length(), "of {} bytes {bytes} were sealed", file.length());
    invariant!(length == sealed_length(bytes), "{bytes} bytes became {length}");
    Ok(Prepared {
        kind: MediaKind::Recording,
        source: plan.source,
        hash: fixed(hash.finish())?,
        width: plan.width,
        height: plan.height,
        orientation: 1,
        files: vec![(Rendition::Original, Blob { name, key, bytes })],
        sealed: vec![Sealed::File(Arc::new(out), length)],
    })
}
