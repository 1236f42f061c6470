//! What can be asked for with posts, and who may give each command.

use crate::deciding::needs::Needs;
use crate::record::ids::{ChannelId, PictureId, PostId};
use serde::{Deserialize, Serialize};

/// What can be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Write a draft.
    Draft {
        post: PostId,
        channel: ChannelId,
        words: String,
        #[serde(default)]
        pictures: Vec<PictureId>,
    },
    /// Change its words.
    Revise { post: PostId, words: String },
    /// Approve it, having looked at `seen`.
    Approve {
        post: PostId,
        #[serde(default)]
        seen: Vec<String>,
        /// Having looked for what tells who a child in its pictures is.
        #[serde(default)]
        looked: bool,
    },
    /// Say that it went out, and where it can be seen.
    Publish { post: PostId, link: String },
    /// Say that it was taken down.
    TakeDown { post: PostId, why: String },
}

impl Command {
    /// Who may give it; what the policy itself asks of them is decided with it.
    pub(crate) fn needs(&self) -> Needs<'_> {
        match self {
            Self::Draft { .. }
            | Self::Revise { .. }
            | Self::Approve { .. }
            | Self::Publish { .. }
            | Self::TakeDown { .. } => Needs::Team,
        }
    }
}
