//! Bodies outside the setting.

use serde::Deserialize;

/// A body outside the setting.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// Its name.
    pub title: String,
    /// When to turn to it.
    #[serde(rename = "for")]
    pub purpose: String,
    /// Its telephone number; empty where there is none, or where it is local.
    #[serde(default)]
    pub phone: String,
    /// Its address on the web.
    #[serde(default)]
    pub address: String,
    /// How soon.
    #[serde(default)]
    pub when: String,
    /// Whether its number differs from place to place, and the setting fills it in.
    #[serde(default)]
    pub local: bool,
    /// How its references usually look.
    pub reference: Option<Reference>,
    /// When somebody last looked, a date.
    pub checked: String,
    /// Where.
    pub source: String,
    /// Whether the body's own page was read then.
    pub verified: bool,
}

/// How the references of a body usually look. One that looks otherwise is asked about and never refused.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// The fewest characters.
    pub least: usize,
    /// The most.
    pub most: usize,
    /// Whether they are digits alone.
    pub digits_only: bool,
}

impl Reference {
    /// Whether a reference looks as usual; spaces and dashes do not matter.
    pub fn looks_usual(&self, given: &str) -> bool {
        let plain: Vec<char> = given.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        let fits = |c: &char| if self.digits_only { c.is_ascii_digit() } else { c.is_ascii_alphanumeric() };
        (self.least..=self.most).contains(&plain.len()) && plain.iter().all(fits)
    }
}
