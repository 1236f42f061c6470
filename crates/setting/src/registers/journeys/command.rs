//! What can be asked for with learning journeys, and who may give each command.

use crate::deciding::needs::Needs;
use crate::record::ids::{ChildId, EntryId, PictureId};
use serde::{Deserialize, Serialize};

/// What can be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Write an entry.
    Write {
        entry: EntryId,
        child: ChildId,
        observation: String,
        area: String,
        #[serde(default)]
        next_steps: String,
        #[serde(default)]
        pictures: Vec<PictureId>,
    },
    /// Take a picture out of an entry.
    TakePictureOut { entry: EntryId, picture: PictureId, why: String },
    /// Take an entry out.
    TakeOut { entry: EntryId, why: String },
}

impl Command {
    /// Who may give it; what the policy itself asks of them is decided with it.
    pub(crate) fn needs(&self) -> Needs<'_> {
        match self {
            Self::Write { .. } | Self::TakePictureOut { .. } | Self::TakeOut { .. } => Needs::Team,
        }
    }
}
