//! MP4 and MOV (ISO/IEC 14496-12): what a player needs stays, everything else becomes nothing. Boxes that are not on the
//! list below turn into free space; tracks that are neither picture nor sound go with their samples; in the media data
//! every byte that no kept sample uses is zero.

mod samples;

use super::plan::{Plan, ReadAt, read};
use super::refused::Refused;
use super::source::{Source, Taken};
use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};
use samples::{Fragments, Samples};

/// At most this many boxes are read.
const BOXES_MAX: usize = 20_000;
/// At most this deep in one another.
const DEPTH_MAX: usize = 8;
/// The most bytes that are read of one table.
const TABLE_BYTES_MAX: u64 = 24_000_000;
/// Seconds from 1904 to 1970, between the two epochs.
const EPOCH_1904: i64 = 2_082_844_800;

type Kind = [u8; 4];

/// One box: where it begins, where its contents begin, where it ends.
#[derive(Debug, Clone, Copy)]
struct Box {
    kind: Kind,
    start: u64,
    inner: u64,
    end: u64,
}

/// What is kept inside which box. Everything else becomes free space.
fn kept(parent: Kind) -> &'static [&'static [u8; 4]] {
    match &parent {
        b"root" => &[b"ftyp", b"styp", b"moov", b"moof", b"mdat", b"sidx"],
        b"moov" => &[b"mvhd", b"trak", b"mvex"],
        b"mvex" => &[b"mehd", b"trex"],
        b"trak" => &[b"tkhd", b"edts", b"mdia"],
        b"edts" => &[b"elst"],
        b"mdia" => &[b"mdhd", b"hdlr", b"minf"],
        b"minf" => &[b"vmhd", b"smhd", b"dinf", b"stbl"],
        b"dinf" => &[b"dref"],
        b"stbl" => &[
            b"stsd", b"stts", b"ctts", b"stsc", b"stsz", b"stz2", b"stco", b"co64", b"stss", b"sdtp",
            b"cslg", b"sgpd", b"sbgp",
        ],
        b"moof" => &[b"mfhd", b"traf"],
        b"traf" => &[b"tfhd", b"tfdt", b"trun", b"sdtp", b"sgpd", b"sbgp"],
        _ => &[],
    }
}

struct Walk<'a> {
    file: &'a dyn ReadAt,
    plan: Plan,
    boxes: usize,
    mdats: Vec<Box>,
    samples: Vec<Samples>,
    fragments: Fragments,
    fragmented: bool,
    /// A track was left out: its samples must be told from the others.
    tracks: usize,
}

/// How an MP4 or MOV is copied.
///
/// # Errors
/// [`Refused`], in a sentence for whoever brought it.
pub fn plan(file: &dyn ReadAt) -> Result<Plan, Refused> {
    let mut walk = Walk {
        file,
        plan: Plan::default(),
        boxes: 0,
        mdats: Vec::new(),
        samples: Vec::new(),
        fragments: Fragments::default(),
        fragmented: false,
        tracks: 0,
    };
    let root = Box { kind: *b"root", start: 0, inner: 0, end: file.length() };
    walk.fragmented = walk.has(&root, b"moof")?;
    walk.inside(&root, 0)?;
    if walk.tracks == 0 {
        return Err(Refused::Unsupported("there is neither picture nor sound in it"));
    }
    walk.media_data()?;
    Ok(walk.plan.ordered())
}

impl Walk<'_> {
    fn bytes(&self, at: u64, count: u64) -> Result<Vec<u8>, Refused> {
        let count = usize::try_from(count).map_err(|_| Refused::CutShort)?;
        let bytes = read(self.file, at, count).map_err(Refused::broken)?;
        if bytes.len() == count { Ok(bytes) } else { Err(Refused::CutShort) }
    }

    /// The box that begins at `at`, inside one that ends at `end`.
    fn next(&mut self, at: u64, end: u64) -> Result<Box, Refused> {
        self.boxes += 1;
        if self.boxes > BOXES_MAX {
            return Err(Refused::Unsupported("it is built of too many parts"));
        }
        let head = self.bytes(at, 8.min(end - at))?;
        let (size, rest) = head.split_first_chunk::<4>().ok_or(Refused::CutShort)?;
        let kind: Kind = rest.try_into().map_err(|_| Refused::CutShort)?;
        let (length, header) = match u32::from_be_bytes(*size) {
            0 => (end - at, 8),
            1 => {
                let long = self.bytes(at + 8, 8)?;
                let long = long.first_chunk::<8>().map(|long| u64::from_be_bytes(*long));
                (long.ok_or(Refused::CutShort)?, 16)
            }
            short => (u64::from(short), 8),
        };
        if length < header {
            return Err(Refused::Broken("a part shorter than its own heading".into()));
        }
        let stop = at.checked_add(length).filter(|stop| *stop <= end).ok_or(Refused::CutShort)?;
        Ok(Box { kind, start: at, inner: at + header, end: stop })
    }

    fn children(&mut self, of: &Box) -> Result<Vec<Box>, Refused> {
        let (mut at, mut all) = (of.inner, Vec::new());
        while at < of.end {
            // Some cameras end a list of boxes with four zero bytes.
            if of.end - at < 8 {
                self.plan.zero(at, of.end);
                break;
            }
            let child = self.next(at, of.end)?;
            at = child.end;
            all.push(child);
        }
        Ok(all)
    }

    fn has(&mut self, of: &Box, kind: &Kind) -> Result<bool, Refused> {
        Ok(self.children(of)?.iter().any(|child| child.kind == *kind))
    }

    /// Free space of the same size, with nothing in it.
    fn free(&mut self, there: &Box) {
        self.plan.zero(there.inner, there.end);
        self.plan.write(there.start + 4, b"free");
    }

    fn inside(&mut self, of: &Box, depth: usize) -> Result<(), Refused> {
        if depth > DEPTH_MAX {
            return Err(Refused::Unsupported("it is built of parts within parts without end"));
        }
        for child in self.children(of)? {
            if !kept(of.kind).contains(&&child.kind) {
                self.said(&child)?;
                self.free(&child);
                continue;
            }
            match &child.kind {
                b"mdat" => self.mdats.push(child),
                b"trak" => self.track(&child, depth)?,
                b"moof" => self.fragments.read(self.file, &child, self.samples.len())?,
                b"mvhd" | b"tkhd" | b"mdhd" => self.times(&child)?,
                b"hdlr" => self.plan.zero((child.inner + 24).min(child.end), child.end),
                b"trex" => self.fragments.defaults(&self.bytes(child.inner, child.end - child.inner)?)?,
                _ => {}
            }
            if matches!(
                &child.kind,
                b"moov" | b"mvex" | b"edts" | b"mdia" | b"minf" | b"dinf" | b"stbl" | b"moof" | b"traf"
            ) {
                self.inside(&child, depth + 1)?;
            }
        }
        Ok(())
    }

    /// A track of pictures or sound stays; any other goes, with its samples.
    fn track(&mut self, track: &Box, depth: usize) -> Result<(), Refused> {
        let mdia = self.children(track)?.into_iter().find(|child| &child.kind == b"mdia");
        let hdlr = match mdia {
            Some(mdia) => self.children(&mdia)?.into_iter().find(|child| &child.kind == b"hdlr"),
            None => None,
        };
        let handler = match hdlr {
            Some(hdlr) => self.bytes(hdlr.inner + 8, 4.min(hdlr.end.saturating_sub(hdlr.inner + 8)))?,
            None => Vec::new(),
        };
        if handler != b"vide" && handler != b"soun" {
            if self.fragmented {
                return Err(Refused::Unsupported("beside picture and sound it has data of another sort"));
            }
            self.free(track);
            return Ok(());
        }
        self.tracks += 1;
        self.inside(track, depth + 1)?;
        let samples = Samples::of(self, track)?;
        self.samples.push(samples);
        Ok(())
    }

    /// When it was made is no business of whoever gets it; how large the picture is, is.
    fn times(&mut self, there: &Box) -> Result<(), Refused> {
        let head = self.bytes(there.inner, (there.end - there.inner).min(120))?;
        let long = head.first() == Some(&1);
        let width = if long { 16 } else { 8 };
        self.plan.zero((there.inner + 4).min(there.end), (there.inner + 4 + width).min(there.end));
        if &there.kind == b"mvhd" {
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
        if &there.kind == b"tkhd" {
            let size = if long { 88 } else { 76 };
            let side = |at: usize| {
                let fixed = head.get(at..).and_then(|rest| rest.first_chunk::<4>());
                fixed.map_or(0, |fixed| u32::from_be_bytes(*fixed) >> 16)
            };
            let (width, height) = (side(size), side(size + 4));
            if width > 0 && height > 0 {
                (self.plan.width, self.plan.height) = (width, height);
            }
        }
        Ok(())
    }

    /// What a box that goes says of the device: `udta` of many cameras, `meta` of Apple's.
    fn said(&mut self, there: &Box) -> Result<(), Refused> {
        if !matches!(&there.kind, b"udta" | b"meta") || there.end - there.inner > 1_000_000 {
            return Ok(());
        }
        let bytes = self.bytes(there.inner, there.end - there.inner)?;
        let word = |raw: &[u8]| {
            let word: String =
                String::from_utf8_lossy(raw).chars().filter(|c| !c.is_control()).take(80).collect();
            Some(word.trim().to_owned()).filter(|word| !word.is_empty())
        };
        let source: &mut Source = &mut self.plan.source;
        source.make = source.make.take().or_else(|| texts(&bytes, b"\xa9mak").and_then(word));
        source.model = source.model.take().or_else(|| texts(&bytes, b"\xa9mod").and_then(word));
        let keys = keyed(&bytes);
        source.make = source.make.take().or_else(|| keys(b"com.apple.quicktime.make").and_then(word));
        source.model = source.model.take().or_else(|| keys(b"com.apple.quicktime.model").and_then(word));
        Ok(())
    }

    /// In the media data every byte goes that no sample of a kept track uses.
    fn media_data(&mut self) -> Result<(), Refused> {
        let mut used: Vec<(u64, u64)> = Vec::new();
        for samples in &self.samples {
            samples.ranges(&mut used)?;
        }
        used.extend_from_slice(&self.fragments.used);
        used.sort_unstable();
        for mdat in std::mem::take(&mut self.mdats) {
            let mut at = mdat.inner;
            for (from, to) in used.iter().filter(|(from, to)| *to > mdat.inner && *from < mdat.end) {
                self.plan.zero(at, (*from).max(at));
                at = at.max((*to).min(mdat.end));
            }
            self.plan.zero(at, mdat.end);
        }
        Ok(())
    }
}

/// The text of a QuickTime user data entry: a length, a language, the words.
fn texts<'a>(bytes: &'a [u8], kind: &[u8]) -> Option<&'a [u8]> {
    let at = bytes.windows(4).position(|there| there == kind)?;
    let length =
        bytes.get(at + 4..)?.first_chunk::<2>().map(|length| usize::from(u16::from_be_bytes(*length)))?;
    bytes.get(at + 8..at + 8 + length.min(80))
}

/// Values by key, as Apple's `meta` has them: `keys` names them in order, `ilst` has them by number.
fn keyed<'a>(bytes: &'a [u8]) -> impl Fn(&[u8]) -> Option<&'a [u8]> {
    let part = |kind: &[u8]| {
        let at = bytes.windows(4).position(|there| there == kind)?;
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
