//! What is due: computed from the policy's duties and what is on record, never stored.

pub(crate) mod evidenced;
pub(crate) mod item;
pub(crate) mod items;
pub(crate) mod readers;
pub(crate) mod scope;
pub(crate) mod status;
pub(crate) mod subjects;

pub use item::{Item, Status};
pub use items::{all, facts, open};
pub use readers::readable;
pub use status::{in_date, status};
pub use subjects::{asked_for, in_scope, out, subjects};
