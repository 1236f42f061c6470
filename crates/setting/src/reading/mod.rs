//! The middle floor: what is read from the record and the policy. Questions, duties, alarms, standings, doors to the
//! internet: state and policy in, answers out. Nothing here writes, and nothing here knows a command.

pub mod ask;
pub mod attention;
pub(crate) mod audience;
pub(crate) mod context;
pub mod due;
pub mod internet;
pub(crate) mod kinds;
pub(crate) mod names;
pub mod notices;
pub mod put_away;
pub mod ratio;
pub mod risks;
pub mod roles;
pub(crate) mod sentence;
pub mod standing;
pub mod wording;
