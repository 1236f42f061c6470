//! Risk assessments: hazards with who may be harmed, how likely, how badly, and what is done about it; an owner, a day
//! on which it is looked at again. An assessment may do duties of the policy, and then their gates read it.

mod decide;
mod of;
mod rating;
mod upcoming;

use crate::authority::Author;
use crate::duties::Risk;
use crate::ids::{AssessmentId, PersonId, ToolId};
use crate::moment::date_of;
use crate::private::Private;
use crate::refusal::Refusal;
use crate::state::Line;
use belisha_policy::Policy;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

pub(crate) use decide::decide;
pub use of::Of;
pub use rating::{Band, Score};
pub(crate) use upcoming::{due, overdue};

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// An assessment was made; it does these duties.
    Made { assessment: AssessmentId, of: Of, is: Particulars, duties: Vec<String> },
    /// It was made anew.
    Revised { assessment: AssessmentId, is: Particulars },
    /// Somebody whom the policy names put their name to it: it does these duties.
    SignedOff { assessment: AssessmentId, duties: Vec<String> },
    /// It was looked at again, and stands.
    Reviewed { assessment: AssessmentId, note: Private, review: Date },
    /// It no longer stands.
    Retired { assessment: AssessmentId, why: Private },
}

impl Event {
    pub(crate) fn assessment(&self) -> &AssessmentId {
        match self {
            Self::Made { assessment, .. }
            | Self::Revised { assessment, .. }
            | Self::SignedOff { assessment, .. }
            | Self::Reviewed { assessment, .. }
            | Self::Retired { assessment, .. } => assessment,
        }
    }
}

/// What an assessment says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Particulars {
    pub title: Private,
    /// The risk of the online world it is filed under.
    pub risk: Option<Risk>,
    pub hazards: Vec<Hazard>,
    /// Who answers for it.
    pub owner: PersonId,
    /// The day by which it is looked at again.
    pub review: Date,
}

/// One hazard.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Hazard {
    pub hazard: Private,
    /// Who may be harmed.
    pub harmed: Private,
    pub score: Score,
    /// What is done about it.
    pub controls: Private,
    /// What is left of it with that done.
    pub left: Option<Score>,
}

impl Hazard {
    /// The score as things are: what is left where that was judged.
    pub fn now(&self) -> Score {
        self.left.unwrap_or(self.score)
    }
}

/// A hazard as it is written down. Rows with no words in them are left out.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HazardText {
    pub hazard: String,
    pub harmed: String,
    /// From 1, rare, to 5, almost certain.
    pub likelihood: Option<u8>,
    /// From 1, slight, to 5, the worst there is.
    pub severity: Option<u8>,
    pub controls: String,
    pub left_likelihood: Option<u8>,
    pub left_severity: Option<u8>,
}

/// What can be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Make an assessment.
    Make {
        assessment: AssessmentId,
        of: Of,
        title: String,
        #[serde(default)]
        risk: Option<Risk>,
        hazards: Vec<HazardText>,
        owner: PersonId,
        review: Date,
        /// The duties of the policy that it does: `control/duty`.
        #[serde(default)]
        duties: Vec<String>,
    },
    /// Make it anew.
    Revise {
        assessment: AssessmentId,
        title: String,
        #[serde(default)]
        risk: Option<Risk>,
        hazards: Vec<HazardText>,
        owner: PersonId,
        review: Date,
    },
    /// Put one's name to it, so that it does these duties.
    SignOff { assessment: AssessmentId, duties: Vec<String> },
    /// Look at it again, and let it stand.
    Review { assessment: AssessmentId, note: String, review: Date },
    /// It no longer stands.
    Retire { assessment: AssessmentId, why: String },
}

/// Something done to an assessment, for its history.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    pub at: Timestamp,
    pub by: Author,
    pub line: u64,
    pub what: What,
}

impl Change {
    /// The day.
    pub fn on(&self) -> Date {
        date_of(self.at)
    }
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// It was made, or made anew, and then said this.
    Written(Particulars),
    SignedOff,
    Reviewed(Private),
    Retired(Private),
}

/// One assessment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Assessment {
    pub of: Of,
    /// What it says now.
    pub is: Particulars,
    /// The duties it does.
    pub duties: Vec<String>,
    /// Everybody who assessed: made it, or made it anew.
    pub assessed_by: Vec<PersonId>,
    /// The line at which it last did its duties.
    pub signed: Option<u64>,
    pub retired: bool,
    pub history: Vec<Change>,
}

impl Assessment {
    /// The duties it does that the policy in force asks for: another version may ask for fewer.
    pub fn asked(&self, policy: &Policy) -> Vec<String> {
        let there = |key: &&String| policy.duties.iter().any(|duty| *duty.key == ***key);
        self.duties.iter().filter(there).cloned().collect()
    }

    /// What it said before it was last made anew.
    pub(crate) fn before(&self) -> Option<&Particulars> {
        let mut written = self.history.iter().rev().filter_map(|change| match &change.what {
            What::Written(is) => Some(is),
            _ => None,
        });
        written.nth(1)
    }

    fn change(&mut self, what: What, line: &Line) {
        if let (What::Written(_), Author::Person(person)) = (&what, &line.author)
            && !self.assessed_by.contains(person)
        {
            self.assessed_by.push(person.clone());
        }
        if !self.duties.is_empty() {
            self.signed = Some(line.seq);
        }
        self.history.push(Change { at: line.at, by: line.author.clone(), line: line.seq, what });
    }
}

/// The register of risk assessments.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Assessments {
    /// By id, those that no longer stand included.
    pub all: BTreeMap<AssessmentId, Assessment>,
}

impl Assessments {
    pub(crate) fn apply(&mut self, event: &Event, line: &Line) {
        if let Event::Made { assessment, of, is, duties } = event.clone() {
            let mut new = Assessment {
                of,
                is: is.clone(),
                duties,
                assessed_by: Vec::new(),
                signed: None,
                retired: false,
                history: Vec::new(),
            };
            new.change(What::Written(is), line);
            self.all.insert(assessment, new);
            return;
        }
        let Some(there) = self.all.get_mut(event.assessment()) else { return };
        match event.clone() {
            Event::Made { .. } => {}
            Event::Revised { is, .. } => {
                there.is = is.clone();
                there.change(What::Written(is), line);
            }
            Event::SignedOff { duties, .. } => {
                there.duties = duties;
                there.change(What::SignedOff, line);
            }
            Event::Reviewed { note, review, .. } => {
                there.is.review = review;
                there.change(What::Reviewed(note), line);
            }
            Event::Retired { why, .. } => {
                there.retired = true;
                there.history.push(Change {
                    at: line.at,
                    by: line.author.clone(),
                    line: line.seq,
                    what: What::Retired(why),
                });
            }
        }
    }

    /// An assessment that stands.
    ///
    /// # Errors
    /// A [`Refusal`] when there is no such assessment, or it no longer stands.
    pub fn active(&self, assessment: &AssessmentId) -> Result<&Assessment, Refusal> {
        match self.all.get(assessment) {
            Some(there) if !there.retired => Ok(there),
            Some(_) => Err(Refusal::Contradiction("That assessment no longer stands.".into())),
            None => Err(Refusal::Invalid("There is no such assessment.".into())),
        }
    }

    /// Every assessment that stands.
    pub fn here(&self) -> impl Iterator<Item = (&AssessmentId, &Assessment)> {
        self.all.iter().filter(|(_, there)| !there.retired)
    }

    /// An assessment's title, for a sentence.
    pub fn name(&self, assessment: &AssessmentId) -> String {
        match self.all.get(assessment) {
            Some(there) if matches!(there.of, Of::Friendship(_)) => "of a friendship from before".to_owned(),
            Some(there) => there.is.title.words().to_owned(),
            None => assessment.to_string(),
        }
    }

    /// The assessment of a tool by this very person, in date.
    pub fn of_tool_by(&self, tool: &ToolId, person: &PersonId, today: Date) -> Option<&AssessmentId> {
        let wanted = |there: &Assessment| {
            matches!(&there.of, Of::Tool(of) if of == tool)
                && there.assessed_by.contains(person)
                && there.is.review >= today
        };
        self.here().find(|(_, there)| wanted(there)).map(|(id, _)| id)
    }
}
