//! A file from a spreadsheet as text: whatever encoding it was written in, with not one letter lost.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Codes that Windows-1252 leaves open: whatever was written, it was no such text.
const NOT_IN_1252: [u8; 5] = [0x81, 0x8d, 0x8f, 0x90, 0x9d];

/// Letters of UTF-8 that were read as Windows-1252 and written again: `Ã«` for `ë`.
const TWICE: [&str; 6] = ["Ã©", "Ã«", "Ã¨", "Ã¡", "Ã±", "â€™"];

/// A list as text.
///
/// # Errors
/// A sentence when it cannot be read, or letters of it are lost.
pub fn decoded(bytes: &[u8]) -> Result<String, String> {
    let text = read(bytes)?;
    if text.contains('\u{fffd}') {
        return Err("Letters in this file are lost (�): export it again from the program that it comes from, as CSV UTF-8.".into());
    }
    if let Some(twice) = TWICE.into_iter().find(|twice| text.contains(twice)) {
        return Err(format!(
            "Letters in this file were garbled before it came here (“{twice}”): export it again, as CSV UTF-8."
        ));
    }
    if text.contains('\0') {
        return Err("This is no list but a file of another sort: in the spreadsheet choose “Save as”, then CSV UTF-8.".into());
    }
    Ok(text)
}

fn read(bytes: &[u8]) -> Result<String, String> {
    let zip = bytes.starts_with(b"PK\x03\x04");
    if zip || bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err("This is a spreadsheet, not a list: open it and choose “Save as”, then CSV UTF-8.".into());
    }
    if bytes.starts_with(b"%PDF") {
        return Err("This is a PDF: a list is a CSV file.".into());
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return whole(encoding, bytes.get(mark..).unwrap_or_default());
    }
    if let Some(encoding) = sixteen(bytes) {
        return whole(encoding, bytes);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.to_owned());
    }
    if bytes.iter().any(|byte| NOT_IN_1252.contains(byte)) {
        return Err("It cannot be told how this file is written: in the spreadsheet choose “Save as”, then CSV UTF-8.".into());
    }
    whole(WINDOWS_1252, bytes)
}

fn whole(encoding: &'static Encoding, bytes: &[u8]) -> Result<String, String> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
    let unreadable = || {
        let name = if encoding == UTF_8 { "UTF-8" } else { encoding.name() };
        format!("This file says that it is {name}, and it is not: export it again, as CSV UTF-8.")
    };
    text.map(std::borrow::Cow::into_owned).ok_or_else(unreadable)
}

/// UTF-16 without a mark: every other byte of plain letters is nothing.
fn sixteen(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(200))?;
    let nothing = |from: usize| head.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let half = head.len() / 2;
    let mostly = |count: usize| half >= 4 && count * 4 >= half * 3;
    match (mostly(nothing(1)), mostly(nothing(0))) {
        (true, false) => Some(UTF_16LE),
        (false, true) => Some(UTF_16BE),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn a_list_is_read_however_a_spreadsheet_wrote_it() {
        let list = "name,born,family\nZoë O’Brien,2023-02-01,Brien\n";
        let sixteen = |order: fn(u16) -> [u8; 2]| list.encode_utf16().flat_map(order).collect::<Vec<u8>>();
        let marked = |mark: &[u8], bytes: &[u8]| [mark, bytes].concat();
        let windows: Vec<u8> = list
            .chars()
            .map(|c| match c {
                'ë' => 0xeb,
                '’' => 0x92,
                other => u8::try_from(other).unwrap(),
            })
            .collect();
        for bytes in [
            list.as_bytes().to_vec(),
            marked(b"\xef\xbb\xbf", list.as_bytes()),
            marked(b"\xff\xfe", &sixteen(u16::to_le_bytes)),
            marked(b"\xfe\xff", &sixteen(u16::to_be_bytes)),
            sixteen(u16::to_le_bytes),
            sixteen(u16::to_be_bytes),
            windows,
        ] {
            assert_eq!(decoded(&bytes).as_deref(), Ok(list));
        }
    }

    #[test]
    fn not_one_letter_is_lost_in_silence() {
        for (bytes, says) in [
            ("name\nZo\u{fffd}\n".as_bytes(), "lost"),
            ("name\nZoÃ«\n".as_bytes(), "garbled"),
            (b"name\nZo\x81\n", "cannot be told"),
            (b"PK\x03\x04\x14\x00", "spreadsheet"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1", "spreadsheet"),
            (b"%PDF-1.7", "PDF"),
            (b"\xff\xfea", "is not"),
            (b"name,\0born\n", "another sort"),
        ] {
            let said = decoded(bytes).unwrap_err();
            assert!(said.contains(says), "{said}");
        }
    }
}
