//! A pack: one setting's policy as clauses that adopt controls.

use crate::pack::narrowing::Narrowing;
use crate::pack::own::Own;
use crate::pack::own::promise::Promise;
use crate::pack::place::PackPlace;
use crate::template::Params;
use serde::Deserialize;
use std::collections::BTreeMap;

/// One setting's policy.
#[derive(Debug, Clone)]
pub struct Pack {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// One sentence about it.
    pub summary: String,
    /// The date of its text; a new version is signed anew.
    pub version: String,
    /// Words of this policy for roles.
    pub roles: BTreeMap<String, Vec<String>>,
    /// The places it speaks of; a new setting starts with them.
    pub places: Vec<PackPlace>,
    /// Its clauses in order.
    pub clauses: Vec<Clause>,
    /// The nation whose bodies and ratios hold: an id of `nations.toml`.
    pub nation: String,
    /// What it promises to hold in every situation.
    pub promises: Vec<Promise>,
    /// What it brings beside what it adopts.
    pub(crate) own: Own,
}

/// A clause of a pack.
#[derive(Debug, Clone)]
pub struct Clause {
    /// `policy.number`.
    pub id: String,
    /// The heading it stands under.
    pub section: String,
    /// What it says.
    pub says: String,
    /// The controls it adopts, with every parameter filled in.
    pub adopts: BTreeMap<String, Params>,
    /// What narrows each of them.
    pub narrowings: BTreeMap<String, Narrowing>,
    /// Links to outside help, when it adopts them.
    pub links: Vec<Link>,
    /// How much of it the program carries out, where its author says.
    pub carrying: Carrying,
}

/// How much of a clause the program carries out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Carrying {
    /// All of it.
    #[default]
    CarriedOut,
    /// Not these words of it.
    InPart(String),
    /// People do this by hand, and evidence is put in by hand.
    ByHand(String),
    /// It is signed, and nothing of it is carried out.
    Statement,
}

impl Carrying {
    /// The word for it.
    pub fn word(&self) -> &'static str {
        match self {
            Self::CarriedOut => "carried-out",
            Self::InPart(_) => "in-part",
            Self::ByHand(_) => "by-hand",
            Self::Statement => "statement",
        }
    }
}

/// A link to outside help.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// Whose it is.
    pub name: String,
    /// Where it leads.
    pub address: String,
    /// What is known of it.
    pub note: Option<String>,
}
