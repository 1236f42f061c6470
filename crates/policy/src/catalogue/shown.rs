//! Where the clauses that adopt a control are quoted, and what is evidence for it.

use serde::{Deserialize, Serialize};

/// A page, or a part of one, on which the clauses that adopt a control are quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ShownOn {
    /// Social media tools and online journals.
    Tools,
    /// A post on its way out.
    Post,
    /// Where pictures are taken in.
    PictureIntake,
    /// The pictures of a month.
    PictureMonth,
    /// Outings.
    Outings,
    /// Permissions for pictures.
    Permissions,
    /// What personal information was sent.
    Sending,
    /// An event for families.
    Occasion,
    /// Permissions to go online.
    OnlinePermission,
}

impl ShownOn {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Tools,
        Self::Post,
        Self::PictureIntake,
        Self::PictureMonth,
        Self::Outings,
        Self::Permissions,
        Self::Sending,
        Self::Occasion,
        Self::OnlinePermission,
    ];
}

/// What a clause puts on pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shows {
    /// The setting's telephone number.
    Number,
    /// Who holds the posts.
    Posts,
    /// Links to outside help.
    Links,
    /// What was filed under which risk.
    Risks,
    /// Resources for staying safe online.
    Resources,
    /// A word before a voice assistant is used.
    AssistantNotice,
}

/// What is on record of a control that is carried out whenever words go out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Evidence {
    /// The check of words looks for it.
    WordsChecked,
    /// Every post is checked before it is approved.
    PostsChecked,
    /// No post goes out that somebody else has not approved.
    PostsApproved,
}

/// What renews a duty, where that is not a line in the register of duties.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RenewedBy {
    /// A new password or PIN of the person whom it is about.
    NewSecret,
    /// Looking at the setting's own accounts.
    LookAtChannels,
    /// Counting the devices at the close of the day.
    CountOfDevices,
}
