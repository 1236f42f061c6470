//! MP4 and MOV (ISO/IEC 14496-12): what a player needs stays, everything else becomes nothing. Boxes that are not on the
//! list below turn into free space; tracks that are neither picture nor sound go with their samples; in the media data
//! every byte that no kept sample uses is zero.

mod described;
mod said;
mod samples;

use super::plan::{Plan, ReadAt, read};
use super::refused::Refused;
use samples::{Fragments, Samples, Used};

/// At most this many boxes are read, those of fragments aside.
const BOXES_MAX: usize = 10_000;
/// At most this many boxes of fragments: browsers make a fragment a second, of a dozen boxes.
const FRAGMENT_BOXES_MAX: usize = 300_000;
/// At most this deep in one another.
const DEPTH_MAX: usize = 8;
/// The most bytes that are read of all tables together.
const TABLES_BYTES_MAX: u64 = 8_000_000;
/// The most bytes of one fragment's tables.
const FRAGMENT_BYTES_MAX: u64 = 2_000_000;

type Kind = [u8; 4];

/// One box of the format: where it begins, where its contents begin, where it ends.
#[derive(Debug, Clone, Copy)]
struct Part {
    kind: Kind,
    start: u64,
    inner: u64,
    end: u64,
}

/// What is kept inside which box. Everything else becomes free space.
fn boxes_to_keep(parent: Kind) -> &'static [&'static [u8; 4]] {
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
    fragment_boxes: usize,
    /// How many bytes of tables were read.
    tables: u64,
    mdats: Vec<Part>,
    /// The bytes that samples of kept tracks use.
    used: Used,
    fragments: Fragments,
    fragmented: bool,
    /// How many tracks are kept.
    tracks: usize,
    /// The track that is being read is sound.
    sound: bool,
    /// How many bytes a moment of its uncompressed sound has.
    frame: u32,
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
        fragment_boxes: 0,
        tables: 0,
        mdats: Vec::new(),
        used: Used::default(),
        fragments: Fragments::default(),
        fragmented: false,
        tracks: 0,
        sound: false,
        frame: 0,
    };
    let root = Part { kind: *b"root", start: 0, inner: 0, end: file.length() };
    let all = walk.children(&root)?;
    walk.fragmented = all.iter().any(|child| &child.kind == b"moof");
    walk.each(root.kind, &all, 0)?;
    if walk.tracks == 0 {
        return Err(Refused::unsupported("there is neither picture nor sound in it"));
    }
    walk.media_data();
    walk.plan.ordered()
}

impl Walk<'_> {
    fn bytes(&self, at: u64, count: u64) -> Result<Vec<u8>, Refused> {
        let count = usize::try_from(count).map_err(|_| Refused::CutShort)?;
        let bytes = read(self.file, at, count).map_err(Refused::broken)?;
        if bytes.len() == count { Ok(bytes) } else { Err(Refused::CutShort) }
    }

    /// The box that begins at `at`, inside one that ends at `end`.
    fn next(&mut self, at: u64, end: u64) -> Result<Part, Refused> {
        let head = self.bytes(at, 8.min(end - at))?;
        let (size, rest) = head.split_first_chunk::<4>().ok_or(Refused::CutShort)?;
        let kind: Kind = rest.try_into().map_err(|_| Refused::CutShort)?;
        self.count(kind)?;
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
        Ok(Part { kind, start: at, inner: at + header, end: stop })
    }

    fn count(&mut self, kind: Kind) -> Result<(), Refused> {
        let (count, max) = match &kind {
            b"moof" | b"mdat" | b"mfhd" | b"traf" | b"tfhd" | b"tfdt" | b"trun" => {
                (&mut self.fragment_boxes, FRAGMENT_BOXES_MAX)
            }
            _ => (&mut self.boxes, BOXES_MAX),
        };
        *count += 1;
        if *count > max { Err(Refused::unsupported("it is built of too many parts")) } else { Ok(()) }
    }

    fn children(&mut self, of: &Part) -> Result<Vec<Part>, Refused> {
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

    /// Free space of the same size, with nothing in it.
    fn free(&mut self, part: &Part) {
        self.plan.zero(part.inner, part.end);
        self.plan.write(part.start + 4, b"free");
    }

    fn inside(&mut self, of: &Part, depth: usize) -> Result<(), Refused> {
        if depth > DEPTH_MAX {
            return Err(Refused::unsupported("it is built of parts within parts without end"));
        }
        let all = self.children(of)?;
        self.each(of.kind, &all, depth)
    }

    fn each(&mut self, parent: Kind, all: &[Part], depth: usize) -> Result<(), Refused> {
        for child in all {
            if !boxes_to_keep(parent).contains(&&child.kind) {
                self.said(child)?;
                self.free(child);
                continue;
            }
            match &child.kind {
                b"mdat" => self.mdats.push(*child),
                b"trak" => self.track(child, depth)?,
                b"moof" => self.fragments.read(self.file, child, self.tracks, &mut self.used)?,
                b"mvhd" | b"tkhd" | b"mdhd" => self.times(child)?,
                // After the sort of track: letters for a maker, and a name.
                b"hdlr" => self.plan.zero((child.inner + 12).min(child.end), child.end),
                b"stsd" => self.frame = self.described(child, self.sound)?,
                b"dref" => self.lies(child)?,
                b"trex" => {
                    let bytes = self.bytes(child.inner, (child.end - child.inner).min(24))?;
                    self.fragments.defaults(&bytes)?;
                }
                _ => {}
            }
            if matches!(
                &child.kind,
                b"moov" | b"mvex" | b"edts" | b"mdia" | b"minf" | b"dinf" | b"stbl" | b"moof" | b"traf"
            ) {
                self.inside(child, depth + 1)?;
            }
        }
        Ok(())
    }

    /// A track of pictures or sound stays; any other goes, with its samples.
    fn track(&mut self, track: &Part, depth: usize) -> Result<(), Refused> {
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
                return Err(Refused::unsupported("beside picture and sound it has data of another sort"));
            }
            self.free(track);
            return Ok(());
        }
        self.tracks += 1;
        (self.sound, self.frame) = (handler == b"soun", 0);
        self.inside(track, depth + 1)?;
        let samples = Samples::of(self, track)?;
        samples.ranges(self.frame, &mut self.used)
    }

    /// In the media data every byte goes that no sample of a kept track uses.
    fn media_data(&mut self) {
        let used = std::mem::take(&mut self.used).ordered();
        for mdat in std::mem::take(&mut self.mdats) {
            let mut at = mdat.inner;
            let first = used.partition_point(|(_, to)| *to <= mdat.inner);
            for (from, to) in used.iter().skip(first).take_while(|(from, _)| *from < mdat.end) {
                self.plan.zero(at, *from);
                at = (*to).min(mdat.end);
            }
            self.plan.zero(at, mdat.end);
        }
    }
}
