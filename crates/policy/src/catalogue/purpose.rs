//! What pictures are for: the purposes that parents are asked for; and areas of learning.

use serde::Deserialize;

/// One purpose.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Purpose {
    /// Its id, which is also the word for it in a question.
    pub id: String,
    /// A short name.
    pub title: String,
    /// What parents are asked, after "May we use pictures of your child …".
    pub asks: String,
    /// Why, for parents.
    pub why: String,
    /// Other words that a policy may use for it.
    #[serde(default)]
    pub also: Vec<String>,
    /// The parameter of `cameras.retention` that says how long its pictures are kept.
    pub kept_as: Option<String>,
    /// How long they are kept where the policy does not say; `None` where the setting keeps none.
    pub keep: Option<String>,
    /// Whether the setting makes pictures for it.
    #[serde(default)]
    pub taken: bool,
    /// The kinds of channel that publish for it.
    #[serde(default)]
    pub channels: Vec<String>,
    /// Of those, only the one that serves these readers.
    pub serves: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PurposesText {
    pub(crate) purpose: Vec<Purpose>,
}

/// An area of learning.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Area {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AreasText {
    pub(crate) area: Vec<Area>,
}
