//! Risk assessments: hazards with who may be harmed, how likely, how badly, and what is done about it; an owner, a day
//! on which it is looked at again. An assessment may do duties of the policy, and then their gates read it.

mod decide;
mod rating;

use crate::authority::Author;
use crate::due::{Item, Status};
use crate::duties::{Risk, Subject};
use crate::ids::{AssessmentId, DeviceId, FriendshipId, OutingId, PersonId, PlaceId, ToolId};
use crate::moment::date_of;
use crate::private::Private;
use crate::refusal::Refusal;
use crate::state::{Line, State};
use belisha_policy::Policy;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

pub(crate) use decide::decide;
pub use rating::{Band, Score};

/// The item in Due for an assessment that does no duty of the policy, where no clause asks for assessments at all.
pub const REVIEW: &str = "assessments/review";
/// The control that asks for assessments as such; its clause answers for one that is not looked at again.
const ASKS: &str = "internet.risk-assessment";
/// How long before its day a review is shown, in days: as long as any other duty.
const AHEAD_DAYS: i32 = 14;

/// What an assessment is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Of {
    /// Going online in this setting as a whole.
    Setting,
    Place(PlaceId),
    Device(DeviceId),
    /// A new technology: a kind of device.
    Kind(String),
    Outing(OutingId),
    /// A social media tool or an online journal.
    Tool(ToolId),
    Friendship(FriendshipId),
    /// A site, by its address.
    Site(String),
    /// Something else: its title says what.
    Other,
}

impl Of {
    /// As the subject of a duty, where a duty can be about it.
    pub fn subject(&self) -> Option<Subject> {
        Some(match self {
            Self::Setting => Subject::Setting,
            Self::Place(place) => Subject::Place(place.clone()),
            Self::Device(device) => Subject::Device(device.clone()),
            Self::Kind(kind) => Subject::Kind(kind.clone()),
            Self::Tool(tool) => Subject::Tool(tool.clone()),
            Self::Friendship(friendship) => Subject::Friendship(friendship.clone()),
            Self::Outing(_) | Self::Site(_) | Self::Other => return None,
        })
    }
}

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
    pub likelihood: u8,
    /// From 1, slight, to 5, the worst there is.
    pub severity: u8,
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
    /// What it said before it was last made anew.
    pub(crate) fn before(&self) -> Option<&Particulars> {
        let written = self.history.iter().rev().filter_map(|change| match &change.what {
            What::Written(is) => Some(is),
            _ => None,
        });
        written.skip(1).next()
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

/// The reviews of assessments that do no duty of the policy: where one does, the duty itself falls due on that day.
pub(crate) fn due(state: &State, policy: &Policy, today: Date) -> Vec<Item> {
    let clauses: Vec<String> = policy.of_control(ASKS).map(|adoption| adoption.clause.to_string()).collect();
    let duty = if clauses.is_empty() { REVIEW.to_owned() } else { format!("{ASKS}/review") };
    let item = |(id, there): (&AssessmentId, &Assessment)| {
        let by = there.is.review;
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
        }
    };
    state.assessments.here().filter(|(_, there)| there.duties.is_empty()).map(item).collect()
}

/// Assessments that were not looked at again by their day, or for which nobody here answers. Those of friendships are
/// not spoken of here: they are between few.
pub(crate) fn overdue(state: &State, today: Date) -> Vec<(String, String)> {
    let words = |there: &Assessment| {
        let (title, owner) = (there.is.title.words(), &there.is.owner);
        if state.people.active(owner).is_err() {
            let name = state.people.name(owner);
            return Some(format!(
                "Nobody here answers for the risk assessment \"{title}\": {name} has left."
            ));
        }
        let by = there.is.review.strftime("%-d %B %Y");
        (today > there.is.review)
            .then(|| format!("The risk assessment \"{title}\" was to be looked at again by {by}."))
    };
    let spoken_of = state.assessments.here().filter(|(_, there)| !matches!(there.of, Of::Friendship(_)));
    spoken_of.filter_map(|(id, there)| Some((id.to_string(), words(there)?))).collect()
}
