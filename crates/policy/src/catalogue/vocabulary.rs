//! The words of a question: acts, facts, kinds of device, roles.

use serde::Deserialize;

/// Whether an act is done with a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NeedsDevice {
    /// Always.
    Needed,
    /// It may be.
    Optional,
    /// Never.
    None,
}

/// An act that can be asked about.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Act {
    /// The question after "May I", with `{device}`.
    pub asks: String,
    /// The act as a noun, with `{device}`.
    pub does: String,
    /// Whether it is done with a device.
    pub device: NeedsDevice,
    /// Words by which a plain question is recognised.
    #[serde(default)]
    pub cues: Vec<String>,
}

/// What is known of a fact.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactInfo {
    /// Its type.
    #[serde(rename = "is")]
    pub kind: FactType,
    /// What it is taken to be when a question does not say.
    pub usually: toml::Value,
    /// What it means.
    pub says: String,
    /// The value that might turn a no into a yes.
    pub change_to: Option<bool>,
    /// That change as an instruction.
    pub change: Option<String>,
}

impl FactInfo {
    /// The type of the fact in Cedar's schema.
    pub fn cedar_type(&self) -> &'static str {
        match self.kind {
            FactType::YesNo => "Bool",
            FactType::Word => "String",
            FactType::Words => "Set<String>",
            FactType::Number => "Long",
        }
    }

    /// Whether what it usually is is of its type.
    pub(crate) fn fits(&self) -> bool {
        match self.kind {
            FactType::YesNo => self.usually.is_bool(),
            FactType::Word => self.usually.is_str(),
            FactType::Number => self.usually.is_integer(),
            FactType::Words => self.usually.as_array().is_some_and(|all| all.iter().all(toml::Value::is_str)),
        }
    }
}

/// The type of a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FactType {
    /// Yes or no.
    YesNo,
    /// One word.
    Word,
    /// Several words, in no order.
    Words,
    /// A whole number.
    Number,
}

/// Something that a policy asks about at the moment of an act, and that is on no register.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Circumstance {
    /// The question to whoever asks, such as "Can a colleague see you?".
    pub asks: String,
    /// `yes-no` or `number`.
    #[serde(rename = "is", default = "yes_no")]
    pub kind: FactType,
    /// The value that might turn a no into a yes.
    pub change_to: Option<bool>,
    /// That change as an instruction, such as "have a colleague in sight".
    pub change: Option<String>,
}

fn yes_no() -> FactType {
    FactType::YesNo
}

/// A kind of device by what it can do.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeviceKind {
    /// Its name.
    pub title: String,
    /// Its abilities.
    pub can: Vec<String>,
    /// Whether it has a slot for a SIM card.
    pub sim: bool,
    /// Words by which a plain question is recognised.
    #[serde(default)]
    pub cues: Vec<String>,
}

/// A role.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleInfo {
    /// Its name.
    pub title: String,
    /// What it counts as.
    pub counts_as: Vec<String>,
}
