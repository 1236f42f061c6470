//! What the lines about pictures and recordings fold into.

use crate::record::author::Author;
use crate::record::ids::{ChildId, PictureId, UseId};
use crate::record::moment::from_london;
use crate::record::private::Private;
use crate::record::stamp::Stamp;
use crate::registers::pictures::event::{EraseReason, Event, File, Shot, Shows, To, Way};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One use.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Use {
    /// For which purpose.
    pub purpose: String,
    /// Where it went.
    pub to: To,
    /// What was written with it.
    pub words: Private,
    /// Who could be seen.
    pub visible: Vec<ChildId>,
    /// Who used it.
    pub by: Author,
    /// When.
    pub at: Timestamp,
    /// The line of the log.
    pub line: u64,
    /// Whether somebody signed that nothing in it tells who the child is.
    pub looked: bool,
    /// What was done when it was over, and when.
    pub ended: Option<(Private, Timestamp)>,
}

/// One picture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Picture {
    /// What is known of it.
    pub shot: Shot,
    /// Its files; none once it is erased.
    pub files: Vec<File>,
    /// Who took it in.
    pub by: Author,
    /// When.
    pub at: Timestamp,
    /// The line of the log.
    pub line: u64,
    /// The picture it was made of.
    pub from: Option<PictureId>,
    /// Who is covered in it.
    pub covered: Vec<ChildId>,
    /// What else is covered in it.
    pub marks: Vec<String>,
    /// Where it went.
    pub uses: BTreeMap<UseId, Use>,
    /// Why it is held.
    pub held: Option<Private>,
    /// Why and when it was erased.
    pub erased: Option<(EraseReason, Timestamp)>,
    /// When the program first saw that its day comes soon.
    pub due_seen: Option<Timestamp>,
    /// Whether somebody said yes to its going with many others.
    pub let_go: bool,
    /// Whether its bytes are gone from every store.
    pub gone: bool,
    tag: String,
}

impl Picture {
    /// The children who can be seen: tagged, and not covered. In a picture of work or rooms, nobody.
    pub fn visible(&self) -> Vec<&ChildId> {
        if self.shot.shows != Shows::Children {
            return Vec::new();
        }
        self.shot.children.iter().filter(|child| !self.covered.contains(child)).collect()
    }

    /// One of its files.
    pub fn file(&self, rendition: &str) -> Option<&File> {
        self.files.iter().find(|file| file.rendition == rendition)
    }

    /// The uses that go on.
    pub fn live(&self) -> impl Iterator<Item = (&UseId, &Use)> {
        self.uses.iter().filter(|(_, known)| known.ended.is_none())
    }
}

/// The register of pictures.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Pictures {
    /// By id, those erased included.
    pub all: BTreeMap<PictureId, Picture>,
    /// The pictures that are there, by the line that took them in: the latest last.
    pub retained: BTreeMap<u64, PictureId>,
    /// By tag: pictures that are there.
    tags: BTreeMap<String, PictureId>,
    /// Whose bytes are still to be destroyed.
    pub leaving: std::collections::BTreeSet<PictureId>,
    /// What was handed to families: whose, when, how many, to whom.
    pub handed: Vec<(ChildId, Timestamp, usize, Private)>,
}

impl Pictures {
    pub(crate) fn apply(&mut self, event: &Event, line: Stamp<'_>) {
        match event.clone() {
            Event::TakenIn { picture, shot, files, tag } => {
                self.insert(picture, *shot, files, &tag, line);
            }
            Event::Covered { picture, from, covered, marks, files, tag, width, height } => {
                let Some(before) = self.all.get(&from) else { return };
                let shot = Shot { way: Way::Covered, width, height, orientation: 1, ..before.shot.clone() };
                let covered = [before.covered.clone(), covered].concat();
                let marks = [before.marks.clone(), marks].concat();
                self.insert(picture.clone(), shot, files, &tag, line);
                self.change(&picture, |known| {
                    (known.from, known.covered, known.marks) = (Some(from), covered, marks);
                });
            }
            Event::Dated { picture, on } => self.change(&picture, |known| {
                // By noon of that day; the hour is nobody's to say.
                let noon = from_london(on, jiff::civil::time(12, 0, 0, 0));
                (known.shot.taken, known.shot.clock_wrong) = (noon.unwrap_or(known.shot.taken), false);
            }),
            Event::Tagged { picture, children, adults } => self.change(&picture, |known| {
                (known.shot.children, known.shot.adults) = (children, adults);
            }),
            Event::Used { picture, id, purpose, to, words, looked } => {
                self.used(&picture, id, purpose, to, words, looked, line);
            }
            Event::UseEnded { picture, id, ended_how: what } => self.end_use(&picture, &id, what, line),
            Event::Held { picture, why } => self.change(&picture, |known| known.held = Some(why)),
            Event::Released { picture, .. } => self.change(&picture, |known| known.held = None),
            Event::DueSeen { pictures } => pictures
                .iter()
                .for_each(|picture| self.change(picture, |known| known.due_seen = Some(line.at))),
            Event::LetGo { pictures } => {
                pictures.iter().for_each(|picture| self.change(picture, |known| known.let_go = true));
            }
            Event::Erased { picture, why } => self.erase(&picture, why, line),
            Event::Gone { picture } => {
                self.leaving.remove(&picture);
                self.change(&picture, |known| (known.gone, known.files) = (true, Vec::new()));
            }
            Event::HandedOver { child, pictures, to } => {
                self.handed.push((child, line.at, pictures.len(), to));
            }
        }
    }

    fn insert(&mut self, picture: PictureId, shot: Shot, files: Vec<File>, tag: &Private, line: Stamp<'_>) {
        let tag = tag.known().unwrap_or_default().to_owned();
        if !tag.is_empty() {
            self.tags.insert(tag.clone(), picture.clone());
        }
        self.retained.insert(line.seq, picture.clone());
        let new = Picture {
            shot,
            files,
            by: line.author.clone(),
            at: line.at,
            line: line.seq,
            from: None,
            covered: Vec::new(),
            marks: Vec::new(),
            uses: BTreeMap::new(),
            held: None,
            erased: None,
            due_seen: None,
            let_go: false,
            gone: false,
            tag,
        };
        self.all.insert(picture, new);
    }

    fn erase(&mut self, picture: &PictureId, why: EraseReason, line: Stamp<'_>) {
        let Some(known) = self.all.get_mut(picture) else { return };
        known.erased = Some((why, line.at));
        // The keys go with the line; the names stay until the bytes are gone.
        known.files.iter_mut().for_each(|file| file.key = file.key.forgotten());
        let (tag, taken_in) = (std::mem::take(&mut known.tag), known.line);
        self.tags.remove(&tag);
        self.retained.remove(&taken_in);
        self.leaving.insert(picture.clone());
    }

    #[expect(clippy::too_many_arguments, reason = "one use, field by field, as the event has it")]
    pub(crate) fn used(
        &mut self,
        picture: &PictureId,
        id: UseId,
        purpose: String,
        to: To,
        words: Private,
        looked: bool,
        line: Stamp<'_>,
    ) {
        self.change(picture, |known| {
            let visible = known.visible().into_iter().cloned().collect();
            let (by, at, line) = (line.author.clone(), line.at, line.seq);
            known.uses.insert(id, Use { purpose, to, words, visible, by, at, line, looked, ended: None });
        });
    }

    pub(crate) fn end_use(&mut self, picture: &PictureId, id: &UseId, what: Private, line: Stamp<'_>) {
        self.change(picture, |known| {
            if let Some(known) = known.uses.get_mut(id) {
                known.ended = Some((what, line.at));
            }
        });
    }

    /// The time had to be stated: what was seen to be due by another time is looked at anew.
    pub(crate) fn look_again(&mut self) {
        for known in self.all.values_mut() {
            (known.due_seen, known.let_go) = (None, false);
        }
    }

    /// Nothing was taken in later than now.
    pub(crate) fn brought_back(&mut self, now: Timestamp) {
        for known in self.all.values_mut() {
            (known.at, known.shot.taken) = (known.at.min(now), known.shot.taken.min(now));
        }
    }

    fn change(&mut self, picture: &PictureId, with: impl FnOnce(&mut Picture)) {
        if let Some(known) = self.all.get_mut(picture) {
            with(known);
        }
    }

    /// The pictures that are there, the latest first.
    pub fn here(&self) -> impl Iterator<Item = (&PictureId, &Picture)> {
        self.retained.values().rev().filter_map(|id| self.all.get_key_value(id))
    }

    /// The picture that the same file is already.
    pub fn same(&self, tag: &str) -> Option<&PictureId> {
        self.tags.get(tag).filter(|_| !tag.is_empty())
    }

    /// Every file that must be in the vault, by its name.
    pub fn blobs(&self) -> impl Iterator<Item = (&str, u64)> {
        self.here().flat_map(|(_, known)| known.files.iter().map(|file| (file.blob.as_str(), file.bytes)))
    }
}
