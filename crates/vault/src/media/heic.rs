//! HEIC, as tablets and telephones write it: one picture, or tiles that make one, coded as a frame of HEVC.

use super::codec::seen;
use super::limits::PIXELS_MAX;
use super::refused::Refused;
use super::rgb::{Rgb, fits};
use heic_rs::context::Context;
use heic_rs::hevc::Frame;
use heic_rs::props::ItemProps;
use heic_rs::{Error, MatrixCoefficients, Nclx, PixelLayout, Range, color, grid, hevc, transform};

/// What a file means that does not say how its colours are coded: the whole range and the matrix of BT.601, by MIAF
/// (ISO/IEC 23000-22), and as cameras of Apple's have it, which carry a profile and nothing else.
const UNSAID: Nclx = Nclx {
    primaries: 1,
    transfer: 13,
    matrix: MatrixCoefficients::Bt601,
    matrix_code: 6,
    range: Range::Full,
};

/// Reads a picture, upright: its container says how it is turned.
pub(super) fn read(bytes: &[u8]) -> Result<Rgb, Refused> {
    let context = Context::open(bytes).map_err(Refused::broken)?;
    let item = context.meta.primary;
    let properties = context.props(item).map_err(Refused::broken)?;
    // What it says of its size is believed before any pixel is made.
    let (width, height) = context.coded_size(item, &properties).map_err(Refused::broken)?;
    fits(width.into(), height.into())?;
    let image = decoded(&context, item, &properties).map_err(Refused::broken)?;
    fits(image.width.into(), image.height.into())?;
    let mut picture = Rgb { width: image.width as usize, height: image.height as usize, pixels: image.data };
    seen(&mut picture, context.icc(&properties));
    Ok(picture)
}

fn decoded(context: &Context<'_>, item: u32, properties: &ItemProps<'_>) -> Result<heic_rs::Image, Error> {
    // Tiles may stand out over the edge, but not by more than the picture itself.
    let mut left = 2 * PIXELS_MAX;
    let frame = match context.grid(item)? {
        None => coded(context, item, properties, &mut left)?,
        Some((layout, tiles)) => {
            let tiles = tiles.into_iter().map(|tile| coded(context, tile, &context.props(tile)?, &mut left));
            grid::compose(&layout, &tiles.collect::<Result<Vec<_>, _>>()?, PIXELS_MAX)?
        }
    };
    let colours = properties.nclx.unwrap_or(UNSAID);
    let image = color::convert(&frame, None, colours, PixelLayout::Rgb8, PIXELS_MAX, Some(1))?;
    transform::apply_all(image, &properties.transforms)
}

/// One coded picture, of at most so many pixels as are `left` by its own word.
fn coded(
    context: &Context<'_>,
    item: u32,
    properties: &ItemProps<'_>,
    left: &mut u64,
) -> Result<Frame, Error> {
    let config = properties.hvcc.as_ref().ok_or(Error::MissingBox("hvcC"))?;
    let parameters = config.parameter_sets();
    let says = hevc::probe(&parameters)?;
    let pixels = u64::from(says.width) * u64::from(says.height);
    *left = left.checked_sub(pixels).ok_or(Error::PixelLimit { pixels, max_pixels: *left })?;
    let data = context.item_data(item)?;
    hevc::decode_still(&parameters, &config.split_nals(&data)?)
}
