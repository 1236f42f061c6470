//! The topics that a policy asks for, and which children lack which.

use crate::record::ids::ChildId;
use crate::record::state::State;
use belisha_policy::controls::{Resilience, StaySafePrinciples};
use belisha_policy::{Adoption, DutyInForce, Policy};
use jiff::civil::Date;

fn topics_of(adoption: &Adoption) -> Option<&[String]> {
    let principles = adoption.known::<StaySafePrinciples>().map(|asked| &*asked.principles);
    principles.or_else(|| adoption.known::<Resilience>().map(|asked| &*asked.topics))
}

/// The controls under which a policy asks for teaching, by id, each once: staying safe first.
pub fn controls(policy: &Policy) -> Vec<&str> {
    let staying_safe = policy.adopted::<StaySafePrinciples>().map(|adopted| adopted.adoption);
    let resilience = policy.adopted::<Resilience>().map(|adopted| adopted.adoption);
    let mut all: Vec<&str> = Vec::new();
    for adoption in staying_safe.chain(resilience) {
        if !all.contains(&&*adoption.control) {
            all.push(&adoption.control);
        }
    }
    all
}

/// The topics that a policy asks for under a control, in its order.
pub fn topics(control: &str, policy: &Policy) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for topic in policy.of_control(control).filter_map(topics_of).flatten() {
        if !all.contains(topic) {
            all.push(topic.clone());
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

/// The principles of staying safe that a child was not taught yet.
pub fn stay_safe_gaps(child: &ChildId, policy: &Policy, state: &State) -> Vec<String> {
    let control = policy.adopted::<StaySafePrinciples>().next().map(|adopted| &*adopted.adoption.control);
    control.map_or_else(Vec::new, |control| gaps(child, control, policy, state))
}

/// Whether a policy has the principles of staying safe taught before a child goes online for the first time.
pub fn before_first_use(policy: &Policy) -> bool {
    policy.adopted::<StaySafePrinciples>().any(|adopted| adopted.params.before_first_use)
}

/// The day by which a child had been taught every topic that a duty names; `None` while one is missing.
pub(crate) fn all_taught(child: &ChildId, duty: &DutyInForce, state: &State) -> Option<Date> {
    let principles = duty.known::<StaySafePrinciples>().map(|asked| asked.principles);
    let topics = principles.or_else(|| Some(duty.known::<Resilience>()?.topics))?;
    let days = topics
        .iter()
        .map(|topic| state.teaching.lesson(child, duty.control(), topic).map(|lesson| lesson.on))
        .collect::<Option<Vec<Date>>>()?;
    days.into_iter().min()
}
