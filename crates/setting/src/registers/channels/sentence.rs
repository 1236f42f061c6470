//! Each line about it, in a sentence.

use crate::reading::sentence::{Names, Sentence};
use crate::registers::channels::event::{ChannelKind, Event};

impl Sentence for Event {
    fn sentence(&self, names: &Names<'_>) -> String {
        let state = names.state;
        let channel = |channel| state.channels.name(channel);
        let child = |child| state.children.name(child);
        match self {
            Self::Set { name, kind, run_by, .. } => {
                let names: Vec<String> = run_by.iter().map(|person| state.people.name(person)).collect();
                let verb = if *kind == ChannelKind::Mailbox { "held" } else { "run" };
                format!(
                    "{name} is on the register of channels, {verb} by {}.",
                    belisha_policy::join_and(&names)
                )
            }
            Self::Closed { channel: id, why } => {
                format!("{} is no longer in use: {}.", channel(id), why.words())
            }
            Self::Joined { channel: id, child: who } => {
                format!("The family of {} belongs to {}.", child(who), channel(id))
            }
            Self::Removed { channel: id, child: who } => {
                format!("The family of {} was taken off {}.", child(who), channel(id))
            }
            Self::Looked { channel: id, .. } => format!("{} was looked at.", channel(id)),
        }
    }
}
