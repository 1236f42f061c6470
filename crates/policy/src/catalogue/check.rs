//! What is wrong with a catalogue: references that lead nowhere.

use crate::catalogue::control::Control;
use crate::catalogue::duty::KeptBy;
use crate::catalogue::param::words;
use crate::catalogue::whole::Catalogue;
use crate::mistake::Mistake;
use crate::period::Every;
use crate::template::{self, Params};

/// What is wrong with the catalogue itself.
pub(crate) fn catalogue(catalogue: &Catalogue) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    for (id, control) in &catalogue.controls {
        let mut say =
            |says: String| mistakes.push(Mistake::of_file(format!("catalogue, control {id}"), says));
        rules(id, control, catalogue, &mut say);
        duties(control, catalogue, &mut say);
        route(control, catalogue, &mut say);
        let carries = !control.rule.is_empty()
            || !control.duty.is_empty()
            || !control.watch.is_empty()
            || control.route.is_some()
            || control.signed
            || control.checks.is_some()
            || control.shows.is_some();
        if !carries && control.not_yet.is_none() {
            say("compiles to nothing and does not say `not_yet`".to_owned());
        }
    }
    let mut say =
        |file: &str, says: String| mistakes.push(Mistake::of_file(format!("catalogue/{file}"), says));
    codes(catalogue, &mut say);
    purposes(catalogue, &mut say);
    mistakes
}

fn rules(id: &str, control: &Control, catalogue: &Catalogue, say: &mut impl FnMut(String)) {
    let defaults = defaults(control);
    for rule in &control.rule {
        for act in rule.acts.iter().filter(|act| !catalogue.acts.contains_key(*act)) {
            say(format!("rule `{}` names the act `{act}`, which is not in acts.toml", rule.id));
        }
        for lifted in rule.lifts.iter().filter(|lifted| !catalogue.controls.contains_key(*lifted)) {
            say(format!("rule `{}` lifts `{lifted}`, which is no control", rule.id));
        }
        if let Err(placeholder) = template::condition(&rule.when, id, &defaults, &mut Vec::new()) {
            say(format!("rule `{}` has a placeholder that means nothing: {placeholder}", rule.id));
        }
    }
}

fn duties(control: &Control, catalogue: &Catalogue, say: &mut impl FnMut(String)) {
    let defaults = defaults(control);
    for duty in &control.duty {
        let every = template::sentence(&duty.every, &defaults);
        if Every::parse(&every).is_none() {
            say(format!("duty `{}` recurs `{every}`, which is no period", duty.id));
        }
        if let Some(after) = &duty.after
            && !control.duty.iter().any(|other| other.id == *after)
        {
            say(format!("duty `{}` comes after `{after}`, which is no duty of it", duty.id));
        }
        if let Some(KeptBy::Notice(kind)) = &duty.kept_by
            && !catalogue.notices.contains_key(kind)
        {
            say(format!("duty `{}` is kept by the notice `{kind}`, which is not in notices.toml", duty.id));
        }
    }
}

fn route(control: &Control, catalogue: &Catalogue, say: &mut impl FnMut(String)) {
    let Some(route) = &control.route else { return };
    for kind in route.kinds.iter().filter(|kind| *kind != "*" && !catalogue.concerns.contains_key(*kind)) {
        say(format!("its route takes `{kind}`, which is no kind of concern"));
    }
    let bodies = route.step.iter().flat_map(|step| step.bodies());
    for body in bodies.filter(|body| !catalogue.bodies.contains_key(*body)) {
        say(format!("its route names `{body}`, which is no body"));
    }
}

fn codes(catalogue: &Catalogue, say: &mut impl FnMut(&str, String)) {
    for (id, lines) in &catalogue.codes {
        let Some(control) = catalogue.controls.get(id) else {
            say("codes.toml", format!("there is a line for `{id}`, which is no control"));
            continue;
        };
        let unknown = |text: &String| {
            let placeholders = text.split('{').skip(1).filter_map(|rest| rest.split('}').next());
            placeholders.into_iter().any(|name| !control.params.contains_key(name))
        };
        if lines.adults.iter().chain(&lines.children).any(unknown) {
            say("codes.toml", format!("the line for `{id}` has a placeholder that means nothing"));
        }
    }
}

fn purposes(catalogue: &Catalogue, say: &mut impl FnMut(&str, String)) {
    let retention = catalogue.controls.get("cameras.retention");
    for purpose in &catalogue.purposes {
        let known = |name: &String| retention.is_some_and(|control| control.params.contains_key(name));
        if !purpose.kept_as.as_ref().is_none_or(known) {
            let says = "is kept as a parameter that cameras.retention does not have";
            say("purposes.toml", format!("`{}` {says}", purpose.id));
        }
        if purpose.keep.as_ref().is_some_and(|keep| Every::parse(keep).is_none()) {
            say("purposes.toml", format!("pictures for `{}` are kept for what is no period", purpose.id));
        }
    }
}

fn defaults(control: &Control) -> Params {
    control.params.iter().map(|(name, param)| (name.clone(), words(&param.default))).collect()
}
