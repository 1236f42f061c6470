//! What sort of file it is: by what is in it, never by its name.

use super::looked::MediaKind;
use super::refused::Refused;

/// A sort of file that can be taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// A JPEG picture.
    Jpeg,
    /// A PNG picture.
    Png,
    /// A WebP picture.
    WebP,
    /// A HEIC picture.
    Heic,
    /// An MP4 or MOV recording.
    Mp4,
    /// A WebM recording.
    WebM,
}

impl Sort {
    /// Whether it stands still.
    pub fn kind(self) -> MediaKind {
        if self.stands_still() { MediaKind::Still } else { MediaKind::Recording }
    }

    /// Whether it is a picture that stands still.
    pub fn stands_still(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png | Self::WebP | Self::Heic)
    }
}

const HEIC_BRANDS: [&[u8]; 8] = [b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"];

/// Tells a file by its first bytes; 32 are enough.
///
/// # Errors
/// [`Refused::Empty`], [`Refused::CutShort`], [`Refused::SomethingElse`].
pub fn sniff(head: &[u8]) -> Result<Sort, Refused> {
    if head.is_empty() {
        return Err(Refused::Empty);
    }
    if head.starts_with(&[0xff, 0xd8, 0xff]) {
        return Ok(Sort::Jpeg);
    }
    if head.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Ok(Sort::Png);
    }
    if head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP") {
        return Ok(Sort::WebP);
    }
    if head.starts_with(&[0x1a, 0x45, 0xdf, 0xa3]) {
        return Ok(Sort::WebM);
    }
    match (head.get(4..8), head.get(8..12)) {
        (Some(b"ftyp"), Some(b"avif" | b"avis")) => return Err(Refused::something_else("an AVIF picture")),
        (Some(b"ftyp"), Some(brand)) if HEIC_BRANDS.contains(&brand) => return Ok(Sort::Heic),
        (Some(b"ftyp"), Some(_)) | (Some(b"moov" | b"mdat" | b"wide"), _) => return Ok(Sort::Mp4),
        _ => {}
    }
    let begins: [(&[u8], &str); 8] = [
        (b"PK\x03\x04", "a zip archive"),
        (b"%PDF", "a PDF"),
        (b"GIF8", "a GIF"),
        (b"BM", "a bitmap"),
        (b"MZ", "a program"),
        (b"\x7fELF", "a program"),
        (b"<", "a page or a drawing in text"),
        (b"RIFF", "an AVI or WAV file"),
    ];
    match begins.into_iter().find(|(start, _)| head.starts_with(start)) {
        Some((_, what)) => Err(Refused::something_else(what)),
        None if head.len() < 12 => Err(Refused::CutShort),
        None => Err(Refused::something_else("something else")),
    }
}
