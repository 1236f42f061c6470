//! What parents permit with pictures of their child, purpose by purpose; what the child says; who on the team has read
//! that something changed. What is not answered counts as no.

mod decide;

pub(crate) use decide::decide;

use crate::ids::{ChildId, PersonId};
use crate::moment::date_of;
use crate::private::Private;
use crate::state::{Line, State};
use belisha_policy::Purpose;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// At most this many changes are held for the team to read; the older ones are in the log.
const CHANGES_MAX: usize = 1_000;

/// By what an answer came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// On the registration form, or another paper that is filed.
    Paper,
    /// Said to somebody on the team, who wrote it down.
    InPerson,
    /// By the family's own link.
    Link,
    /// From a list of answers.
    List,
}

impl How {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Paper => "on paper",
            Self::InPerson => "in person",
            Self::Link => "by the family's own link",
            Self::List => "from a list",
        }
    }
}

/// What happened. `by` says who gave it: a parent's name, as they gave it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// Parents answered for a purpose.
    Answered { child: ChildId, purpose: String, yes: bool, by: Private, how: How, on: Date },
    /// They permitted a purpose for pictures taken on one day.
    AllowedOnce { child: ChildId, purpose: String, on: Date, occasion: Private, by: Private, how: How },
    /// They took a permission back, what was permitted for single days included.
    Withdrawn { child: ChildId, purpose: String, by: Private, how: How },
    /// The child said whether they want to be in pictures.
    Wished { child: ChildId, wants: bool, said: Private },
    /// Somebody on the team read every change up to a line.
    Read { person: PersonId, up_to: u64 },
    /// The family has a link of its own; the hash is of what the link ends in.
    LinkMade { child: ChildId, hash: String, until: Date },
    /// The link no longer leads anywhere.
    LinkEnded { child: ChildId },
}

/// What can be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Put the parents' answers on record, by purpose.
    Answer {
        child: ChildId,
        answers: BTreeMap<String, bool>,
        by: String,
        how: How,
        /// The day they gave it; today when left out.
        #[serde(default)]
        on: Option<Date>,
    },
    /// Permit a purpose for pictures taken on one day.
    AllowOnce { child: ChildId, purpose: String, on: Date, occasion: String, by: String, how: How },
    /// Take a permission back.
    Withdraw { child: ChildId, purpose: String, by: String, how: How },
    /// Record what the child says about being in pictures.
    Wish {
        child: ChildId,
        wants: bool,
        #[serde(default)]
        said: String,
    },
    /// Say that one has read every change.
    Read { person: PersonId },
    /// Give the family a link of its own.
    MakeLink { child: ChildId, hash: String, until: Date },
    /// End it.
    EndLink { child: ChildId },
}

/// An answer on record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// Whether it is a yes.
    pub yes: bool,
    /// Whether it was a yes before and was taken back.
    pub withdrawn: bool,
    /// Who gave it.
    pub by: Private,
    /// By what it came.
    pub how: How,
    /// The day they gave it.
    pub on: Date,
    /// The line of the log.
    pub line: u64,
}

/// A permission for pictures taken on one day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Once {
    /// The purpose.
    pub purpose: String,
    /// The day.
    pub on: Date,
    /// What is on that day.
    pub occasion: Private,
    /// Who gave it.
    pub by: Private,
    /// The line of the log.
    pub line: u64,
}

/// What is on record for one child.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct OfChild {
    /// By purpose.
    pub answers: BTreeMap<String, Answer>,
    /// For single days.
    pub once: Vec<Once>,
    /// The child does not want to be in pictures: what they said, and since when.
    pub refuses: Option<(Private, Date)>,
    /// The hash of the family's link, and until when it leads somewhere.
    pub link: Option<(String, Date)>,
}

/// Something that changed for the team: who may be in pictures for what.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// The line of the log.
    pub line: u64,
    /// When.
    pub at: Timestamp,
    /// Whose.
    pub child: ChildId,
    /// For what; every purpose when it is the child's own wish.
    pub purpose: Option<String>,
    /// Whether it is permitted now.
    pub permitted: bool,
}

/// Whether a child may be in a picture for a purpose, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The parents said yes, in this line.
    Yes(u64),
    /// They said yes for pictures of that day, in this line.
    Once(u64),
    /// They have not answered.
    Unanswered,
    /// They said no, on this day.
    Refused(Date),
    /// They took it back, on this day.
    Withdrawn(Date),
    /// The child does not want it, since this day.
    ChildRefuses(Date),
    /// The child has left, on this day.
    Left(Date),
}

impl Standing {
    /// Whether it is permitted.
    pub fn permits(self) -> bool {
        matches!(self, Self::Yes(_) | Self::Once(_))
    }

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Yes(_) => "yes",
            Self::Once(_) => "yes, for that day",
            Self::Unanswered => "not answered",
            Self::Refused(_) => "no",
            Self::Withdrawn(_) => "taken back",
            Self::ChildRefuses(_) => "the child does not want it",
            Self::Left(_) => "has left",
        }
    }
}

/// The register of permissions.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Permissions {
    /// By child.
    pub of: BTreeMap<ChildId, OfChild>,
    /// What changed, the latest last.
    pub changes: Vec<Change>,
    /// By person: the line up to which they have read, and when.
    pub read: BTreeMap<PersonId, (u64, Timestamp)>,
}

impl Permissions {
    pub(crate) fn apply(&mut self, event: &Event, line: &Line) {
        match event.clone() {
            Event::Answered { child, purpose, yes, by, how, on } => {
                let there = self.of.entry(child.clone()).or_default();
                let before = there.answers.get(&purpose).map(|answer| answer.yes);
                let withdrawn = before == Some(true) && !yes;
                let answer = Answer { yes, withdrawn, by, how, on, line: line.seq };
                there.answers.insert(purpose.clone(), answer);
                // A first no changes nothing that may be done, and is told to the team all the same.
                if before != Some(yes) {
                    self.changed(child, Some(purpose), yes, line);
                }
            }
            Event::AllowedOnce { child, purpose, on, occasion, by, .. } => {
                let once = Once { purpose: purpose.clone(), on, occasion, by, line: line.seq };
                self.of.entry(child.clone()).or_default().once.push(once);
                self.changed(child, Some(purpose), true, line);
            }
            Event::Withdrawn { child, purpose, by, how } => {
                let there = self.of.entry(child.clone()).or_default();
                there.once.retain(|once| once.purpose != purpose);
                let on = date_of(line.at);
                let answer = Answer { yes: false, withdrawn: true, by, how, on, line: line.seq };
                there.answers.insert(purpose.clone(), answer);
                self.changed(child, Some(purpose), false, line);
            }
            Event::Wished { child, wants, said } => {
                let there = self.of.entry(child.clone()).or_default();
                there.refuses = (!wants).then(|| (said, date_of(line.at)));
                self.changed(child, None, wants, line);
            }
            Event::Read { person, up_to } => {
                self.read.insert(person, (up_to, line.at));
            }
            Event::LinkMade { child, hash, until } => {
                self.of.entry(child).or_default().link = Some((hash, until));
            }
            Event::LinkEnded { child } => {
                self.of.entry(child).or_default().link = None;
            }
        }
    }

    fn changed(&mut self, child: ChildId, purpose: Option<String>, permitted: bool, line: &Line) {
        if self.changes.len() >= CHANGES_MAX {
            self.changes.remove(0);
        }
        self.changes.push(Change { line: line.seq, at: line.at, child, purpose, permitted });
    }

    /// The changes that somebody has not read.
    pub fn unread(&self, person: &PersonId) -> impl Iterator<Item = &Change> {
        let read = self.read.get(person).map(|(line, _)| *line);
        self.changes.iter().filter(move |change| read.is_none_or(|read| change.line > read))
    }

    /// Whose link this is: the hash is of what the link ends in.
    pub fn by_link(&self, hash: &str, today: Date) -> Option<&ChildId> {
        let there =
            |of: &OfChild| of.link.as_ref().is_some_and(|(known, until)| known == hash && *until >= today);
        self.of.iter().find(|(_, of)| there(of)).map(|(child, _)| child)
    }
}

/// Whether a child may be in a picture taken on `day`, for a purpose: what the parents say, and the child.
pub fn standing(child: &ChildId, purpose: &str, day: Date, state: &State) -> Standing {
    let refuses = state.permissions.of.get(child).and_then(|there| there.refuses.as_ref());
    match parents(child, purpose, day, state) {
        Standing::Yes(_) | Standing::Once(_) if refuses.is_some() => {
            Standing::ChildRefuses(refuses.map_or(day, |(_, since)| *since))
        }
        other => other,
    }
}

/// What the parents say alone. A child who has left has no permission any more.
pub fn parents(child: &ChildId, purpose: &str, day: Date, state: &State) -> Standing {
    if let Some(left) = state.children.all.get(child).and_then(|there| there.left) {
        return Standing::Left(left);
    }
    let Some(there) = state.permissions.of.get(child) else { return Standing::Unanswered };
    if let Some(answer) = there.answers.get(purpose).filter(|answer| answer.yes) {
        return Standing::Yes(answer.line);
    }
    if let Some(once) = there.once.iter().find(|once| once.purpose == purpose && once.on == day) {
        return Standing::Once(once.line);
    }
    match there.answers.get(purpose) {
        Some(answer) if answer.withdrawn => Standing::Withdrawn(answer.on),
        Some(answer) => Standing::Refused(answer.on),
        None => Standing::Unanswered,
    }
}

/// The purposes that the parents of a child have not answered for.
pub fn unanswered<'a>(child: &ChildId, purposes: &'a [Purpose], state: &State) -> Vec<&'a Purpose> {
    let there = state.permissions.of.get(child);
    let answered = |purpose: &&Purpose| there.is_some_and(|there| there.answers.contains_key(&purpose.id));
    purposes.iter().filter(|purpose| !answered(purpose)).collect()
}

/// The day on which the form of a child was filled in, all of it: the oldest of its answers.
pub(crate) fn form(child: &ChildId, purposes: &[Purpose], state: &State) -> Option<Date> {
    let there = state.permissions.of.get(child)?;
    let days: Option<Vec<Date>> =
        purposes.iter().map(|purpose| Some(there.answers.get(&purpose.id)?.on)).collect();
    days?.into_iter().min()
}

/// The day on which somebody read the list, with everything that changed since.
pub(crate) fn read(person: &PersonId, state: &State) -> Option<Date> {
    let (_, at) = state.permissions.read.get(person)?;
    state.permissions.unread(person).next().is_none().then(|| date_of(*at))
}

/// The day since which a change waits to be read by somebody.
pub(crate) fn waiting(person: &PersonId, state: &State) -> Option<Date> {
    state.permissions.read.get(person)?;
    state.permissions.unread(person).next().map(|change| date_of(change.at))
}
