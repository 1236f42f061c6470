//! Whether somebody is among those who may read a line.

use crate::reading::context::Context;
use crate::reading::roles;
use crate::record::audience::Audience;
use crate::record::ids::PersonId;
use crate::registers::concerns::access;
use crate::registers::friendships::informed;

/// Whether somebody may read lines of an audience, on a device of the setting's or one of their own.
pub fn may_read(
    person: &PersonId,
    audience: Audience<'_>,
    personal_device: bool,
    context: &Context<'_>,
) -> bool {
    let Context { state, policy, now, .. } = *context;
    match audience {
        Audience::Everyone | Audience::EveryoneWithoutWords => true,
        Audience::Nobody => false,
        Audience::Leaders => state.people.active(person).is_ok_and(|known| roles::leads(known, context)),
        Audience::Concern(concern) => {
            access::may_open(person, concern, personal_device, state, policy, now).allows()
        }
        Audience::Friendship(friendship) => {
            let known = state.friendships.all.get(friendship);
            known.is_some_and(|known| informed::may_see(person, known, context))
        }
    }
}
