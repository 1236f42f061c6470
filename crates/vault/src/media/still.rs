//! Still pictures: two renditions that carry nothing but pixels, an original without a word beside it, and parts covered
//! for good.

use super::codec::{Codec, read_png, read_webp};
use super::heic;
use super::jpeg;
use super::refused::Refused;
use super::rgb::Rgb;
use super::sniff::Sort;
use super::source::Source;
use belisha_invariant::broken;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// The longest side of the large rendition, in pixels.
pub const LARGE_PIXELS_MAX: usize = 2_048;
/// The longest side of the small one.
pub const SMALL_PIXELS_MAX: usize = 320;
/// Quality of the renditions, of 100.
const QUALITY: u8 = 82;
/// Quality where a picture is encoded anew at full size.
const QUALITY_FULL: u8 = 92;
/// What is covered becomes this grey.
const COVER: u8 = 96;
/// Compression works in blocks of this many pixels; what lies under a cover can show in its whole block, and in the
/// next one by a pixel or two.
const BLOCK: usize = 16;

/// A still picture, ready to be sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Still {
    /// What the file said of the device that made it.
    pub source: Source,
    /// How wide it is when upright.
    pub width: u32,
    /// How high.
    pub height: u32,
    /// How the original lies, 1 to 8.
    pub orientation: u8,
    /// At full size, as a JPEG. That of a covered picture is made of the covered pixels, like the others.
    pub original: Vec<u8>,
    /// At most 2,048 pixels long, upright, as a JPEG.
    pub large: Vec<u8>,
    /// At most 320.
    pub small: Vec<u8>,
}

/// A part of a picture, in fractions of its width and height.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Region {
    /// From the left.
    pub x: f32,
    /// From the top.
    pub y: f32,
    /// How wide.
    pub w: f32,
    /// How high.
    pub h: f32,
}

/// Reads a still picture and makes what is kept of it.
///
/// # Errors
/// [`Refused`], in a sentence for whoever brought it.
pub fn still(bytes: &[u8], sort: Sort, codec: Codec) -> Result<Still, Refused> {
    let whole = if sort == Sort::Jpeg { jpeg::without_gaps(bytes) } else { Cow::Borrowed(bytes) };
    let bytes = &*whole;
    let (source, orientation) = Source::of_still(bytes);
    match sort {
        Sort::Jpeg => {
            let original = jpeg::cleaned(bytes)?;
            let jpeg::Head { width, height, .. } = jpeg::head(bytes)?;
            let picture = codec.read_jpeg(bytes, LARGE_PIXELS_MAX)?;
            let large = picture.within(LARGE_PIXELS_MAX)?.turned(orientation)?;
            let (width, height) = if orientation >= 5 { (height, width) } else { (width, height) };
            let size = (number(width)?, number(height)?);
            renditions(large, original, orientation, size, source, codec)
        }
        Sort::Png | Sort::WebP | Sort::Heic => {
            let picture = match sort {
                Sort::Png => read_png(bytes)?.turned(orientation)?,
                Sort::WebP => read_webp(bytes)?.turned(orientation)?,
                // Its container has said how it is turned, and it is.
                _ => heic::read(bytes)?,
            };
            let original = codec.write_jpeg(&picture, QUALITY_FULL)?;
            let size = (number(picture.width as u64)?, number(picture.height as u64)?);
            renditions(picture.within(LARGE_PIXELS_MAX)?, original, 1, size, source, codec)
        }
        Sort::Mp4 | Sort::WebM => Err(Refused::something_else("a recording")),
    }
}

/// A side, in pixels; none is longer than is taken in.
fn number(side: u64) -> Result<u32, Refused> {
    u32::try_from(side).map_err(|_| broken!("a side of {side} pixels").into())
}

fn renditions(
    large: Rgb,
    original: Vec<u8>,
    orientation: u8,
    (width, height): (u32, u32),
    source: Source,
    codec: Codec,
) -> Result<Still, Refused> {
    let written = codec.write_jpeg(&large, QUALITY)?;
    let small = codec.write_jpeg(&large.within(SMALL_PIXELS_MAX)?, QUALITY)?;
    let large = written;
    Ok(Still { source, width, height, orientation, original, large, small })
}

/// Covers parts of a picture, and makes a new one that never had what was under them.
///
/// # Errors
/// [`Refused::Unsupported`] when a region is no part of the picture.
pub fn cover(jpeg: &[u8], regions: &[Region], codec: Codec) -> Result<Still, Refused> {
    // Scaled decoding would mix what is under a cover into its surroundings.
    let mut picture = codec.read_jpeg(jpeg, usize::MAX)?;
    if regions.is_empty() || regions.len() > 100 {
        return Err(Refused::unsupported("between one part and a hundred are covered at a time"));
    }
    for region in regions {
        fill(&mut picture, region)?;
    }
    let size = (number(picture.width as u64)?, number(picture.height as u64)?);
    let original = codec.write_jpeg(&picture, QUALITY_FULL)?;
    let large = picture.within(LARGE_PIXELS_MAX)?;
    renditions(large, original, 1, size, Source::default(), codec)
}

fn fill(picture: &mut Rgb, region: &Region) -> Result<(), Refused> {
    let sensible = [region.x, region.y, region.w, region.h]
        .iter()
        .all(|part| part.is_finite() && (-1.0..=2.0).contains(part));
    if !sensible || region.w <= 0.0 || region.h <= 0.0 {
        return Err(Refused::unsupported("a part to be covered is no part of the picture"));
    }
    let across = edges(region.x, region.w, picture.width)?;
    let down = edges(region.y, region.h, picture.height)?;
    let row = picture.width * 3;
    for y in down {
        let covered = y * row + across.start * 3..y * row + across.end * 3;
        let covered = picture.pixels.get_mut(covered);
        covered.ok_or_else(|| broken!("row {y} of a picture has no pixels to cover"))?.fill(COVER);
    }
    Ok(())
}

/// From where to where a cover reaches: out to the edges of its blocks, and one block further.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to the picture's length before"
)]
fn edges(from: f32, length: f32, pixels: usize) -> Result<std::ops::Range<usize>, Refused> {
    let at = |part: f32| (f64::from(part).clamp(0.0, 1.0) * pixels as f64) as usize;
    let (start, end) = (at(from), at(from + length).saturating_add(1).min(pixels));
    if start >= pixels || end <= start {
        return Err(Refused::unsupported("a part to be covered is no part of the picture"));
    }
    Ok((start / BLOCK * BLOCK).saturating_sub(BLOCK)..((end.div_ceil(BLOCK) + 1) * BLOCK).min(pixels))
}

/// A JPEG at full size, turned upright.
///
/// # Errors
/// [`Refused`] when it cannot be read.
pub fn upright(jpeg: &[u8], orientation: u8) -> Result<Vec<u8>, Refused> {
    if orientation <= 1 {
        return Ok(jpeg.to_vec());
    }
    let picture = Codec::Pure.read_jpeg(jpeg, usize::MAX)?.turned(orientation)?;
    Codec::Pure.write_jpeg(&picture, QUALITY_FULL)
}

#[cfg(test)]
mod tests {
    use super::{Region, fill};
    use crate::media::refused::Refused;
    use crate::media::rgb::Rgb;

    #[test]
    fn a_part_that_cannot_be_covered_is_refused() {
        // Its pixels are fewer than its size says.
        let mut picture = Rgb { width: 64, height: 64, pixels: vec![0; 64 * 32 * 3] };
        let lower = Region { x: 0.0, y: 0.8, w: 1.0, h: 0.2 };
        assert!(matches!(fill(&mut picture, &lower), Err(Refused::Impossible(_))));
        let upper = Region { x: 0.0, y: 0.0, w: 1.0, h: 0.1 };
        assert_eq!(fill(&mut picture, &upper), Ok(()));
    }
}
