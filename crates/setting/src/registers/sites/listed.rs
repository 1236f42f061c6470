//! Every site on the list: the policy’s own and those that the setting approved.

use crate::record::ids::SiteId;
use crate::record::state::State;
use crate::registers::sites::state::OF_POLICY;
use belisha_policy::Policy;
use belisha_policy::controls::ReputableSites;

/// A site on the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its id.
    pub site: SiteId,
    /// What it is called.
    pub title: String,
    /// The names that carry it.
    pub names: Vec<String>,
    /// The clause whose policy names it; `None` for one that the setting approved.
    pub clause: Option<String>,
}

/// Every approved site: those that the policy names, where the catalogue knows them, and those that the setting approved.
pub fn approved(state: &State, policy: &Policy) -> Vec<Listed> {
    let mut all: Vec<Listed> = Vec::new();
    for adopted in policy.adopted::<ReputableSites>() {
        for title in adopted.params.start.iter() {
            let Some(known) = policy.catalogue.sites.named(title) else { continue };
            let slug: String = title.to_lowercase().split_whitespace().collect::<Vec<_>>().join("-");
            let site = SiteId::from(format!("{OF_POLICY}{slug}"));
            let gone = state.sites.withdrawn.contains(&site) || state.sites.approved.contains_key(&site);
            if gone || all.iter().any(|on_record| on_record.site == site) {
                continue;
            }
            let (title, names) = (known.title.clone(), known.names.clone());
            all.push(Listed { site, title, names, clause: Some(adopted.clause().to_owned()) });
        }
    }
    let own = state.sites.approved.iter();
    all.extend(own.map(|(site, on_record)| Listed {
        site: site.clone(),
        title: on_record.title.clone(),
        names: on_record.names.clone(),
        clause: None,
    }));
    all
}
