//! Still pictures: what comes out is upright, small enough, and says nothing.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests stop at the first surprise")]

use crate::common::{SAYS, drawn, holds, says_nothing, talkative_jpeg};
use belisha_vault::media::sample;
use belisha_vault::media::{Codec, Rgb, Sort, Still, cover, jpeg, sniff, still, upright};
use belisha_vault::{Refused, Region};
use proptest::prelude::*;

fn taken(bytes: &[u8]) -> Result<Still, Refused> {
    still(bytes, sniff(bytes)?, Codec::Pure)
}

fn size(jpeg: &[u8]) -> (usize, usize) {
    let picture = pixels(jpeg);
    (picture.width, picture.height)
}

/// The pixels of a JPEG, as the crate itself reads them: by covering a corner that is not looked at.
fn pixels(jpeg: &[u8]) -> Rgb {
    let mut decoder = zune_jpeg::JpegDecoder::new(zune_jpeg::zune_core::bytestream::ZCursor::new(jpeg));
    let pixels = decoder.decode().unwrap();
    let (width, height) = decoder.dimensions().unwrap();
    Rgb { width, height, pixels }
}

fn png(picture: &Rgb, alpha: bool) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, picture.width as u32, picture.height as u32);
    encoder.set_color(if alpha { png::ColorType::Rgba } else { png::ColorType::Rgb });
    encoder.add_text_chunk("Comment".into(), "Asha at the gate".into()).unwrap();
    let data: Vec<u8> = if alpha {
        picture.pixels.chunks(3).flat_map(|p| [p[0], p[1], p[2], 0]).collect()
    } else {
        picture.pixels.clone()
    };
    encoder.write_header().unwrap().write_image_data(&data).unwrap();
    out
}

#[test]
fn a_picture_says_what_made_it_and_comes_out_saying_nothing() {
    let bytes = talkative_jpeg(2_600, 1_300, 1);
    for word in crate::common::SECRETS.iter().filter(|word| !word.starts_with("+51")) {
        assert!(holds(&bytes, word), "the test's own file lacks {word}");
    }
    let still = taken(&bytes).unwrap();
    assert_eq!(still.source.make.as_deref(), Some("Heron"));
    assert_eq!(still.source.model.as_deref(), Some("H10"));
    assert_eq!(still.source.serial.as_deref(), Some("HX-4410"));
    assert_eq!(still.source.taken.unwrap().local.to_string(), "2026-09-14T10:05:00");
    assert_eq!((still.width, still.height), (2_600, 1_300));
    assert_eq!((size(&still.large), size(&still.small)), ((2_048, 1_024), (320, 160)));
    let original = still.original;
    for bytes in [&original, &still.large, &still.small] {
        says_nothing(bytes);
    }
    // The original is the same picture to the last pixel.
    assert_eq!(pixels(&original), pixels(&bytes));
}

#[test]
fn every_orientation_comes_out_upright() {
    // A red corner at the top left, as it should be seen; each orientation stores it elsewhere.
    let upright_picture = || {
        let mut picture = drawn(96, 64);
        picture.pixels.fill(255);
        for y in 0..16 {
            for x in 0..24 {
                picture.pixels[(y * 96 + x) * 3..][..3].copy_from_slice(&[255, 0, 0]);
            }
        }
        picture
    };
    let seen = upright_picture();
    for orientation in 1..=8_u16 {
        let (width, height) = if orientation >= 5 { (64, 96) } else { (96, 64) };
        let mut stored = Rgb { width, height, pixels: vec![0; 96 * 64 * 3] };
        for y in 0..64 {
            for x in 0..96 {
                // Where EXIF 2.32 puts the pixel that is seen at x, y.
                let (to_x, to_y) = match orientation {
                    2 => (95 - x, y),
                    3 => (95 - x, 63 - y),
                    4 => (x, 63 - y),
                    5 => (y, x),
                    6 => (y, 95 - x),
                    7 => (63 - y, 95 - x),
                    8 => (63 - y, x),
                    _ => (x, y),
                };
                let to = (to_y * width + to_x) * 3;
                stored.pixels[to..to + 3].copy_from_slice(&seen.pixels[(y * 96 + x) * 3..][..3]);
            }
        }
        let says = sample::Says { orientation, ..SAYS };
        let bytes = sample::with_exif(&sample::jpeg(&stored, 95), &says);
        let still = taken(&bytes).unwrap();
        assert_eq!((still.width, still.height), (96, 64), "orientation {orientation}");
        let full = upright(&still.original, still.orientation).unwrap();
        for jpeg in [&still.large, &full] {
            let picture = pixels(jpeg);
            let at = |x: usize, y: usize| &picture.pixels[(y * picture.width + x) * 3..][..3];
            assert!(at(6, 6)[0] > 200 && at(6, 6)[1] < 60, "orientation {orientation}: {:?}", at(6, 6));
            assert!(
                at(80, 50)[1] > 200 && at(80, 6)[1] > 200 && at(6, 50)[1] > 200,
                "orientation {orientation}"
            );
        }
    }
}

#[test]
fn other_formats_become_jpeg() {
    let picture = drawn(640, 480);
    let still = taken(&png(&picture, false)).unwrap();
    assert_eq!((size(&still.large), size(&still.small)), ((640, 480), (320, 240)));
    says_nothing(&still.original);
    // What cannot be seen through is laid on white.
    let clear = taken(&png(&picture, true)).unwrap();
    assert!(pixels(&clear.large).pixels.iter().all(|value| *value > 250));
    let mut webp = Vec::new();
    let encoder = image_webp::WebPEncoder::new(&mut webp);
    encoder.encode(&picture.pixels, 640, 480, image_webp::ColorType::Rgb8).unwrap();
    let still = taken(&webp).unwrap();
    assert_eq!(size(&still.large), (640, 480));
    let heic = include_bytes!("drawn.heic");
    let still = taken(heic).unwrap();
    assert_eq!((still.width, still.height), (128, 96));
    says_nothing(&still.original);
}

/// As tablets write it: tiles of 512 pixels, cut to size, turned by the container and, for those who do not know of that,
/// by the EXIF as well. It is turned once.
#[test]
fn a_picture_of_a_tablet_is_put_together_from_its_tiles_and_turned_once() {
    let still = taken(include_bytes!("tiles.heic")).unwrap();
    let source = &still.source;
    assert_eq!(
        (source.make.as_deref(), source.model.as_deref(), source.serial.as_deref()),
        (Some("Heron"), Some("H10"), Some("HX-4410"))
    );
    assert_eq!((still.width, still.height, still.orientation), (600, 800, 1));
    let (lying, upright) = (drawn(800, 600), pixels(&still.original));
    assert_eq!((upright.width, upright.height), (600, 800));
    let mut difference = 0_u64;
    for (at, known) in upright.pixels.as_chunks::<3>().0.iter().enumerate() {
        let (x, y) = (at % 600, at / 600);
        // A quarter turn clockwise: what was at the left, from below, is on top.
        let from = ((599 - x) * 800 + y) * 3;
        let was = &lying.pixels[from..from + 3];
        difference += known.iter().zip(was).map(|(one, other)| u64::from(one.abs_diff(*other))).sum::<u64>();
    }
    assert!(difference / upright.pixels.len() as u64 <= 3, "{difference}");
    for bytes in [&still.original, &still.large, &still.small] {
        says_nothing(bytes);
    }
    // A grid of few pixels whose tiles are many: refused before they are made.
    let mut many = include_bytes!("tiles.heic").to_vec();
    let sides = [0, 0, 1, 1, 0x03, 0x20, 0x02, 0x58];
    let at = many.windows(8).position(|known| known == sides).unwrap();
    many[at + 2..at + 4].copy_from_slice(&[200, 200]);
    assert!(matches!(taken(&many), Err(Refused::Broken(_))));
}

#[test]
fn what_is_no_picture_is_refused_with_a_sentence() {
    let sentence = |bytes: &[u8]| taken(bytes).unwrap_err().to_string();
    assert!(sentence(b"").contains("empty"));
    assert!(sentence(b"PK\x03\x04 a zip named .jpg").contains("a zip archive"));
    assert!(sentence(b"just some words in a file").contains("something else"));
    let bytes = talkative_jpeg(64, 64, 1);
    let trailer = "TRAILER-BEHIND-THE-END".len();
    assert!(sentence(&bytes[..bytes.len() - trailer - 10]).contains("cut short"));
    assert!(sentence(&bytes[..40]).contains("cut short"));
    // A PNG that says it has four hundred million pixels is refused by its head alone.
    let mut huge = png(&drawn(8, 8), false);
    huge[16..24].copy_from_slice(&[0, 0, 0x4e, 0x20, 0, 0, 0x4e, 0x20]);
    let crc = crc32(&huge[12..29]).to_be_bytes();
    huge[29..33].copy_from_slice(&crc);
    assert!(sentence(&huge).contains("20000 by 20000"), "{}", sentence(&huge));
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(
            crc ^ u32::from(*byte),
            |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 },
        )
    })
}

#[test]
fn what_was_under_a_cover_is_gone_for_good() {
    let one = drawn(640, 480);
    let mut other = one.clone();
    for y in 200..260 {
        for x in 300..360 {
            let at = (y * 640 + x) * 3;
            other.pixels[at..at + 3].copy_from_slice(&[255, 0, 255]);
        }
    }
    let region = [Region { x: 300.0 / 640.0, y: 200.0 / 480.0, w: 60.0 / 640.0, h: 60.0 / 480.0 }];
    let covered = |picture: &Rgb| {
        let large = taken(&sample::jpeg(picture, 90)).unwrap().large;
        cover(&large, &region, Codec::Pure).unwrap()
    };
    let (one, other) = (covered(&one), covered(&other));
    assert_eq!(one.large, other.large, "nothing tells what was under the cover");
    assert_eq!(one.small, other.small);
    assert_eq!(one.original, other.original);
    assert!(
        pixels(&one.original).pixels[(230 * 640 + 330) * 3..][..3].iter().all(|value| value.abs_diff(96) < 4)
    );
    let picture = pixels(&one.large);
    assert!(picture.pixels[(230 * 640 + 330) * 3..][..3].iter().all(|value| value.abs_diff(96) < 4));
    for odd in [
        Region { x: 2.0, y: 0.0, w: 0.1, h: 0.1 },
        Region { x: f32::NAN, y: 0.0, w: 0.1, h: 0.1 },
        Region { x: 0.1, y: 0.1, w: 0.0, h: 0.1 },
    ] {
        assert!(cover(&one.large, &[odd], Codec::Pure).is_err(), "{odd:?}");
    }
}

#[test]
fn wide_colours_are_worked_out() {
    let mut picture = drawn(64, 64);
    picture.pixels.fill(128);
    picture.pixels.chunks_mut(3).for_each(|pixel| pixel.copy_from_slice(&[200, 60, 60]));
    let plain = sample::jpeg(&picture, 95);
    let profile = [b"ICC_PROFILE\0\x01\x01".as_slice(), &[0; 128], b"Display P3"].concat();
    let wide = taken(&sample::with_segment(&plain, 0xe2, &profile)).unwrap();
    let narrow = taken(&plain).unwrap();
    let (wide, narrow) = (pixels(&wide.large).pixels, pixels(&narrow.large).pixels);
    assert!(wide[0] > narrow[0] + 8 && wide[1] < narrow[1], "{:?} {:?}", &wide[..3], &narrow[..3]);
}

proptest! {
    #![proptest_config(crate::common::cases(400))]

    /// Whatever is done to a file, it is a picture or a refusal, and never says anything.
    #[test]
    fn any_bytes_are_a_picture_or_a_refusal(
        which in 0..4_usize,
        cuts in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12),
        end in any::<prop::sample::Index>(),
        cut in any::<bool>(),
    ) {
        let mut webp = Vec::new();
        let small = drawn(48, 40);
        image_webp::WebPEncoder::new(&mut webp).encode(&small.pixels, 48, 40, image_webp::ColorType::Rgb8).unwrap();
        let mut bytes = [talkative_jpeg(48, 40, 6), png(&small, false), webp, include_bytes!("drawn.heic").to_vec()][which].clone();
        for (at, value) in cuts {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        if cut {
            bytes.truncate(end.index(bytes.len()));
        }
        if let Ok(still) = taken(&bytes) {
            for jpeg in [&still.original, &still.large, &still.small] {
                assert!(!holds(jpeg, "Asha at the gate") && !holds(jpeg, "MAKERNOTE"));
            }
        }
        let _ = jpeg::cleaned(&bytes);
    }
}

#[test]
fn sorts_are_told_by_what_is_in_them() {
    assert_eq!(sniff(&talkative_jpeg(8, 8, 1)), Ok(Sort::Jpeg));
    assert_eq!(sniff(&crate::common::films::talkative_mp4(0)), Ok(Sort::Mp4));
    assert_eq!(sniff(&crate::common::films::talkative_webm()), Ok(Sort::WebM));
    assert!(sniff(b"GIF89a......").is_err());
}

/// Case 12 and its kind: what stands between the segments of a JPEG is passed over, and does not come out again.
#[test]
fn bytes_between_segments_are_passed_over() {
    let whole = talkative_jpeg(64, 48, 6);
    let wanted = taken(&whole).unwrap();
    let segment = |bytes: &[u8]| 4 + usize::from(u16::from_be_bytes([bytes[4], bytes[5]])) - 2 + 2;
    let first = segment(&whole);
    let long = [b"\xff\xe1\x00\x21".as_slice(), b"http://ns.adobe.com/xap/1.0/\0xxASHA-AT-THE-GATE"].concat();
    for (what, between) in [
        ("two zeros", b"\0\0".to_vec()),
        ("a hundred zeros", vec![0; 100]),
        ("a segment without its mark", b"\x00\xe1\x00\x0c0123456789".to_vec()),
        ("stuffed bytes", b"\xff\x00\xff\x00".to_vec()),
        ("fill bytes", vec![0xff; 9]),
        ("a segment longer than it says", long),
    ] {
        let bytes = [&whole[..first], &between, &whole[first..]].concat();
        let still = taken(&bytes).unwrap_or_else(|error| panic!("{what}: {error}"));
        assert_eq!(still.source, wanted.source, "{what}");
        assert_eq!((still.orientation, still.width), (6, wanted.width), "{what}");
        assert_eq!(pixels(&still.original), pixels(&wanted.original), "{what}");
        assert!(!holds(&still.original, "ASHA-AT-THE-GATE"), "{what}");
    }
}

/// Case 21 and its kind: what a WebP lets be seen through is white, whatever its heading says.
#[test]
fn what_was_erased_from_a_webp_does_not_show_again() {
    let (width, height) = (32_u32, 16_u32);
    let red = vec![[200_u8, 10, 10, 0]; (width * height) as usize].concat();
    let mut simple = Vec::new();
    image_webp::WebPEncoder::new(&mut simple)
        .encode(&red, width, height, image_webp::ColorType::Rgba8)
        .unwrap();
    let chunks = &simple[12..];
    let at = chunks.windows(4).position(|kind| kind == b"VP8L").unwrap();
    let size = |number: u32| (number - 1).to_le_bytes()[..3].to_vec();
    for flags in [0_u8, 0x10] {
        let head = [&[flags, 0, 0, 0][..], &size(width), &size(height)].concat();
        let body = [b"WEBPVP8X\x0a\0\0\0".as_slice(), &head, &chunks[at..]].concat();
        let bytes = [b"RIFF".as_slice(), &u32::try_from(body.len()).unwrap().to_le_bytes(), &body].concat();
        let still = taken(&bytes).unwrap();
        let shown = pixels(&still.large);
        assert!(shown.pixels.iter().all(|byte| *byte > 230), "flags {flags:#x}: {:?}", &shown.pixels[..3]);
    }
}
