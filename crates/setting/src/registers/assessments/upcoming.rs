//! Which assessments are to be looked at again, and which nobody answers for: computed, never stored.

use crate::reading::due::item::{Item, Status};
use crate::record::ids::AssessmentId;
use crate::record::state::State;
use crate::registers::assessments::event::Of;
use crate::registers::assessments::state::Assessment;
use crate::registers::duties::event::Subject;
use belisha_policy::Policy;
use belisha_policy::controls::OnlineAssessment;
use jiff::ToSpan;
use jiff::civil::Date;

/// The item in Due for an assessment that does no duty of the policy, where no clause asks for assessments at all.
const REVIEW: &str = "assessments/review";

/// How long before its day a review is shown, in days: as long as any other duty.
const AHEAD_DAYS: i32 = 14;

/// The reviews of assessments that do no duty of the policy in force: where one does, the duty itself falls due on that day.
pub(crate) fn due(state: &State, policy: &Policy, today: Date) -> Vec<Item> {
    // Where a clause asks for assessments as such, it answers for one that is not looked at again.
    let asked: Vec<_> = policy.adopted::<OnlineAssessment>().collect();
    let clauses: Vec<String> = asked.iter().map(|adopted| adopted.clause().to_owned()).collect();
    let duty =
        asked.first().map_or(REVIEW.to_owned(), |adopted| format!("{}/review", adopted.adoption.control));
    let item = |(id, assessment): (&AssessmentId, &Assessment)| {
        let by = assessment.particulars.review;
        Item {
            duty: duty.clone(),
            subject: Subject::Assessment(id.clone()),
            does: format!("look at the risk assessment again: {}", state.assessments.name(id)),
            clauses: clauses.clone(),
            status: match by {
                by if today > by => Status::Overdue { by },
                by if by > today.saturating_add(AHEAD_DAYS.days()) => Status::Done { next: Some(by) },
                by => Status::Due { by },
            },
            who: Vec::new(),
            finds: false,
            every: "on the day it names".to_owned(),
            note: true,
            renewed_by: None,
        }
    };
    state.assessments.here().filter(|(_, assessment)| assessment.asked(policy).is_empty()).map(item).collect()
}

/// Assessments that were not looked at again by their day, or for which nobody here answers. Those of friendships are
/// not spoken of here: they are between few.
pub(crate) fn overdue(state: &State, today: Date) -> Vec<(String, String)> {
    let words = |assessment: &Assessment| {
        let (title, owner) = (assessment.particulars.title.words(), &assessment.particulars.owner);
        if state.people.active(owner).is_err() {
            let name = state.people.name(owner);
            return Some(format!(
                "Nobody here answers for the risk assessment \"{title}\": {name} has left."
            ));
        }
        let by = assessment.particulars.review.strftime("%-d %B %Y");
        (today > assessment.particulars.review)
            .then(|| format!("The risk assessment \"{title}\" was to be looked at again by {by}."))
    };
    let spoken_of =
        state.assessments.here().filter(|(_, assessment)| !matches!(assessment.of, Of::Friendship(_)));
    spoken_of.filter_map(|(id, assessment)| Some((id.to_string(), words(assessment)?))).collect()
}
