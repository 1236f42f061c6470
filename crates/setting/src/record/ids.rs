//! Ids, each a type of its own.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::Arc;

macro_rules! ids {
    ($($(#[doc = $doc:literal])* $name:ident,)*) => {$(
        $(#[doc = $doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(id: &str) -> Self {
                Self(id.into())
            }
        }

        impl From<String> for $name {
            fn from(id: String) -> Self {
                Self(id.into())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    )*};
}

ids! {
    /// An adult who works here, helps here, or sits on the committee.
    PersonId,
    /// A child.
    ChildId,
    /// A device.
    DeviceId,
    /// A place.
    PlaceId,
    /// One visit of one visitor.
    VisitId,
    /// An outing.
    OutingId,
    /// A device found on a child.
    FindId,
    /// A concern.
    ConcernId,
    /// An exception granted by somebody the policy names.
    ExceptionId,
    /// A notice to families.
    FamilyNoticeId,
    /// A resource of the setting's own.
    ResourceId,
    /// A friendship with a family from before its child came.
    FriendshipId,
    /// A risk assessment.
    AssessmentId,
    /// A social media tool, an online journal, or another tool of work.
    ToolId,
    /// A mailbox, an account, a page, a group: a way by which words leave the setting.
    ChannelId,
    /// A post, from its first draft.
    PostId,
    /// Something personal that was sent to somebody.
    DisclosureId,
    /// A picture or a recording in the vault.
    PictureId,
    /// One use of a picture.
    UseId,
    /// An entry of a learning journey.
    EntryId,
    /// An event for families: a play, a sports day.
    OccasionId,
    /// A supervised session online.
    SessionId,
    /// An approved site.
    SiteId,
    /// A question for a site.
    AskId,
    /// One site opened on one device for some minutes.
    LiftId,
}
