//! What is on record of words that went out under a control.

use crate::reading::standing::level::Standing;
use crate::record::state::State;
use belisha_policy::Adoption;

/// What is on record of words that went out under a control.
pub(crate) fn evidence(adoption: &Adoption, state: &State) -> Vec<(Standing, String)> {
    let published = state.posts.all.values().filter(|post| post.published.is_some()).count();
    let words = match &*adoption.control {
        "messaging.no-full-names" | "social.no-naming-setting" | "social.no-naming-people" => {
            "Check words looks for it before anything goes out".to_owned()
        }
        "social.official-no-names" | "data.publication-consent" => {
            format!("every post is checked before it is approved; {published} published so far")
        }
        "social.official-respectful" => {
            format!("no post goes out unless somebody else approved it; {published} published so far")
        }
        _ => return Vec::new(),
    };
    vec![(Standing::Kept, words)]
}
