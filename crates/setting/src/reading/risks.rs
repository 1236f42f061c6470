//! The risks under which a policy files assessments and concerns.

use crate::registers::duties::event::Risk;
use belisha_policy::controls::Risks;
use belisha_policy::{Policy, RiskHeading};

/// The risks that a policy names, with the clause that does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The clause.
    pub clause: String,
    /// The risks, in its order.
    pub risks: Vec<Risk>,
}

impl Named {
    /// "content, contact or conduct", in the policy's order.
    pub(crate) fn words(&self) -> String {
        belisha_policy::join_or(&self.risks.iter().map(|risk| risk.word()).collect::<Vec<_>>())
    }
}

/// What the policy names; `None` where it does not file by risk.
pub fn named(policy: &Policy) -> Option<Named> {
    let adopted = policy.adopted::<Risks>().next()?;
    let risks = adopted.params.risks.iter().map(|heading| of_heading(*heading)).collect();
    Some(Named { clause: adopted.clause().to_owned(), risks })
}

fn of_heading(heading: RiskHeading) -> Risk {
    match heading {
        RiskHeading::Content => Risk::Content,
        RiskHeading::Contact => Risk::Contact,
        RiskHeading::Conduct => Risk::Conduct,
        RiskHeading::Commerce => Risk::Commerce,
    }
}
