//! Parameters of controls.

use serde::Deserialize;

/// A parameter of a control.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Param {
    /// Its type.
    #[serde(rename = "is")]
    pub kind: ParamKind,
    /// The choices, for the two kinds of choice.
    #[serde(default)]
    pub of: Vec<String>,
    /// What it is when a clause does not say.
    pub default: toml::Value,
    /// What it means.
    pub says: String,
    /// Whether the roles it names may grant the exception its rules ask for.
    #[serde(default)]
    pub grants: bool,
}

/// The type of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ParamKind {
    /// One of a list.
    Choice,
    /// Several of a list.
    Choices,
    /// Roles, classes of roles, or words of the pack for them.
    Roles,
    /// Places, by their kind.
    Places,
    /// Kinds of device.
    Kinds,
    /// Purposes.
    Purposes,
    /// A period.
    Period,
    /// `yes` or `no`.
    YesNo,
    /// A whole number.
    Number,
    /// Free words.
    Words,
    /// Names with addresses.
    Links,
}

/// A parameter's value as a list of words, whatever its type.
pub(crate) fn words(value: &toml::Value) -> Vec<String> {
    match value {
        toml::Value::Array(items) => items.iter().flat_map(words).collect(),
        toml::Value::String(word) if word.is_empty() => Vec::new(),
        toml::Value::String(word) => vec![word.clone()],
        toml::Value::Table(_) => Vec::new(),
        other => vec![other.to_string()],
    }
}

impl std::fmt::Display for ParamKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Choice => "a choice",
            Self::Choices => "choices",
            Self::Roles => "roles",
            Self::Places => "places",
            Self::Kinds => "kinds",
            Self::Purposes => "purposes",
            Self::Period => "a period",
            Self::YesNo => "a yes-no",
            Self::Number => "a number",
            Self::Words => "words",
            Self::Links => "links",
        })
    }
}
