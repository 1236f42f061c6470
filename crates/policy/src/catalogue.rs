//! The catalogue: controls, acts, facts, kinds of device and roles, read from data.

pub mod body;
mod check;
pub mod concern;
pub mod control;
pub mod duty;
pub mod files;
pub mod library;
mod load;
pub mod nation;
pub mod opinion;
pub mod param;
pub mod purpose;
pub mod ratio;
pub mod rule;
mod schema;
pub mod shown;
pub mod sites;
pub mod vocabulary;
pub mod watch;
pub mod whole;
