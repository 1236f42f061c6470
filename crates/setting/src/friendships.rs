//! Friendships with a family from before its child came: told, acknowledged, kept within bounds that the friend has
//! signed, looked at again. Each is between one member of staff and the family of one child, and is read by few.

mod decide;

use crate::authority::{self, Author};
use crate::ids::{ChildId, FriendshipId, PersonId};
use crate::private::Private;
use crate::refusal::Refusal;
use crate::state::{Context, Line};
use belisha_policy::Adoption;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

pub(crate) use decide::decide;

/// The control that a friendship from before comes under.
const CONTROL: &str = "social.prior-friendship";
/// The duties of that control, which the register itself does.
pub(crate) const TOLD: &str = "social.prior-friendship/told";
pub(crate) const AGREEMENT: &str = "social.prior-friendship/agreement";
pub(crate) const REVIEW: &str = "social.prior-friendship/review";
/// Done by an assessment of the friendship.
pub const ASSESSMENT: &str = "social.prior-friendship/assessment";

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// A member of staff told of a friendship.
    Declared {
        friendship: FriendshipId,
        person: PersonId,
        child: ChildId,
        /// Who of the family it is.
        with: Private,
        /// Since when they have been friends.
        since: Date,
        told_to: Option<PersonId>,
    },
    /// Somebody whom the policy names was told.
    Acknowledged { friendship: FriendshipId },
    /// Its bounds were set; an agreement on earlier ones is gone.
    BoundsSet { friendship: FriendshipId, bounds: Private },
    /// The friend signed the bounds: which, counted from 1.
    Agreed { friendship: FriendshipId, bounds: u32 },
    /// It was looked at again.
    Reviewed { friendship: FriendshipId, note: Private },
    /// It is over, or no longer concerns the setting.
    Ended { friendship: FriendshipId, why: Private },
}

impl Event {
    /// The friendship that it is about.
    pub fn friendship(&self) -> &FriendshipId {
        match self {
            Self::Declared { friendship, .. }
            | Self::Acknowledged { friendship }
            | Self::BoundsSet { friendship, .. }
            | Self::Agreed { friendship, .. }
            | Self::Reviewed { friendship, .. }
            | Self::Ended { friendship, .. } => friendship,
        }
    }
}

/// What can be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Tell of a friendship of one's own.
    Declare {
        friendship: FriendshipId,
        person: PersonId,
        child: ChildId,
        with: String,
        since: Date,
        #[serde(default)]
        told_to: Option<PersonId>,
    },
    /// Put on record that one was told.
    Acknowledge { friendship: FriendshipId },
    /// Set its bounds.
    SetBounds { friendship: FriendshipId, bounds: String },
    /// Sign the bounds as they stand; `bounds` is the number of those that were read.
    Agree { friendship: FriendshipId, bounds: u32 },
    /// Look at it again.
    Review { friendship: FriendshipId, note: String },
    /// End it.
    End { friendship: FriendshipId, why: String },
}

/// One friendship.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Friendship {
    pub person: PersonId,
    pub child: ChildId,
    pub with: Private,
    pub since: Date,
    pub told_to: Option<PersonId>,
    pub declared: Timestamp,
    /// By whom and when it was acknowledged.
    pub acknowledged: Option<(Author, Timestamp)>,
    pub bounds: Option<Private>,
    /// How often bounds were set: the number of those that stand.
    pub bounds_set: u32,
    /// When the bounds that stand were signed.
    pub agreed: Option<Timestamp>,
    /// When it was last looked at again, and what was found.
    pub reviewed: Option<(Timestamp, Private)>,
    pub ended: Option<Timestamp>,
}

/// The register of friendships.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Friendships {
    /// By id, those that ended included.
    pub all: BTreeMap<FriendshipId, Friendship>,
}

impl Friendships {
    pub(crate) fn apply(&mut self, event: &Event, line: &Line) {
        if let Event::Declared { friendship, person, child, with, since, told_to } = event.clone() {
            let new = Friendship {
                person,
                child,
                with,
                since,
                told_to,
                declared: line.at,
                acknowledged: None,
                bounds: None,
                bounds_set: 0,
                agreed: None,
                reviewed: None,
                ended: None,
            };
            self.all.insert(friendship, new);
            return;
        }
        let Some(there) = self.all.get_mut(event.friendship()) else { return };
        match event.clone() {
            Event::Declared { .. } => {}
            Event::Acknowledged { .. } => there.acknowledged = Some((line.author.clone(), line.at)),
            Event::BoundsSet { bounds, .. } => {
                (there.bounds, there.agreed) = (Some(bounds), None);
                there.bounds_set += 1;
            }
            Event::Agreed { .. } => there.agreed = Some(line.at),
            Event::Reviewed { note, .. } => there.reviewed = Some((line.at, note)),
            Event::Ended { .. } => there.ended = Some(line.at),
        }
    }

    /// Ends those that concern somebody who left, and gives their ids.
    pub(crate) fn end_where(
        &mut self,
        concerns: impl Fn(&Friendship) -> bool,
        at: Timestamp,
    ) -> Vec<FriendshipId> {
        let over = self.all.iter_mut().filter(|(_, there)| there.ended.is_none() && concerns(there));
        over.map(|(id, there)| {
            there.ended = Some(at);
            id.clone()
        })
        .collect()
    }

    /// Those that have not ended.
    pub fn here(&self) -> impl Iterator<Item = (&FriendshipId, &Friendship)> {
        self.all.iter().filter(|(_, there)| there.ended.is_none())
    }

    /// A friendship that has not ended.
    ///
    /// # Errors
    /// A [`Refusal`] when there is none of that id, or it ended.
    pub fn open(&self, friendship: &FriendshipId) -> Result<&Friendship, Refusal> {
        match self.all.get(friendship) {
            Some(there) if there.ended.is_none() => Ok(there),
            Some(_) => Err(Refusal::Contradiction("That friendship is no longer on record as one.".into())),
            None => Err(Refusal::Invalid("There is no such friendship on record.".into())),
        }
    }

    /// The friendship between somebody and a child's family.
    pub fn between(&self, person: &PersonId, child: &str) -> Option<(&FriendshipId, &Friendship)> {
        self.here().find(|(_, there)| there.person == *person && there.child.as_str() == child)
    }
}

/// The roles that the policy has told of such friendships; none where it says nothing of them.
pub fn told_roles<'a>(context: &Context<'a>) -> Option<(&'a Adoption, &'a [String])> {
    let adoption = context.policy.of_control(CONTROL).next()?;
    Some((adoption, adoption.params.get("to").map_or(&[], Vec::as_slice)))
}

/// Whether somebody is told of this friendship: in a role that the policy names, and not the friend. Where no other
/// than the friend holds such a role, it goes to whoever else leads the setting.
pub fn is_told(person: &PersonId, there: &Friendship, context: &Context<'_>) -> bool {
    let (state, catalogue) = (context.state, &context.policy.catalogue);
    let (Some((_, roles)), Ok(asked)) = (told_roles(context), state.people.active(person)) else {
        return false;
    };
    if *person == there.person {
        return false;
    }
    let mut others = state.people.here().filter(|(id, _)| **id != there.person);
    asked.is_any(roles, catalogue)
        || !others.any(|(_, other)| other.is_any(roles, catalogue)) && authority::leads(asked, context)
}

/// Whether somebody may read of this friendship: the friend, and those who are told.
pub fn may_see(person: &PersonId, there: &Friendship, context: &Context<'_>) -> bool {
    *person == there.person || is_told(person, there, context)
}

/// Refuses whoever is not told of this friendship; gives the clause that names them.
pub(crate) fn must_be_told<'a>(there: &Friendship, context: &Context<'a>) -> Result<&'a Adoption, Refusal> {
    let (adoption, roles) = told_roles(context).ok_or_else(unknown)?;
    match context.author {
        Author::Program => Ok(adoption),
        Author::Person(person) if is_told(person, there, context) => Ok(adoption),
        Author::Person(person) if *person == there.person => {
            Err(Refusal::clause(&*adoption.clause, "nobody decides about a friendship of their own"))
        }
        _ => {
            let says = format!("a friendship from before is told to the {}", belisha_policy::join_or(roles));
            Err(Refusal::clause(&*adoption.clause, says))
        }
    }
}

fn unknown() -> Refusal {
    Refusal::Contradiction("The policy in force does not speak of friendships from before.".into())
}
