//! What was found in a text.

use crate::roster::Whose;
use serde::{Deserialize, Serialize};
use std::ops::Range;
use std::sync::Arc;

/// Something found in a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Where, in bytes of the text as it was given; always on the boundaries of characters.
    pub at: Range<usize>,
    /// What it is.
    #[serde(rename = "what")]
    pub kind: FindingKind,
    /// The ids of the people it may be about, in the order of the roster; empty where nobody is known.
    pub of: Arc<[String]>,
    /// Whose it is; of several people, the one to protect most.
    pub whose: Option<Whose>,
    /// How sure that is.
    pub sure: Sure,
    /// The names inside it, where it is an address or a handle: what stops a name stops it there too.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<Finding>,
}

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FindingKind {
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

impl FindingKind {
    /// Whether it is somebody's name or a part of one.
    pub fn is_name(self) -> bool {
        matches!(self, Self::FullName | Self::FirstName | Self::Surname | Self::Initials)
    }

    /// Whether it leads to somebody: names can be inside it.
    pub fn is_address(self) -> bool {
        matches!(self, Self::Email | Self::Handle)
    }
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
