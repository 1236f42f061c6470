//! Words before they go out: what a text gives away about the children, parents and staff of a setting.
//!
//! A [`Checker`] is built once from the [`Names`] of a setting. [`Checker::check`] goes over a text once and lists what
//! it found: names, initials, the setting's own name, ways to reach somebody, dates of birth, remarks about work. Each
//! [`Finding`] is certain or merely possible, so that ordinary words that are also names do not drown the reader.
//!
//! Deliberately absent: any judgement of whether a text may go out. Which findings matter depends on the audience, and
//! that is the policy's business. Absent too: files, clock, randomness, and understanding. What a rule of a few words
//! cannot see is listed in `docs/textcheck.md`.

mod birth;
mod build;
mod checker;
mod contact;
mod entered;
mod error;
mod finding;
mod fold;
mod judge;
mod lexicon;
mod names;
mod online;
mod overlaps;
mod phone;
mod roster;
mod setting;
mod spelling;
#[cfg(test)]
mod testing;
mod token;
mod words;

pub use checker::Checker;
pub use entered::{Entered, name_key, same_name, tidied};
pub use error::Error;
pub use finding::{Finding, FindingKind, Sure};
pub use roster::{Named, Names, Whose};
