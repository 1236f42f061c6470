//! JPEGs as they come: progressive, with restarts, grey, as printers have them, with a second picture behind the first.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests stop at the first surprise")]

use crate::common::{SAYS, drawn, holds, says_nothing, talkative_jpeg};
use belisha_vault::media::{Codec, Sort, jpeg, sample, still};
use belisha_vault::{Refused, Region, media};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use proptest::prelude::*;
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;

fn encoded(
    side: u16,
    colours: ColorType,
    pixels: &[u8],
    how: impl Fn(&mut Encoder<&mut Vec<u8>>),
) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = Encoder::new(&mut out, 85);
    how(&mut encoder);
    encoder.encode(pixels, side, side, colours).unwrap();
    out
}

/// One JPEG of every sort that a decoder tells apart.
fn corpus() -> Vec<(&'static str, Vec<u8>)> {
    let rgb = drawn(96, 96).pixels;
    let grey: Vec<u8> = rgb.chunks(3).map(|pixel| pixel[1]).collect();
    let inks: Vec<u8> = rgb.chunks(3).flat_map(|p| [255 - p[0], 255 - p[1], 255 - p[2], 0]).collect();
    vec![
        ("plain", encoded(96, ColorType::Rgb, &rgb, |_| {})),
        ("progressive", encoded(96, ColorType::Rgb, &rgb, |encoder| encoder.set_progressive(true))),
        ("restarts", encoded(96, ColorType::Rgb, &rgb, |encoder| encoder.set_restart_interval(3))),
        (
            "halves",
            encoded(96, ColorType::Rgb, &rgb, |encoder| encoder.set_sampling_factor(SamplingFactor::F_2_1)),
        ),
        (
            "own tables",
            encoded(96, ColorType::Rgb, &rgb, |encoder| encoder.set_optimized_huffman_tables(true)),
        ),
        ("grey", encoded(96, ColorType::Luma, &grey, |_| {})),
        (
            "inks",
            encoded(96, ColorType::Cmyk, &inks, |encoder| encoder.set_sampling_factor(SamplingFactor::F_1_1)),
        ),
        ("inks, converted", encoded(96, ColorType::CmykAsYcck, &inks, |_| {})),
    ]
}

fn pixels(jpeg: &[u8]) -> Vec<u8> {
    JpegDecoder::new(ZCursor::new(jpeg)).decode().unwrap()
}

/// With everything that can be written into it, and a second picture behind its end.
fn talkative(jpeg: &[u8]) -> Vec<u8> {
    let jpeg = sample::with_segment(jpeg, 0xe2, b"MPF\0Asha at the gate");
    let jpeg = sample::with_segment(&jpeg, 0xef, b"Asha at the gate");
    let jpeg = sample::with_segment(&jpeg, 0xfe, b"Asha at the gate");
    let jpeg = sample::with_exif(&jpeg, &SAYS);
    [jpeg, talkative_jpeg(32, 32, 1)].concat()
}

#[test]
fn every_sort_is_cleaned_without_touching_a_pixel() {
    for (sort, plain) in corpus() {
        let bytes = talkative(&plain);
        assert!(holds(&bytes, "Asha at the gate") && holds(&bytes, "MAKERNOTE"), "{sort}");
        let cleaned = jpeg::cleaned(&bytes).unwrap();
        says_nothing(&cleaned);
        assert_eq!(pixels(&cleaned), pixels(&plain), "{sort}");
        assert_eq!(jpeg::cleaned(&cleaned).unwrap(), cleaned, "{sort}");
        let still = still(&bytes, Sort::Jpeg, Codec::Pure).unwrap();
        assert_eq!((still.width, still.height), (96, 96), "{sort}");
        assert_eq!(still.source.make.as_deref(), Some("Heron"), "{sort}");
        let seen = JpegDecoder::new(ZCursor::new(still.large.as_slice())).decode().unwrap();
        let (first, drawn) = (seen.chunks(3), drawn(96, 96).pixels);
        let off: u64 = first.zip(drawn.chunks(3)).map(|(a, b)| u64::from(a[1].abs_diff(b[1]))).sum();
        assert!(off / (96 * 96) < 12, "{sort}: its colours are off by {} a pixel", off / (96 * 96));
    }
}

/// A head that promises more pixels than are taken, in front of nothing.
#[test]
fn a_picture_that_is_too_large_is_refused_by_its_head() {
    let mut huge = corpus().remove(0).1;
    let frame = huge.windows(2).position(|known| known == [0xff, 0xc0]).unwrap();
    huge.get_mut(frame + 5..frame + 9).unwrap().copy_from_slice(&[0x4e, 0x20, 0x4e, 0x20]);
    let said = still(&huge, Sort::Jpeg, Codec::Pure).map(|_| ()).unwrap_err();
    assert_eq!(said, Refused::TooManyPixels { width: 20_000, height: 20_000 });
    assert!(said.to_string().contains("At most 60 million"), "{said}");
}

proptest! {
    #![proptest_config(crate::common::cases(300))]

    /// Whatever is done to a JPEG, it is cleaned or refused, and what is cleaned says nothing.
    #[test]
    fn any_jpeg_is_cleaned_or_refused(
        which in 0..8_usize,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..10),
        moved in prop::option::of((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 1..200_usize)),
    ) {
        let mut bytes = talkative(&corpus().swap_remove(which).1);
        for (at, value) in changes {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        // Bytes that stand within the compressed picture are the picture, whatever they spell.
        let spells = moved.is_some();
        if let Some((from, to, count)) = moved {
            let from = from.index(bytes.len());
            let piece: Vec<u8> = bytes.iter().skip(from).take(count).copied().collect();
            let to = to.index(bytes.len());
            bytes.splice(to..to, piece);
        }
        if let Ok(still) = still(&bytes, Sort::Jpeg, Codec::Pure) {
            for jpeg in [&still.original, &still.large, &still.small] {
                prop_assert!(spells || !holds(jpeg, "MAKERNOTE-OF") && !holds(jpeg, "+51.4321"));
            }
            let _ = media::upright(&still.original, 6);
        }
    }

    /// Two pictures that differ only under the cover become the same picture, byte by byte.
    #[test]
    fn a_cover_hides_whatever_was_under_it(
        (x, y, w, h) in (0..150_u16, 0..110_u16, 1..60_u16, 1..60_u16),
        with in any::<[u8; 3]>(),
        quality in 40..96_u8,
    ) {
        let (one, mut other) = (drawn(160, 120), drawn(160, 120));
        for row in y..(y + h).min(120) {
            for column in x..(x + w).min(160) {
                let at = (usize::from(row) * 160 + usize::from(column)) * 3;
                other.pixels[at..at + 3].copy_from_slice(&with);
            }
        }
        let part = |pixels: u16, of: u16| f32::from(pixels) / f32::from(of);
        let region = [Region { x: part(x, 160), y: part(y, 120), w: part(w, 160), h: part(h, 120) }];
        let covered = |picture| {
            let covered = media::cover(&sample::jpeg(picture, quality), &region, Codec::Pure).unwrap();
            (covered.original, covered.large, covered.small)
        };
        prop_assert!(covered(&one) == covered(&other));
    }
}

/// A decoder that gives up early must not hand out what an earlier picture left in memory.
#[test]
fn a_broken_picture_shows_nothing_of_the_one_before() {
    let side = 2_400_u16;
    let length = usize::from(side) * usize::from(side);
    let red = [255, 0, 0].repeat(length);
    let grey = [90, 90, 90].repeat(length);
    let before = encoded(side, ColorType::Rgb, &red, |_| {});
    let after = encoded(side, ColorType::Rgb, &grey, |encoder| encoder.set_restart_interval(50));
    for cut in [after.len() / 4, after.len() / 2, after.len() - 40] {
        still(&before, Sort::Jpeg, Codec::Pure).unwrap();
        for end in [&[][..], &[0xff, 0xd9], &[0xff, 0xda, 0, 2], &[0xff, 0xc4, 0, 2, 0xff, 0xd9]] {
            let broken = [&after[..cut], end].concat();
            let Ok(shown) = still(&broken, Sort::Jpeg, Codec::Pure) else { continue };
            let reddest = pixels(&shown.large).chunks(3).map(|p| i16::from(p[0]) - i16::from(p[1])).max();
            assert!(reddest.unwrap() < 40, "red from the picture before, cut at {cut} with {end:x?}");
        }
    }
}
