//! Until when a picture is kept: by its purpose, by permission, and by whether its children are still here.

use crate::record::ids::ChildId;
use crate::record::moment::date_of;
use crate::record::state::State;
use crate::registers::permissions::standing;
use crate::registers::permissions::standing::Standing;
use crate::registers::pictures::state::Picture;
use belisha_policy::Policy;
use jiff::civil::Date;

/// A child who can be seen in a picture that is kept, without permission for what it is kept for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Against {
    /// Whom.
    pub child: ChildId,
    /// How that stands.
    pub standing: Standing,
    /// Since when.
    pub since: Date,
}

/// Who can be seen in a picture against what their parents say now. A child's own wish of today does not take back what
/// was made before; it stops new pictures and new uses.
pub fn against(picture: &Picture, state: &State) -> Vec<Against> {
    let taken = date_of(picture.shot.taken);
    picture
        .visible()
        .into_iter()
        .filter_map(|child| {
            let standing = standing::parents(child, &picture.shot.purpose, taken, state);
            let since = match standing {
                Standing::Yes(_) | Standing::Once(_) => return None,
                Standing::Refused(on)
                | Standing::Withdrawn(on)
                | Standing::ChildRefuses(on)
                | Standing::Left(on) => on.max(date_of(picture.at)),
                Standing::Unanswered => date_of(picture.at),
            };
            Some(Against { child: child.clone(), standing, since })
        })
        .collect()
}

/// The day on which a picture is erased: by the policy for its purpose, and earlier where somebody in it has no
/// permission any more or has left. `None` while it is held.
pub fn erase_by(picture: &Picture, state: &State, policy: &Policy) -> Option<Date> {
    if picture.held.is_some() {
        return None;
    }
    let taken = date_of(picture.shot.taken);
    let purpose = policy.catalogue.purpose(&picture.shot.purpose);
    let by_purpose =
        purpose.and_then(|purpose| policy.keep(purpose)).and_then(|keep| keep.after(taken)).unwrap_or(taken);
    let withdrawn = policy.keep_withdrawn();
    let earlier = against(picture, state)
        .into_iter()
        .filter_map(|against| withdrawn.as_ref().and_then(|keep| keep.after(against.since)));
    Some(earlier.fold(by_purpose, Date::min))
}
