//! Every control with what it takes, what it commits a setting to, and an example: for the command line and the docs.

use belisha_policy::{Catalogue, Control, ControlKind, EVERY_CONTROL, Effect, Param, ParamKind};
use std::fmt::Write as _;

/// The controls of an area, or the one of an id, or all, in Markdown.
pub(crate) fn described(catalogue: &Catalogue, wanted: Option<&str>) -> String {
    let mut text = String::new();
    let mut area = "";
    for (id, control) in &catalogue.controls {
        let of_area = id.split('.').next().unwrap_or_default();
        if wanted.is_some_and(|wanted| wanted != id && wanted != of_area) {
            continue;
        }
        if area != of_area {
            area = of_area;
            let _ = writeln!(text, "## {area}\n");
        }
        describe(&mut text, id, control);
    }
    text
}

/// What every control takes beside its own parameters.
pub(crate) fn every_control() -> String {
    let mut text = String::new();
    for (name, says) in EVERY_CONTROL {
        let _ = writeln!(text, "- `{name}`: {says}");
    }
    text
}

fn describe(text: &mut String, id: &str, control: &Control) {
    let _ = writeln!(text, "### {id}: {}\n\n{}\n", control.title, control.says);
    if let Some(missing) = &control.not_yet {
        let _ = writeln!(text, "**Not yet carried out in full:** {missing}\n");
    }
    for (name, param) in &control.params {
        let _ = writeln!(text, "- `{name}` ({}): {}.{}", kind(param), param.says, default(param));
    }
    for rule in &control.rule {
        let verb = match rule.effect {
            Effect::Forbid => "forbids",
            Effect::Permit => "permits",
            Effect::Advise => "advises against",
        };
        let lifts = if rule.lifts.is_empty() {
            String::new()
        } else {
            format!(
                "; lifts {}",
                rule.lifts.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ")
            )
        };
        let acts: Vec<String> = rule.acts.iter().map(|act| format!("`{act}`")).collect();
        let _ = writeln!(text, "- {verb} {}: {}{lifts}", acts.join(", "), rule.says);
    }
    for duty in &control.duty {
        let _ = writeln!(text, "- a duty ({}, for each `{}`): {}", duty.every, duty.per.word(), duty.does);
    }
    if !control.watch.is_empty() {
        let _ = writeln!(text, "- is looked out for all day, with an alarm on Today");
    }
    if control.route.is_some() {
        let _ = writeln!(text, "- a route for concerns, with steps and times");
    }
    if control.signed {
        let _ = writeln!(text, "- everyone signs it");
    }
    if !control.opinion.is_empty() || control.checks.is_some() {
        let _ = writeln!(text, "- words are checked before they go out");
    }
    let given: Vec<String> = control.params.iter().filter_map(|(name, param)| example(name, param)).collect();
    let given = if given.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", given.join(", ")) };
    let _ = writeln!(text, "\n```toml\n[clause.adopts]\n\"{id}\" = {given}\n```\n");
}

fn kind(param: &Param) -> String {
    match param.kind {
        ParamKind::Choice => format!("one of {}", param.of.join(", ")),
        ParamKind::Choices => format!("any of {}", param.of.join(", ")),
        other => other.to_string(),
    }
}

fn default(param: &Param) -> String {
    match &param.default {
        toml::Value::Array(all) if all.is_empty() => " Empty when left out.".to_owned(),
        toml::Value::String(word) if word.is_empty() => String::new(),
        other => format!(" Left out: {other}."),
    }
}

/// How a parameter is written, for those that a clause usually says.
fn example(name: &str, param: &Param) -> Option<String> {
    let value = match param.kind {
        ParamKind::Roles => "[\"manager\"]".to_owned(),
        ParamKind::Places => "[\"office\"]".to_owned(),
        ParamKind::Period => "\"1 year\"".to_owned(),
        ParamKind::YesNo => "\"yes\"".to_owned(),
        ParamKind::Number => "\"2\"".to_owned(),
        ParamKind::Choice => format!("\"{}\"", param.of.first()?),
        ParamKind::Choices => format!("[\"{}\"]", param.of.first()?),
        ParamKind::Kinds => "[\"tablet\"]".to_owned(),
        ParamKind::Purposes => "[\"display\"]".to_owned(),
        ParamKind::Words | ParamKind::Links => return None,
    };
    Some(format!("{name} = {value}"))
}

/// What sort of thing a control is, in a word.
pub(crate) fn sort(kind: ControlKind) -> &'static str {
    match kind {
        ControlKind::Rule => "rule",
        ControlKind::Gate => "gate",
        ControlKind::Duty => "duty",
        ControlKind::Route => "route",
        ControlKind::Access => "access",
        ControlKind::Check => "check",
        ControlKind::Role => "role",
        ControlKind::Statement => "statement",
    }
}
