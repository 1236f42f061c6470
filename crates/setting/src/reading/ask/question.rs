//! What is asked of the policy: who, what, with what, where, for what.

use crate::record::ids::{ConcernId, OccasionId, PersonId, PictureId};
use belisha_policy::FactKey;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A question. What is left out is as the registers have it, or as it usually is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Question {
    /// The act, an id of the catalogue.
    pub act: String,
    /// Who: the id of a person, a visit or a child; or a role.
    pub who: Option<String>,
    /// With which device: the id of one on the register, or a kind.
    pub device: Option<String>,
    /// What it can do, where it is neither on the register nor of a known kind.
    pub can: Option<Vec<String>>,
    /// Whose a device is that is not on the register: `setting` or `personal`.
    pub owner: Option<String>,
    /// Where: the id, name or kind of a place, or `off premises`.
    pub place: Option<String>,
    /// What for.
    pub purpose: Option<String>,
    /// `personal` or `work` email.
    pub mail: Option<String>,
    /// `official` or `other` account.
    pub account: Option<String>,
    /// Which mailbox: the id or name of one on the register, or the policy's word for it.
    pub mailbox: Option<String>,
    /// That it is an emergency.
    pub emergency: bool,
    /// Who supervises.
    pub supervised_by: Option<PersonId>,
    /// The outing has the setting phone.
    pub kit_phone: bool,
    /// The outing has the contact folder.
    pub kit_folder: bool,
    /// The device is to be the setting's own telephone.
    pub setting_phone: bool,
    /// The concern that it is about, or that gives cause for it.
    pub concern: Option<ConcernId>,
    /// That the asker gave a second proof of who they are.
    pub second_factor: bool,
    /// Whose family, for a friendship: the id of a child.
    pub with: Option<String>,
    /// Which tool: an id of the register of tools.
    pub tool: Option<String>,
    /// Which children it is about: ids. Left out: those who are in.
    pub children: Vec<String>,
    /// On which day a picture is made; today when left out.
    pub day: Option<Date>,
    /// That nobody can be seen.
    pub nobody: bool,
    /// Which picture of the vault it is about.
    pub picture: Option<PictureId>,
    /// At which event for families.
    pub occasion: Option<OccasionId>,
    /// On which computer: the id of one on the register. Left out: nothing is downloaded to a computer.
    pub computer: Option<String>,
    /// That somebody looked for what tells who a child is.
    pub identifiers_checked: bool,
    /// What is so, of what the policy itself asks about: by the names of its circumstances.
    pub circumstances: BTreeMap<String, Supposition>,
    /// Facts to suppose, whatever the registers say.
    pub suppose: BTreeMap<FactKey, Supposition>,
}

/// A fact that is supposed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Supposition {
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Number(i64),
    /// A word.
    Word(String),
}

impl Question {
    /// What was said of a circumstance.
    pub(crate) fn said(&self, name: &str) -> Option<&Supposition> {
        let supposed = || self.suppose.get(&FactKey::Circumstance(name.into()));
        self.circumstances.get(name).or_else(supposed)
    }
}
