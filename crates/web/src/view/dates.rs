//! Days and times as pages write them, in the setting's own time.

use belisha_setting::{london, time_of};
use jiff::Timestamp;
use jiff::civil::{Date, Time};

/// `30 August 2026`.
pub(crate) fn day(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

/// `08:30`.
pub(crate) fn clock(time: Time) -> String {
    time.strftime("%H:%M").to_string()
}

/// The time of day, as `08:30`.
pub(crate) fn hour(at: Timestamp) -> String {
    clock(time_of(at))
}

/// `30 August 2026, 08:30`.
pub(crate) fn day_and_hour(at: Timestamp) -> String {
    london(at).strftime("%-d %B %Y, %H:%M").to_string()
}
