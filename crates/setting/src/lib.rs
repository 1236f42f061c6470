//! What has happened in one setting, and what follows from it, on three floors.
//!
//! What is **on record**: [`Event`]s are folded into [`State`] by [`State::apply`]. What is **read** from it: questions,
//! duties, alarms, standings, doors to the internet. What is **decided**: a [`Command`] against the state and the policy
//! by [`decide`] into new events, or into a [`Refusal`]. A register has a folder of its own with all three, and no file
//! of a lower floor imports one of a higher floor (the test `house` of the program proves it).
//!
//! Deliberately absent: files, sockets, clock and randomness. The time of a command and the ids of new things are
//! passed in, so the same commands always make the same events.

mod deciding;
mod reading;
mod record;
mod registers;

pub use belisha_textcheck::{name_key, same_name};
pub use deciding::command::Command;
pub use deciding::decide::decide;
pub use deciding::prepared::Prepared;
pub use deciding::refusal::{Denied, Refusal};
pub use deciding::refusals::Fault;
pub use deciding::{import, in_memory};
pub use reading::ask::{self, Answer, Question, ask};
pub use reading::audience::may_read;
pub use reading::context::Context;
pub use reading::names::{author_name, subject_name};
pub use reading::sentence::{Names, Sentence};
pub use reading::{attention, due, internet, notices, put_away, ratio, risks, roles, standing, wording};
pub use record::absent::Absent;
pub use record::audience::Audience;
pub use record::author::Author;
pub use record::codec;
pub use record::event::Event;
pub use record::ids::*;
pub use record::line::Line;
pub use record::moment::{date_of, from_london, london, time_of};
pub use record::private::{Private, Subject};
pub use record::state::State;
pub use registers::*;
