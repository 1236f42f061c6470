//! What must hold of any bytes at all. The tests ask it of the bytes in `fuzz/corpus`, the fuzzer of those it makes.
#![allow(dead_code, reason = "each target of the fuzzer asks one of these")]
#![expect(clippy::unwrap_used, reason = "a check stops at the first surprise")]

use belisha_vault::Refused;
use belisha_vault::media::{self, Codec, LARGE_PIXELS_MAX, Plan, ReadAt, Source, jpeg, mp4, sniff, webm};

/// Cleaning a JPEG: nothing is added, and what is clean stays as it is.
pub fn jpeg(bytes: &[u8]) {
    let _ = Source::of_still(bytes);
    let Ok(clean) = jpeg::cleaned(bytes) else { return };
    assert!(clean.len() <= bytes.len() + 18, "longer than it was by more than a header");
    assert_eq!(jpeg::cleaned(&clean).unwrap(), clean, "there was something left to clean");
    let (source, orientation) = Source::of_still(&clean);
    assert_eq!((source.make, source.model, source.serial, source.taken), (None, None, None, None));
    assert!(orientation <= 1, "it still says how it lies");
}

/// A whole picture of any sort: refused, or renditions that are pictures no larger than they may be.
pub fn still(bytes: &[u8]) {
    let Ok(sort) = sniff(bytes) else { return };
    if !sort.stands_still() {
        return;
    }
    let Ok(shown) = media::still(bytes, sort, Codec::Pure) else { return };
    assert!((1..=8).contains(&shown.orientation));
    for rendition in [&shown.large, &shown.small] {
        assert_eq!(jpeg::cleaned(rendition).unwrap().len(), rendition.len(), "a rendition says something");
    }
    assert!(
        media::still(&shown.large, media::Sort::Jpeg, Codec::Pure).unwrap().width <= LARGE_PIXELS_MAX as u32
    );
}

/// A recording: refused, or copied to the same length, and copied again nothing is left to be overwritten.
fn recording(bytes: &[u8], plan: fn(&dyn ReadAt) -> Result<Plan, Refused>) {
    let bytes = bytes.to_vec();
    let Ok(first) = plan(&bytes) else { return };
    let mut out = Vec::new();
    first.copy(&bytes, &mut |_| {}, &mut out).unwrap();
    assert_eq!(out.len(), bytes.len());
    let Ok(second) = plan(&out) else { return };
    assert_eq!((second.source.make.as_ref(), second.source.model.as_ref()), (None, None));
    assert!(second.source.taken.is_none());
    let mut again = Vec::new();
    second.copy(&out, &mut |_| {}, &mut again).unwrap();
    assert_eq!(again, out, "there was something left to clean");
}

/// An MP4 or QuickTime film.
pub fn mp4(bytes: &[u8]) {
    recording(bytes, mp4::plan);
}

/// A WebM film, as browsers record it.
pub fn webm(bytes: &[u8]) {
    recording(bytes, webm::plan);
}
