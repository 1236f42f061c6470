//! The packs that the program ships with, and the house's own rules.

use crate::catalogue::whole::Catalogue;
use crate::mistake::Error;
use crate::pack::clause::{Clause, Pack};
use crate::text;
use std::sync::OnceLock;

const BUILTIN: [(&str, &str); 5] = [
    ("jigsaw", include_str!("../../../../policies/packs/jigsaw.toml")),
    ("all-saints", include_str!("../../../../policies/packs/all-saints.toml")),
    ("information-security", include_str!("../../../../policies/packs/information-security.toml")),
    ("beaumont", include_str!("../../../../policies/packs/beaumont.toml")),
    ("portreath", include_str!("../../../../policies/packs/portreath.toml")),
];

/// Made up, to show what a policy can bring itself: a nursery in Scotland with cameras, an after-school club in Ireland, a
/// childminder alone at home.
const EXAMPLES: [(&str, &str); 3] = [
    ("harbour", include_str!("../../../../policies/packs/harbour.toml")),
    ("clubhouse", include_str!("../../../../policies/packs/clubhouse.toml")),
    ("kitchen-table", include_str!("../../../../policies/packs/kitchen-table.toml")),
];

/// The house's own rules, in force beside every pack.
pub(crate) fn house() -> &'static Pack {
    static HOUSE: OnceLock<Pack> = OnceLock::new();
    HOUSE.get_or_init(|| {
        let text = include_str!("../../../../policies/house.toml");
        match Pack::parse("house.toml", text, &Catalogue::builtin()) {
            Ok(pack) => pack,
            Err(error) => unreachable!("the house's own rules are tested: {error}"),
        }
    })
}

impl Pack {
    /// The clause of that id, the house's own included.
    pub fn clause(&self, id: &str) -> Option<&Clause> {
        self.clauses.iter().chain(&house().clauses).find(|clause| clause.id == id)
    }
}

/// The ids and texts of the packs that the program ships with.
pub fn builtin_packs() -> &'static [(&'static str, &'static str)] {
    &BUILTIN
}

/// The ids and texts of the made-up packs that show what a policy can bring itself.
pub fn example_packs() -> &'static [(&'static str, &'static str)] {
    &EXAMPLES
}

/// The text of one of the packs that the program ships with, made up or not.
pub fn pack_text(id: &str) -> Option<&'static str> {
    BUILTIN.iter().chain(&EXAMPLES).find(|(known, _)| *known == id).map(|(_, text)| *text)
}

/// One of the packs that the program ships with, made up or not.
///
/// # Errors
/// [`Error::NoSuchPack`] names the closest id there is.
pub fn builtin_pack(id: &str, catalogue: &Catalogue) -> Result<Pack, Error> {
    let Some(text) = pack_text(id) else {
        let ids = BUILTIN.iter().chain(&EXAMPLES).map(|(id, _)| *id);
        let nearest = text::nearest(id, ids).unwrap_or(BUILTIN[0].0).to_owned();
        return Err(Error::NoSuchPack { given: id.to_owned(), nearest });
    };
    Pack::parse(&format!("packs/{id}.toml"), text, catalogue)
}
