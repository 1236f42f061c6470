//! The titles of everything in the library.

use crate::record::state::State;
use belisha_policy::Catalogue;

/// The titles of everything in the library, the setting's own first.
pub fn titles(state: &State, catalogue: &Catalogue) -> Vec<String> {
    let own = state.library.own.values().map(|own| own.title.words().to_owned());
    own.chain(catalogue.resources.iter().map(|resource| resource.title.clone())).collect()
}
