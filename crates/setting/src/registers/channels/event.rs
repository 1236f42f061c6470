//! What goes on record about channels, and who may read each line of it.

use crate::record::audience::Audience;
use crate::record::ids::{ChannelId, ChildId, PersonId};
use crate::record::private::Private;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What sort of channel it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChannelKind {
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

impl ChannelKind {
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
    Set { channel: ChannelId, name: String, kind: ChannelKind, serves: String, run_by: BTreeSet<PersonId> },
    /// It is no longer in use.
    Closed { channel: ChannelId, why: Private },
    /// A child's family belongs to it now.
    Joined { channel: ChannelId, child: ChildId },
    /// The family was taken off.
    Removed { channel: ChannelId, child: ChildId },
    /// Somebody looked at what goes in and out of it.
    Looked {
        channel: ChannelId,
        #[serde(rename = "what")]
        finding: Private,
        why: Private,
    },
}

impl Event {
    /// Who may read the line that it stands in.
    pub fn audience(&self) -> Audience<'_> {
        match self {
            Self::Set { .. }
            | Self::Closed { .. }
            | Self::Joined { .. }
            | Self::Removed { .. }
            | Self::Looked { .. } => Audience::Everyone,
        }
    }
}
