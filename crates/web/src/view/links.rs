//! Links to outside help: those that the policy's clauses name, as the setting has put them right, and its own.

use belisha_policy::{Link, Policy};
use belisha_setting::{State, notices};

/// A link, and the clause that asks for it. A link of the setting's own stands with the first such clause; where the
/// policy has none, it stands alone.
pub(crate) struct OutsideLink {
    pub(crate) name: String,
    pub(crate) address: String,
    pub(crate) note: String,
    pub(crate) clause: Option<String>,
}

/// Every link, each once.
pub(crate) fn all(state: &State, policy: &Policy) -> Vec<OutsideLink> {
    let clauses: Vec<&str> = policy
        .pack
        .clauses
        .iter()
        .filter(|clause| !clause.links.is_empty())
        .map(|clause| &*clause.id)
        .collect();
    let mut links: Vec<OutsideLink> = Vec::new();
    for clause in &clauses {
        for link in notices::links(clause, state, policy) {
            if !links.iter().any(|known| known.name == link.name) {
                links.push(outside(link, Some((*clause).to_owned())));
            }
        }
    }
    if clauses.is_empty() {
        let own = state.adoption.links.iter().filter(|(_, address)| !address.is_empty());
        links.extend(own.map(|(name, address)| OutsideLink {
            name: name.clone(),
            address: address.clone(),
            note: String::new(),
            clause: None,
        }));
    }
    links
}

fn outside(link: Link, clause: Option<String>) -> OutsideLink {
    OutsideLink { name: link.name, address: link.address, note: link.note.unwrap_or_default(), clause }
}
