//! What goes on record about posts, and who may read each line of it.

use crate::record::audience::Audience;
use crate::record::ids::{ChannelId, PictureId, PostId};
use crate::record::private::Private;
use serde::{Deserialize, Serialize};

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// Somebody wrote a draft, with pictures or without.
    Drafted {
        post: PostId,
        channel: ChannelId,
        words: Private,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pictures: Vec<PictureId>,
    },
    /// Its words were changed; an approval does not outlast that.
    Revised { post: PostId, words: Private },
    /// Somebody else approved it. `seen` are the words they looked at and let stand; `looked`: they looked for what
    /// tells who a child in its pictures is.
    Approved {
        post: PostId,
        seen: Vec<Private>,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        looked: bool,
    },
    /// It went out; `purpose` is what its pictures are for, an id of `purposes.toml`. Lines written before November 2026
    /// do not say it.
    Published {
        post: PostId,
        link: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        purpose: Option<String>,
    },
    /// It was taken down.
    TakenDown { post: PostId, why: Private },
}

impl Event {
    /// Who may read the line that it stands in.
    pub fn audience(&self) -> Audience<'_> {
        match self {
            Self::Drafted { .. }
            | Self::Revised { .. }
            | Self::Approved { .. }
            | Self::Published { .. }
            | Self::TakenDown { .. } => Audience::Everyone,
        }
    }
}
