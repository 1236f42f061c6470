//! The topics that a policy asks for, and which children lack which.

use crate::record::ids::ChildId;
use crate::record::state::State;
use belisha_policy::{Params, Policy};
use jiff::civil::Date;

/// The control that asks for the principles of staying safe to be taught before a child goes online.
pub(crate) const STAY_SAFE: &str = "internet.stay-safe-principles";
/// The controls that ask for teaching, each with the parameter that names its topics.
pub const CONTROLS: [(&str, &str); 2] = [(STAY_SAFE, "principles"), ("internet.resilience", "topics")];

fn topics_in<'a>(control: &str, params: &'a Params) -> &'a [String] {
    let param = CONTROLS.iter().find(|(there, _)| *there == control).map(|(_, param)| *param);
    param.and_then(|param| params.get(param)).map_or(&[], Vec::as_slice)
}

/// The topics that a policy asks for under a control, in its order.
pub fn topics(control: &str, policy: &Policy) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for adoption in policy.of_control(control) {
        for topic in topics_in(control, &adoption.params) {
            if !all.contains(topic) {
                all.push(topic.clone());
            }
        }
    }
    all
}

/// The topics of a control that a child was not taught yet.
pub fn gaps(child: &ChildId, control: &str, policy: &Policy, state: &State) -> Vec<String> {
    let mut missing = topics(control, policy);
    missing.retain(|topic| state.teaching.lesson(child, control, topic).is_none());
    missing
}

/// The day by which a child had been taught every topic that a duty names; `None` while one is missing.
pub(crate) fn all_taught(child: &ChildId, duty: &str, params: &Params, state: &State) -> Option<Date> {
    let control = duty.split('/').next().unwrap_or_default();
    let days = topics_in(control, params)
        .iter()
        .map(|topic| state.teaching.lesson(child, control, topic).map(|lesson| lesson.on))
        .collect::<Option<Vec<Date>>>()?;
    days.into_iter().min()
}
