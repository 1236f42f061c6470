//! Where each clause stands, with the evidence behind it.

pub(crate) mod clauses;
pub(crate) mod evidence;
pub(crate) mod level;

pub use clauses::{all, counts};
pub use evidence::{ClauseStanding, Evidence};
pub use level::Standing;
