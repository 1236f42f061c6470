//! What the lines about the setting's own resources fold into.

use crate::record::ids::ResourceId;
use crate::record::moment::date_of;
use crate::record::private::Private;
use crate::record::stamp::Stamp;
use crate::registers::library::event::Event;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
    pub(crate) fn apply(&mut self, event: &Event, line: Stamp<'_>) {
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
