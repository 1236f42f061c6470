//! A JPEG without a word about how it was made: the compressed picture is copied as it is, what is written beside it is
//! left out (ITU-T T.81, annex B).

use super::refused::Refused;
use std::borrow::Cow;

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
    let mut rest = bytes.strip_prefix(&[0xff, 0xd8]).ok_or(Refused::something_else("something else"))?;
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
        if !exact(marker, segment) {
            return Err(Refused::Broken("a segment with more in it than belongs there".into()));
        }
        if let Some(kept) = segment_to_keep(marker, segment) {
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

fn segment_to_keep(marker: u8, segment: &[u8]) -> Option<Kept> {
    let (_, says) = segment.split_at_checked(2)?;
    match marker {
        0xe0 if says.starts_with(b"JFIF\0") => Some(Kept::Jfif),
        // Which colours the numbers stand for; twelve bytes and never more.
        0xee if says.starts_with(b"Adobe") && segment.len() == 14 => Some(Kept::AsItIs),
        // Frames, tables, restart intervals, scans.
        0xc0..=0xcf | 0xda..=0xdd => Some(Kept::AsItIs),
        _ => None,
    }
}

/// Whether a segment that is kept has room for nothing but what a decoder reads.
fn exact(marker: u8, segment: &[u8]) -> bool {
    let counted = |at: usize, fixed: usize, each: usize| {
        segment.get(at).is_some_and(|count| segment.len() == fixed + each * usize::from(*count))
    };
    match marker {
        0xc4 => tables(segment, |head| {
            let counts = head.get(1..17)?;
            Some(17 + counts.iter().map(|count| usize::from(*count)).sum::<usize>())
        }),
        0xdb => tables(segment, |head| Some(if head.first()? >> 4 == 0 { 65 } else { 129 })),
        0xda => counted(2, 6, 2),
        0xdc | 0xdd => segment.len() == 4,
        0xc8 | 0xcc => false,
        0xc0..=0xcf => counted(7, 8, 3),
        _ => true,
    }
}

/// Whether a segment is tables, one after another, to its very end.
fn tables(segment: &[u8], length: impl Fn(&[u8]) -> Option<usize>) -> bool {
    let Some((_, mut rest)) = segment.split_at_checked(2) else { return false };
    while !rest.is_empty() {
        match length(rest).and_then(|length| rest.get(length..)) {
            Some(later) => rest = later,
            None => return false,
        }
    }
    true
}

/// The next marker. Fill bytes before it are skipped, and whatever else stands between segments: telephones and
/// children's cameras write zeros there, or a segment longer than it says, and every viewer passes over them.
fn marker(rest: &[u8]) -> Result<(u8, &[u8]), Refused> {
    let mut at = 0;
    loop {
        at += memchr::memchr(0xff, rest.get(at..).unwrap_or_default()).ok_or(Refused::CutShort)?;
        match rest.get(at + 1).ok_or(Refused::CutShort)? {
            // A stuffed byte is no marker, and of several the last begins one.
            0x00 => at += 2,
            0xff => at += 1,
            marker => return Ok((*marker, rest.get(at + 2..).unwrap_or_default())),
        }
    }
}

/// The same picture without what stands between its segments: for decoders that do not pass over it. Nothing is copied
/// where there is nothing such.
pub(crate) fn without_gaps(bytes: &[u8]) -> Cow<'_, [u8]> {
    let Some((start, mut rest)) = bytes.split_at_checked(2) else { return Cow::Borrowed(bytes) };
    let mut out: Option<Vec<u8>> = None;
    for _ in 0..SEGMENTS_MAX {
        let at = bytes.len() - rest.len();
        let Ok((marker, after)) = marker(rest) else { break };
        let begins = bytes.len() - after.len() - 2;
        // Fill bytes are no gap: every decoder knows them.
        let gap = bytes.get(at..begins).is_some_and(|gap| gap.iter().any(|byte| *byte != 0xff));
        if gap && out.is_none() {
            let copied = bytes.get(..at).unwrap_or(start).to_vec();
            out = Some(copied);
        }
        let length = match marker {
            0x01 | 0xd0..=0xd9 => 0,
            _ => after.first_chunk::<2>().map_or(0, |length| usize::from(u16::from_be_bytes(*length))),
        };
        let Some((_, later)) = after.split_at_checked(length) else { break };
        let mut end = bytes.len() - later.len();
        rest = later;
        if marker == 0xda {
            let Ok(scan) = scan_end(rest) else { break };
            end += scan;
            rest = rest.get(scan..).unwrap_or_default();
        }
        if let (Some(out), Some(segment)) = (&mut out, bytes.get(begins..end)) {
            out.extend_from_slice(segment);
        }
        if marker == 0xd9 {
            break;
        }
    }
    match out {
        None => Cow::Borrowed(bytes),
        Some(mut out) => {
            // What could not be gone through is left as it is.
            if !out.ends_with(&[0xff, 0xd9]) {
                out.extend_from_slice(rest);
            }
            Cow::Owned(out)
        }
    }
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
    let (head, _) = bytes.split_at(bytes.len().min(64 * 1024));
    let adobe = memchr::memmem::find(head, b"Adobe\0").is_some();
    adobe || memchr::memmem::find(head, b"ICC_PROFILE\0").is_some()
}

/// What stands before the first compressed byte.
pub(super) struct Head {
    pub(super) width: u64,
    pub(super) height: u64,
    /// Each colour lies in a scan of its own, instead of all in one.
    pub(super) in_parts: bool,
}

/// Reads what stands before the first compressed byte.
pub(super) fn head(bytes: &[u8]) -> Result<Head, Refused> {
    let (_, mut rest) = bytes.split_at_checked(2).ok_or(Refused::CutShort)?;
    let (mut frame, mut converted) = (None, false);
    for _ in 0..SEGMENTS_MAX {
        let (marker, after) = marker(rest)?;
        let length = after.first_chunk::<2>().map(|length| usize::from(u16::from_be_bytes(*length)));
        let length = length.filter(|length| *length >= 2).ok_or(Refused::CutShort)?;
        let (segment, later) = after.split_at_checked(length).ok_or(Refused::CutShort)?;
        if matches!(marker, 0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf) && frame.is_none() {
            let number = |at: usize| {
                let bytes = segment.get(at..).and_then(|known| known.first_chunk::<2>());
                bytes.map(|bytes| u64::from(u16::from_be_bytes(*bytes))).ok_or(Refused::CutShort)
            };
            let factors: Vec<u8> = segment.iter().skip(9).step_by(3).copied().collect();
            let uneven = factors.iter().any(|factor| Some(factor) != factors.first());
            frame = Some((number(5)?, number(3)?, *segment.get(7).ok_or(Refused::CutShort)?, uneven));
        }
        converted |= marker == 0xee && segment.get(2..7) == Some(b"Adobe") && segment.get(13) == Some(&2);
        match (marker, frame) {
            // Printers' inks at different sizes: the decoder puts them in the wrong places.
            (0xda, Some((_, _, 4, true))) if !converted => {
                return Err(Refused::unsupported("its colours are stored in a way that is not known here"));
            }
            (0xda, Some((width, height, colours, _))) => {
                let in_parts = segment.get(2).is_some_and(|in_scan| *in_scan < colours);
                return Ok(Head { width, height, in_parts });
            }
            (0xda | 0xd9, _) => break,
            _ => rest = later,
        }
    }
    Err(Refused::Broken("it has no frame".into()))
}
