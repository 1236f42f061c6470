//! What can be asked for with risk assessments, and who may give each command.

use crate::deciding::needs::Needs;
use crate::record::ids::{AssessmentId, PersonId};
use crate::registers::assessments::event::Of;
use crate::registers::duties::event::Risk;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

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

impl Command {
    /// Who may give it; what the policy itself asks of them is decided with it.
    pub(crate) fn needs(&self) -> Needs<'_> {
        match self {
            Self::Make { .. }
            | Self::Revise { .. }
            | Self::SignOff { .. }
            | Self::Review { .. }
            | Self::Retire { .. } => Needs::Team,
        }
    }
}
