//! What is on record of words that went out under a control.

use crate::reading::standing::level::Standing;
use crate::record::state::State;
use belisha_policy::{Adoption, Evidence};

/// What is on record of words that went out under a control.
pub(crate) fn evidence(adoption: &Adoption, state: &State) -> Vec<(Standing, String)> {
    let published = state.posts.all.values().filter(|post| post.published.is_some()).count();
    let words = adoption.evidence.map(|evidence| match evidence {
        Evidence::WordsChecked => "Check words looks for it before anything goes out".to_owned(),
        Evidence::PostsChecked => {
            format!("every post is checked before it is approved; {published} published so far")
        }
        Evidence::PostsApproved => {
            format!("no post goes out unless somebody else approved it; {published} published so far")
        }
    });
    words.map(|words| (Standing::Kept, words)).into_iter().collect()
}
