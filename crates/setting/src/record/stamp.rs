//! When, by whom and where in the log something was written: what a register sees of a line beside its own event.

use crate::record::author::Author;
use jiff::Timestamp;

/// The head of a line.
#[derive(Debug, Clone, Copy)]
pub struct Stamp<'a> {
    /// The line's number, from 0.
    pub seq: u64,
    /// When it was written.
    pub at: Timestamp,
    /// Who wrote it.
    pub author: &'a Author,
}
