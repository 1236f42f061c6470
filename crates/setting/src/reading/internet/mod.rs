//! What each device may look up now, by the policy: computed, never stored. The resolver is handed this, and a question
//! or a scenario is answered by the same.

pub(crate) mod access;
pub(crate) mod door;
pub(crate) mod watch;

pub use access::{Access, AccessReason, Door, LookUp};
pub use door::{categories_refused_to_children, door, question, shut_clause, visitors};
pub use watch::devices;
