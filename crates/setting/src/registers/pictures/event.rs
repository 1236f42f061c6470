//! What goes on record about pictures and recordings, and who may read each line of it.

use crate::record::audience::Audience;
use crate::record::ids::{ChildId, DeviceId, EntryId, PersonId, PictureId, PlaceId, PostId, UseId};
use crate::record::private::Private;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Whether it stands still.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "kebab-case")]
pub enum MediaKind {
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
    pub kind: MediaKind,
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
pub enum EraseReason {
    /// Its day has come.
    Due,
    /// It should not be kept: out of focus, taken by mistake, no longer needed.
    NotNeeded,
    /// Somebody in it may not be pictured.
    NotPermitted,
    /// It was handed to the family of a child who left.
    HandedOver,
}

impl EraseReason {
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
    /// Somebody said on which day it was made, where its file says none that can be believed.
    Dated { picture: PictureId, on: Date },
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
    /// That use is over; `ended_how` says what was done.
    UseEnded {
        picture: PictureId,
        #[serde(rename = "use")]
        id: UseId,
        #[serde(rename = "what")]
        ended_how: Private,
    },
    /// It is kept whatever its day, until released.
    Held { picture: PictureId, why: Private },
    /// It goes by its day again.
    Released { picture: PictureId, why: Private },
    /// The program saw that the day of these comes soon, and looks a second time before it erases them.
    DueSeen { pictures: Vec<PictureId> },
    /// Somebody said yes to these going by their day, all at once.
    LetGo { pictures: Vec<PictureId> },
    /// It is erased: its keys are destroyed with this line, its bytes after it.
    Erased { picture: PictureId, why: EraseReason },
    /// Its bytes are gone from every store.
    Gone { picture: PictureId },
    /// The pictures of a child who left were handed to the family as one sealed export.
    HandedOver { child: ChildId, pictures: Vec<PictureId>, to: Private },
}

impl Event {
    /// Who may read the line that it stands in.
    pub fn audience(&self) -> Audience<'_> {
        match self {
            Self::TakenIn { .. }
            | Self::Covered { .. }
            | Self::Tagged { .. }
            | Self::Dated { .. }
            | Self::Used { .. }
            | Self::UseEnded { .. }
            | Self::Held { .. }
            | Self::Released { .. }
            | Self::DueSeen { .. }
            | Self::LetGo { .. }
            | Self::Erased { .. }
            | Self::Gone { .. }
            | Self::HandedOver { .. } => Audience::Everyone,
        }
    }
}

/// What a file says of the device that made it (EXIF's Make, Model and BodySerialNumber).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Mark {
    pub make: String,
    pub model: String,
    pub serial: String,
}

impl Mark {
    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.make.trim().is_empty() && self.model.trim().is_empty()
    }

    /// In words, for a sentence.
    pub fn words(&self) -> String {
        let parts: Vec<&str> =
            [self.make.trim(), self.model.trim()].into_iter().filter(|part| !part.is_empty()).collect();
        let name = if parts.is_empty() { "a device it does not name".to_owned() } else { parts.join(" ") };
        if self.serial.trim().is_empty() {
            name
        } else {
            format!("{name}, serial number {}", self.serial.trim())
        }
    }
}
