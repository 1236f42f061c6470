//! Commands about the children, decided into events or refused.

use crate::deciding::input::{name_within, new_id};
use crate::deciding::refusal::Refusal;
use crate::reading::context::Context;
use crate::record::ids::ChildId;
use crate::record::moment::date_of;
use crate::record::private::Private;
use crate::registers::children::command::Command;
use crate::registers::children::event::Event;
use crate::registers::children::refused::Refused;
use belisha_textcheck::same_name;
use jiff::civil::Date;

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let children = &context.state.children;
    let event = match command {
        Command::Add { child, name, born, family } => {
            new_id(child.as_str(), children.all.contains_key(&child), "a child")?;
            possible(born, context)?;
            let name = name_within(&name, "The name")?;
            free(&name, born, None, context)?;
            let family = named_family(&family)?;
            Event::Added {
                name: Private::new(&child, name),
                born: Private::new(&child, born.to_string()),
                family: Private::new(&child, family),
                child,
            }
        }
        Command::Change { child, name, born, family } => {
            let known = children.active(&child)?;
            let name = name.filter(|name| !name.trim().is_empty());
            let name = name.map(|name| name_within(&name, "The name")).transpose()?;
            let name = name.filter(|name| known.name.known() != Some(name));
            let born = born.filter(|born| known.born_on() != Some(*born));
            let family = family.map(|family| named_family(&family)).transpose()?;
            let family = family.filter(|family| known.family.known() != Some(family));
            if name.is_none() && born.is_none() && family.is_none() {
                return Ok(Vec::new());
            }
            born.map(|born| possible(born, context)).transpose()?;
            if let Some(on) = born.or_else(|| known.born_on()) {
                let name = name.as_deref().unwrap_or_else(|| known.name.words());
                free(name, on, Some(&child), context)?;
            }
            Event::Changed {
                name: name.map(|name| Private::new(&child, name)),
                born: born.map(|born| Private::new(&child, born.to_string())),
                family: family.map(|family| Private::new(&child, family)),
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
        Command::Reinstate { child } => reinstated(child, context)?,
    };
    Ok(vec![event])
}

/// A child who left is here again; nobody took its place since.
fn reinstated(child: ChildId, context: &Context<'_>) -> Result<Event, Refusal> {
    let gone = context.state.children.all.get(&child).filter(|known| known.left.is_some());
    let known = gone.ok_or(Refused::NotGone)?;
    let (Some(name), Some(born)) = (known.name.known(), known.born_on()) else {
        return Err(Refused::Erased.into());
    };
    free(name, born, None, context)?;
    Ok(Event::Reinstated { child })
}

/// Whether somebody of this age can be a child here.
fn possible(born: Date, context: &Context<'_>) -> Result<(), Refusal> {
    let today = date_of(context.now);
    if born > today || born.year() < today.year() - 12 {
        return Err(Refused::BirthImpossible { born: born.to_string() }.into());
    }
    Ok(())
}

/// No other child here has this name, however it is written, and was born on the same day.
fn free(name: &str, born: Date, own: Option<&ChildId>, context: &Context<'_>) -> Result<(), Refusal> {
    let mut others = context.state.children.here().filter(|(id, _)| Some(*id) != own);
    if others.any(|(_, known)| known.born_on() == Some(born) && same_name(known.name.words(), name)) {
        return Err(Refused::Known { name: name.to_owned(), born: born.to_string() }.into());
    }
    Ok(())
}

/// How the setting calls a family; it may be left empty.
fn named_family(family: &str) -> Result<String, Refusal> {
    if family.trim().is_empty() { Ok(String::new()) } else { name_within(family, "The family") }
}
