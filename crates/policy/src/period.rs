//! How often a duty falls due.

use crate::catalogue::duty::Per;
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
    /// So many times on each day that the setting is open.
    TimesADay(u32),
    /// In each term.
    Term,
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
    /// Reads `1 year`, `3 months`, `2 weeks`, `10 days`, `1 term`, `2 times a day`, `once`, `day of use` or `open day`.
    pub fn parse(words: &str) -> Option<Self> {
        match words.trim() {
            "once" => return Some(Self::Once),
            "day of use" => return Some(Self::DayOfUse),
            "open day" => return Some(Self::OpenDay),
            "1 term" | "term" => return Some(Self::Term),
            "twice a day" => return Some(Self::TimesADay(2)),
            times => {
                if let Some(count) = times.strip_suffix(" times a day") {
                    return count.parse().ok().filter(|count| (1..=12).contains(count)).map(Self::TimesADay);
                }
            }
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
            Self::TimesADay(count) => write!(f, "{count} times each day the setting is open"),
            Self::Term => f.write_str("each term"),
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

/// Something that happens, after which a duty is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Trigger {
    /// An adult joins.
    PersonJoins,
    /// An adult leaves.
    PersonLeaves,
    /// A child joins.
    ChildJoins,
    /// A child leaves.
    ChildLeaves,
    /// A device of the setting is put on the register.
    DeviceComes,
    /// A device of the setting is no longer in use.
    DeviceGoes,
    /// A visitor signs in.
    VisitorComes,
    /// An outing leaves.
    OutingLeaves,
    /// An outing is back.
    OutingReturns,
    /// A picture is taken in.
    PictureTaken,
    /// A post is published.
    PostPublished,
    /// An event for families is over.
    EventOver,
}

impl Trigger {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::PersonJoins,
        Self::PersonLeaves,
        Self::ChildJoins,
        Self::ChildLeaves,
        Self::DeviceComes,
        Self::DeviceGoes,
        Self::VisitorComes,
        Self::OutingLeaves,
        Self::OutingReturns,
        Self::PictureTaken,
        Self::PostPublished,
        Self::EventOver,
    ];

    /// The words for it in a policy.
    pub const fn words(self) -> &'static str {
        match self {
            Self::PersonJoins => "person joins",
            Self::PersonLeaves => "person leaves",
            Self::ChildJoins => "child joins",
            Self::ChildLeaves => "child leaves",
            Self::DeviceComes => "device comes",
            Self::DeviceGoes => "device goes",
            Self::VisitorComes => "visitor comes",
            Self::OutingLeaves => "outing leaves",
            Self::OutingReturns => "outing returns",
            Self::PictureTaken => "picture taken",
            Self::PostPublished => "post published",
            Self::EventOver => "event over",
        }
    }

    /// Reads the words for one.
    pub fn parse(words: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.words() == words.trim())
    }

    /// To what it happens, where it is somebody or something on a register; to the setting otherwise.
    pub(crate) const fn per(self) -> Option<Per> {
        match self {
            Self::PersonJoins | Self::PersonLeaves => Some(Per::Person),
            Self::ChildJoins | Self::ChildLeaves => Some(Per::Child),
            Self::DeviceComes | Self::DeviceGoes => Some(Per::Device),
            Self::VisitorComes
            | Self::OutingLeaves
            | Self::OutingReturns
            | Self::PictureTaken
            | Self::PostPublished
            | Self::EventOver => Some(Per::Setting),
        }
    }
}
