//! The fields of a table that a clause brings, read one by one: what nobody reads is a mistake with the nearest name.

use crate::mistake::Mistake;
use crate::pack::values::Vocabulary;
use crate::source::Source;
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;

/// A table as written, with the place of each of its fields.
pub(crate) type Table = BTreeMap<Spanned<String>, Spanned<toml::Value>>;

/// Which words a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Words {
    Roles,
    Acts,
    Kinds,
    Abilities,
    Places,
    Purposes,
    Owners,
    Sites,
    /// What a clause of this policy has somebody do, sign or show.
    Things,
    /// Controls, and clauses of this policy.
    Lifted,
    Free,
}

/// What is read from, and where mistakes go.
pub(crate) struct Reader<'a, 's> {
    pub(crate) source: &'a Source<'s>,
    pub(crate) vocabulary: &'a Vocabulary<'a>,
    /// The ids of everything that clauses have somebody do, sign or show, each with the key of its duty.
    pub(crate) things: &'a BTreeMap<String, String>,
    pub(crate) clauses: &'a [String],
    pub(crate) mistakes: Vec<Mistake>,
}

/// One table.
pub(crate) struct Fields<'t> {
    table: BTreeMap<&'t str, (Range<usize>, &'t toml::Value)>,
    read: Vec<&'static str>,
    pub(crate) at: Range<usize>,
}

impl<'t> Fields<'t> {
    pub(crate) fn of(table: &'t Table, at: Range<usize>) -> Self {
        let fields =
            table.iter().map(|(name, value)| (name.get_ref().as_str(), (name.span(), value.get_ref())));
        Self { table: fields.collect(), read: Vec::new(), at }
    }

    /// A table inside another: all of it stands at one place.
    pub(crate) fn inside(table: &'t toml::Table, at: &Range<usize>) -> Self {
        let fields = table.iter().map(|(name, value)| (name.as_str(), (at.clone(), value)));
        Self { table: fields.collect(), read: Vec::new(), at: at.clone() }
    }

    pub(crate) fn take(&mut self, name: &'static str) -> Option<(Range<usize>, &'t toml::Value)> {
        self.read.push(name);
        self.table.get(name).cloned()
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.table.contains_key(name)
    }

    /// A field, whoever reads it.
    pub(crate) fn seen(&self, name: &str) -> Option<&'t toml::Value> {
        self.table.get(name).map(|(_, value)| *value)
    }

    /// What nobody has read.
    pub(crate) fn rest(&self) -> impl Iterator<Item = (&'t str, &(Range<usize>, &'t toml::Value))> {
        self.table.iter().filter(|(name, _)| !self.read.contains(name)).map(|(name, value)| (*name, value))
    }
}

impl Reader<'_, '_> {
    pub(crate) fn wrong(&mut self, at: &Range<usize>, says: impl Into<String>) {
        self.mistakes.push(self.source.mistake_at(at.clone(), says));
    }

    fn unknown(&mut self, what: &str, at: &Range<usize>, given: &str, known: &[&str]) {
        let given = Spanned::new(at.clone(), given.to_owned());
        let mut mistake = self.source.unknown(what, &given, known.iter().copied());
        if known.len() <= 12 {
            mistake.says.push_str(&format!(" (there are: {})", known.join(", ")));
        }
        self.mistakes.push(mistake);
    }

    /// The fields that were not read are mistakes.
    pub(crate) fn finish(&mut self, fields: &Fields<'_>, what: &str) {
        let known: Vec<&str> = fields.read.clone();
        let strange: Vec<(String, Range<usize>)> =
            fields.rest().map(|(name, (at, _))| (name.to_owned(), at.clone())).collect();
        for (name, at) in strange {
            let given = Spanned::new(at, name);
            let mut mistake =
                self.source.unknown(&format!("field of {what} called"), &given, known.iter().copied());
            mistake.says.push_str(&format!(" (there are: {})", known.join(", ")));
            self.mistakes.push(mistake);
        }
    }

    pub(crate) fn text(&mut self, fields: &mut Fields<'_>, name: &'static str) -> Option<String> {
        let (at, value) = fields.take(name)?;
        match value.as_str().map(str::trim) {
            Some(text) if !text.is_empty() => Some(text.to_owned()),
            _ => {
                self.wrong(&at, format!("`{name}` wants words in quotes"));
                None
            }
        }
    }

    pub(crate) fn yes_no(&mut self, fields: &mut Fields<'_>, name: &'static str) -> Option<bool> {
        let (at, value) = fields.take(name)?;
        let read = self.read_yes_no(value);
        if read.is_none() {
            self.wrong(&at, format!("`{name}` is true or false"));
        }
        read
    }

    pub(crate) fn read_yes_no(&self, value: &toml::Value) -> Option<bool> {
        match value {
            toml::Value::Boolean(yes) => Some(*yes),
            toml::Value::String(word) if word == "yes" => Some(true),
            toml::Value::String(word) if word == "no" => Some(false),
            _ => None,
        }
    }

    /// A date, written with or without quotes.
    pub(crate) fn date(&mut self, fields: &mut Fields<'_>, name: &'static str) -> Option<jiff::civil::Date> {
        let (at, value) = fields.take(name)?;
        let text = match value {
            toml::Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let read = text.parse().ok();
        if read.is_none() {
            self.wrong(&at, format!("`{name}` is a date such as 2026-09-01"));
        }
        read
    }

    /// A list of known words; one word may stand alone. An empty list is a mistake: it would mean nobody or everybody.
    pub(crate) fn words(&mut self, fields: &mut Fields<'_>, name: &'static str, of: Words) -> Vec<String> {
        let Some((at, value)) = fields.take(name) else { return Vec::new() };
        self.read_words(&at, name, value, of)
    }

    pub(crate) fn read_words(
        &mut self,
        at: &Range<usize>,
        name: &str,
        value: &toml::Value,
        of: Words,
    ) -> Vec<String> {
        let list = match value {
            toml::Value::String(word) => vec![word.clone()],
            toml::Value::Array(all) if all.iter().all(toml::Value::is_str) => {
                all.iter().filter_map(|word| word.as_str().map(str::to_owned)).collect()
            }
            _ => {
                self.wrong(at, format!("`{name}` wants a list of words, such as [\"…\"]"));
                return Vec::new();
            }
        };
        if list.is_empty() {
            self.wrong(
                at,
                format!("`{name}` is an empty list: leave it out where anybody or anything is meant"),
            );
        }
        list.iter().flat_map(|word| self.word(at, word, of)).collect()
    }

    /// What a word stands for; several roles where it is the policy's own word for them.
    fn word(&mut self, at: &Range<usize>, word: &str, of: Words) -> Vec<String> {
        let vocabulary = self.vocabulary;
        let catalogue = vocabulary.catalogue;
        let (what, known): (&str, Vec<&str>) = match of {
            Words::Free => return vec![word.to_owned()],
            Words::Roles => {
                if let Some(means) = vocabulary.roles.get(word) {
                    return means.clone();
                }
                let classes = catalogue.roles.values().flat_map(|role| &role.counts_as);
                let mut all: Vec<&str> = catalogue.roles.keys().chain(classes).map(String::as_str).collect();
                all.sort_unstable();
                all.dedup();
                ("role", all)
            }
            Words::Acts => ("act", catalogue.acts.keys().map(String::as_str).collect()),
            Words::Kinds => ("kind of device", catalogue.kinds.keys().map(String::as_str).collect()),
            Words::Abilities => {
                ("ability of devices", crate::Ability::ALL.iter().map(|one| one.id()).collect())
            }
            Words::Places => ("place in this pack", vocabulary.places.iter().map(String::as_str).collect()),
            Words::Purposes => {
                if let Some(purpose) = catalogue.purpose(word) {
                    // A question may name it by its id or by another word.
                    let all = std::iter::once(&purpose.id).chain(&purpose.also);
                    return all.cloned().collect();
                }
                ("purpose", catalogue.purposes.iter().map(|purpose| purpose.id.as_str()).collect())
            }
            Words::Owners => ("owner", vec!["setting", "personal", "child"]),
            Words::Sites => {
                ("category of sites", catalogue.sites.categories.iter().map(|one| one.id.as_str()).collect())
            }
            Words::Things => {
                if let Some(key) = self.things.get(word) {
                    return vec![key.clone()];
                }
                let known: Vec<String> = self.things.keys().cloned().collect();
                let known: Vec<&str> = known.iter().map(String::as_str).collect();
                self.unknown("duty, fact or document of this policy with the id", at, word, &known);
                return Vec::new();
            }
            Words::Lifted => {
                let known = catalogue.controls.keys().map(String::as_str);
                ("control or clause", known.chain(self.clauses.iter().map(String::as_str)).collect())
            }
        };
        if known.contains(&word) {
            return vec![word.to_owned()];
        }
        self.unknown(what, at, word, &known);
        Vec::new()
    }
}
