//! What the check on words finds in a post now, and what its pictures are for.

use crate::reading::wording::outlet::outlet_of;
use crate::reading::wording::{check, finding};
use crate::record::state::State;
use crate::registers::posts::state::Post;
use belisha_policy::Catalogue;
use belisha_policy::TextOutlet as Outlet;

/// The purpose that pictures with a post serve.
pub fn purpose(post: &Post, state: &State, catalogue: &Catalogue) -> String {
    let channel = state.channels.all.get(&post.channel);
    let (kind, serves) = channel.map_or(("page", ""), |known| (known.kind.word(), known.serves.as_str()));
    let purpose = catalogue.purpose_of_channel(kind, serves).map(|purpose| purpose.id.clone());
    purpose.unwrap_or_else(|| "page".to_owned())
}

/// What the check finds in a post now.
pub fn found(post: &Post, state: &State, policy: &belisha_policy::Policy) -> Vec<finding::Found> {
    let outlet = state.channels.all.get(&post.channel).map_or(Outlet::Page, |known| outlet_of(known.kind));
    if post.pictures.is_empty() {
        return check::check(post.words.words(), outlet, None, state, policy);
    }
    check::beside_picture(post.words.words(), outlet, state, policy)
}
