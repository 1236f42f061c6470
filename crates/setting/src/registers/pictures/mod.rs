//! Pictures and recordings of children: where each came from, what it is for, who can be seen, where it went, until
//! when it is kept. The bytes are in the vault; here is what is known of them, their keys sealed among it.

pub(crate) mod command;
pub(crate) mod decide;
pub(crate) mod event;
pub(crate) mod leaving;
pub(crate) mod month;
pub(crate) mod permitted;
pub(crate) mod recalls;
pub(crate) mod refused;
pub(crate) mod retention;
pub(crate) mod sentence;
pub(crate) mod source;
pub(crate) mod state;
pub(crate) mod uses;
pub(crate) mod watch;

pub use command::{Command, FileText, Incoming, Prepared};
pub use event::{EraseReason, Event, File, Mark, MediaKind, Shot, Shows, To, Way};
pub use leaving::awaiting_yes;
pub use month::{Count, View, month};
pub use recalls::{Recall, recalls};
pub use refused::Refused;
pub use retention::{Against, against, erase_by};
pub use source::device_of;
pub use state::{Picture, Pictures, Use};
pub use uses::{Asked, may, question};
