//! One situation of many, as usual as can be, in words.

use crate::formula::Atom;
use crate::space::Space;
use belisha_policy::{Catalogue, Fact, FactKey, Value};
use biodivine_lib_bdd::Bdd;
use std::collections::BTreeMap;

/// A situation: each atom so or not.
pub(crate) type Situation = BTreeMap<Atom, bool>;

/// A situation of these that is as usual as can be; `None` where there is none.
pub(crate) fn example(of: &Bdd, space: &Space, catalogue: &Catalogue) -> Option<Situation> {
    if of.is_false() {
        return None;
    }
    let usual = catalogue.usually();
    let mut left = of.clone();
    let mut situation = Situation::new();
    for (atom, variable) in &space.of {
        let wanted = usually(atom, &usual);
        let with = left.var_select(*variable, wanted);
        let value = if with.is_false() { !wanted } else { wanted };
        left = if with.is_false() { left.var_select(*variable, value) } else { with };
        situation.insert(atom.clone(), value);
    }
    Some(situation)
}

fn usually(atom: &Atom, usual: &BTreeMap<FactKey, Value<'static>>) -> bool {
    let value = |name: &str| Fact::named(name).and_then(|fact| usual.get(&FactKey::Known(fact)));
    match atom {
        Atom::Yes(name) => match value(name) {
            Some(Value::Bool(yes)) => *yes,
            // A duty is done, a circumstance is not so.
            _ => name.starts_with("done__"),
        },
        Atom::Is(name, word) => matches!(value(name), Some(Value::Word(known)) if known == word),
        Atom::Among(name, word) => {
            matches!(value(name), Some(Value::Words(known)) if known.iter().any(|known| known == word))
        }
        Atom::AtLeast(name, number) => matches!(value(name), Some(Value::Number(known)) if known >= number),
    }
}

/// A situation in words: who, with what, where, and whatever else is not as usual.
pub(crate) fn in_words(situation: &Situation, catalogue: &Catalogue) -> String {
    let usual = catalogue.usually();
    let mut who = Vec::new();
    let mut parts = Vec::new();
    let mut numbers: BTreeMap<&str, (Option<i64>, Option<i64>)> = BTreeMap::new();
    for (atom, yes) in situation {
        match atom {
            Atom::Among(fact, word) if fact == "roles" => {
                if *yes && catalogue.roles.contains_key(word) {
                    who.push(catalogue.roles.get(word).map_or(word.clone(), |role| role.title.clone()));
                }
            }
            Atom::Is(fact, word) if *yes => parts.push(match fact.as_str() {
                "owner" if word == "setting" => "a device of the setting's".to_owned(),
                "owner" if word == "personal" => "a device of their own".to_owned(),
                "owner" => "a child's device".to_owned(),
                "place" => format!("in the {word}"),
                "purpose" => format!("for {word}"),
                "kind" => catalogue.kinds.get(word).map_or(word.clone(), |kind| kind.title.clone()),
                other => format!("{}: {word}", other.replace('_', " ")),
            }),
            Atom::Yes(_) if *yes == usually(atom, &usual) => {}
            Atom::Yes(name) => parts.push(said(name, *yes, catalogue)),
            Atom::AtLeast(name, number) => {
                let (low, high) = numbers.entry(name).or_default();
                if *yes {
                    *low = Some(low.map_or(*number, |low| low.max(*number)));
                } else {
                    *high = Some(high.map_or(*number - 1, |high| high.min(*number - 1)));
                }
            }
            Atom::Is(..) | Atom::Among(..) => {}
        }
    }
    for (name, (low, high)) in numbers {
        parts.extend(ranged(name, low, high, catalogue));
    }
    let who = if who.is_empty() { String::new() } else { belisha_policy::join_and(&who) };
    let all: Vec<String> = std::iter::once(who).filter(|who| !who.is_empty()).chain(parts).collect();
    all.join("; ")
}

fn ranged(name: &str, low: Option<i64>, high: Option<i64>, catalogue: &Catalogue) -> Option<String> {
    if name == "today" {
        let date = |number: i64| format!("{}-{:02}-{:02}", number / 10_000, number / 100 % 100, number % 100);
        return match (low, high) {
            (Some(low), _) => Some(format!("from {} on", date(low))),
            (None, Some(high)) => Some(format!("before {}", date(high + 1))),
            (None, None) => None,
        };
    }
    let known = name.strip_prefix("circumstance__").unwrap_or(name);
    let asks = catalogue.circumstances.iter().find(|(id, _)| id.replace('-', "_") == known);
    let asks = asks.map_or(known.replace('_', " "), |(_, known)| known.asks.clone());
    Some(match (low, high) {
        (Some(low), Some(high)) if low == high => format!("{asks} {low}"),
        (Some(low), _) => format!("{asks} {low} or more"),
        (None, Some(high)) => format!("{asks} {high} or fewer"),
        (None, None) => return None,
    })
}

fn said(name: &str, yes: bool, catalogue: &Catalogue) -> String {
    if let Some(duty) = name.strip_prefix("done__") {
        let done = if yes { "done" } else { "not done" };
        let title = catalogue.controls.iter().find_map(|(id, control)| {
            let plain = |text: &str| text.replace(['.', '/', '-'], "_");
            let duty = control.duty.iter().find(|one| plain(&format!("{id}/{}", one.id)) == duty)?;
            Some(duty.does.replace("{subject}", "it"))
        });
        return format!("{done}: {}", title.unwrap_or_else(|| duty.replace('_', " ")));
    }
    if let Some(circumstance) = name.strip_prefix("circumstance__") {
        let asks = catalogue.circumstances.iter().find(|(id, _)| id.replace('-', "_") == circumstance);
        let asks = asks.map_or(circumstance.replace('_', " "), |(_, known)| known.asks.clone());
        return format!("{asks} {}", if yes { "yes" } else { "no" });
    }
    let info = Fact::named(name).and_then(|fact| catalogue.facts.get(&fact));
    match info {
        Some(info) if yes => info.says.clone(),
        Some(info) => format!("not so: {}", info.says),
        None => format!("{}: {}", name.replace('_', " "), if yes { "yes" } else { "no" }),
    }
}
