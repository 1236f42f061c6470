//! How far a device may go, and what becomes of a look-up.

use crate::record::ids::SessionId;
use belisha_policy::{Policy, name_within};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// Why a name is shut: the words, and the clauses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessReason {
    /// In words.
    pub says: String,
    /// The clauses behind it, the one that the words are from first.
    pub clauses: Vec<String>,
}

impl AccessReason {
    /// The clause that the words are from.
    pub fn clause(&self) -> Option<&str> {
        self.clauses.first().map(String::as_str)
    }
}

/// How far a device may go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    /// Nothing but the setting itself.
    Shut(AccessReason),
    /// In a supervised session: these names and what is below them, until its end.
    Sites {
        /// The session.
        session: SessionId,
        /// The names.
        names: Vec<String>,
        /// Why any other name is shut.
        otherwise: AccessReason,
        /// When the session ends by the clock.
        until: Timestamp,
        /// Why everything is shut from then on.
        after: AccessReason,
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
    pub refused: BTreeMap<String, AccessReason>,
    /// Single names open for some minutes, each until when.
    pub lifts: Vec<(String, Timestamp)>,
}

/// What became of a look-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LookUp {
    /// It resolves.
    Resolves,
    /// It does not.
    Refused(AccessReason),
}

impl Door {
    /// What becomes of a look-up, by the catalogue's own categories; imported lists are the resolver's.
    pub fn look_up(&self, name: &str, policy: &Policy, now: Timestamp) -> LookUp {
        let category = || {
            let categories = policy.catalogue.sites.categories_of(name);
            categories.filter_map(|category| self.refused.get(&category.id)).next()
        };
        let lifted = self.lifts.iter().any(|(known, until)| name_within(name, known) && *until > now);
        if lifted {
            return LookUp::Resolves;
        }
        match &self.access {
            Access::Shut(why) => LookUp::Refused(why.clone()),
            Access::Sites { until, after, .. } if now >= *until => LookUp::Refused(after.clone()),
            Access::Sites { names, otherwise, .. } => match category() {
                Some(why) => LookUp::Refused(why.clone()),
                None if names.iter().any(|known| name_within(name, known)) => LookUp::Resolves,
                None => LookUp::Refused(otherwise.clone()),
            },
            Access::Open => category().map_or(LookUp::Resolves, |why| LookUp::Refused(why.clone())),
        }
    }
}
