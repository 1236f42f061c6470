//! What the lines about posts fold into.

use crate::record::author::Author;
use crate::record::ids::{ChannelId, PictureId, PostId};
use crate::record::private::Private;
use crate::record::stamp::Stamp;
use crate::registers::posts::event::Event;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An approval.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Approval {
    /// Who.
    pub by: Author,
    /// When.
    pub at: Timestamp,
    /// What they looked at and let stand.
    pub seen: Vec<Private>,
    /// Whether they looked for what tells who a child in its pictures is.
    pub looked: bool,
    /// The line of the log.
    pub line: u64,
}

/// One post.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Post {
    /// Where it goes.
    pub channel: ChannelId,
    /// What it says.
    pub words: Private,
    /// The pictures that go with it.
    pub pictures: Vec<PictureId>,
    /// Everybody who wrote any of it, the first author first.
    pub writers: Vec<Author>,
    /// When its words were last changed.
    pub at: Timestamp,
    /// Who approved these words.
    pub approved: Option<Approval>,
    /// Where it can be seen, and since when.
    pub published: Option<(String, Timestamp)>,
    /// Why it was taken down, and when.
    pub taken_down: Option<(Private, Timestamp)>,
}

/// The register of posts.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Posts {
    /// By id.
    pub all: BTreeMap<PostId, Post>,
}

impl Posts {
    pub(crate) fn apply(&mut self, event: &Event, line: Stamp<'_>) {
        match event.clone() {
            Event::Drafted { post, channel, words, pictures } => {
                let writers = vec![line.author.clone()];
                let (approved, published, taken_down) = (None, None, None);
                let new =
                    Post { channel, words, pictures, writers, at: line.at, approved, published, taken_down };
                self.all.insert(post, new);
            }
            Event::Revised { post, words } => {
                if let Some(known) = self.all.get_mut(&post) {
                    (known.words, known.at, known.approved) = (words, line.at, None);
                    if !known.writers.contains(line.author) {
                        known.writers.push(line.author.clone());
                    }
                }
            }
            Event::Approved { post, seen, looked } => {
                if let Some(known) = self.all.get_mut(&post) {
                    let (by, at, line) = (line.author.clone(), line.at, line.seq);
                    known.approved = Some(Approval { by, at, seen, looked, line });
                }
            }
            Event::Published { post, link, .. } => {
                if let Some(known) = self.all.get_mut(&post) {
                    known.published = Some((link, line.at));
                }
            }
            Event::TakenDown { post, why } => {
                if let Some(known) = self.all.get_mut(&post) {
                    known.taken_down = Some((why, line.at));
                }
            }
        }
    }
}
