//! Who is told of a friendship from before, and who may read of it.

use crate::reading::context::Context;
use crate::reading::roles;
use crate::record::ids::PersonId;
use crate::registers::friendships::state::Friendship;
use belisha_policy::Adoption;
use belisha_policy::controls::PriorFriendship;

/// The roles that the policy has told of such friendships; none where it says nothing of them.
pub fn told_roles<'a>(context: &Context<'a>) -> Option<(&'a Adoption, &'a [String])> {
    let adopted = context.policy.adopted::<PriorFriendship>().next()?;
    Some((adopted.adoption, &adopted.params.to))
}

/// Whether somebody is told of this friendship: in a role that the policy names, and not the friend. Where no other
/// than the friend holds such a role, it goes to whoever else leads the setting.
pub fn is_told(person: &PersonId, friendship: &Friendship, context: &Context<'_>) -> bool {
    let (state, catalogue) = (context.state, &context.policy.catalogue);
    let (Some((_, roles)), Ok(asked)) = (told_roles(context), state.people.active(person)) else {
        return false;
    };
    if *person == friendship.person {
        return false;
    }
    let mut others = state.people.here().filter(|(id, _)| **id != friendship.person);
    asked.is_any(roles, catalogue)
        || !others.any(|(_, other)| other.is_any(roles, catalogue)) && roles::leads(asked, context)
}

/// Whether somebody may read of this friendship: the friend, and those who are told.
pub fn may_see(person: &PersonId, friendship: &Friendship, context: &Context<'_>) -> bool {
    *person == friendship.person || is_told(person, friendship, context)
}
