//! What the lines about approved sites, sites asked for, and openings for some minutes fold into.

use crate::record::author::Author;
use crate::record::ids::{AskId, DeviceId, LiftId, PersonId, SiteId};
use crate::record::private::Private;
use crate::record::stamp::Stamp;
use crate::registers::sites::event::Event;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A question for a site.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ask {
    /// The name.
    pub name: String,
    /// On which device it was wanted.
    pub device: Option<DeviceId>,
    /// What for.
    pub why: Private,
    /// Who asked, where they had signed in.
    pub by: Option<PersonId>,
    /// When.
    pub at: Timestamp,
}

/// One site open on one device for some minutes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Lift {
    /// The name.
    pub name: String,
    /// The device.
    pub device: DeviceId,
    /// Until when.
    pub until: Timestamp,
    /// Who opened it.
    pub by: Option<PersonId>,
}

/// How the ids of the policy's own sites begin.
pub(crate) const OF_POLICY: &str = "policy-";

/// An approved site.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Site {
    /// What it is called.
    pub title: String,
    /// The names that carry it; each covers every name below it.
    pub names: Vec<String>,
    /// Why it was approved.
    pub why: Private,
    /// Who approved it.
    pub by: Option<PersonId>,
    /// When.
    pub at: Timestamp,
    /// By when somebody looks at it again.
    pub review: Date,
    /// The line of the log.
    pub line: u64,
}

/// Sites.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Sites {
    /// Those that the setting approved.
    pub approved: BTreeMap<SiteId, Site>,
    /// Sites of the policy that the setting took off its list.
    pub withdrawn: BTreeSet<SiteId>,
    /// Questions that wait.
    pub asks: BTreeMap<AskId, Ask>,
    /// Open for some minutes, the latest of them.
    pub lifts: BTreeMap<LiftId, Lift>,
}

fn person(author: &Author) -> Option<PersonId> {
    if let Author::Person(id) = author { Some(id.clone()) } else { None }
}

impl Sites {
    pub(crate) fn apply(&mut self, event: &Event, line: Stamp<'_>) {
        let by = person(line.author);
        match event.clone() {
            Event::Approved { site, title, names, why, review } => {
                self.withdrawn.remove(&site);
                self.approved
                    .insert(site, Site { title, names, why, by, at: line.at, review, line: line.seq });
            }
            Event::Reviewed { site, review, .. } => {
                if let Some(known) = self.approved.get_mut(&site) {
                    known.review = review;
                }
            }
            Event::Withdrawn { site, .. } => {
                self.approved.remove(&site);
                // A site of the policy's stays off the list, whatever was put in its place meanwhile.
                if site.as_str().starts_with(OF_POLICY) {
                    self.withdrawn.insert(site);
                }
            }
            Event::Asked { ask, name, device, why } => {
                self.asks.insert(ask, Ask { name, device, why, by, at: line.at });
            }
            Event::Answered { ask, .. } => drop(self.asks.remove(&ask)),
            Event::Lifted { lift, name, device, until, .. } => {
                self.lifts.retain(|_, known| known.until > line.at);
                self.lifts.insert(lift, Lift { name, device, until, by });
            }
            Event::LiftEnded { lift } => drop(self.lifts.remove(&lift)),
        }
    }

    /// What is open on a device for some minutes.
    pub fn lifts_of(&self, device: &str, now: Timestamp) -> impl Iterator<Item = &Lift> {
        self.lifts.values().filter(move |lift| lift.device.as_str() == device && lift.until > now)
    }
}
