//! What the lines about requests for data fold into.

use crate::record::author::Author;
use crate::record::ids::RequestId;
use crate::record::moment::date_of;
use crate::record::private::Private;
use crate::record::stamp::Stamp;
use crate::registers::data_requests::event::{Event, Kind, Whom};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DataRequest {
    pub kind: Kind,
    pub whom: Option<Whom>,
    pub from: Private,
    pub words: Private,
    /// The day it came.
    pub on: Date,
    /// Who put it on record, and when.
    pub by: Author,
    pub at: Timestamp,
    pub acknowledged: Option<(Date, Private)>,
    /// When, whether it was done as asked, and in which words.
    pub answered: Option<(Date, bool, Private)>,
}

/// Somebody whose data was erased.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Erased {
    /// The line.
    pub line: u64,
    pub at: Timestamp,
    pub by: Author,
    /// When the last copy was gone that the program has.
    pub gone: Option<Timestamp>,
}

/// The requests, and what came of them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DataRequests {
    /// By id.
    pub all: BTreeMap<RequestId, DataRequest>,
    /// By whose data.
    pub erased: BTreeMap<Whom, Erased>,
}

impl DataRequests {
    pub(crate) fn apply(&mut self, event: &Event, line: Stamp<'_>) {
        let today = date_of(line.at);
        match event.clone() {
            Event::Received { request, kind, whom, from, words, on } => {
                let (by, at) = (line.author.clone(), line.at);
                let new =
                    DataRequest { kind, whom, from, words, on, by, at, acknowledged: None, answered: None };
                self.all.insert(request, new);
            }
            Event::Acknowledged { request, how } => {
                if let Some(known) = self.all.get_mut(&request) {
                    known.acknowledged = Some((today, how));
                }
            }
            Event::Answered { request, done, words } => {
                if let Some(known) = self.all.get_mut(&request) {
                    known.answered = Some((today, done, words));
                }
            }
            Event::Erased { whom, .. } => {
                let new = Erased { line: line.seq, at: line.at, by: line.author.clone(), gone: None };
                self.erased.insert(whom, new);
            }
            Event::Gone { whom } => {
                if let Some(known) = self.erased.get_mut(&whom) {
                    known.gone = Some(line.at);
                }
            }
        }
    }

    /// Whose data is erased and not gone yet.
    pub fn leaving(&self) -> impl Iterator<Item = &Whom> {
        self.erased.iter().filter(|(_, known)| known.gone.is_none()).map(|(whom, _)| whom)
    }
}
