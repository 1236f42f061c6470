//! How often a duty falls due.

use jiff::{Span, ToSpan, civil::Date};

/// How often something is to be done again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Every {
    /// Once for each subject.
    Once,
    /// Again after this many of a unit, counted from the day it was last done.
    Period {
        /// How many.
        count: i32,
        /// Of what.
        unit: Unit,
    },
    /// On each day that the subject is used.
    DayOfUse,
    /// On each day that the setting is open.
    OpenDay,
}

/// A unit of a period, as a calendar counts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Days.
    Day,
    /// Weeks.
    Week,
    /// Months: the same day of a later month, or its last day.
    Month,
    /// Years.
    Year,
}

impl Every {
    /// Reads `1 year`, `3 months`, `2 weeks`, `10 days`, `once`, `day of use` or `open day`.
    pub fn parse(words: &str) -> Option<Self> {
        match words.trim() {
            "once" => return Some(Self::Once),
            "day of use" => return Some(Self::DayOfUse),
            "open day" => return Some(Self::OpenDay),
            _ => {}
        }
        let (count, unit) = words.trim().split_once(' ')?;
        let count = count.parse().ok().filter(|count| (1..=120).contains(count))?;
        let unit = match unit.trim_end_matches('s') {
            "day" => Unit::Day,
            "week" => Unit::Week,
            "month" => Unit::Month,
            "year" => Unit::Year,
            _ => return None,
        };
        Some(Self::Period { count, unit })
    }

    /// The day it falls due again after `last`; `None` when it never does, or when days of use decide.
    pub fn after(&self, last: Date) -> Option<Date> {
        let Self::Period { count, unit } = self else { return None };
        let span: Span = match unit {
            Unit::Day => count.days(),
            Unit::Week => count.weeks(),
            Unit::Month => count.months(),
            Unit::Year => count.years(),
        };
        last.checked_add(span).ok()
    }
}

impl std::fmt::Display for Every {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Once => f.write_str("once"),
            Self::DayOfUse => f.write_str("each day it is used"),
            Self::OpenDay => f.write_str("each day the setting is open"),
            Self::Period { count, unit } => {
                let unit = match unit {
                    Unit::Day => "day",
                    Unit::Week => "week",
                    Unit::Month => "month",
                    Unit::Year => "year",
                };
                if *count == 1 { write!(f, "every {unit}") } else { write!(f, "every {count} {unit}s") }
            }
        }
    }
}
