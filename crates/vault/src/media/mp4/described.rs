//! What a track says of how it is coded, and where it says its bytes lie: `stsd` and `dref`. Both have room for words.

use super::{Kind, Part, Walk};
use crate::media::refused::Refused;

/// At most this many descriptions in one track.
const DESCRIPTIONS_MAX: u64 = 64;
/// Where a picture's description holds the name of the program that compressed it, from its contents on.
const COMPRESSOR: std::ops::Range<u64> = 42..74;
/// Where any description holds four letters for the maker of that program.
const VENDOR: std::ops::Range<u64> = 12..16;
/// What a decoder needs of a picture.
const OF_PICTURE: [Kind; 16] = [
    *b"avcC", *b"hvcC", *b"lhvC", *b"vpcC", *b"av1C", *b"esds", *b"d263", *b"dvcC", *b"dvvC", *b"colr",
    *b"pasp", *b"clap", *b"btrt", *b"fiel", *b"mdcv", *b"clli",
];
/// What a decoder needs of sound.
const OF_SOUND: [Kind; 12] = [
    *b"esds", *b"wave", *b"chan", *b"dOps", *b"dac3", *b"dec3", *b"dfLa", *b"alac", *b"damr", *b"btrt",
    *b"srat", *b"pcmC",
];
/// What a decoder needs of QuickTime's sound.
const OF_WAVE: [Kind; 7] = [*b"frma", *b"enda", *b"esds", *b"mp4a", *b"alac", *b"chan", *b"samr"];
/// Sound that is not compressed: how long its samples are does not stand where it stands for everything else.
const UNCOMPRESSED: [Kind; 9] =
    [*b"twos", *b"sowt", *b"lpcm", *b"raw ", *b"in24", *b"in32", *b"fl32", *b"fl64", *b"ulaw"];

impl Walk<'_> {
    /// Cleans the descriptions of a track. Gives how many bytes a moment of uncompressed sound has, or 0.
    pub(super) fn described(&mut self, stsd: &Part, sound: bool) -> Result<u32, Refused> {
        if stsd.end - stsd.inner < 8 {
            return Err(Refused::CutShort);
        }
        let head = self.bytes(stsd.inner, 8)?;
        let within = Part { inner: stsd.inner + 8, ..*stsd };
        let entries = self.children(&within)?;
        if entries.len() as u64 > DESCRIPTIONS_MAX {
            return Err(Refused::unsupported("one of its tracks is coded in too many ways"));
        }
        let mut frame = 0;
        for entry in entries {
            if matches!(&entry.kind, b"encv" | b"enca") {
                return Err(Refused::unsupported("it is locked by whoever made it"));
            }
            let length = entry.end - entry.inner;
            self.plan.zero(entry.inner + VENDOR.start.min(length), entry.inner + VENDOR.end.min(length));
            if sound {
                let (skip, bytes) = self.sound(&entry, head.first() == Some(&0))?;
                frame = frame.max(bytes);
                self.only(&entry, skip, &OF_SOUND)?;
            } else {
                let (from, to) = (COMPRESSOR.start.min(length), COMPRESSOR.end.min(length));
                self.plan.zero(entry.inner + from, entry.inner + to);
                self.only(&entry, 78, &OF_PICTURE)?;
            }
        }
        Ok(frame)
    }

    /// How long the fixed part of a description of sound is, and how many bytes an uncompressed moment has.
    fn sound(&self, entry: &Part, quicktime: bool) -> Result<(u64, u32), Refused> {
        let fixed = self.bytes(entry.inner, (entry.end - entry.inner).min(64))?;
        let short = |at: usize| {
            let known = fixed.get(at..).and_then(|rest| rest.first_chunk::<2>());
            known.map_or(0, |bytes| u32::from(u16::from_be_bytes(*bytes)))
        };
        let long = |at: usize| (short(at) << 16) | short(at + 2);
        let (skip, frame) = match short(8) {
            1 if quicktime => (44, long(36)),
            2 if quicktime => (64, long(56)),
            _ => (28, short(16) * short(18).div_ceil(8)),
        };
        // No sound has more than 64 channels of 8 bytes.
        Ok((skip, if UNCOMPRESSED.contains(&entry.kind) { frame.min(512) } else { 0 }))
    }

    /// Of the boxes inside a description only these stay.
    fn only(&mut self, entry: &Part, skip: u64, kept: &[Kind]) -> Result<(), Refused> {
        let within = Part { inner: entry.inner.saturating_add(skip).min(entry.end), ..*entry };
        for child in self.children(&within)? {
            if !kept.contains(&child.kind) {
                self.free(&child);
            } else if &child.kind == b"wave" {
                for part in self.children(&child)? {
                    if !OF_WAVE.contains(&part.kind) {
                        self.free(&part);
                    }
                }
            }
        }
        Ok(())
    }

    /// Where the bytes lie: in this very file, or it is not taken in. Names of files and disks go.
    pub(super) fn lies(&mut self, dref: &Part) -> Result<(), Refused> {
        let within = Part { inner: dref.inner.saturating_add(8).min(dref.end), ..*dref };
        for entry in self.children(&within)? {
            let flags = self.bytes(entry.inner, 4.min(entry.end - entry.inner))?;
            if flags.get(3).is_none_or(|flags| flags & 1 == 0) {
                return Err(Refused::unsupported("its pictures are in another file"));
            }
            self.plan.zero(entry.inner + 4, entry.end);
        }
        Ok(())
    }
}
