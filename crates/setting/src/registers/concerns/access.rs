//! Who may open a concern: a question to the policy like any other.

use crate::reading::ask::answer;
use crate::reading::ask::question::Question;
use crate::record::ids::{ConcernId, PersonId};
use crate::record::state::State;
use belisha_policy::KnownAct;
use belisha_policy::{Policy, Verdict};
use jiff::Timestamp;

/// Whether somebody may open a concern: a question to the policy like any other.
pub fn may_open(
    person: &PersonId,
    concern: &ConcernId,
    personal_device: bool,
    state: &State,
    policy: &Policy,
    now: Timestamp,
) -> Verdict {
    let question = Question {
        act: KnownAct::OpenConcern.into(),
        who: Some(person.to_string()),
        concern: Some(concern.clone()),
        owner: personal_device.then(|| "personal".to_owned()),
        ..Question::default()
    };
    answer::verdict(state, policy, now, &question)
}
