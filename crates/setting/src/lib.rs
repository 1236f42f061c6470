//! What has happened in one setting, and what follows from it.
//!
//! [`Event`]s are folded into [`State`] by [`State::apply`]. A [`Command`] is decided against the state and the policy
//! by [`decide`] into new events, or into a [`Refusal`]. One module per register, each with its events, its commands
//! and its part of the state, in that order.
//!
//! Deliberately absent: files, sockets, clock and randomness. The time of a command and the ids of new things are
//! passed in, so the same commands always make the same events.

pub mod adoption;
pub mod ask;
#[expect(missing_docs, reason = "the fields of events and commands are words of the glossary")]
pub mod assessments;
pub mod attention;
pub mod authority;
#[expect(missing_docs, reason = "the fields of events and commands are words of the glossary")]
pub mod channels;
pub mod children;
#[expect(missing_docs, reason = "the fields of events and commands are words of the glossary")]
pub mod codes;
#[expect(missing_docs, reason = "the fields of events and commands are words of the glossary")]
pub mod concerns;
#[expect(missing_docs, reason = "the fields of events and commands are words of the glossary")]
pub mod consents;
#[expect(missing_docs, reason = "the fields of events and commands are words of the glossary")]
pub mod day;
#[expect(missing_docs, reason = "the fields of events and commands are words of the glossary")]
pub mod devices;
#[expect(missing_docs, reason = "the fields of events and commands are words of the glossary")]
pub mod disclosures;
pub mod due;
#[expect(missing_docs, reason = "the fields of events and commands are words of the glossary")]
pub mod duties;
#[expect(missing_docs, reason = "the fields of events and commands are words of the glossary")]
pub mod exceptions;
#[expect(missing_docs, reason = "the fields of events and commands are words of the glossary")]
pub mod families;
#[expect(missing_docs, reason = "the fields of events and commands are words of the glossary")]
pub mod finds;
#[expect(missing_docs, reason = "the fields of events and commands are words of the glossary")]
pub mod friendships;
mod ids;
pub mod import;
pub mod internet;
#[expect(missing_docs, reason = "the fields of events and commands are words of the glossary")]
pub mod journeys;
mod kept;
#[expect(missing_docs, reason = "the fields of events and commands are words of the glossary")]
pub mod library;
mod moment;
#[expect(missing_docs, reason = "the fields of events and commands are words of the glossary")]
pub mod network;
pub mod notices;
#[expect(missing_docs, reason = "the fields of events and commands are words of the glossary")]
pub mod occasions;
#[expect(missing_docs, reason = "the fields of events and commands are words of the glossary")]
pub mod online;
#[expect(missing_docs, reason = "the fields of events and commands are words of the glossary")]
pub mod outings;
pub mod people;
#[expect(missing_docs, reason = "the fields of events and commands are words of the glossary")]
pub mod permissions;
#[expect(missing_docs, reason = "the fields of events and commands are words of the glossary")]
pub mod pictures;
pub mod places;
#[expect(missing_docs, reason = "the fields of events and commands are words of the glossary")]
pub mod posts;
mod private;
pub mod profile;
pub mod ratio;
pub mod records;
mod refusal;
mod settle;
#[expect(missing_docs, reason = "the fields of events and commands are words of the glossary")]
pub mod sites;
pub mod standing;
mod state;
#[expect(missing_docs, reason = "the fields of events and commands are words of the glossary")]
pub mod teaching;
#[expect(missing_docs, reason = "the fields of events and commands are words of the glossary")]
pub mod tools;
#[expect(missing_docs, reason = "the fields of events and commands are words of the glossary")]
pub mod visitors;
pub mod wording;

pub use ask::{Answer, Question, ask};
pub use authority::Author;
pub use ids::{
    AskId, AssessmentId, ChannelId, ChildId, ConcernId, DeviceId, DisclosureId, EntryId, ExceptionId,
    FamilyNoticeId, FindId, FriendshipId, LiftId, OccasionId, OutingId, PersonId, PictureId, PlaceId, PostId,
    ResourceId, SessionId, SiteId, ToolId, UseId, VisitId,
};
pub use moment::{date_of, from_london, london, time_of};
pub use private::Private;
pub use refusal::Refusal;
pub use state::{Command, Context, Event, Line, State, decide};
