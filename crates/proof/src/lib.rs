//! What holds of a policy in **every** possible situation, and not only in those that somebody tried.
//!
//! The rules about an act are a Boolean function of the facts: a fact is yes or no, one word of a few, some words of a few,
//! or a number that is compared with a few. So every difference between two policies, every rule that never bites and every
//! promise is found by a binary decision diagram (Bryant 1986), with what the catalogue knows of facts as its constraints,
//! and each is shown by one situation, as usual as can be.
//!
//! Deliberately absent: files, clock, state. A policy comes in, findings go out.

mod difference;
mod example;
mod finding;
mod formula;
mod outcome;
mod promise;
mod space;

pub use difference::{Difference, differences};
pub use finding::{Finding, findings};
pub use outcome::Outcome;
pub use promise::{Proved, promises};

#[cfg(test)]
mod tests;
