//! What goes on record about the setting itself, and who may read each line of it.

use crate::record::audience::Audience;
use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

/// What happened to the setting's own particulars.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// The setting began with Belisha.
    Founded {
        /// Its name.
        name: String,
        /// The number that families and staff's own families may ring.
        number: String,
    },
    /// Its number changed.
    NumberSet {
        /// The number.
        number: String,
    },
    /// Opening hours of one weekday; none means closed.
    HoursSet {
        /// Monday is 1.
        weekday: i8,
        /// From and until.
        hours: Option<(Time, Time)>,
    },
    /// A term.
    TermSet {
        /// Its name.
        name: String,
        /// First day.
        from: Date,
        /// Last day.
        to: Date,
    },
    /// A day on which the setting is closed although it would be open.
    ClosureSet {
        /// The day.
        on: Date,
        /// Why.
        why: String,
    },
}

impl Event {
    /// Who may read the line that it stands in.
    pub fn audience(&self) -> Audience<'_> {
        match self {
            Self::Founded { .. }
            | Self::NumberSet { .. }
            | Self::HoursSet { .. }
            | Self::TermSet { .. }
            | Self::ClosureSet { .. } => Audience::Everyone,
        }
    }
}
