//! What goes on record about learning journeys, and who may read each line of it.

use crate::record::audience::Audience;
use crate::record::ids::{ChildId, EntryId, PictureId};
use crate::record::private::Private;
use serde::{Deserialize, Serialize};

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// An entry was written. `area` is an id of `areas.toml`.
    Written {
        entry: EntryId,
        child: ChildId,
        observation: Private,
        area: String,
        next_steps: Private,
        pictures: Vec<PictureId>,
    },
    /// A picture was taken out of an entry again.
    PictureTakenOut { entry: EntryId, picture: PictureId, why: Private },
    /// An entry was taken out of the journey.
    TakenOut { entry: EntryId, why: Private },
}

impl Event {
    /// Who may read the line that it stands in.
    pub fn audience(&self) -> Audience<'_> {
        match self {
            Self::Written { .. } | Self::PictureTakenOut { .. } | Self::TakenOut { .. } => Audience::Everyone,
        }
    }
}
