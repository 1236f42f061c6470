//! What can be asked for with the day, and who may give each command.

use crate::deciding::needs::Needs;
use crate::record::ids::{ChildId, DeviceId, PersonId};
use crate::registers::day::event::{Item, PutAway};
use serde::{Deserialize, Serialize};

/// What can be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Open the day.
    Open {},
    /// Close it, with the count of devices; those not back are named.
    Close {
        #[serde(default)]
        missing: Vec<DeviceId>,
        #[serde(default)]
        uncounted: bool,
    },
    /// Open the day again that was closed too early; everyone signs in anew.
    Reopen {},
    /// Say what became of whoever was never signed out.
    Answer {
        #[serde(default)]
        children: Vec<ChildId>,
        #[serde(default)]
        people: Vec<PersonId>,
        /// How that is known; may be left empty.
        #[serde(default)]
        said: String,
    },
    /// Sign somebody in.
    In { person: PersonId },
    /// Sign somebody out.
    Out { person: PersonId },
    /// Begin a break.
    StartBreak { person: PersonId },
    /// End a break.
    EndBreak { person: PersonId },
    /// Say whether somebody is supervising children.
    Supervise { person: PersonId, yes: bool },
    /// Put a phone or watch away, or say that there is none.
    PutAway { person: PersonId, item: Item, put: PutAway },
    /// Take it back.
    TakeBack { person: PersonId, item: Item },
    /// Sign a child in.
    ChildIn { child: ChildId },
    /// Sign a child out.
    ChildOut { child: ChildId },
    /// Say who collected a child that went home today.
    Collected { child: ChildId, by: String },
    /// What only the program's own code makes.
    #[serde(skip)]
    Prepared(Prepared),
}

/// What the program's own code asks for.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Prepared {
    /// End a day that nobody closed, once another has begun.
    EndForgotten {},
}

impl Command {
    /// Who may give it; what the policy itself asks of them is decided with it.
    pub(crate) fn needs(&self) -> Needs<'_> {
        match self {
            Self::Prepared(Prepared::EndForgotten {}) => Needs::Program,
            Self::Reopen {} => Needs::Leader,
            // At the door too: whoever passes says nothing about anybody, each signs in with a PIN first.
            Self::Open { .. }
            | Self::Close { .. }
            | Self::Answer { .. }
            | Self::Collected { .. }
            | Self::Supervise { .. }
            | Self::In { .. }
            | Self::Out { .. }
            | Self::StartBreak { .. }
            | Self::EndBreak { .. }
            | Self::PutAway { .. }
            | Self::TakeBack { .. }
            | Self::ChildIn { .. }
            | Self::ChildOut { .. } => Needs::Team,
        }
    }
}
