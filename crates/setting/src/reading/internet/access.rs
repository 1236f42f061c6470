//! How far a device may go, and what becomes of a look-up.

use crate::record::ids::SessionId;
use belisha_policy::{Policy, name_within};
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

impl Door {
    /// What becomes of a look-up, by the catalogue's own categories; imported lists are the resolver's.
    pub fn look_up(&self, name: &str, policy: &Policy, now: Timestamp) -> Answer {
        let category = || {
            let categories = policy.catalogue.sites.categories_of(name);
            categories.filter_map(|category| self.refused.get(&category.id)).next()
        };
        let lifted = self.lifts.iter().any(|(known, until)| name_within(name, known) && *until > now);
        if lifted {
            return Answer::Resolves;
        }
        match &self.access {
            Access::Shut(why) => Answer::Refused(why.clone()),
            Access::Sites { until, after, .. } if now >= *until => Answer::Refused(after.clone()),
            Access::Sites { names, otherwise, .. } => match category() {
                Some(why) => Answer::Refused(why.clone()),
                None if names.iter().any(|known| name_within(name, known)) => Answer::Resolves,
                None => Answer::Refused(otherwise.clone()),
            },
            Access::Open => category().map_or(Answer::Resolves, |why| Answer::Refused(why.clone())),
        }
    }
}
