//! What pages show alike: dates, choices, the badge of a duty.

pub(crate) mod badge;
pub(crate) mod choices;
pub(crate) mod clauses;
pub(crate) mod dates;
pub(crate) mod gone;
pub(crate) mod links;
