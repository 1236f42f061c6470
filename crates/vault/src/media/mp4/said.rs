//! What an MP4 or MOV says of when and with what it was made; read, and then overwritten.

use super::{Part, Walk};
use crate::media::refused::Refused;
use crate::media::source::{Source, Taken};
use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};

/// Seconds from 1904 to 1970, between the two epochs.
const EPOCH_1904: i64 = 2_082_844_800;

impl Walk<'_> {
    /// When it was made is no business of whoever gets it; how large the picture is, is.
    pub(super) fn times(&mut self, part: &Part) -> Result<(), Refused> {
        let head = self.bytes(part.inner, (part.end - part.inner).min(120))?;
        let long = head.first() == Some(&1);
        let width = if long { 16 } else { 8 };
        self.plan.zero((part.inner + 4).min(part.end), (part.inner + 4 + width).min(part.end));
        if &part.kind == b"mvhd" {
            let seconds = if long {
                head.get(4..).and_then(|rest| rest.first_chunk::<8>()).map(|bytes| u64::from_be_bytes(*bytes))
            } else {
                head.get(4..)
                    .and_then(|rest| rest.first_chunk::<4>())
                    .map(|bytes| u64::from(u32::from_be_bytes(*bytes)))
            };
            let seconds = seconds
                .and_then(|seconds| i64::try_from(seconds).ok())
                .filter(|seconds| *seconds > EPOCH_1904);
            let at = seconds.and_then(|seconds| Timestamp::from_second(seconds - EPOCH_1904).ok());
            let local = at.map(|at| at.to_zoned(TimeZone::UTC).datetime());
            self.plan.source.taken = local.map(|local| Taken { local, offset: Some(Offset::UTC) });
        }
        if &part.kind == b"tkhd" {
            let size = if long { 88 } else { 76 };
            let side = |at: usize| {
                let fixed = head.get(at..).and_then(|rest| rest.first_chunk::<4>());
                fixed.map_or(0, |fixed| u32::from_be_bytes(*fixed) >> 16)
            };
            let (width, height) = (side(size), side(size + 4));
            // The matrix before it says how it is turned; a quarter of a turn has zeros on its diagonal.
            let matrix = |at: usize| head.get(size - 36 + at..size - 32 + at).unwrap_or(&[0; 4]) == [0; 4];
            let turned = matrix(0) && matrix(16) && !matrix(4) && !matrix(12);
            if width > 0 && height > 0 {
                (self.plan.width, self.plan.height) = if turned { (height, width) } else { (width, height) };
            }
        }
        Ok(())
    }

    /// What a box that goes says of the device: `udta` of many cameras, `meta` of Apple's.
    pub(super) fn said(&mut self, part: &Part) -> Result<(), Refused> {
        if !matches!(&part.kind, b"udta" | b"meta") || part.end - part.inner > 1_000_000 {
            return Ok(());
        }
        let bytes = self.bytes(part.inner, part.end - part.inner)?;
        let word = |raw: &[u8]| {
            let word: String =
                String::from_utf8_lossy(raw).chars().filter(|c| !c.is_control()).take(80).collect();
            Some(word.trim().to_owned()).filter(|word| !word.is_empty())
        };
        let source: &mut Source = &mut self.plan.source;
        for (make, model) in [(b"\xa9mak", b"\xa9mod"), (b"@mak", b"@mod")] {
            source.make = source.make.take().or_else(|| texts(&bytes, make).and_then(word));
            source.model = source.model.take().or_else(|| texts(&bytes, model).and_then(word));
        }
        // As 3GPP has its user data (TS 26.244, clause 8).
        source.make = source.make.take().or_else(|| full_text(&bytes, b"manu").and_then(word));
        source.model = source.model.take().or_else(|| full_text(&bytes, b"modl").and_then(word));
        let keys = keyed(&bytes);
        for key in [b"com.apple.quicktime.make".as_slice(), b"com.android.manufacturer"] {
            source.make = source.make.take().or_else(|| keys(key).and_then(word));
        }
        for key in [b"com.apple.quicktime.model".as_slice(), b"com.android.model"] {
            source.model = source.model.take().or_else(|| keys(key).and_then(word));
        }
        Ok(())
    }
}

/// The text of a QuickTime user data entry: a length, a language, the words.
fn texts<'a>(bytes: &'a [u8], kind: &[u8]) -> Option<&'a [u8]> {
    let at = bytes.windows(4).position(|known| known == kind)?;
    let length =
        bytes.get(at + 4..)?.first_chunk::<2>().map(|length| usize::from(u16::from_be_bytes(*length)))?;
    bytes.get(at + 8..at + 8 + length.min(80))
}

/// The text of a box with a version and a language before it, to the first nought.
fn full_text<'a>(bytes: &'a [u8], kind: &[u8]) -> Option<&'a [u8]> {
    let at = bytes.windows(4).position(|known| known == kind)?;
    let length = bytes.get(at.checked_sub(4)?..at)?.first_chunk::<4>()?;
    let end = (at - 4).checked_add(u32::from_be_bytes(*length) as usize)?;
    let text = bytes.get(at + 10..end.min(at + 90))?;
    text.split(|byte| *byte == 0).next()
}

/// Values by key, as Apple's `meta` has them: `keys` names them in order, `ilst` has them by number.
fn keyed<'a>(bytes: &'a [u8]) -> impl Fn(&[u8]) -> Option<&'a [u8]> {
    let part = |kind: &[u8]| {
        let at = bytes.windows(4).position(|known| known == kind)?;
        let length = bytes
            .get(at.checked_sub(4)?..at)?
            .first_chunk::<4>()
            .map(|length| u32::from_be_bytes(*length))?;
        bytes.get(at + 4..(at - 4).checked_add(length as usize)?.min(bytes.len()))
    };
    let (keys, values) = (part(b"keys"), part(b"ilst"));
    move |wanted| {
        let mut rest = keys?.get(8..)?;
        let mut number = 0_u32;
        loop {
            let (length, after) = rest.split_first_chunk::<4>()?;
            number += 1;
            let length = (u32::from_be_bytes(*length) as usize).checked_sub(4)?;
            let entry = after.get(..length)?;
            if entry.get(4..)? == wanted {
                break;
            }
            rest = after.get(length..)?;
        }
        let mut rest = values?;
        loop {
            let (length, after) = rest.split_first_chunk::<4>()?;
            let (index, after) = after.split_first_chunk::<4>()?;
            let length = (u32::from_be_bytes(*length) as usize).checked_sub(8)?;
            let entry = after.get(..length)?;
            if u32::from_be_bytes(*index) == number {
                // A `data` box: its heading, a type, a locale, the value.
                return entry.get(16..);
            }
            rest = after.get(length..)?;
        }
    }
}
