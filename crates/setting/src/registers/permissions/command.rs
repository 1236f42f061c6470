//! What can be asked for with permissions for pictures, and who may give each command.

use crate::deciding::needs::Needs;
use crate::record::ids::{ChildId, PersonId};
use crate::registers::permissions::event::How;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What can be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Put the parents' answers on record, by purpose.
    Answer {
        child: ChildId,
        answers: BTreeMap<String, bool>,
        by: String,
        how: How,
        /// The day they gave it; today when left out.
        #[serde(default)]
        on: Option<Date>,
    },
    /// Permit a purpose for pictures taken on one day.
    AllowOnce { child: ChildId, purpose: String, on: Date, occasion: String, by: String, how: How },
    /// Take a permission back.
    Withdraw { child: ChildId, purpose: String, by: String, how: How },
    /// Record what the child says about being in pictures.
    Wish {
        child: ChildId,
        wants: bool,
        #[serde(default)]
        said: String,
    },
    /// Say that one has read every change.
    Read { person: PersonId },
    /// End the family's link.
    EndLink { child: ChildId },
    /// What only the program's own code makes.
    #[serde(skip)]
    Prepared(Prepared),
}

impl Command {
    /// Who may give it; what the policy itself asks of them is decided with it.
    pub(crate) fn needs(&self) -> Needs<'_> {
        match self {
            Self::Prepared(prepared) => prepared.needs(),
            Self::Answer { child, .. } | Self::Withdraw { child, .. } => Needs::TeamOrFamily(child),
            Self::AllowOnce { .. } | Self::Wish { .. } => Needs::Team,
            Self::Read { person, .. } => Needs::Own(person),
            Self::EndLink { .. } => Needs::Leader,
        }
    }
}

/// What the program's own code asks for, with what it has sealed, hashed or counted. None of it can be read from
/// outside: no form and no line of JSON becomes one.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Prepared {
    /// Give the family a link of its own.
    MakeLink { child: ChildId, hash: String, until: Date },
}

impl Prepared {
    fn needs(&self) -> Needs<'_> {
        match self {
            Self::MakeLink { .. } => Needs::Leader,
        }
    }
}
