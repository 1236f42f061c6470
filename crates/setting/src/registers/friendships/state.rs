//! What the lines about friendships from before fold into.

use crate::record::absent::Absent;
use crate::record::author::Author;
use crate::record::ids::{ChildId, FriendshipId, PersonId};
use crate::record::private::Private;
use crate::record::stamp::Stamp;
use crate::registers::friendships::event::Event;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The duties of that control, which the register itself does.
pub(crate) const TOLD: &str = "social.prior-friendship/told";

pub(crate) const AGREEMENT: &str = "social.prior-friendship/agreement";

pub(crate) const REVIEW: &str = "social.prior-friendship/review";

/// Done by an assessment of the friendship.
pub const ASSESSMENT: &str = "social.prior-friendship/assessment";

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
    pub(crate) fn apply(&mut self, event: &Event, line: Stamp<'_>) {
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
        let Some(known) = self.all.get_mut(event.friendship()) else { return };
        match event.clone() {
            Event::Declared { .. } => {}
            Event::Acknowledged { .. } => known.acknowledged = Some((line.author.clone(), line.at)),
            Event::BoundsSet { bounds, .. } => {
                (known.bounds, known.agreed) = (Some(bounds), None);
                known.bounds_set += 1;
            }
            Event::Agreed { .. } => known.agreed = Some(line.at),
            Event::Reviewed { note, .. } => known.reviewed = Some((line.at, note)),
            Event::Ended { .. } => known.ended = Some(line.at),
        }
    }

    /// Ends those that concern somebody who left, and gives their ids.
    pub(crate) fn end_where(
        &mut self,
        concerns: impl Fn(&Friendship) -> bool,
        at: Timestamp,
    ) -> Vec<FriendshipId> {
        let over = self.all.iter_mut().filter(|(_, known)| known.ended.is_none() && concerns(known));
        over.map(|(id, known)| {
            known.ended = Some(at);
            id.clone()
        })
        .collect()
    }

    /// Those that have not ended.
    pub fn here(&self) -> impl Iterator<Item = (&FriendshipId, &Friendship)> {
        self.all.iter().filter(|(_, known)| known.ended.is_none())
    }

    /// A friendship that has not ended.
    ///
    /// # Errors
    /// [`Absent`] when there is none of that id, or it ended.
    pub fn open(&self, friendship: &FriendshipId) -> Result<&Friendship, Absent> {
        match self.all.get(friendship) {
            Some(known) if known.ended.is_none() => Ok(known),
            Some(_) => Err(Absent::FriendshipEnded),

            None => Err(Absent::Friendship),
        }
    }

    /// The friendship between somebody and a child's family.
    pub fn between(&self, person: &PersonId, child: &str) -> Option<(&FriendshipId, &Friendship)> {
        self.here().find(|(_, known)| known.person == *person && known.child.as_str() == child)
    }
}
