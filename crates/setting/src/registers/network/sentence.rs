//! Each line about it, in a sentence.

use crate::reading::sentence::{Names, Sentence};
use crate::registers::network::event::Event;

impl Sentence for Event {
    fn sentence(&self, names: &Names<'_>) -> String {
        let state = names.state;
        match self {
            Self::Placed { device, addresses, name } if addresses.is_empty() && name.is_none() => {
                format!("The filter knows {} no more.", state.devices.name(device))
            }
            Self::Placed { device, addresses, .. } => {
                let addresses: Vec<String> = addresses.iter().map(ToString::to_string).collect();
                let by = if addresses.is_empty() {
                    "its name".to_owned()
                } else {
                    belisha_policy::join_and(&addresses)
                };
                format!("The filter knows {} by {by}.", state.devices.name(device))
            }
            Self::VisitorsSet { open: true } => "Visitors’ devices may go online.".into(),
            Self::VisitorsSet { .. } => "Visitors’ devices may not go online.".into(),
            Self::Counted { on, devices } => {
                let (opened, refused) = devices
                    .values()
                    .fold((0, 0), |(opened, refused), more| (opened + more.opened, refused + more.refused));
                format!("Looked up on {on}: {opened} answered, {refused} refused.")
            }
        }
    }
}
