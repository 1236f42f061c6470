//! What is wrong with a catalogue: references that lead nowhere.

use crate::catalogue::control::Control;
use crate::catalogue::duty::{DutyText, EvidencedBy};
use crate::catalogue::param::words;
use crate::catalogue::shown::ShownOn;
use crate::catalogue::whole::Catalogue;
use crate::facts::Fact;
use crate::mistake::Mistake;
use crate::period::Every;
use crate::template::{self, Params};
use crate::text::nearest;

/// What is wrong with the catalogue itself.
pub(crate) fn catalogue(catalogue: &Catalogue) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    for (id, control) in &catalogue.controls {
        let mut say =
            |says: String| mistakes.push(Mistake::of_file(format!("catalogue, control {id}"), says));
        rules(id, control, catalogue, &mut say);
        duties(control, catalogue, &mut say);
        route(control, catalogue, &mut say);
        opinions(control, &mut say);
        let carries = !control.rule.is_empty()
            || !control.duty.is_empty()
            || !control.watch.is_empty()
            || control.route.is_some()
            || control.signed
            || control.checks.is_some()
            || !control.opinion.is_empty()
            || control.shows.is_some();
        if !carries && control.not_yet.is_none() {
            say("compiles to nothing and does not say `not_yet`".to_owned());
        }
    }
    let mut say =
        |file: &str, says: String| mistakes.push(Mistake::of_file(format!("catalogue/{file}"), says));
    codes(catalogue, &mut say);
    for place in ShownOn::ALL.iter().filter(|place| !shown(place, catalogue)) {
        say("controls", format!("no control is shown on {place:?}, and the program has a page for it"));
    }
    purposes(catalogue, &mut say);
    for (id, nation) in &catalogue.nations {
        for body in nation.bodies.keys().filter(|body| !catalogue.bodies.contains_key(*body)) {
            say("nations.toml", format!("{id} names `{body}`, which is no body"));
        }
    }
    mistakes
}

fn rules(id: &str, control: &Control, catalogue: &Catalogue, say: &mut impl FnMut(String)) {
    for rule in &control.rule {
        for act in rule.acts.iter().filter(|act| !catalogue.acts.contains_key(*act)) {
            say(format!("rule `{}` names the act `{act}`, which is not in acts.toml", rule.id));
        }
        for lifted in rule.lifts.iter().filter(|lifted| !catalogue.controls.contains_key(*lifted)) {
            say(format!("rule `{}` lifts `{lifted}`, which is no control", rule.id));
        }
        let known = |param: &str| control.params.contains_key(param);
        match template::typed_condition(&rule.when, id, &known) {
            Err(placeholder) => {
                say(format!("rule `{}` has a placeholder that means nothing: {placeholder}", rule.id));
            }
            Ok(condition) => attributes(id, control, &rule.id, &condition, say),
        }
    }
}

/// Every attribute of a condition is a fact, or a duty of the control.
fn attributes(id: &str, control: &Control, rule: &str, condition: &str, say: &mut impl FnMut(String)) {
    for name in template::attributes(condition).filter(|name| *name != template::ANY_PARAMETER) {
        let is_duty = |duty: &DutyText| template::done_attribute(&format!("{id}/{}", duty.id)) == name;
        if Fact::named(name).is_none() && !control.duty.iter().any(is_duty) {
            let nearest = nearest(name, Fact::ALL.iter().map(|fact| fact.name()));
            let nearest = nearest.map_or(String::new(), |nearest| format!("; did you mean `{nearest}`?"));
            say(format!("rule `{rule}` names `{name}`, which is no fact{nearest}"));
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
        if let Some(EvidencedBy::Notice(kind)) = &duty.evidenced_by
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

fn shown(place: &ShownOn, catalogue: &Catalogue) -> bool {
    catalogue.controls.values().any(|control| control.shown_on.contains(place))
}

/// The parameters that opinions turn on exist, and can say what the opinions wait for.
fn opinions(control: &Control, say: &mut impl FnMut(String)) {
    for opinion in &control.opinion {
        for (name, word) in &opinion.only_if {
            if !control.params.get(name).is_some_and(|param| param.of.contains(word)) {
                say(format!("an opinion waits for `{name}` to be `{word}`, which it never is"));
            }
        }
        for name in opinion.within.iter().filter(|name| !control.params.contains_key(*name)) {
            say(format!("an opinion is about the outlets of `{name}`, which is no parameter"));
        }
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

/// The control whose parameters say how long pictures for a purpose are kept.
const RETENTION: &str = "cameras.retention";

fn purposes(catalogue: &Catalogue, say: &mut impl FnMut(&str, String)) {
    let retention = catalogue.controls.get(RETENTION);
    for purpose in &catalogue.purposes {
        let known = |name: &String| retention.is_some_and(|control| control.params.contains_key(name));
        if !purpose.kept_as.as_ref().is_none_or(known) {
            let says = format!("`{}` is kept as a parameter that {RETENTION} does not have", purpose.id);
            say("purposes.toml", says);
        }
        if purpose.keep.as_ref().is_some_and(|keep| Every::parse(keep).is_none()) {
            say("purposes.toml", format!("pictures for `{}` are kept for what is no period", purpose.id));
        }
    }
}

fn defaults(control: &Control) -> Params {
    control.params.iter().map(|(name, param)| (name.clone(), words(&param.default))).collect()
}
