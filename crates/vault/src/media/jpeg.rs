//! A JPEG without a word about how it was made: the compressed picture is copied as it is, what is written beside it is
//! left out (ITU-T T.81, annex B).

use super::refused::Refused;

/// A JFIF header with square pixels and no thumbnail.
const JFIF: [u8; 18] = [
    0xff, 0xe0, 0x00, 0x10, b'J', b'F', b'I', b'F', 0x00, 0x01, 0x01, 0x00, 0x00, 0x01, 0x00, 0x01, 0x00,
    0x00,
];
/// At most this many segments are read.
const SEGMENTS_MAX: usize = 10_000;

/// The same picture with nothing but what a decoder needs: no EXIF, XMP, IPTC, ICC, comments, thumbnails or maker
/// notes, and nothing after its end, where phones put second pictures and short films.
///
/// # Errors
/// [`Refused::CutShort`] when it has no end; [`Refused::Broken`].
pub fn cleaned(bytes: &[u8]) -> Result<Vec<u8>, Refused> {
    let mut rest = bytes.strip_prefix(&[0xff, 0xd8]).ok_or(Refused::SomethingElse("something else"))?;
    let mut out = Vec::with_capacity(bytes.len());
    out.extend_from_slice(&[0xff, 0xd8]);
    for _ in 0..SEGMENTS_MAX {
        let (marker, after) = marker(rest)?;
        match marker {
            0xd9 => {
                out.extend_from_slice(&[0xff, 0xd9]);
                return Ok(out);
            }
            // Restart markers and the like stand alone, and have no business here.
            0x01 | 0xd0..=0xd8 => return Err(Refused::Broken("a marker where none belongs".into())),
            _ => {}
        }
        let length = after.first_chunk::<2>().map(|length| usize::from(u16::from_be_bytes(*length)));
        let length = length.ok_or(Refused::CutShort)?;
        if length < 2 {
            return Err(Refused::Broken("a segment shorter than its own length".into()));
        }
        let (segment, later) = after.split_at_checked(length).ok_or(Refused::CutShort)?;
        rest = later;
        if let Some(kept) = kept(marker, segment) {
            match kept {
                Kept::AsItIs => {
                    out.extend_from_slice(&[0xff, marker]);
                    out.extend_from_slice(segment);
                }
                Kept::Jfif => out.extend_from_slice(&JFIF),
            }
        }
        if marker == 0xda {
            let end = scan_end(rest)?;
            let (scan, later) = rest.split_at_checked(end).ok_or(Refused::CutShort)?;
            out.extend_from_slice(scan);
            rest = later;
        }
    }
    Err(Refused::Broken("too many segments".into()))
}

enum Kept {
    AsItIs,
    Jfif,
}

fn kept(marker: u8, segment: &[u8]) -> Option<Kept> {
    let says = segment.get(2..).unwrap_or_default();
    match marker {
        0xe0 if says.starts_with(b"JFIF\0") => Some(Kept::Jfif),
        // Which colours the numbers stand for; twelve bytes and never more.
        0xee if says.starts_with(b"Adobe") && segment.len() == 14 => Some(Kept::AsItIs),
        // Frames, tables, restart intervals, scans.
        0xc0..=0xcf | 0xda..=0xdd => Some(Kept::AsItIs),
        _ => None,
    }
}

/// The next marker, fill bytes skipped.
fn marker(rest: &[u8]) -> Result<(u8, &[u8]), Refused> {
    let rest = rest.strip_prefix(&[0xff]).ok_or(if rest.is_empty() {
        Refused::CutShort
    } else {
        Refused::Broken("no marker where one belongs".into())
    })?;
    let fill = rest.iter().take_while(|byte| **byte == 0xff).count();
    rest.get(fill..)
        .and_then(|rest| rest.split_first())
        .map(|(marker, rest)| (*marker, rest))
        .ok_or(Refused::CutShort)
}

/// Where the compressed bytes of a scan end: at the first marker that is neither a stuffed byte nor a restart.
fn scan_end(rest: &[u8]) -> Result<usize, Refused> {
    let mut from = 0;
    while let Some(found) = rest.get(from..).and_then(|rest| memchr::memchr(0xff, rest)) {
        let at = from + found;
        match rest.get(at + 1) {
            Some(0x00 | 0xd0..=0xd7) => from = at + 2,
            Some(0xff) => from = at + 1,
            Some(_) => return Ok(at),
            None => return Err(Refused::CutShort),
        }
    }
    Err(Refused::CutShort)
}

/// Whether its colours are more than those of a plain picture: a profile, or four of them as printers have.
#[cfg(feature = "turbojpeg")]
pub(super) fn is_unusual(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(64 * 1024)).unwrap_or_default();
    let adobe = memchr::memmem::find(head, b"Adobe\0").is_some();
    adobe || memchr::memmem::find(head, b"ICC_PROFILE\0").is_some()
}

/// Width and height as the frame's header says them.
pub(super) fn size(bytes: &[u8]) -> Result<(u64, u64), Refused> {
    let mut rest = bytes.get(2..).unwrap_or_default();
    for _ in 0..SEGMENTS_MAX {
        let (marker, after) = marker(rest)?;
        let length = after.first_chunk::<2>().map(|length| usize::from(u16::from_be_bytes(*length)));
        let length = length.filter(|length| *length >= 2).ok_or(Refused::CutShort)?;
        let (segment, later) = after.split_at_checked(length).ok_or(Refused::CutShort)?;
        if matches!(marker, 0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf) {
            let number = |at: usize| {
                let bytes = segment.get(at..).and_then(|there| there.first_chunk::<2>());
                bytes.map(|bytes| u64::from(u16::from_be_bytes(*bytes))).ok_or(Refused::CutShort)
            };
            return Ok((number(5)?, number(3)?));
        }
        if marker == 0xda || marker == 0xd9 {
            break;
        }
        rest = later;
    }
    Err(Refused::Broken("it has no frame".into()))
}
