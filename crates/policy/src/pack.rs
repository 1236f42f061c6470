//! A pack: one setting's policy as clauses that adopt controls.

pub mod builtin;
mod check;
pub mod clause;
mod read;
mod values;
mod written;
