//! What can be asked for with pictures and recordings, and who may give each command.

use crate::deciding::needs::Needs;
use crate::record::ids::{ChildId, DeviceId, PersonId, PictureId, PlaceId, UseId};
use crate::registers::pictures::event::{EraseReason, Mark, MediaKind, Shows};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A file as a command brings it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileText {
    pub rendition: String,
    pub blob: String,
    pub key: String,
    pub bytes: u64,
}

/// What can be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Put right who can be seen.
    Tag {
        picture: PictureId,
        children: Vec<ChildId>,
        #[serde(default)]
        adults: Vec<PersonId>,
    },
    /// Say on which day it was made, where its file says none that can be believed.
    Date { picture: PictureId, on: Date },
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
        #[serde(rename = "what")]
        ended_how: String,
    },
    /// Keep it whatever its day.
    Hold { picture: PictureId, why: String },
    /// Let it go by its day again.
    Release { picture: PictureId, why: String },
    /// Say yes to these going on their day, although they are more than go by themselves.
    LetGo { pictures: Vec<PictureId> },
    /// Erase it.
    Erase { picture: PictureId, why: EraseReason },
    /// Say that the pictures of a child who left were handed to the family; they are then erased.
    HandOver { child: ChildId, pictures: Vec<PictureId>, to: String },
    /// What only the program's own code makes.
    #[serde(skip)]
    Prepared(Prepared),
}

impl Command {
    /// Who may give it; what the policy itself asks of them is decided with it.
    pub(crate) fn needs(&self) -> Needs<'_> {
        match self {
            Self::Prepared(prepared) => prepared.needs(),
            Self::Tag { .. }
            | Self::Date { .. }
            | Self::Use { .. }
            | Self::EndUse { .. }
            | Self::Hold { .. }
            | Self::Release { .. }
            | Self::Erase { .. } => Needs::Team,
            Self::HandOver { .. } | Self::LetGo { .. } => Needs::Leader,
        }
    }
}

/// What the program's own code asks for, with what it has sealed, hashed or counted. None of it can be read from
/// outside: no form and no line of JSON becomes one.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Prepared {
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
    /// Erase what was seen to be due a day ago and still is, as far as that goes by itself; see what is due soon.
    EraseDue {},
    /// Say that the bytes are gone from every store.
    Gone { picture: PictureId },
}

impl Prepared {
    fn needs(&self) -> Needs<'_> {
        match self {
            Self::TakeIn { .. } | Self::Cover { .. } => Needs::Team,
            Self::EraseDue { .. } | Self::Gone { .. } => Needs::Program,
        }
    }
}

/// A picture that comes in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Incoming {
    #[serde(default)]
    pub kind: MediaKind,
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
