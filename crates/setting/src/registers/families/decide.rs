//! Commands about notices to families, decided into events or refused.

use crate::deciding::input::{new_id, words_within};
use crate::deciding::refusal::Refusal;
use crate::reading::context::Context;
use crate::record::ids::{ChildId, FamilyNoticeId};
use crate::record::moment::date_of;
use crate::record::private::{Private, SETTING};
use crate::record::state::State;
use crate::registers::families::command::Command;
use crate::registers::families::event::Event;
use crate::registers::families::family::all;
use crate::registers::families::refused::Refused;

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let state = context.state;
    let open = |notice: &FamilyNoticeId| match state.families.notices.get(notice) {
        Some(known) if !known.ended => Ok(known),
        Some(_) => Err(Refused::Ended),
        None => Err(Refused::NoSuchNotice),
    };
    let event = match command {
        Command::Write { notice, kind, title, words } => {
            new_id(notice.as_str(), state.families.notices.contains_key(&notice), "a notice")?;
            if !context.policy.catalogue.notices.contains_key(&kind) {
                return Err(Refused::NoSuchKind { kind: kind.to_string() }.into());
            }
            let title = Private::new(SETTING, words_within(&title, 120, "The title")?);
            let words = Private::new(SETTING, words_within(&words, 4_000, "The notice")?);
            Event::Written { notice, kind, title, words }
        }
        Command::Tell { notice, families, how, on } => {
            let known = open(&notice)?;
            let today = date_of(context.now);
            let on = on.unwrap_or(today);
            if on > today || on < known.since.min(today.saturating_sub(jiff::ToSpan::days(366))) {
                return Err(Refused::DayImpossible.into());
            }
            Event::Told { notice, families: whole(&families, state)?, how, on }
        }
        Command::End { notice } => {
            open(&notice)?;
            Event::Ended { notice }
        }
    };
    Ok(vec![event])
}

/// The children of the families that these children stand for.
fn whole(named: &[ChildId], state: &State) -> Result<Vec<ChildId>, Refusal> {
    if named.is_empty() {
        return Err(Refused::NobodyChosen.into());
    }
    for child in named {
        state.children.active(child)?;
    }
    let families = all(state).into_iter();
    let told = families.filter(|family| family.children.iter().any(|child| named.contains(child)));
    Ok(told.flat_map(|family| family.children).collect())
}
