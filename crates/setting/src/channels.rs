//! Channels: mailboxes, official accounts, pages, groups. Who holds or runs each, and which children's families belong.

mod decide;
mod look;

pub(crate) use decide::decide;
pub(crate) use look::{evidence, mailbox_watch, pages_watch};

use crate::authority::Author;
use crate::ids::{ChannelId, ChildId, PersonId};
use crate::moment::date_of;
use crate::private::Private;
use crate::state::{Line, State};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// At most this many looks at one account are held; the older ones are in the log.
const LOOKS_MAX: usize = 12;

/// What sort of channel it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A mailbox, whose password its holders know.
    Mailbox,
    /// An account of the setting somewhere, such as with an email provider.
    Account,
    /// A page on a social network.
    Page,
    /// A group, such as families who write to each other.
    Group,
    /// The setting's website.
    Website,
    /// Leaflets, posters, the press.
    Publicity,
    /// Messages among the team.
    Messages,
}

impl Kind {
    /// Every kind there is.
    pub const ALL: [Self; 7] = [
        Self::Mailbox,
        Self::Account,
        Self::Page,
        Self::Group,
        Self::Website,
        Self::Publicity,
        Self::Messages,
    ];

    /// As it is written in commands.
    pub fn word(self) -> &'static str {
        match self {
            Self::Mailbox => "mailbox",
            Self::Account => "account",
            Self::Page => "page",
            Self::Group => "group",
            Self::Website => "website",
            Self::Publicity => "publicity",
            Self::Messages => "messages",
        }
    }

    /// In words.
    pub fn title(self) -> &'static str {
        match self {
            Self::Mailbox => "mailbox",
            Self::Account => "official account",
            Self::Page => "page on a social network",
            Self::Group => "group",
            Self::Website => "website",
            Self::Publicity => "leaflets, posters and the press",
            Self::Messages => "messages among the team",
        }
    }

    /// Whether posts go out by it.
    pub fn posts(self) -> bool {
        matches!(self, Self::Page | Self::Group | Self::Website | Self::Publicity)
    }

    /// Whether families belong to it, one by one.
    pub fn joined(self) -> bool {
        matches!(self, Self::Page | Self::Group)
    }
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// A channel was set down, or its particulars changed. `serves` is the policy's word for it: `general`,
    /// `admissions`, `public`, `families`.
    Set { channel: ChannelId, name: String, kind: Kind, serves: String, run_by: BTreeSet<PersonId> },
    /// It is no longer in use.
    Closed { channel: ChannelId, why: Private },
    /// A child's family belongs to it now.
    Joined { channel: ChannelId, child: ChildId },
    /// The family was taken off.
    Removed { channel: ChannelId, child: ChildId },
    /// Somebody looked at what goes in and out of it.
    Looked { channel: ChannelId, what: Private, why: Private },
}

/// What can be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Set a channel down, or change it.
    Set {
        channel: ChannelId,
        name: String,
        kind: Kind,
        #[serde(default)]
        serves: String,
        run_by: BTreeSet<PersonId>,
    },
    /// Take it out of use.
    Close { channel: ChannelId, why: String },
    /// Put a child's family on.
    Join { channel: ChannelId, child: ChildId },
    /// Take a child's family off.
    Remove { channel: ChannelId, child: ChildId },
    /// Say what was looked at, and why.
    Look { channel: ChannelId, what: String, why: String },
}

/// A look at an account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Look {
    /// When.
    pub at: Timestamp,
    /// Who looked.
    pub by: Author,
    /// What was looked at, and found.
    pub what: Private,
    /// Why.
    pub why: Private,
}

/// One channel.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Channel {
    /// Its name.
    pub name: String,
    /// What sort it is.
    pub kind: Kind,
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
    pub(crate) fn apply(&mut self, event: &Event, line: &Line) {
        let today = date_of(line.at);
        match event.clone() {
            Event::Set { channel, name, kind, serves, run_by } => {
                let there = self.all.entry(channel).or_insert_with(|| Channel {
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
                if there.run_by.iter().any(|person| !run_by.contains(person)) {
                    there.told = Some(line.at);
                }
                (there.name, there.kind, there.serves, there.run_by) = (name, kind, serves, run_by);
            }
            Event::Closed { channel, .. } => {
                if let Some(there) = self.all.get_mut(&channel) {
                    there.closed = Some(today);
                }
            }
            Event::Joined { channel, child } => {
                if let Some(there) = self.all.get_mut(&channel) {
                    there.belong.insert(child, today);
                }
            }
            Event::Removed { channel, child } => {
                if let Some(there) = self.all.get_mut(&channel) {
                    there.belong.remove(&child);
                }
            }
            Event::Looked { channel, what, why } => {
                if let Some(there) = self.all.get_mut(&channel) {
                    there.looks.push_front(Look { at: line.at, by: line.author.clone(), what, why });
                    there.looks.truncate(LOOKS_MAX);
                }
            }
        }
    }

    /// Somebody left the setting: they hold nothing any more, and still know the passwords.
    pub(crate) fn left(&mut self, person: &PersonId, line: &Line) {
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
        self.here().filter(|(_, channel)| channel.kind == Kind::Mailbox)
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
        self.all.get(channel).map_or_else(|| "a channel".to_owned(), |there| there.name.clone())
    }

    /// The day somebody last looked at an official account or a mailbox.
    pub fn looked(&self) -> Option<Date> {
        let looks = self.all.values().filter_map(|channel| channel.looks.front());
        looks.map(|look| date_of(look.at)).max()
    }
}

/// Whether a family has nobody here any more: the child left, and so did every other child of the family.
pub fn gone(child: &ChildId, state: &State) -> bool {
    let Some(there) = state.children.all.get(child) else { return true };
    let family = there.family.words();
    let sibling = |other: &crate::children::Child| other.left.is_none() && other.family.words() == family;
    let known = !family.is_empty() && family != "—";
    there.left.is_some() && !(known && state.children.all.values().any(sibling))
}
