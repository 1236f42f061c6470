//! A line of the log.

use crate::record::author::Author;
use crate::record::event::Event;
use crate::record::stamp::Stamp;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A line of the log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// Its number, from 0.
    pub seq: u64,
    /// When it was written.
    pub at: Timestamp,
    /// Who wrote it.
    pub author: Author,
    /// What happened.
    pub event: Event,
}

impl Line {
    /// Its head, as registers see it.
    pub(crate) fn stamp(&self) -> Stamp<'_> {
        Stamp { seq: self.seq, at: self.at, author: &self.author }
    }
}
