//! Where the samples of a track lie: from the tables of `stbl`, or from the runs of fragments.

use super::{FRAGMENT_BYTES_MAX, Kind, Part, TABLES_BYTES_MAX, Walk};
use crate::media::plan::{ReadAt, read};
use crate::media::refused::Refused;

/// At most this many stretches of media data are told apart.
const USED_MAX: usize = 500_000;

/// The bytes that samples use.
#[derive(Debug, Default)]
pub(super) struct Used(Vec<(u64, u64)>);

impl Used {
    fn add(&mut self, from: u64, to: u64) -> Result<(), Refused> {
        let room = self.0.len() < USED_MAX;
        match self.0.last_mut() {
            _ if from >= to => {}
            Some((_, end)) if *end == from => *end = to,
            _ if room => self.0.push((from, to)),
            _ => return Err(Refused::unsupported("it is built of too many parts")),
        }
        Ok(())
    }

    /// In order, and what touches becomes one.
    pub(super) fn ordered(mut self) -> Vec<(u64, u64)> {
        self.0.sort_unstable();
        let mut merged: Vec<(u64, u64)> = Vec::new();
        for (from, to) in self.0 {
            match merged.last_mut() {
                Some((_, end)) if from <= *end => *end = (*end).max(to),
                _ => merged.push((from, to)),
            }
        }
        merged
    }
}

/// The tables that say where a track's samples lie.
#[derive(Debug, Default)]
pub(super) struct Samples {
    /// Where each chunk begins.
    chunks: Vec<u64>,
    /// From which chunk on (counted from 1) how many samples are in each.
    per_chunk: Vec<(u32, u32)>,
    sizes: Sizes,
}

#[derive(Debug)]
enum Sizes {
    All(u32, u32),
    Each(Vec<u32>),
}

impl Default for Sizes {
    fn default() -> Self {
        Self::Each(Vec::new())
    }
}

fn number(bytes: &[u8], at: usize) -> Result<u32, Refused> {
    let known = bytes.get(at..).and_then(|rest| rest.first_chunk::<4>());
    known.map(|bytes| u32::from_be_bytes(*bytes)).ok_or(Refused::CutShort)
}

fn numbers(bytes: &[u8], at: usize, count: u32, each: usize) -> Result<&[u8], Refused> {
    let length = (count as usize).checked_mul(each).ok_or(Refused::CutShort)?;
    bytes.get(at..).and_then(|rest| rest.get(..length)).ok_or(Refused::CutShort)
}

impl Samples {
    /// Reads the tables of a track.
    pub(super) fn of(walk: &mut Walk<'_>, track: &Part) -> Result<Self, Refused> {
        let mut known = *track;
        for kind in [b"mdia", b"minf", b"stbl"] {
            match walk.children(&known)?.into_iter().find(|child| &child.kind == kind) {
                Some(child) => known = child,
                None => return Ok(Self::default()),
            }
        }
        let mut samples = Self::default();
        for table in walk.children(&known)? {
            if !matches!(&table.kind, b"stco" | b"co64" | b"stsc" | b"stsz" | b"stz2") {
                continue;
            }
            walk.tables += table.end - table.inner;
            if walk.tables > TABLES_BYTES_MAX {
                return Err(Refused::unsupported("it is too long"));
            }
            let bytes = walk.bytes(table.inner, table.end - table.inner)?;
            samples.table(table.kind, &bytes)?;
        }
        Ok(samples)
    }

    fn table(&mut self, kind: Kind, bytes: &[u8]) -> Result<(), Refused> {
        let fours = |raw: &[u8]| {
            raw.as_chunks::<4>().0.iter().map(|bytes| u32::from_be_bytes(*bytes)).collect::<Vec<u32>>()
        };
        match &kind {
            b"stco" => {
                let raw = numbers(bytes, 8, number(bytes, 4)?, 4)?;
                self.chunks = fours(raw).into_iter().map(u64::from).collect();
            }
            b"co64" => {
                let raw = numbers(bytes, 8, number(bytes, 4)?, 8)?;
                self.chunks = raw.as_chunks::<8>().0.iter().map(|bytes| u64::from_be_bytes(*bytes)).collect();
            }
            b"stsc" => {
                let raw = fours(numbers(bytes, 8, number(bytes, 4)?, 12)?);
                self.per_chunk =
                    raw.as_chunks::<3>().0.iter().map(|[first, count, _]| (*first, *count)).collect();
            }
            b"stsz" => {
                let (all, count) = (number(bytes, 4)?, number(bytes, 8)?);
                self.sizes = if all == 0 {
                    Sizes::Each(fours(numbers(bytes, 12, count, 4)?))
                } else {
                    Sizes::All(all, count)
                };
            }
            _ => return Err(Refused::unsupported("the sizes of its samples are stored in a rare way")),
        }
        Ok(())
    }

    /// The bytes that the samples use, chunk by chunk. `frame` is how many bytes a moment of uncompressed sound has.
    pub(super) fn ranges(&self, frame: u32, used: &mut Used) -> Result<(), Refused> {
        let mut sample = 0_u64;
        let mut steps = self.per_chunk.iter().peekable();
        let mut in_each = 0_u32;
        for (number, start) in (1_u32..).zip(&self.chunks) {
            while let Some((_, count)) = steps.next_if(|(first, _)| *first <= number) {
                in_each = *count;
            }
            let length: u64 = match &self.sizes {
                Sizes::All(size, count) => {
                    let left = u64::from(*count).saturating_sub(sample).min(in_each.into());
                    left.saturating_mul(u64::from((*size).max(frame)))
                }
                Sizes::Each(sizes) => {
                    // A file may name more samples than it has sizes for; nothing is kept of those.
                    let from = usize::try_from(sample).unwrap_or(usize::MAX);
                    sizes.iter().skip(from).take(in_each as usize).map(|size| u64::from(*size)).sum()
                }
            };
            sample += u64::from(in_each);
            used.add(*start, start.checked_add(length).ok_or(Refused::CutShort)?)?;
        }
        Ok(())
    }
}

/// The runs of samples in fragments, as browsers write them.
#[derive(Debug, Default)]
pub(super) struct Fragments {
    /// By track: the size of a sample where a run does not say.
    sizes: Vec<(u32, u32)>,
}

impl Fragments {
    /// What `trex` says of a track.
    pub(super) fn defaults(&mut self, bytes: &[u8]) -> Result<(), Refused> {
        self.sizes.push((number(bytes, 4)?, number(bytes, 16)?));
        Ok(())
    }

    /// Reads the runs of one fragment.
    pub(super) fn read(
        &self,
        file: &dyn ReadAt,
        moof: &Part,
        tracks: usize,
        used: &mut Used,
    ) -> Result<(), Refused> {
        if tracks == 0 {
            return Err(Refused::unsupported("it begins with a fragment"));
        }
        if moof.end - moof.inner > FRAGMENT_BYTES_MAX {
            return Err(Refused::unsupported("one of its fragments is too long"));
        }
        let length = usize::try_from(moof.end - moof.inner).map_err(|_| Refused::CutShort)?;
        let bytes = read(file, moof.inner, length).map_err(Refused::broken)?;
        for (kind, inner) in boxes(&bytes)? {
            if kind == *b"traf" {
                self.track(inner, moof, used)?;
            }
        }
        Ok(())
    }

    fn track(&self, traf: &[u8], moof: &Part, used: &mut Used) -> Result<(), Refused> {
        let (mut base, mut size, mut next) = (moof.start, 0, None);
        for (kind, inner) in boxes(traf)? {
            match &kind {
                b"tfhd" => {
                    let flags = number(inner, 0)? & 0x00ff_ffff;
                    let track = number(inner, 4)?;
                    size = self.sizes.iter().find(|(known, _)| *known == track).map_or(0, |(_, size)| *size);
                    let mut at = 8;
                    if flags & 0x1 != 0 {
                        base = (u64::from(number(inner, at)?) << 32) | u64::from(number(inner, at + 4)?);
                        at += 8;
                    }
                    at += if flags & 0x2 != 0 { 4 } else { 0 };
                    at += if flags & 0x8 != 0 { 4 } else { 0 };
                    if flags & 0x10 != 0 {
                        size = number(inner, at)?;
                    }
                }
                b"trun" => next = Some(run(inner, base, size, next, used)?),
                _ => {}
            }
        }
        Ok(())
    }
}

/// One run; gives where the next one begins when it does not say.
fn run(run: &[u8], base: u64, size: u32, next: Option<u64>, used: &mut Used) -> Result<u64, Refused> {
    let (flags, count) = (number(run, 0)? & 0x00ff_ffff, number(run, 4)?);
    let mut at = 8;
    let mut start = next.unwrap_or(base);
    if flags & 0x1 != 0 {
        let offset = i64::from(number(run, at)?.cast_signed());
        start = base.checked_add_signed(offset).ok_or(Refused::CutShort)?;
        at += 4;
    }
    at += if flags & 0x4 != 0 { 4 } else { 0 };
    let each = 4 * [0x100, 0x200, 0x400, 0x800].iter().filter(|flag| flags & **flag != 0).count();
    let of_size = if flags & 0x100 != 0 { 4 } else { 0 };
    let entries = numbers(run, at, count, each)?;
    let length: u64 = if flags & 0x200 == 0 {
        u64::from(size) * u64::from(count)
    } else {
        let sizes = entries.chunks(each.max(1)).map(|entry| number(entry, of_size).map(u64::from));
        sizes.sum::<Result<u64, Refused>>()?
    };
    let end = start.checked_add(length).ok_or(Refused::CutShort)?;
    used.add(start, end)?;
    Ok(end)
}

/// The boxes within some bytes: kind and contents.
fn boxes(bytes: &[u8]) -> Result<Vec<(Kind, &[u8])>, Refused> {
    let (mut rest, mut all) = (bytes, Vec::new());
    while rest.len() >= 8 {
        let length = number(rest, 0)? as usize;
        if length < 8 {
            return Err(Refused::Broken("a part shorter than its own heading".into()));
        }
        let (part, later) = rest.split_at_checked(length).ok_or(Refused::CutShort)?;
        let (heading, contents) = part.split_first_chunk::<8>().ok_or(Refused::CutShort)?;
        let [_, _, _, _, kind @ ..] = *heading;
        all.push((kind, contents));
        rest = later;
    }
    Ok(all)
}
