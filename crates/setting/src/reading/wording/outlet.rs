//! Where a text is to go.

use crate::registers::channels::event::Kind;
use serde::{Deserialize, Serialize};

/// Where a text is to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outlet {
    /// Somebody's own profile on a social network.
    StaffPost,
    /// A message among colleagues.
    Message,
    /// A page of the setting on a social network.
    Page,
    /// A group of the setting.
    Group,
    /// The setting's website.
    Website,
    /// Leaflets, posters, the press.
    Publicity,
    /// Ordinary email.
    Email,
    /// Beside a picture on a display inside the setting.
    Display,
}

impl Outlet {
    /// Every outlet there is.
    pub const ALL: [Self; 8] = [
        Self::StaffPost,
        Self::Message,
        Self::Page,
        Self::Group,
        Self::Website,
        Self::Publicity,
        Self::Email,
        Self::Display,
    ];

    /// As it is written in commands, and the policy's word for it as a purpose.
    pub fn word(self) -> &'static str {
        match self {
            Self::StaffPost => "staff-post",
            Self::Message => "message",
            Self::Page => "page",
            Self::Group => "group",
            Self::Website => "website",
            Self::Publicity => "publicity",
            Self::Email => "email",
            Self::Display => "display",
        }
    }

    /// In words.
    pub fn title(self) -> &'static str {
        match self {
            Self::StaffPost => "a post of your own on a social network",
            Self::Message => "a message to colleagues",
            Self::Page => "a page of the setting",
            Self::Group => "a group of the setting",
            Self::Website => "the setting's website",
            Self::Publicity => "a leaflet, a poster or the press",
            Self::Email => "an ordinary email",
            Self::Display => "a display inside the setting",
        }
    }

    /// The outlet of that word.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outlet| outlet.word() == word)
    }

    /// The outlet that a channel on the register is.
    pub fn of(kind: Kind) -> Self {
        match kind {
            Kind::Mailbox | Kind::Account => Self::Email,
            Kind::Page => Self::Page,
            Kind::Group => Self::Group,
            Kind::Website => Self::Website,
            Kind::Publicity => Self::Publicity,
            Kind::Messages => Self::Message,
        }
    }

    /// Whether the setting itself speaks there.
    pub(super) fn official(self) -> bool {
        matches!(self, Self::Page | Self::Group | Self::Website | Self::Publicity)
    }
}
