//! A million names in one flat table: for each a number of eight bytes, most of it a hash of the name, the rest the
//! number of a set that says which categories it is in and how.
//!
//! Two names share 52 bits of a seeded hash once in 4.5 million million pairs, and then one that was on no list is
//! refused: the table errs towards refusing. The formats are described in `docs/formats/lists.md`.

mod adblock;
mod build;
mod format;
mod plain;
mod read;
mod rule;
mod servers;
mod table;
mod zone;

pub use build::ListsBuilder;
pub use format::Format;
pub use read::{ListError, ListReport, Wrong, check};
pub use table::{Lists, SETS_MAX};

#[cfg(test)]
mod tests;
