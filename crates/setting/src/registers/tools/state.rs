//! What the lines about tools and journals fold into.

use crate::record::absent::Absent;
use crate::record::author::Author;
use crate::record::ids::ToolId;
use crate::record::moment::date_of;
use crate::record::private::Private;
use crate::record::stamp::Stamp;
use crate::registers::tools::event::{Event, ToolKind};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The duty that a permission does.
pub(crate) const PERMITTED: &str = "journals.approval/permitted";

/// One tool.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tool {
    pub name: String,
    pub kind: ToolKind,
    /// What it is wanted for.
    pub purpose: Private,
    pub proposed_by: Author,
    pub since: Date,
    /// By whom and when it was permitted.
    pub approved: Option<(Author, Timestamp)>,
    pub retired: bool,
}

/// The register of tools.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Tools {
    /// By id, those used no more included.
    pub all: BTreeMap<ToolId, Tool>,
}

impl Tools {
    pub(crate) fn apply(&mut self, event: &Event, line: Stamp<'_>) {
        if let Event::Proposed { tool, name, kind, purpose } = event.clone() {
            let (proposed_by, since) = (line.author.clone(), date_of(line.at));
            let new = Tool { name, kind, purpose, proposed_by, since, approved: None, retired: false };
            self.all.insert(tool, new);
            return;
        }
        let Some(known) = self.all.get_mut(event.tool()) else { return };
        match event {
            Event::Proposed { .. } => {}
            Event::Approved { .. } => known.approved = Some((line.author.clone(), line.at)),
            Event::Withdrawn { .. } => known.approved = None,
            Event::Retired { .. } => (known.approved, known.retired) = (None, true),
        }
    }

    /// Those in use or wanted.
    pub fn here(&self) -> impl Iterator<Item = (&ToolId, &Tool)> {
        self.all.iter().filter(|(_, known)| !known.retired)
    }

    /// A tool in use or wanted.
    ///
    /// # Errors
    /// [`Absent`] when there is none of that id, or it is used no more.
    pub fn active(&self, tool: &ToolId) -> Result<&Tool, Absent> {
        match self.all.get(tool) {
            Some(known) if !known.retired => Ok(known),
            Some(known) => Err(Absent::ToolRetired { name: known.name.clone() }),

            None => Err(Absent::Tool),
        }
    }

    /// A tool's name, for a sentence.
    pub fn name(&self, tool: &ToolId) -> String {
        self.all.get(tool).map_or_else(|| tool.to_string(), |known| known.name.clone())
    }
}
