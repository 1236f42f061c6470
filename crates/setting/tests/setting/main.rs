//! The setting from outside: commands given, what goes on record, what is read from it.
#![expect(clippy::unwrap_used, reason = "helpers of tests stop at the first surprise")]

mod assessments;
mod concerns;
mod corpus;
mod families;
mod lists;
mod pictures;
mod posts;
mod prepared;
mod publishing;
mod putting_right;
mod ratio;
mod rights;
mod sequences;
