//! Whose names are looked for.

use serde::{Deserialize, Serialize};

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
