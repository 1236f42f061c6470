//! What the lines about risk assessments fold into.

use crate::record::absent::Absent;
use crate::record::author::Author;
use crate::record::ids::{AssessmentId, PersonId, ToolId};
use crate::record::moment::date_of;
use crate::record::private::Private;
use crate::record::stamp::Stamp;
use crate::registers::assessments::event::{Event, Of, Particulars};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Something done to an assessment, for its history.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    pub at: Timestamp,
    pub by: Author,
    pub line: u64,
    pub kind: ChangeKind,
}

impl Change {
    /// The day.
    pub fn date(&self) -> Date {
        date_of(self.at)
    }
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// It was made, or made anew, and then said this.
    Written(Particulars),
    SignedOff,
    Reviewed(Private),
    Retired(Private),
}

/// One assessment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Assessment {
    pub of: Of,
    /// What it says now.
    pub particulars: Particulars,
    /// The duties it does.
    pub duties: Vec<String>,
    /// Everybody who assessed: made it, or made it anew.
    pub assessed_by: Vec<PersonId>,
    /// The line at which it last did its duties.
    pub signed: Option<u64>,
    pub retired: bool,
    pub history: Vec<Change>,
}

impl Assessment {
    /// What it said before it was last made anew.
    pub(crate) fn before(&self) -> Option<&Particulars> {
        let mut written = self.history.iter().rev().filter_map(|change| match &change.kind {
            ChangeKind::Written(is) => Some(is),
            _ => None,
        });
        written.nth(1)
    }

    fn change(&mut self, what: ChangeKind, line: Stamp<'_>) {
        if let (ChangeKind::Written(_), Author::Person(person)) = (&what, &line.author)
            && !self.assessed_by.contains(person)
        {
            self.assessed_by.push(person.clone());
        }
        if !self.duties.is_empty() {
            self.signed = Some(line.seq);
        }
        self.history.push(Change { at: line.at, by: line.author.clone(), line: line.seq, kind: what });
    }
}

/// The register of risk assessments.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Assessments {
    /// By id, those that no longer stand included.
    pub all: BTreeMap<AssessmentId, Assessment>,
}

impl Assessments {
    pub(crate) fn apply(&mut self, event: &Event, line: Stamp<'_>) {
        if let Event::Made { assessment, of, particulars, duties } = event.clone() {
            let mut new = Assessment {
                of,
                particulars: particulars.clone(),
                duties,
                assessed_by: Vec::new(),
                signed: None,
                retired: false,
                history: Vec::new(),
            };
            new.change(ChangeKind::Written(particulars), line);
            self.all.insert(assessment, new);
            return;
        }
        let Some(known) = self.all.get_mut(event.assessment()) else { return };
        match event.clone() {
            Event::Made { .. } => {}
            Event::Revised { particulars, .. } => {
                known.particulars = particulars.clone();
                known.change(ChangeKind::Written(particulars), line);
            }
            Event::SignedOff { duties, .. } => {
                known.duties = duties;
                known.change(ChangeKind::SignedOff, line);
            }
            Event::Reviewed { note, review, .. } => {
                known.particulars.review = review;
                known.change(ChangeKind::Reviewed(note), line);
            }
            Event::Retired { why, .. } => {
                known.retired = true;
                known.history.push(Change {
                    at: line.at,
                    by: line.author.clone(),
                    line: line.seq,
                    kind: ChangeKind::Retired(why),
                });
            }
        }
    }

    /// An assessment that stands.
    ///
    /// # Errors
    /// [`Absent`] when there is no such assessment, or it no longer stands.
    pub fn active(&self, assessment: &AssessmentId) -> Result<&Assessment, Absent> {
        match self.all.get(assessment) {
            Some(known) if !known.retired => Ok(known),
            Some(_) => Err(Absent::AssessmentRetired),

            None => Err(Absent::Assessment),
        }
    }

    /// Every assessment that stands.
    pub fn here(&self) -> impl Iterator<Item = (&AssessmentId, &Assessment)> {
        self.all.iter().filter(|(_, known)| !known.retired)
    }

    /// An assessment's title, for a sentence.
    pub fn name(&self, assessment: &AssessmentId) -> String {
        match self.all.get(assessment) {
            Some(known) if matches!(known.of, Of::Friendship(_)) => "of a friendship from before".to_owned(),
            Some(known) => known.particulars.title.words().to_owned(),
            None => assessment.to_string(),
        }
    }

    /// The assessment of a tool by this very person, in date.
    pub fn of_tool_by(&self, tool: &ToolId, person: &PersonId, today: Date) -> Option<&AssessmentId> {
        let wanted = |known: &Assessment| {
            matches!(&known.of, Of::Tool(of) if of == tool)
                && known.assessed_by.contains(person)
                && known.particulars.review >= today
        };
        self.here().find(|(_, known)| wanted(known)).map(|(id, _)| id)
    }
}
