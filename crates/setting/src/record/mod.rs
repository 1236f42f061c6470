//! The lowest floor: what is on record. Lines, the state that they fold into, and what one register's lines do to
//! another. Nothing here knows a policy or a catalogue, so the same lines fold into the same state for ever.

pub(crate) mod absent;
pub(crate) mod audience;
pub(crate) mod author;
pub mod codec;
pub(crate) mod event;
pub(crate) mod fold;
pub(crate) mod ids;
pub(crate) mod line;
pub(crate) mod moment;
pub(crate) mod occurrence;
pub(crate) mod private;
pub(crate) mod roster;
pub(crate) mod stamp;
pub(crate) mod state;
