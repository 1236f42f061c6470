//! The values that a clause gives to parameters.

use crate::catalogue::param::{Param, ParamKind, words};
use crate::catalogue::whole::Catalogue;
use crate::mistake::Mistake;
use crate::period::Every;
use crate::source::Source;
use std::collections::{BTreeMap, BTreeSet};
use toml::Spanned;

/// The words that a parameter of a pack may use.
pub(crate) struct Vocabulary<'a> {
    pub(crate) catalogue: &'a Catalogue,
    pub(crate) roles: &'a BTreeMap<String, Vec<String>>,
    pub(crate) places: &'a BTreeSet<String>,
}

/// The words given for a parameter; what is wrong with them is said.
pub(crate) fn checked(
    source: &Source<'_>,
    param: &Param,
    value: &Spanned<toml::Value>,
    vocabulary: &Vocabulary<'_>,
    mistakes: &mut Vec<Mistake>,
) -> Vec<String> {
    let given = words(value.get_ref());
    let catalogue = vocabulary.catalogue;
    let many = matches!(
        param.kind,
        ParamKind::Choices
            | ParamKind::Roles
            | ParamKind::Places
            | ParamKind::Kinds
            | ParamKind::Purposes
            | ParamKind::Words
    );
    if many != value.get_ref().is_array() {
        let wanted = if many { "a list, such as [\"…\"]" } else { "one value, not a list" };
        mistakes.push(source.mistake_at(value.span(), format!("{} wants {wanted}", param.says)));
    }
    for word in &given {
        let spanned = Spanned::new(value.span(), word.clone());
        let unknown = match param.kind {
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
            ParamKind::Period if Every::parse(word).is_none() => source.mistake_at(
                value.span(),
                format!("`{word}` is no period; write such as \"3 months\" or \"once\""),
            ),
            ParamKind::Number if word.parse::<u32>().is_err() => {
                source.mistake_at(value.span(), format!("`{word}` is no whole number"))
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
