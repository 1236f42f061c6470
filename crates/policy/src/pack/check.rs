//! A pack checked against the catalogue, its defaults filled in.

use crate::catalogue::param::{ParamKind, words};
use crate::catalogue::whole::Catalogue;
use crate::mistake::Mistake;
use crate::pack::clause::{Clause, Link, Pack};
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
    let clauses =
        written.clause.iter().map(|clause| adopted(source, clause, &vocabulary, &mut mistakes)).collect();
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

/// Every clause has an id of its own, says something and adopts something.
fn clause_ids(source: &Source<'_>, written: &PackText, mistakes: &mut Vec<Mistake>) {
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
        if clause.adopts.is_empty() {
            mistakes
                .push(source.mistake_at(clause.id.span(), format!("the clause `{id}` adopts no control")));
        }
    }
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
        links,
    }
}

fn expand(words: &[String], roles: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    words.iter().flat_map(|word| roles.get(word).cloned().unwrap_or_else(|| vec![word.clone()])).collect()
}
