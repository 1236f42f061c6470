//! Who may read that something is due, and whose it is to do.

use crate::reading::audience::may_read;
use crate::reading::context::Context;
use crate::reading::due::item::Item;
use crate::reading::roles;
use crate::record::audience::Audience;
use crate::record::ids::PersonId;
use crate::record::state::State;
use crate::registers::assessments::event::Of;
use crate::registers::duties::event::Subject;
use crate::registers::friendships::informed;
use belisha_policy::controls::PriorFriendship;

impl Item {
    /// Who may read of it: a friendship from before is spoken of only to the friend and to those whom the policy tells,
    /// and so is its assessment.
    pub fn audience<'a>(&'a self, state: &'a State) -> Audience<'a> {
        match &self.subject {
            Subject::Friendship(friendship) => Audience::Friendship(friendship),
            Subject::Assessment(id) => match state.assessments.all.get(id).map(|known| &known.of) {
                Some(Of::Friendship(friendship)) => Audience::Friendship(friendship),
                _ => Audience::Everyone,
            },
            _ => Audience::Everyone,
        }
    }

    /// Whether it is for somebody to do, or to see to.
    pub fn is_for(&self, person: &PersonId, context: &Context<'_>) -> bool {
        let Context { state, policy, .. } = *context;
        let Ok(known) = state.people.active(person) else { return false };
        let leads = || roles::leads(known, context);
        match &self.subject {
            Subject::Person(whose) => whose == person || leads(),
            Subject::Friendship(id) => state.friendships.all.get(id).is_some_and(|friendship| {
                let bounds = friendship.bounds.is_some() && self.duty == PriorFriendship::AGREEMENT;
                (friendship.person == *person && bounds) || informed::is_told(person, friendship, context)
            }),
            Subject::Assessment(id) => {
                let answers =
                    state.assessments.all.get(id).is_some_and(|known| known.particulars.owner == *person);
                answers || leads()
            }
            Subject::Mailbox(mailbox) => {
                let channel = state.channels.all.get(mailbox);
                channel.is_some_and(|channel| channel.run_by.contains(person)) || leads()
            }
            _ => self.who.is_empty() || known.is_any(&self.who, &policy.catalogue) || leads(),
        }
    }
}

/// Those of which somebody may read.
pub fn readable(
    mut items: Vec<Item>,
    person: &PersonId,
    personal_device: bool,
    context: &Context<'_>,
) -> Vec<Item> {
    items.retain(|item| may_read(person, item.audience(context.state), personal_device, context));
    items
}
