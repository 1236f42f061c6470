//! Pixels out of files, and files out of pixels.

use super::limits::{PIXELS_MAX, SIDE_MAX};
use super::refused::Refused;
use super::rgb::{Rgb, fits};
use super::{colour, jpeg, room};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::io::Cursor;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

/// The most bytes that what stands beside the pixels of a PNG or WebP may take in memory.
const BESIDE_BYTES_MAX: usize = 16 << 20;
/// At most this many passes over a progressive JPEG; cameras make about ten.
const SCANS_MAX: usize = 50;

/// By what JPEG is read and written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Codec {
    /// Safe Rust; nothing has to be installed.
    #[default]
    Pure,
    /// libjpeg-turbo.
    #[cfg(feature = "turbojpeg")]
    Turbo,
}

/// What may lack of a side when a codec gives it at once, as a part of it: nobody sees a thirty-second, and what needs no
/// further work is ready sooner.
#[cfg(feature = "turbojpeg")]
const LACKING: usize = 32;

impl Codec {
    /// Reads a JPEG, its colours worked out for sRGB. `side` is the longest side that is wanted: a codec that can give
    /// less at once does, and never less than a thirty-second below that.
    pub(super) fn read_jpeg(self, bytes: &[u8], side: usize) -> Result<Rgb, Refused> {
        let head = jpeg::head(bytes)?;
        fits(head.width, head.height)?;
        match self {
            _ if head.in_parts => read_in_parts(bytes),
            Self::Pure => {
                let _ = side;
                read_pure(bytes)
            }
            #[cfg(feature = "turbojpeg")]
            Self::Turbo => read_turbo(bytes, side),
        }
    }

    /// Writes a JPEG.
    pub(super) fn write_jpeg(self, picture: &Rgb, quality: u8) -> Result<Vec<u8>, Refused> {
        match self {
            Self::Pure => write_pure(picture, quality),
            #[cfg(feature = "turbojpeg")]
            Self::Turbo => write_turbo(picture, quality),
        }
    }
}

fn read_pure(bytes: &[u8]) -> Result<Rgb, Refused> {
    let options = DecoderOptions::new_fast()
        .set_max_width(SIDE_MAX as usize)
        .set_max_height(SIDE_MAX as usize)
        .jpeg_set_max_scans(SCANS_MAX)
        .jpeg_set_out_colorspace(ColorSpace::RGB);
    let mut decoder = zune_jpeg::JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().map_err(Refused::broken)?;
    let (width, height) = decoder.dimensions().ok_or(Refused::Broken("it has no frame".into()))?;
    fits(width as u64, height as u64)?;
    let size = decoder.output_buffer_size().ok_or(Refused::Broken("its size cannot be told".into()))?;
    let mut pixels = room::take(size);
    decoder.decode_into(&mut pixels).map_err(Refused::broken)?;
    let mut picture = match pixels.len() / (width * height).max(1) {
        3 => Rgb { width, height, pixels },
        1 => Rgb { width, height, pixels: pixels.into_iter().flat_map(|grey| [grey; 3]).collect() },
        _ => return Err(Refused::unsupported("its colours are stored in a way that is not known here")),
    };
    seen(&mut picture, decoder.icc_profile().as_deref());
    Ok(picture)
}

/// Reads a JPEG whose colours lie in scans of their own: the fast decoder takes one for another there.
fn read_in_parts(bytes: &[u8]) -> Result<Rgb, Refused> {
    let mut decoder = jpeg_decoder::Decoder::new(bytes);
    decoder.set_max_decoding_buffer_size((PIXELS_MAX * 4) as usize);
    let pixels = decoder.decode().map_err(Refused::broken)?;
    let info = decoder.info().ok_or(Refused::Broken("it has no frame".into()))?;
    let (width, height) = (usize::from(info.width), usize::from(info.height));
    let mut picture = match info.pixel_format {
        jpeg_decoder::PixelFormat::RGB24 => Rgb { width, height, pixels },
        _ => return Err(Refused::unsupported("its colours are stored in a way that is not known here")),
    };
    seen(&mut picture, decoder.icc_profile().as_deref());
    Ok(picture)
}

/// Colours as they should be seen without their profile.
pub(super) fn seen(picture: &mut Rgb, profile: Option<&[u8]>) {
    if profile.is_some_and(colour::is_display_p3) {
        colour::to_srgb(picture);
    }
}

fn write_pure(picture: &Rgb, quality: u8) -> Result<Vec<u8>, Refused> {
    let side =
        |side: usize| u16::try_from(side).map_err(|_| Refused::unsupported("it is too wide for a JPEG"));
    let mut out = Vec::with_capacity(picture.pixels.len() / 8);
    jpeg_encoder::Encoder::new(&mut out, quality)
        .encode(&picture.pixels, side(picture.width)?, side(picture.height)?, jpeg_encoder::ColorType::Rgb)
        .map_err(Refused::broken)?;
    Ok(out)
}

#[cfg(feature = "turbojpeg")]
fn read_turbo(bytes: &[u8], side: usize) -> Result<Rgb, Refused> {
    if jpeg::is_unusual(bytes) {
        return read_pure(bytes);
    }
    let mut decoder = turbojpeg::Decompressor::new().map_err(Refused::broken)?;
    let header = decoder.read_header(bytes).map_err(Refused::broken)?;
    let factors = turbojpeg::Decompressor::supported_scaling_factors();
    let longest = header.width.max(header.height);
    let least = (side - side / LACKING).min(longest);
    let enough = factors.into_iter().filter(|factor| factor.scale(longest) >= least);
    let factor = enough.min_by_key(|factor| factor.scale(longest)).unwrap_or(turbojpeg::ScalingFactor::ONE);
    decoder.set_scaling_factor(factor).map_err(Refused::broken)?;
    let scaled = header.scaled(factor);
    let (width, height) = (scaled.width, scaled.height);
    let mut pixels = vec![0; width * height * 3];
    let image = turbojpeg::Image {
        pixels: pixels.as_mut_slice(),
        width,
        pitch: width * 3,
        height,
        format: turbojpeg::PixelFormat::RGB,
    };
    decoder.decompress(bytes, image).map_err(Refused::broken)?;
    Ok(Rgb { width, height, pixels })
}

#[cfg(feature = "turbojpeg")]
fn write_turbo(picture: &Rgb, quality: u8) -> Result<Vec<u8>, Refused> {
    let image = turbojpeg::Image {
        pixels: picture.pixels.as_slice(),
        width: picture.width,
        pitch: picture.width * 3,
        height: picture.height,
        format: turbojpeg::PixelFormat::RGB,
    };
    let written = turbojpeg::compress(image, i32::from(quality), turbojpeg::Subsamp::Sub2x2);
    Ok(written.map_err(Refused::broken)?.to_vec())
}

/// Reads a PNG: the first picture of an animation, colours laid on white.
pub(super) fn read_png(bytes: &[u8]) -> Result<Rgb, Refused> {
    let limits = png::Limits { bytes: BESIDE_BYTES_MAX };
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(bytes), limits);
    decoder.set_ignore_text_chunk(true);
    decoder.set_transformations(png::Transformations::EXPAND | png::Transformations::STRIP_16);
    let header = decoder.read_header_info().map_err(Refused::broken)?;
    fits(header.width.into(), header.height.into())?;
    let mut reader = decoder.read_info().map_err(Refused::broken)?;
    let size = reader.output_buffer_size().ok_or(Refused::Broken("its size cannot be told".into()))?;
    let mut out = vec![0; size];
    let frame = reader.next_frame(&mut out).map_err(Refused::broken)?;
    let (width, height) = (frame.width as usize, frame.height as usize);
    out.truncate(frame.buffer_size());
    let pixels = match frame.color_type {
        png::ColorType::Rgb => out,
        png::ColorType::Rgba => on_white(&out),
        png::ColorType::Grayscale => out.into_iter().flat_map(|grey| [grey; 3]).collect(),
        png::ColorType::GrayscaleAlpha => {
            let grey = |pair: &[u8; 2]| laid(pair[0], pair[1]);
            out.as_chunks::<2>().0.iter().flat_map(|pair| [grey(pair); 3]).collect()
        }
        png::ColorType::Indexed => return Err(Refused::Broken("its palette is missing".into())),
    };
    let mut picture = Rgb { width, height, pixels };
    seen(&mut picture, reader.info().icc_profile.as_deref());
    Ok(picture)
}

/// Reads a WebP: the first picture of an animation, colours laid on white.
pub(super) fn read_webp(bytes: &[u8]) -> Result<Rgb, Refused> {
    let bytes = with_its_alpha(bytes);
    let mut decoder = image_webp::WebPDecoder::new(Cursor::new(&*bytes)).map_err(Refused::broken)?;
    let (width, height) = decoder.dimensions();
    fits(width.into(), height.into())?;
    decoder.set_memory_limit((PIXELS_MAX * 8) as usize);
    let size = decoder.output_buffer_size().ok_or(Refused::Broken("its size cannot be told".into()))?;
    let mut out = vec![0; size];
    if decoder.is_animated() {
        decoder.read_frame(&mut out).map_err(Refused::broken)?;
    } else {
        decoder.read_image(&mut out).map_err(Refused::broken)?;
    }
    let pixels = if decoder.has_alpha() { on_white(&out) } else { out };
    let mut picture = Rgb { width: width as usize, height: height as usize, pixels };
    decoder.set_memory_limit(BESIDE_BYTES_MAX);
    seen(&mut picture, decoder.icc_profile().ok().flatten().as_deref());
    Ok(picture)
}

/// A WebP whose heading says that parts of it can be seen through, where its picture says so: programs forget the one, and
/// what was erased would show again (WebP container specification; libwebp goes by the picture).
fn with_its_alpha(bytes: &[u8]) -> Cow<'_, [u8]> {
    const ALPHA: u8 = 0x10;
    let flags = bytes.get(20).copied().filter(|_| bytes.get(12..16) == Some(b"VP8X"));
    let Some(flags) = flags.filter(|flags| flags & ALPHA == 0) else { return Cow::Borrowed(bytes) };
    let mut rest = bytes.get(12..).unwrap_or_default();
    let mut has_alpha = false;
    while let Some((head, after)) = rest.split_at_checked(8) {
        let length = head
            .get(4..)
            .and_then(|length| length.first_chunk())
            .map_or(0, |length| u32::from_le_bytes(*length));
        has_alpha |= match head.get(..4) {
            Some(b"ALPH") => true,
            // After a byte that marks it: 14 bits of width, 14 of height, and whether it has any.
            Some(b"VP8L") => after.get(4).is_some_and(|byte| byte & 0x10 != 0),
            _ => false,
        };
        let next = length as usize + (length & 1) as usize;
        rest = after.get(next..).unwrap_or_default();
    }
    if !has_alpha {
        return Cow::Borrowed(bytes);
    }
    let mut bytes = bytes.to_vec();
    if let Some(byte) = bytes.get_mut(20) {
        *byte = flags | ALPHA;
    }
    Cow::Owned(bytes)
}

fn laid(value: u8, alpha: u8) -> u8 {
    let (value, alpha) = (u16::from(value), u16::from(alpha));
    u8::try_from((value * alpha + 255 * (255 - alpha) + 127) / 255).unwrap_or(255)
}

fn on_white(rgba: &[u8]) -> Vec<u8> {
    let (pixels, _) = rgba.as_chunks::<4>();
    pixels
        .iter()
        .flat_map(|[red, green, blue, alpha]| [laid(*red, *alpha), laid(*green, *alpha), laid(*blue, *alpha)])
        .collect()
}
