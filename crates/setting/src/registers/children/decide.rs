//! Commands about the children, decided into events or refused.

use crate::deciding::input::{new_id, words_within};
use crate::deciding::refusal::Refusal;
use crate::reading::context::Context;
use crate::record::moment::date_of;
use crate::record::private::Private;
use crate::registers::children::command::Command;
use crate::registers::children::event::Event;
use crate::registers::children::refused::Refused;
use crate::registers::children::state::Child;

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let children = &context.state.children;
    let event = match command {
        Command::Add { child, name, born, family } => {
            new_id(child.as_str(), children.all.contains_key(&child), "a child")?;
            let today = date_of(context.now);
            if born > today || born.year() < today.year() - 12 {
                return Err(Refused::BirthImpossible { born: born.to_string() }.into());
            }
            let name = words_within(&name, 120, "The name")?;
            let same = |known: &Child| {
                known.name.words().eq_ignore_ascii_case(&name) && known.born_on() == Some(born)
            };
            if children.here().any(|(_, known)| same(known)) {
                return Err(Refused::Known { name: name.to_string(), born: born.to_string() }.into());
            }
            let family = if family.trim().is_empty() {
                String::new()
            } else {
                words_within(&family, 120, "The family")?
            };
            Event::Added {
                name: Private::new(&child, name),
                born: Private::new(&child, born.to_string()),
                family: Private::new(&child, family),
                child,
            }
        }
        Command::Leave { child } => {
            children.active(&child)?;
            if context.state.day.children.contains(&child) {
                return Err(Refused::SignedIn { name: children.name(&child).to_string() }.into());
            }
            Event::Left { child }
        }
    };
    Ok(vec![event])
}
