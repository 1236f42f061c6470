//! Reading data files with the place of every mistake.

use crate::catalogue::{ABILITIES, Catalogue, KeptBy, Param, ParamKind};
use crate::pack::{Clause, ClauseText, Link, Pack, PackText};
use crate::period::Every;
use crate::template::{self, Params};
use crate::text::nearest;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Range;
use toml::Spanned;

/// A mistake in a data file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// The file.
    pub file: String,
    /// The line, from 1; 0 when it is about the file as a whole.
    pub line: usize,
    /// What is wrong.
    pub what: String,
    /// The nearest right word.
    pub nearest: Option<String>,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.what)?;
        if let Some(nearest) = &self.nearest {
            write!(f, "; did you mean `{nearest}`?")?;
        }
        Ok(())
    }
}

/// A text with its name.
pub(crate) struct Source<'a> {
    file: String,
    text: &'a str,
}

impl<'a> Source<'a> {
    pub(crate) fn new(file: String, text: &'a str) -> Self {
        Self { file, text }
    }

    pub(crate) fn parse<T: serde::de::DeserializeOwned>(&self) -> Result<T, Mistake> {
        toml::from_str(self.text).map_err(|error| {
            let message = error.message().to_owned();
            let nearest = nearest_of_expected(&message);
            Mistake { nearest, ..self.at(error.span().unwrap_or(0..0), message) }
        })
    }

    fn at(&self, span: Range<usize>, what: impl Into<String>) -> Mistake {
        let line = self.text.get(..span.start).map_or(0, |before| before.matches('\n').count() + 1);
        Mistake { file: self.file.clone(), line, what: what.into(), nearest: None }
    }

    fn unknown<'w>(
        &self,
        what: &str,
        given: &Spanned<String>,
        words: impl IntoIterator<Item = &'w str>,
    ) -> Mistake {
        let given_word = given.get_ref();
        let nearest = nearest(given_word, words).map(str::to_owned);
        Mistake { nearest, ..self.at(given.span(), format!("there is no {what} `{given_word}`")) }
    }
}

/// serde says "unknown field `x`, expected one of `a`, `b`": picks the nearest of those.
fn nearest_of_expected(message: &str) -> Option<String> {
    let (given, expected) = message.split_once(", expected ")?;
    let given = given.split('`').nth(1)?;
    nearest(given, expected.split('`').skip(1).step_by(2)).map(str::to_owned)
}

/// What is wrong with the catalogue itself: references that lead nowhere.
pub(crate) fn catalogue(catalogue: &Catalogue) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    let mut say = |id: &str, what: String| {
        mistakes.push(Mistake { file: format!("catalogue, control {id}"), line: 0, what, nearest: None });
    };
    for (id, control) in &catalogue.controls {
        let defaults: Params =
            control.params.iter().map(|(name, param)| (name.clone(), words(&param.default))).collect();
        for rule in &control.rule {
            for act in rule.acts.iter().filter(|act| !catalogue.acts.contains_key(*act)) {
                say(id, format!("rule `{}` names the act `{act}`, which is not in acts.toml", rule.id));
            }
            for lifted in rule.lifts.iter().filter(|lifted| !catalogue.controls.contains_key(*lifted)) {
                say(id, format!("rule `{}` lifts `{lifted}`, which is no control", rule.id));
            }
            if let Err(placeholder) = template::condition(&rule.when, id, &defaults, &mut Vec::new()) {
                say(id, format!("rule `{}` has a placeholder that means nothing: {placeholder}", rule.id));
            }
        }
        for duty in &control.duty {
            let every = template::sentence(&duty.every, &defaults);
            if Every::parse(&every).is_none() {
                say(id, format!("duty `{}` recurs `{every}`, which is no period", duty.id));
            }
        }
        if let Some(route) = &control.route {
            for kind in
                route.kinds.iter().filter(|kind| *kind != "*" && !catalogue.concerns.contains_key(*kind))
            {
                say(id, format!("its route takes `{kind}`, which is no kind of concern"));
            }
            for body in route.step.iter().flat_map(|step| step.bodies()) {
                if !catalogue.bodies.contains_key(body) {
                    say(id, format!("its route names `{body}`, which is no body"));
                }
            }
        }
        for duty in control.duty.iter().filter(|duty| duty.after.is_some()) {
            let after = duty.after.as_deref();
            if !control.duty.iter().any(|there| Some(there.id.as_str()) == after) {
                say(id, format!("duty `{}` comes after one that is not there", duty.id));
            }
        }
        for duty in &control.duty {
            if let Some(KeptBy::Notice(kind)) = &duty.kept_by
                && !catalogue.notices.contains_key(kind)
            {
                say(
                    id,
                    format!(
                        "duty `{}` is kept by the notice `{kind}`, which is not in notices.toml",
                        duty.id
                    ),
                );
            }
        }
        let carries = !control.rule.is_empty()
            || !control.duty.is_empty()
            || !control.watch.is_empty()
            || control.route.is_some()
            || control.signed
            || control.checks.is_some()
            || control.shows.is_some();
        if !carries && control.not_yet.is_none() {
            say(id, "compiles to nothing and does not say `not_yet`".to_owned());
        }
    }
    for (id, lines) in &catalogue.codes {
        let Some(control) = catalogue.controls.get(id) else {
            say(id, "codes.toml has a line for it, and it is no control".to_owned());
            continue;
        };
        let unknown = |text: &String| {
            text.split('{')
                .skip(1)
                .any(|rest| !control.params.contains_key(rest.split('}').next().unwrap_or("")))
        };
        if lines.adults.iter().chain(&lines.children).any(unknown) {
            say(id, "its line in codes.toml has a placeholder that means nothing".to_owned());
        }
    }
    let retention = catalogue.controls.get("cameras.retention");
    for purpose in &catalogue.purposes {
        let there = |name: &String| retention.is_some_and(|control| control.params.contains_key(name));
        if !purpose.kept_as.as_ref().is_none_or(there) {
            say(
                &purpose.id,
                "is a purpose kept as a parameter that cameras.retention does not have".to_owned(),
            );
        }
        if purpose.keep.as_ref().is_some_and(|keep| Every::parse(keep).is_none()) {
            say(&purpose.id, "is a purpose whose pictures are kept for what is no period".to_owned());
        }
    }
    for (id, kind) in &catalogue.kinds {
        for ability in kind.can.iter().filter(|ability| !ABILITIES.contains(&ability.as_str())) {
            say(id, format!("the ability `{ability}` is not one of {}", ABILITIES.join(", ")));
        }
    }
    mistakes
}

/// Checks a pack against the catalogue and fills in the defaults.
pub(crate) fn pack(source: &Source<'_>, written: PackText, catalogue: &Catalogue) -> (Pack, Vec<Mistake>) {
    let mut mistakes = Vec::new();
    if written.pack.version.get_ref().parse::<jiff::civil::Date>().is_err() {
        mistakes.push(source.at(written.pack.version.span(), "the version is a date such as \"2026-09-01\""));
    }
    let mut roles = BTreeMap::new();
    for (word, means) in &written.roles {
        for role in means.iter().filter(|role| !catalogue.roles.contains_key(role.get_ref())) {
            mistakes.push(source.unknown("role", role, catalogue.roles.keys().map(String::as_str)));
        }
        roles.insert(word.get_ref().clone(), means.iter().map(|role| role.get_ref().clone()).collect());
    }
    let places: BTreeSet<String> =
        written.place.iter().map(|place| place.kind.clone()).chain(["off premises".to_owned()]).collect();
    let words = Vocabulary { catalogue, roles: &roles, places: &places };
    let mut seen = BTreeSet::new();
    let mut clauses = Vec::new();
    let prefix = format!("{}.", written.pack.id.get_ref());
    for clause in &written.clause {
        let id = clause.id.get_ref();
        if !id.starts_with(&prefix) {
            mistakes.push(
                source.at(clause.id.span(), format!("the clause id `{id}` does not begin with `{prefix}`")),
            );
        }
        if !seen.insert(id.clone()) {
            mistakes.push(source.at(clause.id.span(), format!("the clause `{id}` is there twice")));
        }
        if clause.says.get_ref().trim().is_empty() {
            mistakes.push(source.at(clause.says.span(), format!("the clause `{id}` says nothing")));
        }
        if clause.adopts.is_empty() {
            mistakes.push(source.at(clause.id.span(), format!("the clause `{id}` adopts no control")));
        }
        clauses.push(adopted(source, clause, &words, &mut mistakes));
    }
    let pack = Pack {
        id: written.pack.id.into_inner(),
        title: written.pack.title,
        summary: written.pack.summary,
        version: written.pack.version.into_inner(),
        roles,
        places: written.place,
        clauses,
    };
    (pack, mistakes)
}

struct Vocabulary<'a> {
    catalogue: &'a Catalogue,
    roles: &'a BTreeMap<String, Vec<String>>,
    places: &'a BTreeSet<String>,
}

fn adopted(
    source: &Source<'_>,
    clause: &ClauseText,
    vocabulary: &Vocabulary<'_>,
    mistakes: &mut Vec<Mistake>,
) -> Clause {
    let controls = &vocabulary.catalogue.controls;
    let (mut adopts, mut links) = (BTreeMap::new(), Vec::new());
    for (id, given) in &clause.adopts {
        let Some(control) = controls.get(id.get_ref()) else {
            mistakes.push(source.unknown("control", id, controls.keys().map(String::as_str)));
            continue;
        };
        let mut params: Params =
            control.params.iter().map(|(name, param)| (name.clone(), words(&param.default))).collect();
        for (name, value) in given {
            let Some(param) = control.params.get(name.get_ref()) else {
                let known = control.params.keys().map(String::as_str);
                mistakes.push(source.unknown(
                    &format!("parameter of `{}` called", id.get_ref()),
                    name,
                    known,
                ));
                continue;
            };
            if param.is == ParamKind::Links {
                match value.get_ref().clone().try_into::<Vec<Link>>() {
                    Ok(given) => links = given,
                    Err(error) => mistakes.push(source.at(value.span(), error.message().to_owned())),
                }
                continue;
            }
            params.insert(name.get_ref().clone(), checked(source, param, value, vocabulary, mistakes));
        }
        for (name, param) in &control.params {
            if param.is == ParamKind::Roles {
                params.entry(name.clone()).and_modify(|words| *words = expand(words, vocabulary.roles));
            }
        }
        adopts.insert(id.get_ref().clone(), params);
    }
    Clause {
        id: clause.id.get_ref().clone(),
        section: clause.section.clone(),
        says: clause.says.get_ref().trim().to_owned(),
        adopts,
        links,
    }
}

fn expand(words: &[String], roles: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    words.iter().flat_map(|word| roles.get(word).cloned().unwrap_or_else(|| vec![word.clone()])).collect()
}

fn checked(
    source: &Source<'_>,
    param: &Param,
    value: &Spanned<toml::Value>,
    vocabulary: &Vocabulary<'_>,
    mistakes: &mut Vec<Mistake>,
) -> Vec<String> {
    let given = words(value.get_ref());
    let catalogue = vocabulary.catalogue;
    let many = matches!(
        param.is,
        ParamKind::Choices
            | ParamKind::Roles
            | ParamKind::Places
            | ParamKind::Kinds
            | ParamKind::Purposes
            | ParamKind::Words
    );
    if many != value.get_ref().is_array() {
        let wanted = if many { "a list, such as [\"…\"]" } else { "one value, not a list" };
        mistakes.push(source.at(value.span(), format!("{} wants {wanted}", param.says)));
    }
    for word in &given {
        let spanned = Spanned::new(value.span(), word.clone());
        let unknown = match param.is {
            ParamKind::Choice | ParamKind::Choices if !param.of.contains(word) => {
                source.unknown("choice", &spanned, param.of.iter().map(String::as_str))
            }
            ParamKind::Roles if !is_role(word, vocabulary) => {
                let known = catalogue.roles.keys().chain(vocabulary.roles.keys()).map(String::as_str);
                source.unknown("role", &spanned, known.chain(["staff", "team", "leader"]))
            }
            ParamKind::Kinds if !catalogue.kinds.contains_key(word) => {
                source.unknown("kind of device", &spanned, catalogue.kinds.keys().map(String::as_str))
            }
            ParamKind::Places if !vocabulary.places.contains(word) => {
                source.unknown("place in this pack", &spanned, vocabulary.places.iter().map(String::as_str))
            }
            ParamKind::YesNo if !["yes", "no"].contains(&word.as_str()) => {
                source.unknown("choice", &spanned, ["yes", "no"])
            }
            ParamKind::Period if Every::parse(word).is_none() => source
                .at(value.span(), format!("`{word}` is no period; write such as \"3 months\" or \"once\"")),
            ParamKind::Number if word.parse::<u32>().is_err() => {
                source.at(value.span(), format!("`{word}` is no whole number"))
            }
            _ => continue,
        };
        mistakes.push(unknown);
    }
    given
}

fn is_role(word: &str, vocabulary: &Vocabulary<'_>) -> bool {
    let roles = &vocabulary.catalogue.roles;
    roles.contains_key(word)
        || vocabulary.roles.contains_key(word)
        || roles.values().any(|role| role.counts_as.iter().any(|class| class == word))
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
