//! Promises that a policy writes: what is refused in every situation of some sort.

use crate::pack::own::fields::{Fields, Reader, Table, Words};
use std::ops::Range;

/// A promise: acts that are refused wherever a condition holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    /// Its id.
    pub id: String,
    /// What it says.
    pub says: String,
    /// The acts.
    pub acts: Vec<String>,
    /// In Cedar, when they are to be refused.
    pub condition: String,
}

impl Reader<'_, '_> {
    /// A promise, in the fields of a rule.
    pub(crate) fn promise(&mut self, table: &Table, at: Range<usize>) -> Option<Promise> {
        let mut fields = Fields::of(table, at);
        let id = self.thing_id(&mut fields, "a promise")?;
        let says = self.text(&mut fields, "says");
        let acts = self.words(&mut fields, "never", Words::Acts);
        let condition = self.condition(&mut fields, 3);
        self.finish(&fields, "a promise");
        if !fields.has("never") {
            self.wrong(&fields.at, "a promise says what never happens: never = [\"photograph-child\"]");
        }
        if says.is_none() && !fields.has("says") {
            self.wrong(&fields.at, "a promise says itself in words: says = \"…\"");
        }
        Some(Promise { id, says: says?, acts, condition: condition.cedar() })
    }
}
