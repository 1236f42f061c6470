//! A pack: one setting's policy as clauses that adopt controls.

use crate::catalogue::Catalogue;
use crate::check::{Mistake, Source};
use crate::template::Params;
use crate::{Error, check, text};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;
use toml::Spanned;

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
    /// Links to outside help, when it adopts them.
    pub links: Vec<Link>,
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

/// A place that a policy speaks of.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackPlace {
    /// Its name.
    pub name: String,
    /// The word by which rules know it.
    pub kind: String,
    /// Whether children are there in the ordinary way.
    #[serde(default)]
    pub children: bool,
    /// Whether staff can see what happens there.
    #[serde(default)]
    pub sighted: bool,
    /// Whether devices are kept there under lock.
    #[serde(default)]
    pub store: bool,
}

/// A pack as written, with the place of everything that can be wrong.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PackText {
    pub(crate) pack: Head,
    #[serde(default)]
    pub(crate) roles: BTreeMap<Spanned<String>, Vec<Spanned<String>>>,
    #[serde(default)]
    pub(crate) place: Vec<PackPlace>,
    #[serde(default)]
    pub(crate) clause: Vec<ClauseText>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Head {
    pub(crate) id: Spanned<String>,
    pub(crate) title: String,
    #[serde(default)]
    pub(crate) summary: String,
    pub(crate) version: Spanned<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClauseText {
    pub(crate) id: Spanned<String>,
    pub(crate) section: String,
    pub(crate) says: Spanned<String>,
    #[serde(default)]
    pub(crate) adopts: BTreeMap<Spanned<String>, BTreeMap<Spanned<String>, Spanned<toml::Value>>>,
}

impl Pack {
    /// Reads a pack; every mistake is named with its line.
    ///
    /// # Errors
    /// [`Error::Mistakes`] with all that is wrong.
    pub fn parse(file: &str, text: &str, catalogue: &Catalogue) -> Result<Self, Error> {
        let source = Source::new(file.to_owned(), text);
        let written: PackText = source.parse().map_err(|mistake| Error::Mistakes(vec![mistake]))?;
        let (pack, mistakes) = check::pack(&source, written, catalogue);
        if mistakes.is_empty() { Ok(pack) } else { Err(Error::Mistakes(mistakes)) }
    }

    /// The pack without what a clause adopts of one control, for proving that a scenario notices.
    #[must_use]
    pub fn without(&self, clause: &str, control: &str) -> Self {
        let mut pack = self.clone();
        for there in pack.clauses.iter_mut().filter(|there| there.id == clause) {
            there.adopts.remove(control);
        }
        pack
    }

    /// The clause of that id, the house's own included.
    pub fn clause(&self, id: &str) -> Option<&Clause> {
        self.clauses.iter().chain(&house().clauses).find(|clause| clause.id == id)
    }

    /// The mistakes of a pack, in words, without reading further.
    pub fn mistakes(file: &str, text: &str, catalogue: &Catalogue) -> Vec<Mistake> {
        match Self::parse(file, text, catalogue) {
            Err(Error::Mistakes(mistakes)) => mistakes,
            _ => Vec::new(),
        }
    }
}

const BUILTIN: [(&str, &str); 5] = [
    ("jigsaw", include_str!("../../../policies/packs/jigsaw.toml")),
    ("all-saints", include_str!("../../../policies/packs/all-saints.toml")),
    ("information-security", include_str!("../../../policies/packs/information-security.toml")),
    ("beaumont", include_str!("../../../policies/packs/beaumont.toml")),
    ("portreath", include_str!("../../../policies/packs/portreath.toml")),
];

/// The house's own rules, in force beside every pack.
pub(crate) fn house() -> &'static Pack {
    static HOUSE: OnceLock<Pack> = OnceLock::new();
    HOUSE.get_or_init(|| {
        let text = include_str!("../../../policies/house.toml");
        match Pack::parse("house.toml", text, &Catalogue::builtin()) {
            Ok(pack) => pack,
            Err(error) => unreachable!("the house's own rules are tested: {error}"),
        }
    })
}

/// The ids and texts of the packs that the program ships with.
pub fn builtin_packs() -> &'static [(&'static str, &'static str)] {
    &BUILTIN
}

/// One of the packs that the program ships with.
///
/// # Errors
/// [`Error::NoSuchPack`] names the closest id there is.
pub fn builtin_pack(id: &str, catalogue: &Catalogue) -> Result<Pack, Error> {
    let Some((_, text)) = BUILTIN.iter().find(|(there, _)| *there == id) else {
        let ids = BUILTIN.iter().map(|(id, _)| *id);
        let nearest = text::nearest(id, ids).unwrap_or(BUILTIN[0].0).to_owned();
        return Err(Error::NoSuchPack { given: id.to_owned(), nearest });
    };
    Pack::parse(&format!("packs/{id}.toml"), text, catalogue)
}
