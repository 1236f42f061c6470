//! Social media tools and online journals used for work: proposed, assessed by whoever wants them, permitted where the
//! policy asks for permission.

use crate::authority::{self, Author};
use crate::duties::{self, Subject};
use crate::ids::ToolId;
use crate::moment::date_of;
use crate::private::{Private, SETTING};
use crate::refusal::Refusal;
use crate::state::{Context, Line, new_id, words_within};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The duty that a permission does.
pub(crate) const PERMITTED: &str = "journals.approval/permitted";

/// What sort of tool it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A social media tool.
    Social,
    /// An online learning journal.
    Journal,
    /// Another one.
    Other,
}

impl Kind {
    /// The word by which a rule knows it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Social => "social",
            Self::Journal => "journal",
            Self::Other => "other",
        }
    }
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// Somebody wants to use a tool.
    Proposed { tool: ToolId, name: String, kind: Kind, purpose: Private },
    /// Those whom the policy names permit it.
    Approved { tool: ToolId },
    /// They no longer do.
    Withdrawn { tool: ToolId, why: Private },
    /// It is used no more.
    Retired { tool: ToolId, why: Private },
}

impl Event {
    fn tool(&self) -> &ToolId {
        match self {
            Self::Proposed { tool, .. }
            | Self::Approved { tool }
            | Self::Withdrawn { tool, .. }
            | Self::Retired { tool, .. } => tool,
        }
    }
}

/// What can be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Put a tool on the register, before it is used.
    Propose { tool: ToolId, name: String, kind: Kind, purpose: String },
    /// Permit it.
    Approve { tool: ToolId },
    /// Take the permission back.
    Withdraw { tool: ToolId, why: String },
    /// Use it no more.
    Retire { tool: ToolId, why: String },
}

/// One tool.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tool {
    pub name: String,
    pub kind: Kind,
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
    pub(crate) fn apply(&mut self, event: &Event, line: &Line) {
        if let Event::Proposed { tool, name, kind, purpose } = event.clone() {
            let (proposed_by, since) = (line.author.clone(), date_of(line.at));
            let new = Tool { name, kind, purpose, proposed_by, since, approved: None, retired: false };
            self.all.insert(tool, new);
            return;
        }
        let Some(there) = self.all.get_mut(event.tool()) else { return };
        match event {
            Event::Proposed { .. } => {}
            Event::Approved { .. } => there.approved = Some((line.author.clone(), line.at)),
            Event::Withdrawn { .. } => there.approved = None,
            Event::Retired { .. } => (there.approved, there.retired) = (None, true),
        }
    }

    /// Those in use or wanted.
    pub fn here(&self) -> impl Iterator<Item = (&ToolId, &Tool)> {
        self.all.iter().filter(|(_, there)| !there.retired)
    }

    /// A tool in use or wanted.
    ///
    /// # Errors
    /// A [`Refusal`] when there is none of that id, or it is used no more.
    pub fn active(&self, tool: &ToolId) -> Result<&Tool, Refusal> {
        match self.all.get(tool) {
            Some(there) if !there.retired => Ok(there),
            Some(there) => Err(Refusal::Contradiction(format!("{} is used no more.", there.name))),
            None => Err(Refusal::Invalid("There is no such tool on the register.".into())),
        }
    }

    /// A tool's name, for a sentence.
    pub fn name(&self, tool: &ToolId) -> String {
        self.all.get(tool).map_or_else(|| tool.to_string(), |there| there.name.clone())
    }
}

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let tools = &context.state.tools;
    let private =
        |words: &str, what: &str| words_within(words, 300, what).map(|is| Private::new(SETTING, is));
    let event = match command {
        Command::Propose { tool, name, kind, purpose } => {
            new_id(tool.as_str(), tools.all.contains_key(&tool), "a tool")?;
            let name = words_within(&name, 80, "The tool's name")?;
            if tools.here().any(|(_, there)| there.name.eq_ignore_ascii_case(&name)) {
                return Err(Refusal::Contradiction(format!("{name} is on the register already.")));
            }
            Event::Proposed { tool, name, kind, purpose: private(&purpose, "What it is for")? }
        }
        Command::Approve { tool } => {
            let there = tools.active(&tool)?;
            permits(&tool, context)?;
            if there.approved.is_some() {
                return Err(Refusal::Contradiction(format!("{} is permitted already.", there.name)));
            }
            Event::Approved { tool }
        }
        Command::Withdraw { tool, why } => {
            let there = tools.active(&tool)?;
            permits(&tool, context)?;
            if there.approved.is_none() {
                return Err(Refusal::Contradiction(format!("{} is not permitted.", there.name)));
            }
            Event::Withdrawn { tool, why: private(&why, "The reason")? }
        }
        Command::Retire { tool, why } => {
            let there = tools.active(&tool)?;
            if let Author::Person(id) = context.author {
                let leads = authority::leads(context.state.people.active(id)?, context);
                if !leads && there.proposed_by != *context.author {
                    let says = "A tool is taken off by whoever wanted it, the manager or the deputy.";
                    return Err(Refusal::Authority(says.into()));
                }
            }
            Event::Retired { tool, why: private(&why, "The reason")? }
        }
    };
    Ok(vec![event])
}

/// Whether the author is one of those whom the policy asks for permission.
fn permits(tool: &ToolId, context: &Context<'_>) -> Result<(), Refusal> {
    let subject = Subject::Tool(tool.clone());
    let asked = duties::asked(PERMITTED, &subject, context).map_err(|_| {
        Refusal::Contradiction("The policy in force asks nobody's permission for this tool.".into())
    })?;
    duties::by_whom(asked, &subject, context)
}
