//! Placeholders in the conditions and sentences of the catalogue.

use crate::facts::{Fact, FactKey};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The parameters that a clause gave a control, by name, each a list of words.
pub type Params = BTreeMap<String, Vec<String>>;

/// The attribute under which a duty being in date is passed to a rule.
pub(crate) fn done_attribute(key: &str) -> String {
    let mut attribute = "done__".to_owned();
    for c in key.chars() {
        match c {
            '.' | '/' | '-' => attribute.push('_'),
            c if c.is_ascii_alphanumeric() || c == '_' => attribute.push(c),
            c => attribute.push_str(&format!("_{:x}_", u32::from(c))),
        }
    }
    attribute
}

/// The attribute under which a circumstance is passed to a rule. Its name is in ASCII letters, digits and dashes.
pub(crate) fn circumstance_attribute(name: &str) -> String {
    format!("circumstance__{}", name.replace('-', "_"))
}

/// Expands the placeholders of a condition into Cedar; `Err` names the placeholder that is not understood.
pub(crate) fn condition(
    text: &str,
    control: &str,
    params: &Params,
    duties: &mut Vec<Arc<str>>,
) -> Result<String, String> {
    replace(text, |inside| {
        let mut parts = inside.splitn(3, ':');
        let (verb, param, rest) = (parts.next()?, parts.next()?, parts.next());
        if verb == "done" {
            let key: Arc<str> = format!("{control}/{param}").into();
            let attribute = format!("context.{}", done_attribute(&key));
            duties.push(key);
            return Some(attribute);
        }
        let values = params.get(param)?;
        Some(match (verb, rest) {
            ("has", None) => (!values.is_empty()).to_string(),
            ("is", Some(word)) => values.iter().any(|value| value == word).to_string(),
            ("in" | "any", Some(_)) if values.is_empty() => "true".to_owned(),
            ("in", Some(fact)) => format!("{}.contains(context.{fact})", set(values)),
            ("any", Some(fact)) => format!("context.{fact}.containsAny({})", set(values)),
            _ => return None,
        })
    })
}

/// The attribute that stands for whatever a parameter of the yes-or-no kind comes to, where a rule is only type-checked.
pub(crate) const ANY_PARAMETER: &str = "any__parameter";

/// The condition with something of the right type in place of every placeholder, so that every branch of it is
/// type-checked; `Err` names the placeholder that is not understood.
pub(crate) fn typed_condition(
    text: &str,
    control: &str,
    known: &dyn Fn(&str) -> bool,
) -> Result<String, String> {
    replace(text, |inside| {
        let mut parts = inside.splitn(3, ':');
        let (verb, param, rest) = (parts.next()?, parts.next()?, parts.next());
        Some(match (verb, rest) {
            ("done", None) => format!("context.{}", done_attribute(&format!("{control}/{param}"))),
            _ if !known(param) => return None,
            ("has", None) | ("is", Some(_)) => format!("context.{ANY_PARAMETER}"),
            ("in", Some(fact)) => format!("[\"\"].contains(context.{fact})"),
            ("any", Some(fact)) => format!("context.{fact}.containsAny([\"\"])"),
            _ => return None,
        })
    })
}

/// The attributes of the context that a condition names, in its order.
pub(crate) fn attributes(condition: &str) -> impl Iterator<Item = &str> {
    condition.split("context.").skip(1).map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        rest.get(..end).unwrap_or_default()
    })
}

/// Fills `{parameter}` in a sentence; what is not a parameter stays as it is.
pub(crate) fn sentence(text: &str, params: &Params) -> String {
    let filled = replace(text, |inside| match params.get(inside) {
        Some(values) if values.is_empty() => Some("any".to_owned()),
        Some(values) => Some(crate::text::join_and(values)),
        None => Some(format!("{{{inside}}}")),
    });
    filled.unwrap_or_else(|_| text.to_owned())
}

/// The facts that a Cedar condition mentions.
pub(crate) fn mentions(condition: &str, duties: &[Arc<str>]) -> Vec<FactKey> {
    let mut found: Vec<FactKey> = attributes(condition)
        .filter_map(|name| {
            Fact::named(name).map(FactKey::Known).or_else(|| {
                duties.iter().find(|key| done_attribute(key) == name).map(|key| FactKey::Done(key.clone()))
            })
        })
        .collect();
    found.sort();
    found.dedup();
    found
}

fn set(values: &[String]) -> String {
    let quoted: Vec<String> = values.iter().map(|value| format!("{value:?}")).collect();
    format!("[{}]", quoted.join(", "))
}

fn replace(text: &str, mut with: impl FnMut(&str) -> Option<String>) -> Result<String, String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((inside, tail)) = after.split_once('}') else { return Err(after.to_owned()) };
        out.push_str(&with(inside).ok_or_else(|| format!("{{{inside}}}"))?);
        rest = tail;
    }
    out.push_str(rest);
    Ok(out)
}
