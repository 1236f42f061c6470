//! Devices found on children: found, locked away, handed to the parent.

use crate::ids::{ChildId, FindId, PlaceId};
use crate::private::Private;
use crate::refusal::Refusal;
use crate::state::{Context, Line, new_id, words_within};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// A device was found on a child.
    Found { find: FindId, child: ChildId, what: Private },
    /// It was locked away.
    LockedAway { find: FindId, place: PlaceId },
    /// It was handed over.
    HandedOver { find: FindId, to: Private },
}

/// What can be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Record what was found.
    Record { find: FindId, child: ChildId, what: String },
    /// Lock it away.
    LockAway { find: FindId, place: PlaceId },
    /// Hand it over.
    HandOver { find: FindId, to: String },
}

/// One device found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Find {
    /// On whom.
    pub child: ChildId,
    /// What.
    pub what: Private,
    /// When.
    pub since: Timestamp,
    /// Where it is locked away.
    pub locked: Option<PlaceId>,
}

/// Those not handed over yet; the others are in the log.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Finds {
    /// By id.
    pub open: BTreeMap<FindId, Find>,
    /// How many were handed over.
    pub handed_over: u32,
}

impl Finds {
    pub(crate) fn apply(&mut self, event: &Event, line: &Line) {
        match event.clone() {
            Event::Found { find, child, what } => {
                self.open.insert(find, Find { child, what, since: line.at, locked: None });
            }
            Event::LockedAway { find, place } => {
                if let Some(there) = self.open.get_mut(&find) {
                    there.locked = Some(place);
                }
            }
            Event::HandedOver { find, .. } => {
                self.open.remove(&find);
                self.handed_over += 1;
            }
        }
    }
}

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let state = context.state;
    let open = |find: &FindId| {
        state.finds.open.get(find).ok_or_else(|| Refusal::Contradiction("It was handed over already.".into()))
    };
    let event = match command {
        Command::Record { find, child, what } => {
            new_id(find.as_str(), state.finds.open.contains_key(&find), "a find")?;
            state.children.active(&child)?;
            let what = Private::new(&child, words_within(&what, 120, "What was found")?);
            Event::Found { find, child, what }
        }
        Command::LockAway { find, place } => {
            open(&find)?;
            let Some(there) = state.places.all.get(&place) else {
                return Err(Refusal::Invalid("There is no such place on the register.".into()));
            };
            let named = context.policy.of_control("phones.child-device-found").next();
            let places =
                named.and_then(|adoption| adoption.params.get("places")).filter(|places| !places.is_empty());
            if let (Some(adoption), Some(places)) = (named, places)
                && !places.contains(&there.kind)
            {
                let says = format!("it is locked away in the {}", belisha_policy::join_or(places));
                return Err(Refusal::clause(&*adoption.clause, says));
            }
            Event::LockedAway { find, place }
        }
        Command::HandOver { find, to } => {
            let there = open(&find)?;
            let to = words_within(&to, 120, "To whom")?;
            Event::HandedOver { to: Private::new(&there.child, to), find }
        }
    };
    Ok(vec![event])
}
