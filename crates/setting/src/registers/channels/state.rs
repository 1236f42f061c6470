//! What the lines about channels fold into.

use crate::record::author::Author;
use crate::record::ids::{ChannelId, ChildId, PersonId};
use crate::record::moment::date_of;
use crate::record::private::Private;
use crate::record::stamp::Stamp;
use crate::registers::channels::event::{ChannelKind, Event};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// A look at an account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Look {
    /// When.
    pub at: Timestamp,
    /// Who looked.
    pub by: Author,
    /// What was looked at, and found.
    pub finding: Private,
    /// Why.
    pub why: Private,
}

/// At most this many looks at one account are held; the older ones are in the log.
const LOOKS_MAX: usize = 12;

/// One channel.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Channel {
    /// Its name.
    pub name: String,
    /// What sort it is.
    pub kind: ChannelKind,
    /// The policy's word for it.
    pub serves: String,
    /// Who holds its password, or runs it.
    pub run_by: BTreeSet<PersonId>,
    /// Whose families belong to it, each with the day it was put on.
    pub belong: BTreeMap<ChildId, Date>,
    /// Since when.
    pub since: Date,
    /// When somebody who knew the password left or was taken off its holders.
    pub told: Option<Timestamp>,
    /// The latest looks, the newest first.
    pub looks: VecDeque<Look>,
    /// Until when.
    pub closed: Option<Date>,
}

impl Channel {
    /// The day since which its password must be renewed, because somebody who is no longer a holder knows it.
    pub fn known_since(&self, renewed: Option<Timestamp>) -> Option<Date> {
        let told = self.told?;
        renewed.is_none_or(|renewed| renewed < told).then(|| date_of(told))
    }
}

/// The register of channels.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Channels {
    /// By id, those out of use included.
    pub all: BTreeMap<ChannelId, Channel>,
}

impl Channels {
    pub(crate) fn apply(&mut self, event: &Event, line: Stamp<'_>) {
        let today = date_of(line.at);
        match event.clone() {
            Event::Set { channel, name, kind, serves, run_by } => {
                let known = self.all.entry(channel).or_insert_with(|| Channel {
                    name: String::new(),
                    kind,
                    serves: String::new(),
                    run_by: BTreeSet::new(),
                    belong: BTreeMap::new(),
                    since: today,
                    told: None,
                    looks: VecDeque::new(),
                    closed: None,
                });
                if known.run_by.iter().any(|person| !run_by.contains(person)) {
                    known.told = Some(line.at);
                }
                (known.name, known.kind, known.serves, known.run_by) = (name, kind, serves, run_by);
            }
            Event::Closed { channel, .. } => {
                if let Some(known) = self.all.get_mut(&channel) {
                    known.closed = Some(today);
                }
            }
            Event::Joined { channel, child } => {
                if let Some(known) = self.all.get_mut(&channel) {
                    known.belong.insert(child, today);
                }
            }
            Event::Removed { channel, child } => {
                if let Some(known) = self.all.get_mut(&channel) {
                    known.belong.remove(&child);
                }
            }
            Event::Looked { channel, finding: what, why } => {
                if let Some(known) = self.all.get_mut(&channel) {
                    known.looks.push_front(Look { at: line.at, by: line.author.clone(), finding: what, why });
                    known.looks.truncate(LOOKS_MAX);
                }
            }
        }
    }

    /// Somebody left the setting: they hold nothing any more, and still know the passwords.
    pub(crate) fn left(&mut self, person: &PersonId, line: Stamp<'_>) {
        for channel in self.all.values_mut() {
            if channel.run_by.remove(person) {
                channel.told = Some(line.at);
            }
        }
    }

    /// Every channel in use.
    pub fn here(&self) -> impl Iterator<Item = (&ChannelId, &Channel)> {
        self.all.iter().filter(|(_, channel)| channel.closed.is_none())
    }

    /// Every mailbox in use.
    pub fn mailboxes(&self) -> impl Iterator<Item = (&ChannelId, &Channel)> {
        self.here().filter(|(_, channel)| channel.kind == ChannelKind::Mailbox)
    }

    /// A mailbox by its id, its name or the policy's word for it.
    pub fn mailbox(&self, word: &str) -> Option<(&ChannelId, &Channel)> {
        let named = |(id, channel): &(&ChannelId, &Channel)| {
            id.as_str() == word || channel.serves == word || channel.name.eq_ignore_ascii_case(word)
        };
        self.mailboxes().find(named)
    }

    /// A channel's name, for a sentence.
    pub fn name(&self, channel: &ChannelId) -> String {
        self.all.get(channel).map_or_else(|| "a channel".to_owned(), |known| known.name.clone())
    }

    /// The day somebody last looked at an official account or a mailbox.
    pub fn looked(&self) -> Option<Date> {
        let looks = self.all.values().filter_map(|channel| channel.looks.front());
        looks.map(|look| date_of(look.at)).max()
    }
}
