//! A pack: one setting's policy as clauses that adopt controls.

pub mod builtin;
mod check;
pub mod clause;
pub mod narrowing;
pub mod own;
pub mod place;
mod read;
mod values;
mod written;
