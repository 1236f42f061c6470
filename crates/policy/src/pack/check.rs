//! A pack checked against the catalogue, its defaults filled in.

use crate::catalogue::nation::ENGLAND;
use crate::catalogue::param::{ParamKind, words};
use crate::catalogue::whole::Catalogue;
use crate::mistake::Mistake;
use crate::pack::clause::{Carrying, Clause, Link, Pack};
use crate::pack::narrowing::EVERY_CONTROL;
use crate::pack::own::fields::{Fields, Reader};
use crate::pack::own::{self, Own};
use crate::pack::values::{Vocabulary, checked};
use crate::pack::written::{ClauseText, PackText};
use crate::source::Source;
use crate::template::Params;
use std::collections::{BTreeMap, BTreeSet};

/// Checks a pack against the catalogue and fills in the defaults.
pub(crate) fn pack(source: &Source<'_>, written: PackText, catalogue: &Catalogue) -> (Pack, Vec<Mistake>) {
    let mut mistakes = Vec::new();
    if written.pack.version.get_ref().parse::<jiff::civil::Date>().is_err() {
        mistakes.push(
            source.mistake_at(written.pack.version.span(), "the version is a date such as \"2026-09-01\""),
        );
    }
    let words = own::words::read(source, &written, catalogue, &mut mistakes);
    let with_words;
    let catalogue = if words.is_empty() {
        catalogue
    } else {
        let mut extended = catalogue.clone();
        words.add_to(&mut extended);
        with_words = extended;
        &with_words
    };
    let mut roles = BTreeMap::new();
    for (word, means) in &written.roles {
        for role in means.iter().filter(|role| !catalogue.roles.contains_key(role.get_ref())) {
            mistakes.push(source.unknown("role", role, catalogue.roles.keys().map(String::as_str)));
        }
        roles.insert(word.get_ref().clone(), means.iter().map(|role| role.get_ref().clone()).collect());
    }
    let places: BTreeSet<String> =
        written.place.iter().map(|place| place.kind.clone()).chain(["off premises".to_owned()]).collect();
    let vocabulary = Vocabulary { catalogue, roles: &roles, places: &places };
    clause_ids(source, &written, &mut mistakes);
    let (controls, promises) = own::controls(source, &written, &vocabulary, &mut mistakes);
    let ids: Vec<String> = written.clause.iter().map(|clause| clause.id.get_ref().clone()).collect();
    let adopting = |clause| {
        let mut clause = adopted(source, clause, &vocabulary, &ids, &mut mistakes);
        if controls.contains_key(&clause.id) {
            clause.adopts.insert(clause.id.clone(), Params::new());
        }
        clause
    };
    let clauses = written.clause.iter().map(adopting).collect();
    if let Some(nation) = &written.pack.nation
        && nation.get_ref() != ENGLAND
        && !catalogue.nations.contains_key(nation.get_ref())
    {
        let known = catalogue.nations.keys().map(String::as_str).chain([ENGLAND]);
        mistakes.push(source.unknown("nation", nation, known));
    }
    let nation = written.pack.nation.map_or_else(|| ENGLAND.to_owned(), toml::Spanned::into_inner);
    let pack = Pack {
        id: written.pack.id.into_inner(),
        title: written.pack.title,
        summary: written.pack.summary,
        version: written.pack.version.into_inner(),
        roles,
        places: written.place,
        clauses,
        nation,
        promises,
        own: Own { words, controls },
    };
    (pack, mistakes)
}

/// The most clauses that a policy has: ten times as many as the longest.
const CLAUSES_MAX: usize = 1_000;

/// Every clause has an id of its own, says something and adopts something.
fn clause_ids(source: &Source<'_>, written: &PackText, mistakes: &mut Vec<Mistake>) {
    if written.clause.len() > CLAUSES_MAX {
        let says =
            format!("a policy has at most {CLAUSES_MAX} clauses, and this one {}", written.clause.len());
        mistakes.push(source.mistake_at(written.pack.id.span(), says));
    }
    let mut seen = BTreeSet::new();
    let prefix = format!("{}.", written.pack.id.get_ref());
    for clause in &written.clause {
        let id = clause.id.get_ref();
        if !id.starts_with(&prefix) {
            mistakes.push(source.mistake_at(
                clause.id.span(),
                format!("the clause id `{id}` does not begin with `{prefix}`"),
            ));
        }
        if !seen.insert(id.clone()) {
            mistakes.push(source.mistake_at(clause.id.span(), format!("the clause `{id}` is there twice")));
        }
        if clause.says.get_ref().trim().is_empty() {
            mistakes.push(source.mistake_at(clause.says.span(), format!("the clause `{id}` says nothing")));
        }
        if clause.adopts.is_empty() && !clause.brings() {
            let says = format!(
                "the clause `{id}` adopts no control and brings nothing: write `statement = true` where it is only signed, or `by_hand = \"…\"` where people do it"
            );
            mistakes.push(source.mistake_at(clause.id.span(), says));
        }
    }
}

fn adopted(
    source: &Source<'_>,
    clause: &ClauseText,
    vocabulary: &Vocabulary<'_>,
    clauses: &[String],
    mistakes: &mut Vec<Mistake>,
) -> Clause {
    let controls = &vocabulary.catalogue.controls;
    let (mut adopts, mut links, mut narrowings) = (BTreeMap::new(), Vec::new(), BTreeMap::new());
    for (id, given) in &clause.adopts {
        let Some(control) = controls.get(id.get_ref()) else {
            mistakes.push(source.unknown("control", id, controls.keys().map(String::as_str)));
            continue;
        };
        let mut params: Params =
            control.params.iter().map(|(name, param)| (name.clone(), words(&param.default))).collect();
        if given.keys().any(|name| narrows(name.get_ref())) {
            let things = BTreeMap::new();
            let mut reader = Reader { source, vocabulary, things: &things, clauses, mistakes: Vec::new() };
            let narrowing = reader.narrowing(&mut Fields::of(given, id.span()));
            mistakes.append(&mut reader.mistakes);
            narrowings.insert(id.get_ref().clone(), narrowing);
        }
        for (name, value) in given.iter().filter(|(name, _)| !narrows(name.get_ref())) {
            let Some(param) = control.params.get(name.get_ref()) else {
                let every = EVERY_CONTROL.iter().map(|(name, _)| *name);
                let known = control.params.keys().map(String::as_str).chain(every);
                mistakes.push(source.unknown(
                    &format!("parameter of `{}` called", id.get_ref()),
                    name,
                    known,
                ));
                continue;
            };
            if param.kind == ParamKind::Links {
                match value.get_ref().clone().try_into::<Vec<Link>>() {
                    Ok(given) => links = given,
                    Err(error) => mistakes.push(source.mistake_at(value.span(), error.message().to_owned())),
                }
                continue;
            }
            params.insert(name.get_ref().clone(), checked(source, param, value, vocabulary, mistakes));
        }
        for (name, param) in &control.params {
            if param.kind == ParamKind::Roles {
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
        narrowings,
        links,
        carrying: carrying(clause),
    }
}

fn narrows(name: &str) -> bool {
    EVERY_CONTROL.iter().any(|(known, _)| *known == name)
}

/// How much of a clause is carried out, as its author says it.
fn carrying(clause: &ClauseText) -> Carrying {
    let words = |given: &Option<toml::Spanned<String>>| given.as_ref().map(|words| words.get_ref().clone());
    if let Some(missing) = words(&clause.in_part) {
        return Carrying::InPart(missing);
    }
    match words(&clause.by_hand) {
        Some(what) => Carrying::ByHand(what),
        None if clause.statement.as_ref().is_some_and(|statement| *statement.get_ref()) => {
            Carrying::Statement
        }
        None => Carrying::CarriedOut,
    }
}

fn expand(words: &[String], roles: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    words.iter().flat_map(|word| roles.get(word).cloned().unwrap_or_else(|| vec![word.clone()])).collect()
}
