//! Approved sites: with who approved them, when and why; sites asked for; a site opened on one device for some minutes.

mod decide;

pub(crate) use decide::decide;
pub use decide::plain_name;

use crate::authority::Author;
use crate::ids::{AskId, DeviceId, LiftId, PersonId, SiteId};
use crate::private::Private;
use crate::state::{Line, State};
use belisha_policy::Policy;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The control by which a policy names the sites its list begins with.
const START: &str = "internet.reputable-sites";
/// How the ids of the policy's own sites begin.
const OF_POLICY: &str = "policy-";
/// How long an approval stands before somebody looks at the site again, in months.
pub(crate) const REVIEW_MONTHS: i32 = 12;
/// At most this many questions that nobody answered are held.
pub(crate) const ASKS_MAX: usize = 100;

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// A site was approved for the children, or what is on record of it was put right.
    Approved { site: SiteId, title: String, names: Vec<String>, why: Private, review: Date },
    /// Somebody looked at it again.
    Reviewed { site: SiteId, note: Private, review: Date },
    /// It is approved no more.
    Withdrawn { site: SiteId, why: Private },
    /// Somebody asked for a site, from the page that says it is shut.
    Asked { ask: AskId, name: String, device: Option<DeviceId>, why: Private },
    /// They were answered.
    Answered { ask: AskId, yes: bool, why: Private },
    /// One site was opened on one device for some minutes.
    Lifted { lift: LiftId, name: String, device: DeviceId, until: Timestamp, why: Private },
    /// It was shut again before its time.
    LiftEnded { lift: LiftId },
}

/// What can be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Approve a site.
    Approve { site: SiteId, title: String, names: Vec<String>, why: String },
    /// Say that one looked at it again.
    Review {
        site: SiteId,
        #[serde(default)]
        note: String,
    },
    /// Approve it no more.
    Withdraw { site: SiteId, why: String },
    /// Ask for a site.
    Ask {
        ask: AskId,
        name: String,
        #[serde(default)]
        device: Option<DeviceId>,
        why: String,
    },
    /// Answer: with yes, the site is approved under this id.
    Answer {
        ask: AskId,
        yes: bool,
        why: String,
        #[serde(default)]
        site: Option<SiteId>,
    },
    /// Open one site on one device for some minutes.
    Lift { lift: LiftId, name: String, device: DeviceId, minutes: i64, why: String },
    /// Shut it again.
    EndLift { lift: LiftId },
}

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
    pub(crate) fn apply(&mut self, event: &Event, line: &Line) {
        let by = person(&line.author);
        match event.clone() {
            Event::Approved { site, title, names, why, review } => {
                self.withdrawn.remove(&site);
                self.approved
                    .insert(site, Site { title, names, why, by, at: line.at, review, line: line.seq });
            }
            Event::Reviewed { site, review, .. } => {
                if let Some(there) = self.approved.get_mut(&site) {
                    there.review = review;
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
                self.lifts.retain(|_, there| there.until > line.at);
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

/// A site on the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its id.
    pub site: SiteId,
    /// What it is called.
    pub title: String,
    /// The names that carry it.
    pub names: Vec<String>,
    /// The clause whose policy names it; `None` for one that the setting approved.
    pub clause: Option<String>,
}

/// Every approved site: those that the policy names, where the catalogue knows them, and those that the setting approved.
pub fn approved(state: &State, policy: &Policy) -> Vec<Listed> {
    let mut all: Vec<Listed> = Vec::new();
    for adoption in policy.of_control(START) {
        for title in adoption.params.get("start").into_iter().flatten() {
            let Some(known) = policy.catalogue.sites.named(title) else { continue };
            let slug: String = title.to_lowercase().split_whitespace().collect::<Vec<_>>().join("-");
            let site = SiteId::from(format!("{OF_POLICY}{slug}"));
            let gone = state.sites.withdrawn.contains(&site) || state.sites.approved.contains_key(&site);
            if gone || all.iter().any(|there| there.site == site) {
                continue;
            }
            let (title, names) = (known.title.clone(), known.names.clone());
            all.push(Listed { site, title, names, clause: Some(adoption.clause.to_string()) });
        }
    }
    let own = state.sites.approved.iter();
    all.extend(own.map(|(site, there)| Listed {
        site: site.clone(),
        title: there.title.clone(),
        names: there.names.clone(),
        clause: None,
    }));
    all
}
