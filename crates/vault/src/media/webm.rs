//! WebM (RFC 9559 over RFC 8794), as browsers record it: titles, dates, tags, attachments and the names of programs
//! become nothing; pictures and sound stay where they are.

use super::plan::{Plan, ReadAt, read};
use super::refused::Refused;

/// At most this many elements are read.
const ELEMENTS_MAX: u64 = 5_000_000;
/// At most this much of the setup of a decoder is read.
const PRIVATE_BYTES_MAX: usize = 1 << 20;
/// The most bytes of a name of a program that become spaces; the rest becomes zero.
const PROGRAM_BYTES_MAX: u64 = 4_096;

const EBML: u32 = 0x1a45_dfa3;
const SEGMENT: u32 = 0x1853_8067;
const SEEK_HEAD: u32 = 0x114d_9b74;
const INFO: u32 = 0x1549_a966;
const TRACKS: u32 = 0x1654_ae6b;
const CLUSTER: u32 = 0x1f43_b675;
const CUES: u32 = 0x1c53_bb6b;
const LEVEL_ONE: [u32; 8] = [SEEK_HEAD, INFO, TRACKS, CLUSTER, CUES, 0x1254_c367, 0x1941_a469, 0x1043_a770];
/// Within Info: the names of the programs that made it, which must be there; they become spaces.
const PROGRAMS: [u32; 2] = [0x4d80, 0x5741];
const TRACK_ENTRY: u32 = 0xae;
const TRACK_TYPE: u32 = 0x83;
const CODEC: u32 = 0x86;
const CODEC_PRIVATE: u32 = 0x63a2;
const VIDEO: u32 = 0xe0;
const AUDIO: u32 = 0xe1;
const PIXEL_WIDTH: u32 = 0xb0;
const PIXEL_HEIGHT: u32 = 0xba;
const BLOCK_GROUP: u32 = 0xa0;

/// What is kept inside which element. Everything else becomes void.
fn elements_to_keep(parent: u32) -> &'static [u32] {
    match parent {
        // Versions, lengths of names and sizes, the sort of document.
        EBML => &[0x4286, 0x42f7, 0x42f2, 0x42f3, 0x4282, 0x4287, 0x4285],
        // The scale of time, the duration.
        INFO => &[0x2a_d7b1, 0x4489],
        // Number, id, sort, flags, durations, language, codec, delays, picture, sound.
        TRACK_ENTRY => &[
            0xd7,
            0x73c5,
            TRACK_TYPE,
            0xb9,
            0x88,
            0x55aa,
            0x9c,
            0x6de7,
            0x6df8,
            0x23_e383,
            0x23_4e7a,
            0x23_314f,
            0x55ee,
            0x22_b59c,
            0x22_b59d,
            CODEC,
            CODEC_PRIVATE,
            0x56aa,
            0x56bb,
            VIDEO,
            AUDIO,
        ],
        // Sides, shown sides, cropping, interlacing, stereo, transparency, colour, projection.
        VIDEO => &[
            PIXEL_WIDTH,
            PIXEL_HEIGHT,
            0x54b0,
            0x54ba,
            0x54b2,
            0x54aa,
            0x54bb,
            0x54cc,
            0x54dd,
            0x9a,
            0x9d,
            0x53b8,
            0x53c0,
            0x55b0,
            0x7670,
        ],
        // Rates, channels, depth.
        AUDIO => &[0xb5, 0x78b5, 0x9f, 0x6264],
        // Its time, blocks, groups of blocks, its place and the size of the one before.
        CLUSTER => &[0xe7, 0xa3, BLOCK_GROUP, 0xa7, 0xab],
        // The block, how long it is, what it refers to, how it is padded.
        BLOCK_GROUP => &[0xa1, 0x9b, 0xfb, 0xfa, 0x75a2],
        _ => &[],
    }
}

/// One element: where it begins, where its contents begin, and where it ends; `None` where it does not say.
#[derive(Debug, Clone, Copy)]
struct Element {
    id: u32,
    start: u64,
    inner: u64,
    end: Option<u64>,
}

struct Walk<'a> {
    file: &'a dyn ReadAt,
    plan: Plan,
    elements: u64,
    clusters: u64,
    tracks: u64,
}

/// How a WebM is copied.
///
/// # Errors
/// [`Refused`], in a sentence for whoever brought it.
pub fn plan(file: &dyn ReadAt) -> Result<Plan, Refused> {
    let mut walk = Walk { file, plan: Plan::default(), elements: 0, clusters: 0, tracks: 0 };
    let end = file.length();
    let mut at = 0;
    while at < end {
        let element = walk.next(at, end)?;
        at = element.end.unwrap_or(end);
        match element.id {
            EBML => walk.only(&element, at)?,
            SEGMENT => walk.segment(&element, at)?,
            _ => walk.void(&element)?,
        }
    }
    if walk.tracks == 0 || walk.clusters == 0 {
        return Err(Refused::unsupported("there is neither picture nor sound in it"));
    }
    walk.plan.ordered()
}

impl Walk<'_> {
    fn next(&mut self, at: u64, end: u64) -> Result<Element, Refused> {
        self.elements += 1;
        if self.elements > ELEMENTS_MAX {
            return Err(Refused::unsupported("it is built of too many parts"));
        }
        let head = read(self.file, at, 12).map_err(Refused::broken)?;
        let first = *head.first().ok_or(Refused::CutShort)?;
        let wide = first.leading_zeros() as usize + 1;
        if wide > 4 {
            return Err(Refused::Broken("a part without a name".into()));
        }
        let id = head
            .get(..wide)
            .ok_or(Refused::CutShort)?
            .iter()
            .fold(0, |id, byte| (id << 8) | u32::from(*byte));
        let rest = head.get(wide..).ok_or(Refused::CutShort)?;
        let first = *rest.first().ok_or(Refused::CutShort)?;
        let size_wide = first.leading_zeros() as usize + 1;
        if size_wide > 8 {
            return Err(Refused::Broken("a part without a size".into()));
        }
        let size = rest.get(..size_wide).ok_or(Refused::CutShort)?;
        let value = size.iter().fold(0_u64, |value, byte| (value << 8) | u64::from(*byte))
            & ((1 << (7 * size_wide)) - 1);
        let unknown = value == (1 << (7 * size_wide)) - 1;
        let inner = at + (wide + size_wide) as u64;
        let stop = match unknown {
            true if inner <= end && (id == SEGMENT || id == CLUSTER) => None,
            true => return Err(Refused::Broken("a part without an end".into())),
            false => Some(inner.checked_add(value).filter(|stop| *stop <= end).ok_or(Refused::CutShort)?),
        };
        Ok(Element { id, start: at, inner, end: stop })
    }

    /// An element of the same length that means nothing.
    fn void(&mut self, element: &Element) -> Result<(), Refused> {
        let end = element.end.ok_or(Refused::Broken("a part without an end".into()))?;
        let length = end - element.start;
        self.plan.zero(element.start, end);
        let head = match u8::try_from(length) {
            Ok(0 | 1) => return Err(Refused::Broken("a part too short to be one".into())),
            Ok(short @ 2..=9) => vec![0xec, 0x80 | (short - 2)],
            // The size takes the seven lower bytes of eight.
            _ => {
                let [_, size @ ..] = (length - 9).to_be_bytes();
                [[0xec, 0x01].as_slice(), &size].concat()
            }
        };
        self.plan.write(element.start, &head);
        Ok(())
    }

    /// Of the elements inside one only those stay that are on its list.
    fn only(&mut self, parent: &Element, end: u64) -> Result<(), Refused> {
        let mut at = parent.inner;
        while at < end {
            let element = self.next(at, end)?;
            at = element.end.unwrap_or(end);
            if !elements_to_keep(parent.id).contains(&element.id) {
                self.void(&element)?;
            }
        }
        Ok(())
    }

    fn segment(&mut self, segment: &Element, end: u64) -> Result<(), Refused> {
        let mut at = segment.inner;
        while at < end {
            let element = self.next(at, end)?;
            at = match element.id {
                SEEK_HEAD | CUES => element.end.unwrap_or(end),
                INFO => {
                    let stop = element.end.unwrap_or(end);
                    self.info(&element, stop)?;
                    stop
                }
                TRACKS => {
                    let stop = element.end.unwrap_or(end);
                    self.tracks(&element, stop)?;
                    stop
                }
                CLUSTER => self.cluster(&element, end)?,
                _ => {
                    self.void(&element)?;
                    element.end.unwrap_or(end)
                }
            };
        }
        Ok(())
    }

    fn info(&mut self, info: &Element, end: u64) -> Result<(), Refused> {
        let mut at = info.inner;
        while at < end {
            let element = self.next(at, end)?;
            at = element.end.unwrap_or(end);
            if PROGRAMS.contains(&element.id) {
                let length = (at - element.inner).min(PROGRAM_BYTES_MAX) as usize;
                self.plan.zero(element.inner, at);
                self.plan.write(element.inner, &vec![b' '; length]);
            } else if !elements_to_keep(INFO).contains(&element.id) {
                self.void(&element)?;
            }
        }
        Ok(())
    }

    fn tracks(&mut self, tracks: &Element, end: u64) -> Result<(), Refused> {
        let mut at = tracks.inner;
        while at < end {
            let entry = self.next(at, end)?;
            at = entry.end.unwrap_or(end);
            if entry.id != TRACK_ENTRY {
                self.void(&entry)?;
                continue;
            }
            self.track(&entry, at)?;
        }
        Ok(())
    }

    fn track(&mut self, entry: &Element, end: u64) -> Result<(), Refused> {
        let (mut at, mut vorbis, mut private) = (entry.inner, false, None);
        while at < end {
            let element = self.next(at, end)?;
            at = element.end.unwrap_or(end);
            match element.id {
                TRACK_TYPE if !matches!(self.number(&element, at)?, 1 | 2) => {
                    return Err(Refused::unsupported("beside picture and sound it has data of another sort"));
                }
                TRACK_TYPE => self.tracks += 1,
                CODEC => vorbis = self.bytes(&element, at, 8)? == b"A_VORBIS",
                CODEC_PRIVATE => private = Some(element),
                VIDEO => self.video(&element, at)?,
                AUDIO => self.only(&element, at)?,
                id if elements_to_keep(TRACK_ENTRY).contains(&id) => {}
                _ => self.void(&element)?,
            }
        }
        match private {
            Some(private) if vorbis => self.comments(&private),
            _ => Ok(()),
        }
    }

    /// Vorbis keeps comments in the setup of its decoder: a vendor and any number of lines, all of which become spaces.
    fn comments(&mut self, private: &Element) -> Result<(), Refused> {
        let end = private.end.ok_or(Refused::CutShort)?;
        let bytes = self.bytes(private, end, PRIVATE_BYTES_MAX)?;
        let found = bytes.windows(7).position(|known| known == b"\x03vorbis").ok_or(Refused::CutShort)?;
        let mut at = found + 7;
        let length = |at: usize| {
            let known = bytes.get(at..).and_then(|rest| rest.first_chunk::<4>());
            known.map(|length| u32::from_le_bytes(*length) as usize).ok_or(Refused::CutShort)
        };
        let mut blank = |at: usize, count: usize| {
            let stop = at.checked_add(count).filter(|stop| *stop <= bytes.len()).ok_or(Refused::CutShort)?;
            self.plan.write(private.inner + at as u64, &vec![b' '; count]);
            Ok::<usize, Refused>(stop)
        };
        at = blank(at + 4, length(at)?)?;
        let lines = length(at)?;
        at += 4;
        for _ in 0..lines.min(PRIVATE_BYTES_MAX) {
            at = blank(at + 4, length(at)?)?;
        }
        Ok(())
    }

    fn video(&mut self, video: &Element, end: u64) -> Result<(), Refused> {
        let mut at = video.inner;
        while at < end {
            let element = self.next(at, end)?;
            at = element.end.unwrap_or(end);
            // Shown to people alone; one that is beyond all measure is not said.
            let side = u32::try_from(self.number(&element, at)?).unwrap_or(0);
            match element.id {
                PIXEL_WIDTH => self.plan.width = side,
                PIXEL_HEIGHT => self.plan.height = side,
                id if elements_to_keep(VIDEO).contains(&id) => {}
                _ => self.void(&element)?,
            }
        }
        Ok(())
    }

    fn number(&self, element: &Element, end: u64) -> Result<u64, Refused> {
        let bytes = self.bytes(element, end, 8)?;
        Ok(bytes.iter().fold(0, |number, byte| (number << 8) | u64::from(*byte)))
    }

    /// The contents of an element, at most `count` bytes of them.
    fn bytes(&self, element: &Element, end: u64, count: usize) -> Result<Vec<u8>, Refused> {
        let length = usize::try_from(end - element.inner).unwrap_or(usize::MAX).min(count);
        read(self.file, element.inner, length).map_err(Refused::broken)
    }

    /// A cluster; one of unknown size ends where the next part of the segment begins.
    fn cluster(&mut self, cluster: &Element, end: u64) -> Result<u64, Refused> {
        self.clusters += 1;
        let stop = cluster.end.unwrap_or(end);
        let mut at = cluster.inner;
        while at < stop {
            let element = self.next(at, stop)?;
            if cluster.end.is_none() && LEVEL_ONE.contains(&element.id) {
                return Ok(at);
            }
            at = element.end.unwrap_or(stop);
            if !elements_to_keep(CLUSTER).contains(&element.id) {
                self.void(&element)?;
            } else if element.id == BLOCK_GROUP {
                self.only(&element, at)?;
            }
        }
        Ok(at)
    }
}
