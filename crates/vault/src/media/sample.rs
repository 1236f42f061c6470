//! Made-up pictures: drawn by the program, with the EXIF of pretend devices. For trying Belisha out, for tests, for benches.

use super::codec::Codec;
use super::rgb::Rgb;

/// What a made-up picture says of itself.
#[derive(Debug, Clone, Copy)]
pub struct Says<'a> {
    /// Its maker.
    pub make: &'a str,
    /// Its model.
    pub model: &'a str,
    /// Its serial number; not said when empty.
    pub serial: &'a str,
    /// When, as `2026:09:14 10:05:00`.
    pub taken: &'a str,
    /// How it lies.
    pub orientation: u16,
}

/// A JPEG out of pixels.
pub fn jpeg(picture: &Rgb, quality: u8) -> Vec<u8> {
    Codec::Pure.write_jpeg(picture, quality).unwrap_or_default()
}

/// A JPEG with EXIF: make, model, serial number, time, a place on earth, a maker's note and a small picture.
pub fn with_exif(jpeg: &[u8], says: &Says<'_>) -> Vec<u8> {
    let exif = [b"Exif\0\0".as_slice(), &tiff(says)].concat();
    with_segment(jpeg, 0xe1, &exif)
}

/// A JPEG with one more segment right after its start.
pub fn with_segment(jpeg: &[u8], marker: u8, payload: &[u8]) -> Vec<u8> {
    let length = u16::try_from(payload.len() + 2).unwrap_or(2).to_be_bytes();
    let (start, rest) = jpeg.split_at(jpeg.len().min(2));
    [start, &[0xff, marker], &length, payload, rest].concat()
}

struct Entry {
    tag: u16,
    kind: u16,
    count: u32,
    value: Vec<u8>,
}

fn ascii(tag: u16, word: &str) -> Entry {
    let value = [word.as_bytes(), b"\0"].concat();
    Entry { tag, kind: 2, count: u32::try_from(value.len()).unwrap_or(0), value }
}

fn long(tag: u16, value: u32) -> Entry {
    Entry { tag, kind: 4, count: 1, value: value.to_le_bytes().to_vec() }
}

/// One directory at `at`: its entries, and behind it what does not fit into four bytes.
fn directory(at: u32, entries: &[Entry], next: u32) -> Vec<u8> {
    let mut out = u16::try_from(entries.len()).unwrap_or(0).to_le_bytes().to_vec();
    let mut behind = Vec::new();
    let start = at + 2 + 12 * u32::try_from(entries.len()).unwrap_or(0) + 4;
    for entry in entries {
        out.extend(entry.tag.to_le_bytes());
        out.extend(entry.kind.to_le_bytes());
        out.extend(entry.count.to_le_bytes());
        if entry.value.len() <= 4 {
            let mut value = entry.value.clone();
            value.resize(4, 0);
            out.extend(value);
        } else {
            out.extend((start + u32::try_from(behind.len()).unwrap_or(0)).to_le_bytes());
            behind.extend(&entry.value);
            behind.resize(behind.len().next_multiple_of(2), 0);
        }
    }
    out.extend(next.to_le_bytes());
    out.extend(behind);
    out
}

/// EXIF as a TIFF.
pub fn tiff(says: &Says<'_>) -> Vec<u8> {
    let degrees = [51_u32, 1, 30, 1, 2_599, 100].iter().flat_map(|part| part.to_le_bytes()).collect();
    let gps = [ascii(1, "N"), Entry { tag: 2, kind: 5, count: 3, value: degrees }, ascii(0x1d, "2026:09:14")];
    let mut detail = vec![ascii(0x9003, says.taken)];
    let note = b"MAKERNOTE-OF-A-PRETEND-DEVICE".to_vec();
    detail.push(Entry { tag: 0x927c, kind: 7, count: u32::try_from(note.len()).unwrap_or(0), value: note });
    if !says.serial.is_empty() {
        detail.push(ascii(0xa431, says.serial));
    }
    let head = |exif: u32, gps: u32| {
        let lies = Entry { tag: 0x0112, kind: 3, count: 1, value: says.orientation.to_le_bytes().to_vec() };
        vec![
            ascii(0x010f, says.make),
            ascii(0x0110, says.model),
            lies,
            ascii(0x0132, says.taken),
            long(0x8769, exif),
            long(0x8825, gps),
        ]
    };
    let length = |bytes: &[u8]| u32::try_from(bytes.len()).unwrap_or(0);
    let exif_at = 8 + length(&directory(8, &head(0, 0), 0));
    let exif = directory(exif_at, &detail, 0);
    let gps_at = exif_at + length(&exif);
    let gps = directory(gps_at, &gps, 0);
    let thumbnail_at = gps_at + length(&gps);
    let first = directory(8, &head(exif_at, gps_at), thumbnail_at);
    let thumbnail = b"THUMBNAIL-OF-A-PRETEND-DEVICE".to_vec();
    let of_thumbnail = |at: u32| [long(0x0201, at), long(0x0202, length(&thumbnail))];
    let at = thumbnail_at + length(&directory(thumbnail_at, &of_thumbnail(0), 0));
    let second = directory(thumbnail_at, &of_thumbnail(at), 0);
    [b"II\x2a\0\x08\0\0\0".as_slice(), &first, &exif, &gps, &second, &thumbnail].concat()
}
