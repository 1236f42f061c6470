//! A picture as pixels: made smaller, turned upright.

use super::limits::{PIXELS_MAX, SIDE_MAX};
use super::refused::Refused;
use super::room;
use belisha_invariant::{broken, invariant};
use fast_image_resize as fir;

/// How many pixels a square has on a side when a picture is turned.
const SQUARE: usize = 32;

/// A picture as pixels: three bytes each, row by row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rgb {
    /// How many pixels are in a row.
    pub width: usize,
    /// How many rows there are.
    pub height: usize,
    /// The bytes.
    pub pixels: Vec<u8>,
}

/// Refused before a byte is decoded.
pub(super) fn fits(width: u64, height: u64) -> Result<(), Refused> {
    if width == 0 || height == 0 {
        return Err(Refused::Broken("it has no pixels".into()));
    }
    if width > SIDE_MAX || height > SIDE_MAX || width * height > PIXELS_MAX {
        return Err(Refused::TooManyPixels { width, height });
    }
    Ok(())
}

impl Rgb {
    /// The same picture with a longest side of at most `side`; never larger than it is.
    pub(super) fn within(self, side: usize) -> Result<Self, Refused> {
        if self.width.max(self.height) <= side {
            return Ok(self);
        }
        let smaller = self.smaller(side);
        room::give_back(self.pixels);
        smaller
    }

    /// The same picture with a longest side of `side`.
    pub(super) fn smaller(&self, side: usize) -> Result<Self, Refused> {
        let longest = self.width.max(self.height);
        let scaled = |length: usize| ((length * side + longest / 2) / longest).max(1);
        let (width, height) = (scaled(self.width), scaled(self.height));
        let number = |length: usize| u32::try_from(length).map_err(Refused::broken);
        let (from_width, from_height) = (number(self.width)?, number(self.height)?);
        let from = fir::images::ImageRef::new(from_width, from_height, &self.pixels, fir::PixelType::U8x3);
        let from = from.map_err(Refused::broken)?;
        let mut to = fir::images::Image::new(number(width)?, number(height)?, fir::PixelType::U8x3);
        // Every pixel of the large one goes into one of the small one, as in a decoder that scales.
        let how = fir::ResizeOptions::new().resize_alg(fir::ResizeAlg::Convolution(fir::FilterType::Box));
        fir::Resizer::new().resize(&from, &mut to, &how).map_err(Refused::broken)?;
        Ok(Self { width, height, pixels: to.into_vec() })
    }

    /// Turned upright from how EXIF says it lies.
    pub(super) fn turned(self, orientation: u8) -> Result<Self, Refused> {
        if orientation <= 1 || orientation > 8 {
            return Ok(self);
        }
        let (width, height) = (self.width, self.height);
        let bytes = self.pixels.len();
        invariant!(bytes == width * height * 3, "{width} by {height} pixels have {bytes} bytes");
        let (new_width, new_height) = if orientation >= 5 { (height, width) } else { (width, height) };
        let (from, _) = self.pixels.as_chunks::<3>();
        // Where the pixel at the top left is found, and how far from it the ones to its right and below it are.
        let (across, down) = (1, width.cast_signed());
        let (last_x, last_y) = (width.cast_signed() - 1, (height.cast_signed() - 1) * down);
        let (start, right, below) = match orientation {
            2 => (last_x, -across, down),
            3 => (last_x + last_y, -across, -down),
            4 => (last_y, across, -down),
            5 => (0, down, across),
            6 => (last_y, -down, across),
            7 => (last_x + last_y, -down, -across),
            _ => (last_x, down, -across),
        };
        let mut pixels = vec![[0; 3]; new_width * new_height];
        // In squares, so that what is read and what is written both stay near the processor.
        for top in (0..new_height).step_by(SQUARE) {
            for left in (0..new_width).step_by(SQUARE) {
                for y in top..(top + SQUARE).min(new_height) {
                    let end = (left + SQUARE).min(new_width);
                    let row = pixels.get_mut(y * new_width + left..y * new_width + end);
                    let mut place = start + y.cast_signed() * below + left.cast_signed() * right;
                    for to in row.ok_or_else(|| broken!("row {y} has no pixels to write"))? {
                        let pixel = from.get(place.cast_unsigned());
                        *to = *pixel.ok_or_else(|| broken!("there is no pixel {place}"))?;
                        place += right;
                    }
                }
            }
        }
        Ok(Self { width: new_width, height: new_height, pixels: pixels.into_flattened() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_with_too_few_pixels_is_not_turned() {
        let picture = |bytes: usize| Rgb { width: 64, height: 40, pixels: vec![7; bytes] };
        for orientation in 2..=8 {
            assert!(matches!(picture(64 * 39 * 3).turned(orientation), Err(Refused::Impossible(_))));
            assert!(picture(64 * 40 * 3).turned(orientation).is_ok());
        }
    }
}
