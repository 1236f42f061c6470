//! Pictures and recordings of children: where each came from, what it is for, who can be seen, where it went, until
//! when it is kept. The bytes are in the vault; here is what is known of them, their keys sealed among it.

mod decide;
mod keep;
mod source;
mod take;
mod uses;
pub mod view;

pub(crate) use decide::{decide, kept, must_be_let, unused_as};
pub use keep::{Against, against, erase_by, pending};
pub(crate) use keep::{against_permission, gallery, past_date, simless};
pub use source::{Mark, device_of};
pub use uses::{Asked, Recall, may, question, recalls};
pub(crate) use uses::{unconsenting, unpermitted};

use crate::authority::Author;
use crate::ids::{ChildId, DeviceId, EntryId, PersonId, PictureId, PlaceId, PostId, UseId};
use crate::private::Private;
use crate::state::Line;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Whether it stands still.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A picture.
    #[default]
    Still,
    /// A recording, with or without sound.
    Recording,
}

/// What can be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "kebab-case")]
pub enum Shows {
    /// Children, each of whom is named.
    #[default]
    Children,
    /// A child's work, and nobody; whose it is may be named.
    Work,
    /// Rooms and things, and nobody.
    Rooms,
}

impl Shows {
    /// The act of making such a picture.
    pub fn act(self) -> &'static str {
        match self {
            Self::Children => "photograph-child",
            Self::Work => "photograph-work",
            Self::Rooms => "photograph-setting",
        }
    }
}

/// How it came into the vault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    /// Made by the camera of an enrolled tablet, straight into the vault.
    Captured,
    /// As a file, from a device of the setting.
    #[default]
    Imported,
    /// Made here out of another picture, by covering a part of it.
    Covered,
}

/// What is known of a picture when it comes in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Shot {
    pub kind: Kind,
    pub shows: Shows,
    pub way: Way,
    /// The purpose it was made for: an id of `purposes.toml`.
    pub purpose: String,
    /// The children who can be seen, or whose work it is.
    pub children: Vec<ChildId>,
    /// The adults who can be seen.
    pub adults: Vec<PersonId>,
    /// What it was made with.
    pub device: DeviceId,
    /// Who made it.
    pub person: PersonId,
    pub place: Option<PlaceId>,
    /// When it was made, as far as its device can be believed.
    pub taken: Timestamp,
    /// Its device's clock was plainly wrong: `taken` is then when it came in.
    pub clock_wrong: bool,
    /// The computer on which it was taken in.
    pub computer: Option<DeviceId>,
    pub width: u32,
    pub height: u32,
    /// How the original lies, 1 to 8 as in EXIF; the renditions are upright.
    pub orientation: u8,
}

/// One file in the vault.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct File {
    /// `original`, `large` or `small`.
    pub rendition: String,
    /// Its name in the vault: the hash of its sealed bytes.
    pub blob: String,
    /// Its key, sealed under the picture's own.
    pub key: Private,
    /// How many bytes it has when opened.
    pub bytes: u64,
}

/// A file as a command brings it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileText {
    pub rendition: String,
    pub blob: String,
    pub key: String,
    pub bytes: u64,
}

/// Where a picture goes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum To {
    /// Into a child's learning journey.
    Journey { child: ChildId, entry: EntryId },
    /// Printed, for a display here.
    Display { place: Option<PlaceId> },
    /// With a post.
    Post { post: PostId },
    /// To the press, a printer, somebody outside.
    Press { whom: Private },
    /// Shown to the team.
    Training,
}

/// Why a picture is erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// Its day has come.
    Due,
    /// It should not be kept: out of focus, taken by mistake, no longer needed.
    NotNeeded,
    /// Somebody in it may not be pictured.
    NotPermitted,
    /// It was handed to the family of a child who left.
    HandedOver,
}

impl Why {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Due => "its day had come",
            Self::NotNeeded => "not needed",
            Self::NotPermitted => "somebody in it may not be pictured",
            Self::HandedOver => "handed to the family",
        }
    }
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// A picture was taken in. `tag` tells the same file when it comes again.
    TakenIn { picture: PictureId, shot: Box<Shot>, files: Vec<File>, tag: Private },
    /// A new picture was made of one, with parts covered: children, and what tells who they are.
    Covered {
        picture: PictureId,
        from: PictureId,
        covered: Vec<ChildId>,
        marks: Vec<String>,
        files: Vec<File>,
        tag: Private,
        width: u32,
        height: u32,
    },
    /// Who can be seen was put right.
    Tagged { picture: PictureId, children: Vec<ChildId>, adults: Vec<PersonId> },
    /// It was used. `looked`: somebody looked for what tells who the child is.
    Used {
        picture: PictureId,
        #[serde(rename = "use")]
        id: UseId,
        purpose: String,
        to: To,
        words: Private,
        looked: bool,
    },
    /// That use is over; `what` says what was done.
    UseEnded {
        picture: PictureId,
        #[serde(rename = "use")]
        id: UseId,
        what: Private,
    },
    /// It is kept whatever its day, until released.
    Held { picture: PictureId, why: Private },
    /// It goes by its day again.
    Released { picture: PictureId, why: Private },
    /// It is erased: its keys are destroyed with this line, its bytes after it.
    Erased { picture: PictureId, why: Why },
    /// Its bytes are gone from every store.
    Gone { picture: PictureId },
    /// The pictures of a child who left were handed to the family as one sealed export.
    HandedOver { child: ChildId, pictures: Vec<PictureId>, to: Private },
}

/// What can be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Take a picture in. The vault's side of the program gives this, with the files it has kept.
    TakeIn {
        picture: PictureId,
        #[serde(flatten)]
        incoming: Box<Incoming>,
    },
    /// Make a new picture with parts covered.
    Cover {
        picture: PictureId,
        from: PictureId,
        #[serde(default)]
        covered: Vec<ChildId>,
        /// What tells who a child is and was covered: a name, a badge, a sweatshirt.
        #[serde(default)]
        marks: Vec<String>,
        #[serde(default)]
        files: Vec<FileText>,
        #[serde(default)]
        tag: String,
        #[serde(default)]
        width: u32,
        #[serde(default)]
        height: u32,
    },
    /// Put right who can be seen.
    Tag {
        picture: PictureId,
        children: Vec<ChildId>,
        #[serde(default)]
        adults: Vec<PersonId>,
    },
    /// Use it for a display, the press or staff training. Journeys and posts use it by themselves.
    Use {
        picture: PictureId,
        #[serde(rename = "use")]
        id: UseId,
        purpose: String,
        #[serde(default)]
        place: Option<PlaceId>,
        /// To whom it goes, for the press.
        #[serde(default)]
        whom: String,
        #[serde(default)]
        words: String,
        /// Whoever gives this looked for what tells who the child is.
        #[serde(default)]
        looked: bool,
    },
    /// Say what was done about a use that is over.
    EndUse {
        picture: PictureId,
        #[serde(rename = "use")]
        id: UseId,
        what: String,
    },
    /// Keep it whatever its day.
    Hold { picture: PictureId, why: String },
    /// Let it go by its day again.
    Release { picture: PictureId, why: String },
    /// Erase it.
    Erase { picture: PictureId, why: Why },
    /// Erase everything whose day has come.
    EraseDue {},
    /// Say that the bytes are gone from every store.
    Gone { picture: PictureId },
    /// Say that the pictures of a child who left were handed to the family; they are then erased.
    HandOver { child: ChildId, pictures: Vec<PictureId>, to: String },
}

/// A picture that comes in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Incoming {
    #[serde(default)]
    pub kind: Kind,
    #[serde(default)]
    pub shows: Shows,
    /// Straight from the camera of an enrolled tablet.
    #[serde(default)]
    pub captured: bool,
    /// What for, in the policy's words or the catalogue's.
    #[serde(default)]
    pub purpose: String,
    #[serde(default)]
    pub children: Vec<ChildId>,
    #[serde(default)]
    pub adults: Vec<PersonId>,
    /// What it was made with, where somebody says so; the file must agree.
    #[serde(default)]
    pub device: Option<DeviceId>,
    /// What the file says of the device that made it.
    #[serde(default)]
    pub mark: Mark,
    /// Who made it; whoever takes it in when left out.
    #[serde(default)]
    pub person: Option<PersonId>,
    #[serde(default)]
    pub place: Option<PlaceId>,
    /// When, as the file says.
    #[serde(default)]
    pub taken: Option<Timestamp>,
    #[serde(default)]
    pub computer: Option<DeviceId>,
    #[serde(default)]
    pub width: u32,
    #[serde(default)]
    pub height: u32,
    #[serde(default = "upright")]
    pub orientation: u8,
    #[serde(default)]
    pub files: Vec<FileText>,
    #[serde(default)]
    pub tag: String,
}

fn upright() -> u8 {
    1
}

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
    pub erased: Option<(Why, Timestamp)>,
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
        self.uses.iter().filter(|(_, there)| there.ended.is_none())
    }
}

/// The register of pictures.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Pictures {
    /// By id, those erased included.
    pub all: BTreeMap<PictureId, Picture>,
    /// The pictures that are there, by the line that took them in: the latest last.
    pub kept: BTreeMap<u64, PictureId>,
    /// By tag: pictures that are there.
    tags: BTreeMap<String, PictureId>,
    /// Whose bytes are still to be destroyed.
    pub leaving: std::collections::BTreeSet<PictureId>,
    /// What was handed to families: whose, when, how many, to whom.
    pub handed: Vec<(ChildId, Timestamp, usize, Private)>,
}

impl Pictures {
    pub(crate) fn apply(&mut self, event: &Event, line: &Line) {
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
                self.change(&picture, |there| {
                    (there.from, there.covered, there.marks) = (Some(from), covered, marks);
                });
            }
            Event::Tagged { picture, children, adults } => self.change(&picture, |there| {
                (there.shot.children, there.shot.adults) = (children, adults);
            }),
            Event::Used { picture, id, purpose, to, words, looked } => {
                self.used(&picture, id, purpose, to, words, looked, line);
            }
            Event::UseEnded { picture, id, what } => self.end_use(&picture, &id, what, line),
            Event::Held { picture, why } => self.change(&picture, |there| there.held = Some(why)),
            Event::Released { picture, .. } => self.change(&picture, |there| there.held = None),
            Event::Erased { picture, why } => self.erase(&picture, why, line),
            Event::Gone { picture } => {
                self.leaving.remove(&picture);
                self.change(&picture, |there| (there.gone, there.files) = (true, Vec::new()));
            }
            Event::HandedOver { child, pictures, to } => {
                self.handed.push((child, line.at, pictures.len(), to));
            }
        }
    }

    fn insert(&mut self, picture: PictureId, shot: Shot, files: Vec<File>, tag: &Private, line: &Line) {
        let tag = tag.words().to_owned();
        if tag != "—" && !tag.is_empty() {
            self.tags.insert(tag.clone(), picture.clone());
        }
        self.kept.insert(line.seq, picture.clone());
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
            gone: false,
            tag,
        };
        self.all.insert(picture, new);
    }

    fn erase(&mut self, picture: &PictureId, why: Why, line: &Line) {
        let Some(there) = self.all.get_mut(picture) else { return };
        there.erased = Some((why, line.at));
        // The keys go with the line; the names stay until the bytes are gone.
        there.files.iter_mut().for_each(|file| file.key = Private::new(picture, ""));
        let (tag, taken_in) = (std::mem::take(&mut there.tag), there.line);
        self.tags.remove(&tag);
        self.kept.remove(&taken_in);
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
        line: &Line,
    ) {
        self.change(picture, |there| {
            let visible = there.visible().into_iter().cloned().collect();
            let (by, at, line) = (line.author.clone(), line.at, line.seq);
            there.uses.insert(id, Use { purpose, to, words, visible, by, at, line, looked, ended: None });
        });
    }

    pub(crate) fn end_use(&mut self, picture: &PictureId, id: &UseId, what: Private, line: &Line) {
        self.change(picture, |there| {
            if let Some(there) = there.uses.get_mut(id) {
                there.ended = Some((what, line.at));
            }
        });
    }

    fn change(&mut self, picture: &PictureId, with: impl FnOnce(&mut Picture)) {
        if let Some(there) = self.all.get_mut(picture) {
            with(there);
        }
    }

    /// The pictures that are there, the latest first.
    pub fn here(&self) -> impl Iterator<Item = (&PictureId, &Picture)> {
        self.kept.values().rev().filter_map(|id| self.all.get_key_value(id))
    }

    /// The picture that the same file is already.
    pub fn same(&self, tag: &str) -> Option<&PictureId> {
        self.tags.get(tag).filter(|_| !tag.is_empty())
    }

    /// Every file that must be in the vault, by its name.
    pub fn blobs(&self) -> impl Iterator<Item = (&str, u64)> {
        self.here().flat_map(|(_, there)| there.files.iter().map(|file| (file.blob.as_str(), file.bytes)))
    }
}
