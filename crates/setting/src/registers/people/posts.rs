//! What takes two people, as it is read: what is proposed, and who may agree.

use crate::record::ids::PersonId;
use crate::record::moment::date_of;
use crate::record::state::State;
use crate::registers::people::event::{Change, Secret};
use crate::registers::people::state::{HOLDING_CONCERNS, Proposal};
use belisha_policy::Catalogue;

/// For how many days it is said to those who hold the posts that something was done with one.
pub const NEWS_DAYS: i64 = 7;

/// Whether concerns go to whoever holds a role.
pub(crate) fn is_post(role: &str) -> bool {
    HOLDING_CONCERNS.contains(&role)
}

impl Change {
    /// In words, as a sentence.
    pub fn words(&self, person: &PersonId, state: &State, catalogue: &Catalogue) -> String {
        let name = state.people.name(person);
        let titles = |roles: &[String]| {
            let title =
                |role: &String| catalogue.roles.get(role).map_or(role.clone(), |info| info.title.clone());
            belisha_policy::join_and(&roles.iter().map(title).collect::<Vec<_>>())
        };
        match self {
            Self::Join { name, roles, .. } => format!("{} joins as {}.", name.words(), titles(roles)),
            Self::Roles { roles, .. } => format!("{name} becomes {}.", titles(roles)),
            Self::Leave => format!("{name} leaves."),
            Self::Secret { secret: Secret::Pin, .. } => format!("{name} gets a new PIN."),
            Self::Secret { .. } => format!("{name} gets a new password."),
        }
    }

    /// Whether it only takes something from the person: then they may agree to it themself.
    pub(crate) fn takes_only(&self, person: &PersonId, state: &State) -> bool {
        match self {
            Self::Leave => true,
            Self::Roles { roles, .. } => state.people.all.get(person).is_some_and(|known| {
                roles.iter().filter(|role| is_post(role)).all(|role| known.posts.contains_key(role))
            }),
            Self::Join { .. } | Self::Secret { .. } => false,
        }
    }
}

/// Whether somebody may agree to a proposal, or say no to it.
pub fn may_agree(somebody: &PersonId, person: &PersonId, proposal: &Proposal, state: &State) -> bool {
    let holds = state.people.active(somebody).is_ok_and(|known| !known.posts.is_empty());
    let own = somebody == person && !proposal.change.takes_only(person, state);
    holds && !own && *somebody != proposal.by
}

/// Whether an open concern is about somebody.
pub(crate) fn is_concerned(person: &PersonId, state: &State) -> bool {
    state.concerns.open().any(|(_, concern)| concern.adults.contains(person))
}

/// Whether somebody may say no to what is proposed with a person: whoever proposed it, and any other holder of a post but
/// that person and whom an open concern is about. They could keep their own post by it for ever.
pub fn may_decline(somebody: &PersonId, person: &PersonId, proposal: &Proposal, state: &State) -> bool {
    let holds = state.people.active(somebody).is_ok_and(|known| !known.posts.is_empty());
    *somebody == proposal.by || (holds && somebody != person && !is_concerned(somebody, state))
}

/// What waits for a second person, in words: with whom, what, by whom, the line.
pub fn pending_words(state: &State, catalogue: &Catalogue) -> Vec<(PersonId, String, u64)> {
    let proposed = state.people.proposed.iter();
    proposed
        .map(|(person, known)| {
            let by = state.people.name(&known.by);
            let on = date_of(known.at);
            let words = format!("{} Proposed by {by} on {on}.", known.change.words(person, state, catalogue));
            (person.clone(), words, known.line)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use belisha_policy::KnownRole;

    #[test]
    fn the_posts_are_roles_that_the_program_knows() {
        let known = [
            KnownRole::Manager,
            KnownRole::Deputy,
            KnownRole::SafeguardingLead,
            KnownRole::DeputySafeguardingLead,
            KnownRole::Chair,
        ];
        assert_eq!(HOLDING_CONCERNS, known.map(KnownRole::id));
    }
}
