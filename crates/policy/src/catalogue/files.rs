//! The texts that a catalogue is read from.

use std::borrow::Cow;
use std::collections::BTreeMap;

macro_rules! texts {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../../../policies/catalogue/", $name, ".toml")))),*]
    };
}

/// Every file of the catalogue that the program ships with. What is in `controls` is one area each.
const BUILTIN: &[(&str, &str)] = texts![
    "acts",
    "areas",
    "bodies",
    "codes",
    "concerns",
    "controls/assistants",
    "controls/cameras",
    "controls/data",
    "controls/email",
    "controls/equipment",
    "controls/governance",
    "controls/house",
    "controls/images",
    "controls/internet",
    "controls/journals",
    "controls/messaging",
    "controls/phones",
    "controls/social",
    "controls/watches",
    "facts",
    "kinds",
    "nations",
    "notices",
    "purposes",
    "ratios",
    "resources",
    "roles",
    "sites",
    "words",
];

/// The texts of a catalogue by name, such as `facts` or `controls/phones`.
#[derive(Debug, Clone)]
pub struct CatalogueFiles(BTreeMap<String, Cow<'static, str>>);

impl CatalogueFiles {
    /// The catalogue that the program ships with.
    pub fn builtin() -> Self {
        Self(BUILTIN.iter().map(|(name, text)| ((*name).to_owned(), Cow::Borrowed(*text))).collect())
    }

    /// One text in place of another, or of none.
    #[must_use]
    pub fn with(mut self, name: &str, text: String) -> Self {
        self.0.insert(name.to_owned(), Cow::Owned(text));
        self
    }

    /// The text of that name; empty when it is missing.
    pub fn text(&self, name: &str) -> &str {
        self.0.get(name).map_or("", |text| text)
    }

    /// Each area of controls with its text.
    pub(crate) fn areas(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().filter_map(|(name, text)| Some((name.strip_prefix("controls/")?, &**text)))
    }
}
