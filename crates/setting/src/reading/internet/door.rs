//! What each device may look up now, by the policy: computed, never stored. The resolver is handed this, and a question
//! or a scenario is answered by the same.

use crate::reading::ask::answer;
use crate::reading::ask::question::{Question, Supposition};
use crate::reading::internet::access::{Access, AccessReason, Door};
use crate::record::ids::DeviceId;
use crate::record::state::State;
use crate::registers::sites::listed;
use belisha_policy::Fact;
use belisha_policy::KnownAct;
use belisha_policy::KnownRole;
use belisha_policy::controls::{OnlinePurposes, ShutUntilOpened};
use belisha_policy::{Policy, Reason, Verdict};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// The clause by which the internet is shut until an adult opens it: a rule of the house, beside every policy.
pub fn shut_clause(policy: &Policy) -> String {
    policy.clause_of::<ShutUntilOpened>().unwrap_or_default().to_owned()
}

/// The question whether a device may open a site of a category.
pub fn question(state: &State, device: &DeviceId, category: &str, now: Timestamp) -> Question {
    let known = state.devices.all.get(device);
    let out = known.and_then(|known| known.out.as_ref());
    let session = state.online.of_device(device.as_str(), now).map(|(_, session)| session);
    let mut asked = Question {
        act: KnownAct::OpenSite.into(),
        device: Some(device.to_string()),
        who: session
            .map(|session| &session.supervisor)
            .or(out.map(|out| &out.person))
            .map(ToString::to_string),
        purpose: session.map(|session| session.purpose.clone()),
        ..Question::default()
    };
    asked.suppose.insert(Fact::Site.into(), Supposition::Word(category.to_owned()));
    asked
}

/// The policy's own clauses before the house's, for the page and for whoever asks.
pub(crate) fn why(verdict: &Verdict) -> AccessReason {
    let mut reasons: Vec<&Reason> = verdict.reasons().iter().collect();
    reasons.sort_by_key(|reason| reason.clause.starts_with("house."));
    let mut clauses: Vec<String> = reasons.iter().map(|reason| reason.clause.to_string()).collect();
    clauses.dedup();
    let says = reasons.first().map_or("it cannot be told whether this is allowed", |reason| &*reason.says);
    AccessReason { says: says.to_owned(), clauses }
}

/// The categories that the policy shuts to the children's devices, even in a supervised session and approved.
pub fn categories_refused_to_children(
    state: &State,
    policy: &Policy,
    now: Timestamp,
) -> BTreeMap<String, AccessReason> {
    let purpose =
        policy.adopted::<OnlinePurposes>().find_map(|adopted| adopted.params.purposes.first().cloned());
    let suppose = |site: &str| {
        let yes = Supposition::Bool(true);
        [
            (Fact::Site, Supposition::Word(site.to_owned())),
            (Fact::Owner, Supposition::Word("setting".into())),
            (Fact::ForChildren, yes.clone()),
            (Fact::Supervised, yes.clone()),
            (Fact::SiteApproved, yes),
        ]
        .map(|(fact, value)| (fact.into(), value))
        .into()
    };
    let refused = policy.catalogue.sites.categories.iter().filter_map(|category| {
        let asked = Question {
            act: KnownAct::OpenSite.into(),
            purpose: purpose.clone(),
            suppose: suppose(&category.id),
            ..Question::default()
        };
        let verdict = answer::verdict(state, policy, now, &asked);
        (!verdict.allows()).then(|| (category.id.clone(), why(&verdict)))
    });
    refused.collect()
}

/// What a device may look up now.
pub fn door(device: &DeviceId, state: &State, policy: &Policy, now: Timestamp) -> Door {
    let verdict = |category: &str, approved: bool| {
        let mut asked = question(state, device, category, now);
        asked.suppose.insert(Fact::SiteApproved.into(), Supposition::Bool(approved));
        answer::verdict(state, policy, now, &asked)
    };
    // What a category adds to what an approved site in none of them gets.
    let plain = verdict("", true);
    let categories = policy.catalogue.sites.categories.iter();
    let refused: BTreeMap<String, AccessReason> = categories
        .filter_map(|category| {
            let verdict = verdict(&category.id, true);
            let shut = !verdict.allows() && plain.allows();
            shut.then(|| (category.id.clone(), why(&verdict)))
        })
        .collect();
    let unapproved = verdict("", false);
    let access = match state.online.of_device(device.as_str(), now) {
        _ if !plain.allows() => Access::Shut(why(&plain)),
        Some((id, session)) if !unapproved.allows() => {
            let listed = listed::approved(state, policy).into_iter();
            let chosen =
                listed.filter(|known| session.sites.is_empty() || session.sites.contains(&known.site));
            let names = chosen.flat_map(|known| known.names).collect();
            let says = "the supervised session is over".to_owned();
            let after = AccessReason { says, clauses: vec![shut_clause(policy)] };
            let otherwise = why(&unapproved);
            Access::Sites { session: id.clone(), names, otherwise, until: session.until, after }
        }
        _ if !unapproved.allows() => Access::Shut(why(&unapproved)),
        _ => Access::Open,
    };
    let lifts = match &access {
        Access::Shut(_) => Vec::new(),
        // What is opened in a session for some minutes ends with it at the latest.
        Access::Sites { until, .. } => {
            let lifts = state.sites.lifts_of(device.as_str(), now);
            lifts.map(|lift| (lift.name.clone(), lift.until.min(*until))).collect()
        }
        Access::Open => {
            state.sites.lifts_of(device.as_str(), now).map(|lift| (lift.name.clone(), lift.until)).collect()
        }
    };
    Door { access, refused, lifts }
}

/// What a device that nobody knows may look up: what the setting lets its visitors.
pub fn visitors(state: &State, policy: &Policy, now: Timestamp) -> Door {
    let refused = policy.catalogue.sites.categories.iter().filter_map(|category| {
        let mut asked = Question {
            act: KnownAct::OpenSite.into(),
            who: Some(KnownRole::Visitor.into()),
            owner: Some("personal".into()),
            ..Question::default()
        };
        asked.suppose.insert(Fact::Site.into(), Supposition::Word(category.id.clone()));
        let verdict = answer::verdict(state, policy, now, &asked);
        (!verdict.allows()).then(|| (category.id.clone(), why(&verdict)))
    });
    let says = "this device is not on the register, and visitors' devices are not let online here".to_owned();
    let access = if state.network.visitors {
        Access::Open
    } else {
        Access::Shut(AccessReason { says, clauses: vec![shut_clause(policy)] })
    };
    Door { access, refused: refused.collect(), lifts: Vec::new() }
}
