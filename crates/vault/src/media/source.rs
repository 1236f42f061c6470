//! What a file says of the device that made it: EXIF 2.32, as JPEG, PNG, WebP and HEIC carry it.

mod containers;

use exif::{Exif, In, Tag, Value};
use jiff::civil::DateTime;
use jiff::tz::Offset;
use serde::{Deserialize, Serialize};
use std::io::Cursor;

/// The longest word that is believed, in characters.
const WORD_MAX: usize = 80;

/// What a file says of the device that made it. A file may say nothing, or anything.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The device's maker (`Make`).
    pub make: Option<String>,
    /// Its model (`Model`).
    pub model: Option<String>,
    /// Its serial number (`BodySerialNumber`).
    pub serial: Option<String>,
    /// When it was made.
    pub taken: Option<Taken>,
}

/// When a file says it was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// By the device's clock.
    pub local: DateTime,
    /// How far that clock is from UTC, where the file says so.
    #[serde(with = "offset_seconds")]
    pub offset: Option<Offset>,
}

impl Source {
    /// What a still picture says, and how it lies (1 to 8; 1 is upright). What cannot be read is not said.
    pub fn of_still(bytes: &[u8]) -> (Self, u8) {
        let mut reader = exif::Reader::new();
        reader.continue_on_error(true);
        let read = match containers::exif_of(bytes) {
            Some(exif) => reader.read_raw(exif),
            None => reader.read_from_container(&mut Cursor::new(bytes)),
        };
        match read.or_else(|error| error.distill_partial_result(|_| {})) {
            Ok(exif) => (Self::from_exif(&exif), lies(&exif)),
            Err(_) => (Self::default(), 1),
        }
    }

    fn from_exif(exif: &Exif) -> Self {
        let word = |tag| exif.get_field(tag, In::PRIMARY).and_then(|field| ascii(&field.value));
        let local = word(Tag::DateTimeOriginal).or_else(|| word(Tag::DateTimeDigitized));
        let offset = word(Tag::OffsetTimeOriginal).or_else(|| word(Tag::OffsetTimeDigitized));
        // When the file was last changed (`DateTime`) says nothing of the day it shows.
        let taken = local.and_then(|local| {
            let local = time_of(&local)?;
            Some(Taken { local, offset: offset.and_then(|offset| offset_of(&offset)) })
        });
        Self { make: word(Tag::Make), model: word(Tag::Model), serial: word(Tag::BodySerialNumber), taken }
    }
}

fn ascii(value: &Value) -> Option<String> {
    let Value::Ascii(parts) = value else { return None };
    let word: String = String::from_utf8_lossy(parts.first()?)
        .trim_matches(|c: char| c.is_whitespace() || c == '\0')
        .chars()
        .filter(|c| !c.is_control())
        .take(WORD_MAX)
        .collect();
    (!word.is_empty()).then_some(word)
}

fn lies(exif: &Exif) -> u8 {
    let said = exif.get_field(Tag::Orientation, In::PRIMARY).and_then(|field| field.value.get_uint(0));
    said.and_then(|said| u8::try_from(said).ok()).filter(|said| (1..=8).contains(said)).unwrap_or(1)
}

/// `2026:11:02 10:00:00`, as EXIF has it, and as devices write it: other marks, no seconds or parts of them, an hour of 24
/// after midnight, a second of 60. Noughts say that nobody knows.
fn time_of(text: &str) -> Option<DateTime> {
    let parts: Vec<&str> =
        text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).take(6).collect();
    let number = |at: usize| parts.get(at).and_then(|part| part.parse::<i16>().ok());
    let (year, month, day, hour, minute) = (number(0)?, number(1)?, number(2)?, number(3)?, number(4)?);
    let second = number(5).unwrap_or(0);
    let small = |value: i16| i8::try_from(value).ok();
    if year < 1900 {
        return None;
    }
    let hour = if hour == 24 { 0 } else { hour };
    let second = if second == 60 { 59 } else { second };
    DateTime::new(year, small(month)?, small(day)?, small(hour)?, small(minute)?, small(second)?, 0).ok()
}

/// `+01:00`.
fn offset_of(text: &str) -> Option<Offset> {
    let (sign, rest) = match text.trim().split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = rest.split_once(':')?;
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    let sensible = (0..=14).contains(&hours) && (0..60).contains(&minutes);
    Offset::from_seconds(sign * (hours * 3_600 + minutes * 60)).ok().filter(|_| sensible)
}

/// An offset from UTC as seconds.
mod offset_seconds {
    use jiff::tz::Offset;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[expect(clippy::ref_option, reason = "serde gives the field so")]
    pub(super) fn serialize<S: Serializer>(offset: &Option<Offset>, to: S) -> Result<S::Ok, S::Error> {
        offset.map(Offset::seconds).serialize(to)
    }

    pub(super) fn deserialize<'a, D: Deserializer<'a>>(from: D) -> Result<Option<Offset>, D::Error> {
        let seconds = Option::<i32>::deserialize(from)?;
        seconds.map(Offset::from_seconds).transpose().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::time_of;

    #[test]
    fn times_are_read_as_devices_write_them() {
        for (text, read) in [
            ("2026:11:02 10:05:07", Some("2026-11-02T10:05:07")),
            ("2026:11:02 24:08:19", Some("2026-11-02T00:08:19")),
            ("2026-11-02 10:05:07", Some("2026-11-02T10:05:07")),
            ("2026/11/02 10:05:07", Some("2026-11-02T10:05:07")),
            ("2026-11-02T10:05:07.250Z", Some("2026-11-02T10:05:07")),
            ("2026:11:02 10:05", Some("2026-11-02T10:05:00")),
            ("2026:11:02 23:59:60", Some("2026-11-02T23:59:59")),
            (" 2026:11:02  9:05:07\0", Some("2026-11-02T09:05:07")),
            ("0000:00:00 00:00:00", None),
            ("    :  :     :  :  ", None),
            ("2026:13:02 10:05:07", None),
            ("2026:11:02 25:05:07", None),
            ("2026:11:02", None),
            ("", None),
        ] {
            assert_eq!(time_of(text).map(|time| time.to_string()).as_deref(), read, "{text}");
        }
    }
}
