//! What the lines about notices to families fold into.

use crate::record::ids::{ChildId, FamilyNoticeId};
use crate::record::moment::date_of;
use crate::record::private::Private;
use crate::record::stamp::Stamp;
use crate::registers::families::event::{Event, How};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A family that was told.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Told {
    /// The latest day.
    pub on: Date,
    /// How.
    pub how: How,
    /// The line of the log.
    pub line: u64,
}

/// One notice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Notice {
    /// Its kind, an id of `notices.toml`.
    pub kind: String,
    /// Its title.
    pub title: Private,
    /// What it says.
    pub words: Private,
    /// Since when it is there.
    pub since: Date,
    /// Whether it is no longer given out.
    pub ended: bool,
    /// By child: when the family was last told.
    pub told: BTreeMap<ChildId, Told>,
}

/// The notices.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Families {
    /// By id.
    pub notices: BTreeMap<FamilyNoticeId, Notice>,
}

impl Families {
    pub(crate) fn apply(&mut self, event: &Event, line: Stamp<'_>) {
        match event.clone() {
            Event::Written { notice, kind, title, words } => {
                let new = Notice {
                    kind,
                    title,
                    words,
                    since: date_of(line.at),
                    ended: false,
                    told: BTreeMap::new(),
                };
                self.notices.insert(notice, new);
            }
            Event::Told { notice, families, how, on } => {
                let Some(known) = self.notices.get_mut(&notice) else { return };
                for child in families {
                    let told = known.told.entry(child).or_insert(Told { on, how, line: line.seq });
                    if told.on <= on {
                        *told = Told { on, how, line: line.seq };
                    }
                }
            }
            Event::Ended { notice } => {
                if let Some(known) = self.notices.get_mut(&notice) {
                    known.ended = true;
                }
            }
        }
    }

    /// The day a child's family was last told by a notice of a kind.
    pub(crate) fn last_of_child(&self, kind: &str, child: &ChildId) -> Option<Date> {
        let notices = self.notices.values().filter(|notice| notice.kind == kind);
        notices.filter_map(|notice| Some(notice.told.get(child)?.on)).max()
    }
}
