//! What the lines about consents to be named fold into.

use crate::record::author::Author;
use crate::record::private::Private;
use crate::record::stamp::Stamp;
use crate::registers::consents::event::{Event, Of};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A consent on record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Consent {
    /// Since when.
    pub since: Timestamp,
    /// Who put it on record.
    pub by: Author,
    /// By what it is known.
    pub how: Private,
}

/// The consents in force.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Consents {
    /// By whom it is about, then by purpose.
    pub given: BTreeMap<Of, BTreeMap<String, Consent>>,
}

impl Consents {
    pub(crate) fn apply(&mut self, event: &Event, line: Stamp<'_>) {
        match event.clone() {
            Event::Given { of, purpose, how } => {
                let consent = Consent { since: line.at, by: line.author.clone(), how };
                self.given.entry(of).or_default().insert(purpose, consent);
            }
            Event::Withdrawn { of, purpose } => {
                if let Some(given) = self.given.get_mut(&of) {
                    given.remove(&purpose);
                    if given.is_empty() {
                        self.given.remove(&of);
                    }
                }
            }
        }
    }

    /// Whether a consent is in force for somebody, by their id.
    pub fn has(&self, id: &str, purpose: &str) -> bool {
        let of = [Of::Person(id.into()), Of::Child(id.into())];
        of.iter().any(|of| self.given.get(of).is_some_and(|given| given.contains_key(purpose)))
    }
}
