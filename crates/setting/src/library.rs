//! The setting's own resources on staying safe online, beside those of the catalogue.

use crate::ids::ResourceId;
use crate::moment::date_of;
use crate::private::{Private, SETTING};
use crate::refusal::Refusal;
use crate::state::{Context, Line, State, new_id, words_within};
use belisha_policy::Catalogue;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// For whom a resource can be.
pub const FOR_WHOM: [&str; 3] = ["children", "parents", "staff"];

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// A resource was added: where it is kept, or its address.
    Added { resource: ResourceId, title: Private, found: Private, for_whom: Vec<String> },
    /// It is there no longer.
    Retired { resource: ResourceId },
}

/// What can be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Add a resource.
    Add { resource: ResourceId, title: String, found: String, for_whom: Vec<String> },
    /// Take it out.
    Retire { resource: ResourceId },
}

/// A resource of the setting's own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Own {
    /// Its title.
    pub title: Private,
    /// Where it is kept, or its address.
    pub found: Private,
    /// For whom.
    pub for_whom: Vec<String>,
    /// Since when.
    pub since: Date,
}

/// The setting's own resources.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Library {
    /// By id.
    pub own: BTreeMap<ResourceId, Own>,
}

impl Library {
    pub(crate) fn apply(&mut self, event: &Event, line: &Line) {
        match event.clone() {
            Event::Added { resource, title, found, for_whom } => {
                self.own.insert(resource, Own { title, found, for_whom, since: date_of(line.at) });
            }
            Event::Retired { resource } => {
                self.own.remove(&resource);
            }
        }
    }
}

/// The titles of everything in the library, the setting's own first.
pub fn titles(state: &State, catalogue: &Catalogue) -> Vec<String> {
    let own = state.library.own.values().map(|own| own.title.words().to_owned());
    own.chain(catalogue.resources.iter().map(|resource| resource.title.clone())).collect()
}

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let own = &context.state.library.own;
    let event = match command {
        Command::Add { resource, title, found, mut for_whom } => {
            new_id(resource.as_str(), own.contains_key(&resource), "a resource")?;
            for_whom.sort();
            for_whom.dedup();
            if for_whom.is_empty() || for_whom.iter().any(|whom| !FOR_WHOM.contains(&whom.as_str())) {
                return Err(Refusal::Invalid("Say for whom it is: children, parents or staff.".into()));
            }
            let title = words_within(&title, 120, "The title")?;
            if own.values().any(|there| there.title.words().eq_ignore_ascii_case(&title)) {
                return Err(Refusal::Contradiction(format!("{title} is in the library already.")));
            }
            let found = words_within(&found, 300, "Where it is")?;
            let (title, found) = (Private::new(SETTING, title), Private::new(SETTING, found));
            Event::Added { resource, title, found, for_whom }
        }
        Command::Retire { resource } => {
            if !own.contains_key(&resource) {
                return Err(Refusal::Invalid("There is no such resource of the setting's own.".into()));
            }
            Event::Retired { resource }
        }
    };
    Ok(vec![event])
}
