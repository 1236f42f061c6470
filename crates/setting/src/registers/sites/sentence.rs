//! Each line about it, in a sentence.

use crate::reading::sentence::{Names, Sentence, clock};
use crate::record::ids::SiteId;
use crate::record::state::State;
use crate::registers::sites::event::Event;

impl Sentence for Event {
    fn sentence(&self, names: &Names<'_>) -> String {
        let state = names.state;
        match self {
            Self::Approved { title, names, .. } => format!("{title} ({}) was approved.", names.join(", ")),
            Self::Reviewed { site, review, .. } => {
                format!("{} was looked at again; the next time by {review}.", title(site, state))
            }
            Self::Withdrawn { site, .. } => format!("{} is approved no more.", title(site, state)),
            Self::Asked { name, .. } => format!("Somebody asked for {name}."),
            Self::Answered { yes: true, .. } => "A site that was asked for was approved.".into(),
            Self::Answered { .. } => "A site that was asked for was not approved.".into(),
            Self::Lifted { name, device, until, .. } => {
                format!("{name} is open on {} until {}.", state.devices.name(device), clock(*until))
            }
            Self::LiftEnded { .. } => "A site that was open for some minutes is shut again.".into(),
        }
    }
}

fn title(site: &SiteId, state: &State) -> String {
    state.sites.approved.get(site).map_or_else(|| "A site".to_owned(), |known| known.title.clone())
}
