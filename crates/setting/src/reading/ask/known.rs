//! Whether the words of a question are known: a word that nobody knows is never passed over in silence.

use crate::reading::ask::question::Question;
use crate::reading::ask::situation::OFF_PREMISES;
use crate::record::ids::{ChildId, VisitId};
use crate::record::state::State;
use belisha_policy::{FactKey, Policy, is_nearly, nearest};

/// The words of a question that neither the policy nor the registers know, each in a sentence with the nearest that they
/// do.
pub(crate) fn unknown_words(question: &Question, state: &State, policy: &Policy) -> Vec<String> {
    let catalogue = &policy.catalogue;
    let mut wrong = Vec::new();
    let mut say = |what: &str, given: &str, known: Vec<&str>| {
        let nearest = nearest(given, known.iter().copied());
        let nearest = nearest.map_or(String::new(), |nearest| format!("; did you mean `{nearest}`?"));
        wrong.push(format!("there is no {what} `{given}`{nearest}"));
    };
    if !catalogue.acts.contains_key(&question.act) {
        say("act", &question.act, catalogue.acts.keys().map(String::as_str).collect());
    }
    if let Some(who) = &question.who {
        let on_register = state.people.all.contains_key(who.as_str())
            || state.children.all.contains_key(&ChildId::from(who.as_str()))
            || state.visitors.here.contains_key(&VisitId::from(who.as_str()));
        let roles: Vec<&str> = roles(policy);
        if !on_register && !roles.contains(&who.as_str()) {
            say("person or role", who, roles);
        }
    }
    for ability in question.can.iter().flatten() {
        let known: Vec<&str> = belisha_policy::Ability::ALL.iter().map(|known| known.id()).collect();
        if !known.contains(&ability.as_str()) {
            say("ability of devices", ability, known);
        }
    }
    for (what, given, known) in [
        ("owner", &question.owner, &["setting", "personal", "child"][..]),
        ("mail", &question.mail, &["work", "personal"][..]),
        ("account", &question.account, &["official", "other"][..]),
    ] {
        if let Some(given) = given.as_ref().filter(|given| !known.contains(&given.as_str())) {
            say(what, given, known.to_vec());
        }
    }
    for name in question.circumstances.keys() {
        if !catalogue.circumstances.contains_key(name) {
            say("circumstance", name, catalogue.circumstances.keys().map(String::as_str).collect());
        }
    }
    for key in question.suppose.keys() {
        match key {
            FactKey::Circumstance(name) if !catalogue.circumstances.contains_key(&**name) => {
                say("circumstance", name, catalogue.circumstances.keys().map(String::as_str).collect());
            }
            FactKey::Done(duty) if policy.duty(duty).is_none() => {
                say("duty", duty, policy.duties.iter().map(|duty| &*duty.key).collect());
            }
            FactKey::Known(_) | FactKey::Circumstance(_) | FactKey::Done(_) => {}
        }
    }
    wrong
}

/// What is named and on no register, and what it is for: where the answer lets, nothing that nobody knows may have been
/// passed over. Where it does not let, a new kind of device or another place is a reason as good as any.
pub(crate) fn unknown_things(
    question: &Question,
    state: &State,
    policy: &Policy,
    is_yes: bool,
) -> Vec<String> {
    let catalogue = &policy.catalogue;
    let mut wrong = Vec::new();
    let mut say = |what: &str, given: &str, known: &[&str]| {
        let nearest = nearest(given, known.iter().copied());
        let nearest = nearest.map_or(String::new(), |nearest| format!("; did you mean `{nearest}`?"));
        wrong.push(format!("there is no {what} `{given}`{nearest}"));
    };
    if let Some(device) = question.device.as_deref().filter(|_| question.can.is_none()) {
        let kinds = catalogue.kinds.keys().chain(state.devices.kinds.keys()).map(String::as_str);
        let kinds: Vec<&str> = kinds.collect();
        if !state.devices.all.contains_key(device) && !kinds.contains(&device) {
            say("device or kind of device", device, &kinds);
        }
    }
    if let Some(place) = &question.place {
        let of_pack = policy.pack.places.iter().flat_map(|place| [place.kind.as_str(), place.name.as_str()]);
        let of_setting =
            state.places.all.values().flat_map(|place| [place.kind.as_str(), place.name.as_str()]);
        let known: Vec<&str> = of_pack.chain(of_setting).chain([OFF_PREMISES]).collect();
        if state.places.find(place).is_none() && !known.contains(&place.as_str()) {
            say("place", place, &known);
        }
    }
    let turns = || policy.rules(&question.act).iter().any(|rule| !rule.purposes.is_empty());
    if let Some(purpose) = question.purpose.as_deref().filter(|purpose| catalogue.purpose(purpose).is_none())
        && turns()
    {
        // People say what something is for in their own words: other words are another purpose, slips are not.
        let known = purposes(policy);
        let is_slip = known.iter().any(|known| is_nearly(purpose, known));
        if !known.contains(&purpose) && (is_yes || is_slip) {
            say("purpose", purpose, &known);
        }
    }
    wrong
}

/// Every role and class of roles.
fn roles(policy: &Policy) -> Vec<&str> {
    let roles = policy.catalogue.roles.iter();
    let all = roles.flat_map(|(id, role)| std::iter::once(id).chain(&role.counts_as)).map(String::as_str);
    let mut all: Vec<&str> = all.collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Every purpose that the policy or the catalogue speaks of.
fn purposes(policy: &Policy) -> Vec<&str> {
    let of_catalogue = policy.catalogue.purposes.iter().map(|purpose| purpose.id.as_str());
    let of_rules = policy.all_rules().flat_map(|rule| rule.purposes.iter().map(String::as_str));
    let mut all: Vec<&str> = of_catalogue.chain(of_rules).collect();
    all.sort_unstable();
    all.dedup();
    all
}
