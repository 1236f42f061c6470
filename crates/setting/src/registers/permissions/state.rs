//! What the lines about permissions for pictures fold into.

use crate::record::ids::{ChildId, PersonId};
use crate::record::moment::date_of;
use crate::record::private::Private;
use crate::record::stamp::Stamp;
use crate::registers::permissions::event::{Event, How};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An answer on record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PermissionAnswer {
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

/// At most this many changes are held for the team to read; the older ones are in the log.
const CHANGES_MAX: usize = 1_000;

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
    pub answers: BTreeMap<String, PermissionAnswer>,
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
    pub(crate) fn apply(&mut self, event: &Event, line: Stamp<'_>) {
        match event.clone() {
            Event::Answered { child, purpose, yes, by, how, on } => {
                let known = self.of.entry(child.clone()).or_default();
                let before = known.answers.get(&purpose).map(|answer| answer.yes);
                let withdrawn = before == Some(true) && !yes;
                let answer = PermissionAnswer { yes, withdrawn, by, how, on, line: line.seq };
                known.answers.insert(purpose.clone(), answer);
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
                let known = self.of.entry(child.clone()).or_default();
                known.once.retain(|once| once.purpose != purpose);
                let on = date_of(line.at);
                let answer = PermissionAnswer { yes: false, withdrawn: true, by, how, on, line: line.seq };
                known.answers.insert(purpose.clone(), answer);
                self.changed(child, Some(purpose), false, line);
            }
            Event::Wished { child, wants, said } => {
                let known = self.of.entry(child.clone()).or_default();
                known.refuses = (!wants).then(|| (said, date_of(line.at)));
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

    fn changed(&mut self, child: ChildId, purpose: Option<String>, permitted: bool, line: Stamp<'_>) {
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
        let on_record =
            |of: &OfChild| of.link.as_ref().is_some_and(|(known, until)| known == hash && *until >= today);
        self.of.iter().find(|(_, of)| on_record(of)).map(|(child, _)| child)
    }
}
