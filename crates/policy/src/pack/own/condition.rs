//! When a rule of a clause holds: fields that are read into Cedar, all of which must be so.

use crate::catalogue::vocabulary::FactType;
use crate::facts::{Fact, FactKey};
use crate::pack::own::fields::{Fields, Reader, Words};
use crate::template::{circumstance_attribute, done_attribute};
use jiff::civil::Date;

/// A condition in Cedar, with the facts that it asks for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Condition {
    parts: Vec<String>,
    pub(crate) mentions: Vec<FactKey>,
    pub(crate) places: Vec<String>,
    pub(crate) purposes: Vec<String>,
}

impl Condition {
    pub(crate) fn cedar(&self) -> String {
        if self.parts.is_empty() { "true".to_owned() } else { self.parts.join(" && ") }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    fn add(&mut self, fact: Fact, part: String) {
        self.mentions.push(fact.into());
        self.parts.push(part);
    }

    fn one_of(&mut self, fact: Fact, words: &[String], yes: bool) {
        if words.is_empty() {
            return;
        }
        let not = if yes { "" } else { "!" };
        self.add(fact, format!("{not}{}.contains(context.{})", set(words), fact.name()));
    }

    fn yes_no(&mut self, fact: Fact, yes: bool) {
        let not = if yes { "" } else { "!" };
        self.add(fact, format!("{not}context.{}", fact.name()));
    }

    pub(crate) fn done(&mut self, keys: &[String], all: bool) {
        if keys.is_empty() {
            return;
        }
        let done = keys.iter().map(|key| format!("context.{}", done_attribute(key)));
        let done = done.collect::<Vec<_>>().join(" && ");
        self.parts.push(if all { done } else { format!("!({done})") });
        self.mentions.extend(keys.iter().map(|key| FactKey::Done(key.as_str().into())));
    }

    pub(crate) fn granted(&mut self, yes: bool) {
        self.yes_no(Fact::Granted, yes);
    }

    /// From one day on, until another.
    pub(crate) fn days(&mut self, since: Option<Date>, until: Option<Date>) {
        for (date, compare) in [(since, ">="), (until, "<=")] {
            let Some(date) = date else { continue };
            let number =
                i32::from(date.year()) * 10_000 + i32::from(date.month()) * 100 + i32::from(date.day());
            self.add(Fact::Today, format!("context.today {compare} {number}"));
        }
    }

    fn nested(&mut self, inside: &[Self], not: bool) {
        let parts: Vec<String> = inside.iter().map(|one| format!("({})", one.cedar())).collect();
        self.parts.push(format!("{}({})", if not { "!" } else { "" }, parts.join(" || ")));
        for one in inside {
            self.mentions.extend(one.mentions.iter().cloned());
            self.places.extend(one.places.iter().cloned());
            self.purposes.extend(one.purposes.iter().cloned());
        }
    }
}

fn set(words: &[String]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| quoted(word)).collect();
    format!("[{}]", quoted.join(", "))
}

/// A word as Cedar writes it.
fn quoted(word: &str) -> String {
    let mut text = String::with_capacity(word.len() + 2);
    text.push('"');
    for c in word.chars() {
        match c {
            '"' | '\\' => text.extend(['\\', c]),
            c if c.is_control() => text.push_str(&format!("\\u{{{:x}}}", u32::from(c))),
            c => text.push(c),
        }
    }
    text.push('"');
    text
}

impl Reader<'_, '_> {
    /// What narrows the rules of an adoption, under the names that it has there.
    pub(crate) fn narrowed(
        &mut self,
        fields: &mut Fields<'_>,
        only_for: &[String],
        except_for: &[String],
    ) -> Condition {
        let mut condition = Condition::default();
        for (roles, not) in [(only_for, ""), (except_for, "!")] {
            if !roles.is_empty() {
                condition.add(Fact::Roles, format!("{not}context.roles.containsAny({})", set(roles)));
            }
        }
        for (name, yes) in [("only_in", true), ("not_in", false)] {
            let places = self.words(fields, name, Words::Places);
            condition.one_of(Fact::Place, &places, yes);
        }
        self.hours(fields, &mut condition);
        condition
    }

    /// The fields that say when; the caller says what else may stand in the table.
    pub(crate) fn condition(&mut self, fields: &mut Fields<'_>, depth: usize) -> Condition {
        let mut condition = Condition::default();
        let of_roles = |words: &[String]| format!("context.roles.containsAny({})", set(words));
        let who = self.words(fields, "who", Words::Roles);
        if !who.is_empty() {
            condition.add(Fact::Roles, of_roles(&who));
        }
        let except = self.words(fields, "except", Words::Roles);
        if !except.is_empty() {
            condition.add(Fact::Roles, format!("!{}", of_roles(&except)));
        }
        for (name, of, fact, yes) in [
            ("whose", Words::Owners, Fact::Owner, true),
            ("kinds", Words::Kinds, Fact::Kind, true),
            ("not_kinds", Words::Kinds, Fact::Kind, false),
            ("in", Words::Places, Fact::Place, true),
            ("not_in", Words::Places, Fact::Place, false),
            ("purposes", Words::Purposes, Fact::Purpose, true),
            ("not_purposes", Words::Purposes, Fact::Purpose, false),
            ("sites", Words::Sites, Fact::Site, true),
        ] {
            let words = self.words(fields, name, of);
            condition.one_of(fact, &words, yes);
            match name {
                "in" => condition.places = words,
                "purposes" => condition.purposes = words,
                _ => {}
            }
        }
        for (name, yes) in [("can", true), ("cannot", false)] {
            let abilities = self.words(fields, name, Words::Abilities);
            let facts: Vec<Fact> = abilities.iter().filter_map(|ability| Fact::named(ability)).collect();
            if facts.is_empty() {
                continue;
            }
            let any: Vec<String> = facts.iter().map(|fact| format!("context.{}", fact.name())).collect();
            condition.parts.push(format!("{}({})", if yes { "" } else { "!" }, any.join(" || ")));
            condition.mentions.extend(facts.into_iter().map(FactKey::Known));
        }
        for (name, fact) in [
            ("connected", Fact::Connected),
            ("sim", Fact::Sim),
            ("children_here", Fact::ChildrenHere),
            ("children_in", Fact::ChildrenIn),
            ("on_break", Fact::OnBreak),
            ("on_outing", Fact::OnOuting),
            ("emergency", Fact::Emergency),
            ("supervised", Fact::Supervised),
        ] {
            if let Some(yes) = self.yes_no(fields, name) {
                condition.yes_no(fact, yes);
            }
        }
        self.hours(fields, &mut condition);
        let (since, until) = (self.date(fields, "since"), self.date(fields, "until"));
        condition.days(since, until);
        self.when(fields, &mut condition);
        if depth > 0 {
            for (name, not) in [("any", false), ("unless", true)] {
                let inside = self.inside(fields, name, depth - 1);
                if !inside.is_empty() {
                    condition.nested(&inside, not);
                }
            }
        }
        condition
    }

    fn hours(&mut self, fields: &mut Fields<'_>, condition: &mut Condition) {
        let Some((at, value)) = fields.take("hours") else { return };
        match value.as_str() {
            Some("in") => condition.yes_no(Fact::InHours, true),
            Some("out") => condition.yes_no(Fact::InHours, false),
            _ => self.wrong(&at, "`hours` is \"in\" (working hours) or \"out\""),
        }
    }

    /// Facts and circumstances by name.
    fn when(&mut self, fields: &mut Fields<'_>, condition: &mut Condition) {
        let Some((at, value)) = fields.take("when") else { return };
        let Some(table) = value.as_table() else {
            return self.wrong(&at, "`when` is a table, such as { on_break = true }");
        };
        for (name, value) in table {
            let circumstance = self.vocabulary.catalogue.circumstances.get(name).map(|known| known.kind);
            let fact = Fact::named(name)
                .and_then(|fact| Some((fact, self.vocabulary.catalogue.facts.get(&fact)?.kind)));
            let (key, attribute, kind) = match (circumstance, fact) {
                (Some(kind), _) => {
                    (FactKey::Circumstance(name.as_str().into()), circumstance_attribute(name), kind)
                }
                (None, Some((fact, kind))) => (fact.into(), fact.name().to_owned(), kind),
                (None, None) => {
                    let facts = Fact::ALL.iter().map(|fact| fact.name());
                    let own = self.vocabulary.catalogue.circumstances.keys().map(String::as_str);
                    let given = toml::Spanned::new(at.clone(), name.clone());
                    let mistake = self.source.unknown("fact or circumstance", &given, facts.chain(own));
                    self.mistakes.push(mistake);
                    continue;
                }
            };
            let part = match kind {
                FactType::YesNo => self
                    .read_yes_no(value)
                    .map(|yes| format!("{}context.{attribute}", if yes { "" } else { "!" })),
                FactType::Word => {
                    let words = self.read_words(&at, name, value, Words::Free);
                    (!words.is_empty()).then(|| format!("{}.contains(context.{attribute})", set(&words)))
                }
                FactType::Words => {
                    let words = self.read_words(&at, name, value, Words::Free);
                    (!words.is_empty()).then(|| format!("context.{attribute}.containsAny({})", set(&words)))
                }
                FactType::Number => number(value, &attribute),
            };
            match part {
                Some(part) => {
                    condition.parts.push(part);
                    condition.mentions.push(key);
                }
                None => {
                    let wanted = match kind {
                        FactType::YesNo => "is true or false",
                        FactType::Number => {
                            "is a whole number, or such as { at_least = 2 } or { at_most = 1 }"
                        }
                        FactType::Word | FactType::Words => "wants words",
                    };
                    self.wrong(&at, format!("`{name}` {wanted}"));
                }
            }
        }
    }

    /// Tables inside a rule, each a condition of its own.
    fn inside(&mut self, fields: &mut Fields<'_>, name: &'static str, depth: usize) -> Vec<Condition> {
        let Some((at, value)) = fields.take(name) else { return Vec::new() };
        let tables: Vec<&toml::Table> = match value {
            toml::Value::Table(one) => vec![one],
            toml::Value::Array(all) => all.iter().filter_map(toml::Value::as_table).collect(),
            _ => Vec::new(),
        };
        if tables.is_empty() {
            self.wrong(&at, format!("`{name}` is a table of conditions, or a list of them"));
        }
        let read = tables.into_iter().map(|table| {
            let mut fields = Fields::inside(table, &at);
            let mut condition = self.condition(&mut fields, depth);
            let first = self.words(&mut fields, "first", Words::Things);
            condition.done(&first, true);
            if self.yes_no(&mut fields, "permitted") == Some(true) {
                condition.granted(true);
            }
            self.finish(&fields, &format!("`{name}`"));
            if condition.is_empty() {
                self.wrong(&at, format!("`{name}` says nothing"));
            }
            condition
        });
        read.collect()
    }
}

fn number(value: &toml::Value, attribute: &str) -> Option<String> {
    if let Some(number) = value.as_integer() {
        return Some(format!("context.{attribute} == {number}"));
    }
    let table = value.as_table().filter(|table| !table.is_empty())?;
    let parts = table.iter().map(|(name, value)| {
        let compare = match name.as_str() {
            "at_least" => ">=",
            "at_most" => "<=",
            _ => return None,
        };
        Some(format!("context.{attribute} {compare} {}", value.as_integer()?))
    });
    Some(parts.collect::<Option<Vec<_>>>()?.join(" && "))
}
