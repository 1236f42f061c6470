//! Each line about it, in a sentence.

use crate::reading::sentence::{Names, Sentence};
use crate::registers::posts::event::Event;

impl Sentence for Event {
    fn sentence(&self, names: &Names<'_>) -> String {
        let state = names.state;
        let to = |post| {
            let known = state.posts.all.get(post);
            known.map_or_else(|| "a channel".to_owned(), |known| state.channels.name(&known.channel))
        };
        match self {
            Self::Drafted { channel, .. } => {
                format!("A post for {} was drafted.", state.channels.name(channel))
            }
            Self::Revised { post, .. } => {
                format!("The words of a post for {} were changed; it needs approving anew.", to(post))
            }
            Self::Approved { post, seen, .. } if seen.is_empty() => {
                format!("A post for {} was approved.", to(post))
            }
            Self::Approved { post, seen, .. } => {
                let seen: Vec<String> = seen.iter().map(|words| format!("“{}”", words.words())).collect();
                format!(
                    "A post for {} was approved, with a look at {}.",
                    to(post),
                    belisha_policy::join_and(&seen)
                )
            }
            Self::Published { post, link, .. } => format!("A post for {} went out: {link}.", to(post)),
            Self::TakenDown { post, why } => {
                format!("A post for {} was taken down: {}.", to(post), why.words())
            }
        }
    }
}
