//! Each line about it, in a sentence.

use crate::reading::sentence::{Names, Sentence};
use crate::registers::children::event::Event;

impl Sentence for Event {
    fn sentence(&self, names: &Names<'_>) -> String {
        let state = names.state;
        match self {
            Self::Added { name, .. } => format!("{} joined the register of children.", name.words()),
            Self::Changed { child, name, born, family } => {
                let mut what: Vec<&str> = Vec::new();
                what.extend(born.is_some().then_some("the date of birth"));
                what.extend(family.is_some().then_some("the family"));
                let what = (!what.is_empty()).then(|| {
                    format!(
                        "Put right of {}: {}.",
                        state.children.name(child),
                        belisha_policy::join_and(&what)
                    )
                });
                let name = name.as_ref().map(|name| format!("A child is now called {}.", name.words()));
                [name, what].into_iter().flatten().collect::<Vec<_>>().join(" ")
            }
            Self::Reinstated { child } => {
                format!("{} is on the register of children again.", state.children.name(child))
            }
            Self::Left { child } => format!("{} left the setting.", state.children.name(child)),
        }
    }
}
