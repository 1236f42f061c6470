//! Posts that the policy asks for and nobody holds.

use crate::reading::attention::alarm::Found;
use crate::record::state::State;
use belisha_policy::controls::RequiredPosts;
use belisha_policy::{Adoption, Policy};

pub(crate) fn empty_posts(adoption: &Adoption, state: &State, policy: &Policy) -> Vec<Found> {
    let Some(asked) = adoption.known::<RequiredPosts>() else { return Vec::new() };
    let posts = &asked.posts;
    let title =
        |post: &String| policy.catalogue.roles.get(post).map_or(post.clone(), |role| role.title.clone());
    let mut found: Vec<Found> = posts
        .iter()
        .filter(|post| state.people.holders(post).next().is_none())
        .map(|post| (post.clone(), format!("Nobody is {}: name somebody.", title(post))))
        .collect();
    let number = asked.number;
    let holders = state
        .people
        .here()
        .filter(|(_, person)| posts.iter().any(|post| person.roles.contains(post)))
        .count();
    if found.is_empty() && holders < number as usize {
        found.push((
            "posts".into(),
            format!("The policy asks for {number} people in these posts; there is {holders}."),
        ));
    }
    found
}
