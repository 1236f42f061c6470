//! Ids, each a type of its own.

use crate::record::private::Subject;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::Arc;

macro_rules! ids {
    ($($(#[doc = $doc:literal])* $name:ident $kind:literal,)*) => {$(
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

        impl Subject for $name {
            fn key_name(&self) -> String {
                format!(concat!($kind, "/{}"), self.0)
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
    PersonId "person",
    /// A child.
    ChildId "child",
    /// A device.
    DeviceId "device",
    /// A place.
    PlaceId "place",
    /// One visit of one visitor.
    VisitId "visit",
    /// A request about the data that is held of somebody.
    RequestId "request",
    /// An outing.
    OutingId "outing",
    /// A device found on a child.
    FindId "find",
    /// A concern.
    ConcernId "concern",
    /// An exception granted by somebody the policy names.
    ExceptionId "exception",
    /// A notice to families.
    FamilyNoticeId "family-notice",
    /// A resource of the setting's own.
    ResourceId "resource",
    /// A friendship with a family from before its child came.
    FriendshipId "friendship",
    /// A risk assessment.
    AssessmentId "assessment",
    /// A social media tool, an online journal, or another tool of work.
    ToolId "tool",
    /// A mailbox, an account, a page, a group: a way by which words leave the setting.
    ChannelId "channel",
    /// A post, from its first draft.
    PostId "post",
    /// Something personal that was sent to somebody.
    DisclosureId "disclosure",
    /// A picture or a recording in the vault.
    PictureId "picture",
    /// One use of a picture.
    UseId "use",
    /// An entry of a learning journey.
    EntryId "entry",
    /// An event for families: a play, a sports day.
    OccasionId "occasion",
    /// A supervised session online.
    SessionId "session",
    /// An approved site.
    SiteId "site",
    /// A question for a site.
    AskId "ask",
    /// One site opened on one device for some minutes.
    LiftId "lift",
}
