//! Whether a child may be in a picture for a purpose, and why.

use crate::record::ids::{ChildId, PersonId};
use crate::record::moment::date_of;
use crate::record::state::State;
use belisha_policy::Purpose;
use jiff::civil::Date;

/// Whether a child may be in a picture for a purpose, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The parents said yes, in this line.
    Yes(u64),
    /// They said yes for pictures of that day, in this line.
    Once(u64),
    /// They have not answered.
    Unanswered,
    /// They said no, on this day.
    Refused(Date),
    /// They took it back, on this day.
    Withdrawn(Date),
    /// The child does not want it, since this day.
    ChildRefuses(Date),
    /// The child has left, on this day.
    Left(Date),
}

impl Standing {
    /// Whether it is permitted.
    pub fn permits(self) -> bool {
        matches!(self, Self::Yes(_) | Self::Once(_))
    }

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Yes(_) => "yes",
            Self::Once(_) => "yes, for that day",
            Self::Unanswered => "not answered",
            Self::Refused(_) => "no",
            Self::Withdrawn(_) => "taken back",
            Self::ChildRefuses(_) => "the child does not want it",
            Self::Left(_) => "has left",
        }
    }
}

/// Whether a child may be in a picture taken on `day`, for a purpose: what the parents say, and the child.
pub fn standing(child: &ChildId, purpose: &str, day: Date, state: &State) -> Standing {
    let refuses = state.permissions.of.get(child).and_then(|known| known.refuses.as_ref());
    match parents(child, purpose, day, state) {
        Standing::Yes(_) | Standing::Once(_) if refuses.is_some() => {
            Standing::ChildRefuses(refuses.map_or(day, |(_, since)| *since))
        }
        other => other,
    }
}

/// What the parents say alone. A child who has left has no permission any more.
pub fn parents(child: &ChildId, purpose: &str, day: Date, state: &State) -> Standing {
    if let Some(left) = state.children.all.get(child).and_then(|known| known.left) {
        return Standing::Left(left);
    }
    let Some(known) = state.permissions.of.get(child) else { return Standing::Unanswered };
    if let Some(answer) = known.answers.get(purpose).filter(|answer| answer.yes) {
        return Standing::Yes(answer.line);
    }
    if let Some(once) = known.once.iter().find(|once| once.purpose == purpose && once.on == day) {
        return Standing::Once(once.line);
    }
    match known.answers.get(purpose) {
        Some(answer) if answer.withdrawn => Standing::Withdrawn(answer.on),
        Some(answer) => Standing::Refused(answer.on),
        None => Standing::Unanswered,
    }
}

/// The purposes that the parents of a child have not answered for.
pub fn unanswered<'a>(child: &ChildId, purposes: &'a [Purpose], state: &State) -> Vec<&'a Purpose> {
    let known = state.permissions.of.get(child);
    let answered = |purpose: &&Purpose| known.is_some_and(|known| known.answers.contains_key(&purpose.id));
    purposes.iter().filter(|purpose| !answered(purpose)).collect()
}

/// The day on which the form of a child was filled in, all of it: the oldest of its answers.
pub(crate) fn form(child: &ChildId, purposes: &[Purpose], state: &State) -> Option<Date> {
    let known = state.permissions.of.get(child)?;
    let days: Option<Vec<Date>> =
        purposes.iter().map(|purpose| Some(known.answers.get(&purpose.id)?.on)).collect();
    days?.into_iter().min()
}

/// The day on which somebody read the list, with everything that changed since.
pub(crate) fn read(person: &PersonId, state: &State) -> Option<Date> {
    let (_, at) = state.permissions.read.get(person)?;
    state.permissions.unread(person).next().is_none().then(|| date_of(*at))
}

/// The day since which a change waits to be read by somebody.
pub(crate) fn waiting(person: &PersonId, state: &State) -> Option<Date> {
    state.permissions.read.get(person)?;
    state.permissions.unread(person).next().map(|change| date_of(change.at))
}
