//! A setting read back from its log.

use crate::error::Error;
use belisha_ledger::Log;
use belisha_policy::{Catalogue, Pack, Policy};
use belisha_setting::{Event, Line, State, adoption};
use std::sync::Arc;

/// The state that follows from a log: from its snapshot where this program reads it, and the lines since.
pub(super) fn fold(log: &mut Log) -> Result<State, Error> {
    let known = log.to_snapshot()?.and_then(|bytes| State::from_snapshot(&bytes));
    let mut state = match known {
        Some(state) if state.lines == log.length() => state,
        _ => {
            log.rewind();
            State::default()
        }
    };
    log.replay(&mut |line| {
        state.apply(&Line::from_json(&line.json)?);
        Ok(())
    })?;
    Ok(state)
}

/// The policy in force, compiled; before the first adoption, one without clauses.
pub(super) fn policy_of(state: &State) -> Result<Arc<Policy>, Error> {
    match state.adoption.in_force() {
        Some(version) => compiled(&version.text),
        None => compiled("[pack]\nid = \"none\"\ntitle = \"No policy yet\"\nversion = \"2026-01-01\"\n"),
    }
}

/// The policy that these lines put in force, if they do.
pub(super) fn newly_adopted(lines: &[Line]) -> Result<Option<Arc<Policy>>, Error> {
    let adopted = lines.iter().rev().find_map(|line| match &line.event {
        Event::Policy(adoption::Event::Adopted { text, .. }) => Some(text),
        _ => None,
    });
    adopted.map(|text| compiled(text)).transpose()
}

fn compiled(text: &str) -> Result<Arc<Policy>, Error> {
    let catalogue = Catalogue::builtin();
    let pack = Pack::parse("the policy in force", text, &catalogue)?;
    Ok(Arc::new(Policy::compile(pack, catalogue)?))
}
