//! Times are stored in UTC and spoken of in the setting's own time.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

static LONDON: TimeZone = jiff::tz::get!("Europe/London");

/// The moment on the clock of a setting in the United Kingdom.
pub fn london(at: Timestamp) -> Zoned {
    at.to_zoned(LONDON.clone())
}

/// The day of a moment.
pub fn date_of(at: Timestamp) -> Date {
    london(at).date()
}

/// The time of day of a moment.
pub fn time_of(at: Timestamp) -> Time {
    london(at).time()
}

/// The last second of the day of a moment.
pub(crate) fn end_of_day(at: Timestamp) -> Timestamp {
    date_of(at).at(23, 59, 59, 0).to_zoned(LONDON.clone()).map_or(at, |zoned| zoned.timestamp())
}

/// The moment when clocks in the United Kingdom show this date and time.
pub fn from_london(date: Date, time: Time) -> Option<Timestamp> {
    date.to_datetime(time).to_zoned(LONDON.clone()).ok().map(|zoned| zoned.timestamp())
}
