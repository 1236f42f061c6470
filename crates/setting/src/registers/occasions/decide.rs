//! Commands about events for families, decided into events or refused.

use crate::deciding::input::{new_id, words_within};
use crate::deciding::refusal::Refusal;
use crate::reading::ask::question::Question;
use crate::reading::context::Context;
use crate::record::ids::{ChildId, OccasionId};
use crate::record::moment;
use crate::record::private::{Private, SETTING};
use crate::record::state::State;
use crate::registers::occasions::command::Command;
use crate::registers::occasions::event::Event;
use crate::registers::occasions::refused::Refused;
use crate::registers::occasions::state::Stage;
use belisha_policy::KnownAct;

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let state = context.state;
    let find = |occasion: &OccasionId| match state.occasions.all.get(occasion) {
        Some(known) if matches!(known.stage, Stage::Planned | Stage::Open) => Ok(known),
        Some(_) => Err(Refused::Over),
        None => Err(Refused::NoSuchEvent),
    };
    let event = match command {
        Command::Plan { occasion, title, on, children } => {
            new_id(occasion.as_str(), state.occasions.all.contains_key(&occasion), "an event")?;
            if on < moment::date_of(context.now) {
                return Err(Refused::DayPast.into());
            }
            let children = if children.is_empty() { everybody(state) } else { children };
            for child in &children {
                state.children.active(child)?;
            }
            Event::Planned { occasion, title: words_within(&title, 120, "What it is called")?, on, children }
        }
        Command::Change { occasion, children } => {
            find(&occasion)?;
            if children.is_empty() {
                return Err(Refused::NobodyTakesPart.into());
            }
            for child in &children {
                state.children.active(child)?;
            }
            Event::Changed { occasion, children }
        }
        Command::Remind { occasion, how } => {
            if find(&occasion)?.reminded.is_some() {
                return Err(Refused::RemindedAlready.into());
            }
            let how = Private::new(SETTING, words_within(&how, 300, "How they were reminded")?);
            Event::Reminded { occasion, how }
        }
        Command::Open { occasion } => {
            if find(&occasion)?.stage == Stage::Open {
                return Err(Refused::OpenAlready.into());
            }
            let asked = Question {
                act: KnownAct::OpenEvent.into(),
                occasion: Some(occasion.clone()),
                ..Question::default()
            };
            asked.require(context)?;
            Event::Opened { occasion }
        }
        Command::End { occasion } => {
            if find(&occasion)?.stage != Stage::Open {
                return Err(Refused::NotOpened.into());
            }
            Event::Ended { occasion }
        }
        Command::Cancel { occasion } => {
            if find(&occasion)?.stage == Stage::Open {
                return Err(Refused::EndInstead.into());
            }
            Event::Cancelled { occasion }
        }
    };
    Ok(vec![event])
}

fn everybody(state: &State) -> Vec<ChildId> {
    state.children.here().map(|(id, _)| id.clone()).collect()
}
