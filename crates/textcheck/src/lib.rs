//! Words before they go out: what a text gives away about the children, parents and staff of a setting.
//!
//! A [`Checker`] is built once from the [`Names`] of a setting. [`Checker::check`] goes over a text once and lists what
//! it found: names, initials, the setting's own name, ways to reach somebody, dates of birth, remarks about work. Each
//! [`Finding`] is certain or merely possible, so that ordinary words that are also names do not drown the reader.
//!
//! Deliberately absent: any judgement of whether a text may go out. Which findings matter depends on the audience, and
//! that is the policy's business. Absent too: files, clock, randomness, and understanding. What a rule of a few words
//! cannot see is listed in `docs/textcheck.md`.

mod birth;
mod build;
mod checker;
mod contact;
mod fold;
mod judge;
mod lexicon;
mod names;
mod online;
mod phone;
mod setting;
mod settle;
mod spelling;
#[cfg(test)]
mod testing;
mod token;
mod words;

pub use checker::Checker;

use serde::{Deserialize, Serialize};
use std::ops::Range;
use std::sync::Arc;

/// Whose name it is; the first is the one to protect most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Whose {
    /// A child's.
    Child,
    /// A parent's or carer's.
    Parent,
    /// That of somebody on the team or the committee, volunteers included.
    Staff,
}

/// Somebody whose name is looked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// Their id on the register.
    pub id: String,
    /// Whether a child, a parent or staff.
    pub whose: Whose,
    /// The full name, first name first; a title before it is left aside.
    pub name: String,
    /// Nicknames, short forms, other spellings.
    #[serde(default)]
    pub known_as: Vec<String>,
    /// The date of birth, if it is known.
    #[serde(default)]
    pub born: Option<jiff::civil::Date>,
}

/// Everybody whose name is looked for, and the setting.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Names {
    /// The people.
    #[serde(default)]
    pub people: Vec<Named>,
    /// The setting's name and other names for it.
    #[serde(default)]
    pub setting: Vec<String>,
}

/// Something found in a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Where, in bytes of the text as it was given; always on the boundaries of characters.
    pub at: Range<usize>,
    /// What it is.
    pub what: What,
    /// The ids of the people it may be about, in the order of the roster; empty where nobody is known.
    pub of: Arc<[String]>,
    /// Whose it is; of several people, the one to protect most.
    pub whose: Option<Whose>,
    /// How sure that is.
    pub sure: Sure,
}

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// First name and surname together, in either order.
    FullName,
    /// A first name or a nickname, with or without the first letter of the surname.
    FirstName,
    /// A surname, with or without the first letter of the first name.
    Surname,
    /// A child's initials.
    Initials,
    /// The setting's name, or a form of it.
    SettingName,
    /// A telephone number.
    Telephone,
    /// An email address.
    Email,
    /// A postcode.
    Postcode,
    /// A house number with its street.
    Address,
    /// What somebody is called on a social network, or a link to their page.
    Handle,
    /// A date of birth, or words that give it away.
    DateOfBirth,
    /// A remark about work, for somebody to judge.
    RemarkAboutWork,
}

/// How sure a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sure {
    /// It may well be something else: an ordinary word, a misspelling, somebody of the same name.
    Possible,
    /// As sure as rules without understanding can be.
    Certain,
}

/// What can go wrong when building a [`Checker`].
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A roster too long to be one.
    #[error("`{given}` names were given; a roster has at most {}", names::PEOPLE_MAX)]
    TooMany {
        /// How many people there were.
        given: usize,
    },
    /// The built-in word lists do not follow their format.
    #[error("the built-in word lists cannot be read: {0}")]
    Words(#[from] toml::de::Error),
    /// The names in scripts without spaces could not be compiled.
    #[error("the names in scripts without spaces cannot be searched for: {0}")]
    Unspaced(#[from] aho_corasick::BuildError),
}
