//! Where WebP and PNG keep EXIF, as programs put it there: with or without the heading that JPEG has before it.

/// The heading of EXIF in a JPEG, which some programs carry over.
const HEADING: &[u8] = b"Exif\0\0";
/// The most EXIF that is looked at, in bytes.
const EXIF_BYTES_MAX: usize = 1 << 20;
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// The EXIF of a WebP or PNG, from its first byte; nothing for other containers, and where there is none.
pub(super) fn exif_of(bytes: &[u8]) -> Option<Vec<u8>> {
    let exif = if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        of_webp(bytes)?.to_vec()
    } else if bytes.starts_with(PNG) {
        of_png(bytes)?
    } else {
        return None;
    };
    let exif = exif.strip_prefix(HEADING).map(<[u8]>::to_vec).unwrap_or(exif);
    (exif.starts_with(b"II") || exif.starts_with(b"MM")).then_some(exif)
}

fn of_webp(bytes: &[u8]) -> Option<&[u8]> {
    let mut rest = bytes.get(12..)?;
    while let Some((head, after)) = rest.split_at_checked(8) {
        let (kind, length) = head.split_at_checked(4)?;
        let length = u32::from_le_bytes(*length.first_chunk()?) as usize;
        let data = after.get(..length).unwrap_or(after);
        if kind.eq_ignore_ascii_case(b"EXIF") {
            return Some(data).filter(|data| data.len() <= EXIF_BYTES_MAX);
        }
        rest = after.get(length + (length & 1)..)?;
    }
    None
}

/// In a chunk of its own, or, as programs did before 2017, as text in hex.
fn of_png(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut rest = bytes.get(PNG.len()..)?;
    let mut text = None;
    while let Some((head, after)) = rest.split_at_checked(8) {
        let (length, kind) = head.split_at_checked(4)?;
        let length = u32::from_be_bytes(*length.first_chunk()?) as usize;
        let data = after.get(..length)?;
        match kind {
            b"eXIf" if length <= EXIF_BYTES_MAX => return Some(data.to_vec()),
            b"tEXt" if data.starts_with(b"Raw profile type exif\0") => text = hex(data),
            b"IEND" => break,
            _ => {}
        }
        rest = after.get(length + 4..)?;
    }
    text
}

/// `\nexif\n    1234\n4578…`: a name, a count, and so many bytes in hex.
fn hex(data: &[u8]) -> Option<Vec<u8>> {
    let (_, text) = data.split_at_checked(data.iter().position(|byte| *byte == 0)? + 1)?;
    let mut words = text.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    let (_, count) = (words.next()?, words.next()?);
    let count: usize =
        std::str::from_utf8(count).ok()?.parse().ok().filter(|count| *count <= EXIF_BYTES_MAX)?;
    let digits: Vec<u8> = words.flatten().copied().collect();
    let bytes = data_encoding::HEXLOWER_PERMISSIVE.decode(&digits).ok()?;
    (bytes.len() == count).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::exif_of;

    const TIFF: &[u8] = b"MM\0*\0\0\0\x08\0\0";

    fn webp(kind: &[u8; 4], exif: &[u8]) -> Vec<u8> {
        let chunk = |kind: &[u8], data: &[u8]| {
            let length = u32::try_from(data.len()).unwrap().to_le_bytes();
            [kind, &length, data, &vec![0; data.len() & 1]].concat()
        };
        [b"RIFF\0\0\0\0WEBP".as_slice(), &chunk(b"VP8L", b"abc"), &chunk(kind, exif)].concat()
    }

    fn png(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
        let chunk = |kind: &[u8], data: &[u8]| {
            [&u32::try_from(data.len()).unwrap().to_be_bytes(), kind, data, &[0; 4]].concat()
        };
        [super::PNG, &chunk(b"IHDR", &[0; 13]), &chunk(kind, data), &chunk(b"IEND", &[])].concat()
    }

    #[test]
    fn exif_is_found_with_and_without_its_heading() {
        let headed = [super::HEADING, TIFF].concat();
        for exif in [TIFF, &headed] {
            assert_eq!(exif_of(&webp(b"EXIF", exif)).as_deref(), Some(TIFF));
            assert_eq!(exif_of(&png(b"eXIf", exif)).as_deref(), Some(TIFF));
            let text = format!(
                "Raw profile type exif\0\nexif\n{:8}\n{}\n",
                exif.len(),
                data_encoding::HEXLOWER.encode(exif)
            );
            assert_eq!(exif_of(&png(b"tEXt", text.as_bytes())).as_deref(), Some(TIFF));
        }
        assert_eq!(exif_of(&webp(b"XMP ", TIFF)), None);
        assert_eq!(exif_of(&webp(b"EXIF", b"rubbish")), None);
        assert_eq!(exif_of(b"\xff\xd8\xff"), None);
        for cut in 0..webp(b"EXIF", TIFF).len() {
            let _ = exif_of(&webp(b"EXIF", TIFF)[..cut]);
            let _ = exif_of(&png(b"eXIf", TIFF)[..cut.min(40)]);
        }
    }
}
