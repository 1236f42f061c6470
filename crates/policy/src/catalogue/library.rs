//! Data that is handed to people: lines of the codes of conduct, notices to families, resources.

use serde::Deserialize;

/// What a control puts into the codes of conduct.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodeLines {
    /// What an adult says of themselves, with the control's parameters in braces.
    pub adults: Option<String>,
    /// What a child can say.
    pub children: Option<String>,
}

/// A kind of notice to families.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoticeKind {
    /// Its title.
    pub title: String,
    /// Words to begin with.
    pub says: String,
}

/// Something that helps with staying safe online.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resource {
    /// Its title.
    pub title: String,
    /// For whom: `children`, `parents`, `staff`.
    pub for_whom: Vec<String>,
    /// The ages it suits, in words.
    pub ages: String,
    /// Where it is found.
    pub address: String,
    /// Whose it is.
    pub source: String,
    /// What is in it, in our own words.
    pub says: String,
    /// The day this entry was last looked at.
    pub checked: jiff::civil::Date,
    /// Whether the address was opened on that day.
    pub verified: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ResourcesText {
    pub(crate) resource: Vec<Resource>,
}
