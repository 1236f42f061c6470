//! The part of a file that a request asks for (RFC 9110, section 14.2).

use axum::http::HeaderMap;
use axum::http::header::RANGE;
use http_range_header::{RangeUnsatisfiableError, parse_range_header};
use std::ops::Range;

/// What of a file is sent.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// All of it, with status 200.
    Whole,
    /// The bytes from the first up to and without the last, with status 206.
    Bytes(Range<u64>),
    /// None: what is asked for lies outside, which is status 416.
    Outside,
}

/// What of a file of so many bytes is sent. A range in another unit must be ignored; one that is malformed, and several
/// at once, may be, and are.
pub(crate) fn part(headers: &HeaderMap, length: u64) -> Part {
    let Some(header) = headers.get(RANGE).and_then(|value| value.to_str().ok()) else { return Part::Whole };
    match parse_range_header(header).and_then(|ranges| ranges.validate(length)).as_deref() {
        Ok([range]) => Part::Bytes(*range.start()..range.end().saturating_add(1)),
        Err(RangeUnsatisfiableError::Unsatisfiable) => Part::Outside,
        _ => Part::Whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(header: &'static str, length: u64) -> Part {
        part(&HeaderMap::from_iter([(RANGE, header.parse().unwrap())]), length)
    }

    #[test]
    fn a_part_is_what_was_asked_for_as_far_as_the_file_goes() {
        for (header, from, to) in [
            ("bytes=0-9", 0, 10),
            ("bytes=90-", 90, 100),
            ("bytes=-10", 90, 100),
            ("bytes=-1000", 0, 100),
            ("bytes=95-1000", 95, 100),
            ("bytes=5-18446744073709551615", 5, 100),
            ("bytes=99-99", 99, 100),
        ] {
            assert_eq!(parse(header, 100), Part::Bytes(from..to), "{header}");
        }
    }

    #[test]
    fn what_lies_outside_is_said_to() {
        for header in ["bytes=100-", "bytes=100-200", "bytes=-0"] {
            assert_eq!(parse(header, 100), Part::Outside, "{header}");
        }
        assert_eq!(parse("bytes=0-0", 0), Part::Outside);
    }

    #[test]
    fn what_is_not_understood_is_ignored() {
        assert_eq!(part(&HeaderMap::new(), 100), Part::Whole);
        for header in
            ["items=0-9", "seconds=1-2", "bytes", "bytes=", "bytes=a-b", "bytes=9-0", "bytes=0-1, 5-6", "0-9"]
        {
            assert_eq!(parse(header, 100), Part::Whole, "{header}");
        }
    }
}
