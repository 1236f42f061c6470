//! What each device may look up now, by the policy: computed, never stored. The resolver is handed this, and a question
//! or a scenario is answered by the same.

use crate::ask::{self, Question, Supposition};
use crate::devices::Owner;
use crate::ids::{DeviceId, SessionId};
use crate::sites;
use crate::state::State;
use belisha_policy::{Policy, Reason, Verdict, name_within};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// Why a name is shut: the words, and the clauses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why {
    /// In words.
    pub says: String,
    /// The clauses behind it, the one that the words are from first.
    pub clauses: Vec<String>,
}

impl Why {
    /// The clause that the words are from.
    pub fn clause(&self) -> Option<&str> {
        self.clauses.first().map(String::as_str)
    }
}

/// How far a device may go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    /// Nothing but the setting itself.
    Shut(Why),
    /// In a supervised session: these names and what is below them, until its end.
    Sites {
        /// The session.
        session: SessionId,
        /// The names.
        names: Vec<String>,
        /// Why any other name is shut.
        otherwise: Why,
        /// When the session ends by the clock.
        until: Timestamp,
        /// Why everything is shut from then on.
        after: Why,
    },
    /// Everything that is in no refused category.
    Open,
}

/// The clause by which the internet is shut until an adult opens it.
const HOUSE: &str = "house.8";

/// A device, and what it may look up now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Door {
    /// How far it may go.
    pub access: Access,
    /// The categories that are shut to it, by id.
    pub refused: BTreeMap<String, Why>,
    /// Single names open for some minutes, each until when.
    pub lifts: Vec<(String, Timestamp)>,
}

/// What became of a look-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It resolves.
    Resolves,
    /// It does not.
    Refused(Why),
}

/// The question whether a device may open a site of a category.
pub fn question(state: &State, device: &DeviceId, category: &str, now: Timestamp) -> Question {
    let there = state.devices.all.get(device);
    let out = there.and_then(|there| there.out.as_ref());
    let session = state.online.of_device(device.as_str(), now).map(|(_, session)| session);
    let mut asked = Question {
        act: "open-site".into(),
        device: Some(device.to_string()),
        who: session
            .map(|session| &session.supervisor)
            .or(out.map(|out| &out.person))
            .map(ToString::to_string),
        purpose: session.map(|session| session.purpose.clone()),
        ..Question::default()
    };
    asked.suppose.insert("site".into(), Supposition::Word(category.to_owned()));
    asked
}

/// The policy's own clauses before the house's, for the page and for whoever asks.
fn why(verdict: &Verdict) -> Why {
    let mut reasons: Vec<&Reason> = verdict.reasons().iter().collect();
    reasons.sort_by_key(|reason| reason.clause.starts_with("house."));
    let mut clauses: Vec<String> = reasons.iter().map(|reason| reason.clause.to_string()).collect();
    clauses.dedup();
    let says = reasons.first().map_or("it cannot be told whether this is allowed", |reason| &*reason.says);
    Why { says: says.to_owned(), clauses }
}

/// The categories that the policy shuts to the children's devices, even in a supervised session and approved.
pub fn categories_refused_to_children(
    state: &State,
    policy: &Policy,
    now: Timestamp,
) -> BTreeMap<String, Why> {
    let purposes = policy.of_control("internet.not-routine").find_map(|there| there.params.get("purposes"));
    let purpose = purposes.and_then(|purposes| purposes.first().cloned());
    let suppose = |site: &str| {
        let yes = Supposition::Bool(true);
        [
            ("site", Supposition::Word(site.to_owned())),
            ("owner", Supposition::Word("setting".into())),
            ("for_children", yes.clone()),
            ("supervised", yes.clone()),
            ("site_approved", yes),
        ]
        .map(|(fact, value)| (fact.to_owned(), value))
        .into()
    };
    let refused = policy.catalogue.sites.categories.iter().filter_map(|category| {
        let asked = Question {
            act: "open-site".into(),
            purpose: purpose.clone(),
            suppose: suppose(&category.id),
            ..Question::default()
        };
        let verdict = ask::verdict(state, policy, now, &asked);
        (!verdict.lets()).then(|| (category.id.clone(), why(&verdict)))
    });
    refused.collect()
}

/// What a device may look up now.
pub fn door(device: &DeviceId, state: &State, policy: &Policy, now: Timestamp) -> Door {
    let verdict = |category: &str, approved: bool| {
        let mut asked = question(state, device, category, now);
        asked.suppose.insert("site_approved".into(), Supposition::Bool(approved));
        ask::verdict(state, policy, now, &asked)
    };
    // What a category adds to what an approved site in none of them gets.
    let plain = verdict("", true);
    let categories = policy.catalogue.sites.categories.iter();
    let refused: BTreeMap<String, Why> = categories
        .filter_map(|category| {
            let verdict = verdict(&category.id, true);
            let shut = !verdict.lets() && plain.lets();
            shut.then(|| (category.id.clone(), why(&verdict)))
        })
        .collect();
    let unapproved = verdict("", false);
    let access = match state.online.of_device(device.as_str(), now) {
        _ if !plain.lets() => Access::Shut(why(&plain)),
        Some((id, session)) if !unapproved.lets() => {
            let listed = sites::approved(state, policy).into_iter();
            let chosen =
                listed.filter(|there| session.sites.is_empty() || session.sites.contains(&there.site));
            let names = chosen.flat_map(|there| there.names).collect();
            let says = "the supervised session is over".to_owned();
            let after = Why { says, clauses: vec![HOUSE.to_owned()] };
            let otherwise = why(&unapproved);
            Access::Sites { session: id.clone(), names, otherwise, until: session.until, after }
        }
        _ if !unapproved.lets() => Access::Shut(why(&unapproved)),
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
            act: "open-site".into(),
            who: Some("visitor".into()),
            owner: Some("personal".into()),
            ..Question::default()
        };
        asked.suppose.insert("site".into(), Supposition::Word(category.id.clone()));
        let verdict = ask::verdict(state, policy, now, &asked);
        (!verdict.lets()).then(|| (category.id.clone(), why(&verdict)))
    });
    let says = "this device is not on the register, and visitors' devices are not let online here".to_owned();
    let access = if state.network.visitors {
        Access::Open
    } else {
        Access::Shut(Why { says, clauses: vec![HOUSE.to_owned()] })
    };
    Door { access, refused: refused.collect(), lifts: Vec::new() }
}

impl Door {
    /// What becomes of a look-up, by the catalogue's own categories; imported lists are the resolver's.
    pub fn look_up(&self, name: &str, policy: &Policy, now: Timestamp) -> Answer {
        let category = || {
            let categories = policy.catalogue.sites.categories_of(name);
            categories.filter_map(|category| self.refused.get(&category.id)).next()
        };
        let lifted = self.lifts.iter().any(|(there, until)| name_within(name, there) && *until > now);
        if lifted {
            return Answer::Resolves;
        }
        match &self.access {
            Access::Shut(why) => Answer::Refused(why.clone()),
            Access::Sites { until, after, .. } if now >= *until => Answer::Refused(after.clone()),
            Access::Sites { names, otherwise, .. } => match category() {
                Some(why) => Answer::Refused(why.clone()),
                None if names.iter().any(|there| name_within(name, there)) => Answer::Resolves,
                None => Answer::Refused(otherwise.clone()),
            },
            Access::Open => category().map_or(Answer::Resolves, |why| Answer::Refused(why.clone())),
        }
    }
}

/// The setting's devices that can go online, those for children first.
pub fn devices<'a>(state: &'a State, policy: &'a Policy) -> Vec<(&'a DeviceId, &'a crate::devices::Device)> {
    let online = |device: &crate::devices::Device| {
        let kind = state.devices.kind(&device.is.kind, &policy.catalogue);
        (device.is.owner == Owner::Setting || device.is.for_children)
            && kind.is_some_and(|kind| kind.can.iter().any(|can| can == "internet"))
    };
    let mut all: Vec<_> = state.devices.here().filter(|(_, device)| online(device)).collect();
    all.sort_by_key(|(_, device)| !device.is.for_children);
    all
}

/// What is wrong with the filter: devices that go online and that the resolver does not know.
pub(crate) fn watch(state: &State, policy: &Policy) -> Vec<(String, String)> {
    let unknown = devices(state, policy).into_iter().filter(|(id, _)| !state.network.known.contains_key(*id));
    unknown
        .map(|(id, device)| {
            let says =
                format!("The filter does not know {} by any address: say which it has.", device.is.name);
            (id.to_string(), says)
        })
        .collect()
}
