//! Commands about tools and journals, decided into events or refused.

use crate::deciding::input::{new_id, words_within};
use crate::deciding::refusal::Refusal;
use crate::reading::context::Context;
use crate::reading::roles;
use crate::record::author::Author;
use crate::record::ids::ToolId;
use crate::record::private::{Private, SETTING};
use crate::registers::duties::decide::asked;
use crate::registers::duties::event::Subject;
use crate::registers::tools::command::Command;
use crate::registers::tools::event::Event;
use crate::registers::tools::refused::Refused;
use crate::registers::tools::state::PERMITTED;

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let tools = &context.state.tools;
    let private =
        |words: &str, what: &str| words_within(words, 300, what).map(|is| Private::new(SETTING, is));
    let event = match command {
        Command::Propose { tool, name, kind, purpose } => {
            new_id(tool.as_str(), tools.all.contains_key(&tool), "a tool")?;
            let name = words_within(&name, 80, "The tool's name")?;
            if tools.here().any(|(_, known)| known.name.eq_ignore_ascii_case(&name)) {
                return Err(Refused::NameTaken { name: name.to_string() }.into());
            }
            Event::Proposed { tool, name, kind, purpose: private(&purpose, "What it is for")? }
        }
        Command::Approve { tool } => {
            let known = tools.active(&tool)?;
            permits(&tool, context)?;
            if known.approved.is_some() {
                return Err(Refused::PermittedAlready { name: known.name.to_string() }.into());
            }
            Event::Approved { tool }
        }
        Command::Withdraw { tool, why } => {
            let known = tools.active(&tool)?;
            permits(&tool, context)?;
            if known.approved.is_none() {
                return Err(Refused::NotPermitted { name: known.name.to_string() }.into());
            }
            Event::Withdrawn { tool, why: private(&why, "The reason")? }
        }
        Command::Retire { tool, why } => {
            let known = tools.active(&tool)?;
            if let Author::Person(id) = context.author {
                let leads = roles::leads(context.state.people.active(id)?, context);
                if !leads && known.proposed_by != *context.author {
                    return Err(Refused::NotYours.into());
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
    let asked =
        asked::asked(PERMITTED, &subject, context).map_err(|_| Refusal::from(Refused::NobodyAsked))?;
    asked::by_whom(asked, &subject, context)
}
