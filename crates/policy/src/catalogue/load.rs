//! The catalogue read from its files.

use crate::catalogue::check;
use crate::catalogue::control::Control;
use crate::catalogue::files::CatalogueFiles;
use crate::catalogue::library::ResourcesText;
use crate::catalogue::opinion::OpinionsText;
use crate::catalogue::purpose::{AreasText, PurposesText};
use crate::catalogue::vocabulary::FactInfo;
use crate::catalogue::whole::Catalogue;
use crate::facts::Fact;
use crate::known::check::disagreements;
use crate::mistake::{Error, Mistake};
use crate::source::Source;
use crate::text::{lines, nearest};
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

impl Catalogue {
    /// The catalogue that the program ships with.
    pub fn builtin() -> Arc<Self> {
        static CATALOGUE: OnceLock<Arc<Catalogue>> = OnceLock::new();
        CATALOGUE
            .get_or_init(|| match read(&CatalogueFiles::builtin()) {
                Ok(catalogue) => Arc::new(catalogue),
                Err(mistakes) => unreachable!("the built-in catalogue is tested: {}", lines(&mistakes)),
            })
            .clone()
    }

    /// Reads a catalogue and checks that all it refers to exists.
    ///
    /// # Errors
    /// [`Error::Mistakes`] names what is wrong.
    pub fn read(files: &CatalogueFiles) -> Result<Self, Error> {
        read(files).map_err(Error::Mistakes)
    }
}

fn read(files: &CatalogueFiles) -> Result<Catalogue, Vec<Mistake>> {
    let mut mistakes = Vec::new();
    let catalogue = Catalogue {
        controls: controls(files)?,
        acts: part(files, "acts")?,
        facts: facts(part(files, "facts")?, &mut mistakes),
        kinds: part(files, "kinds")?,
        roles: part(files, "roles")?,
        ratios: part(files, "ratios")?,
        concerns: part(files, "concerns")?,
        bodies: part(files, "bodies")?,
        codes: part(files, "codes")?,
        notices: part(files, "notices")?,
        resources: part::<ResourcesText>(files, "resources")?.resource,
        purposes: part::<PurposesText>(files, "purposes")?.purpose,
        sites: part(files, "sites")?,
        opinions: part::<OpinionsText>(files, "words")?.opinion,
        nations: part(files, "nations")?,
        circumstances: BTreeMap::new(),
        areas: part::<AreasText>(files, "areas")?.area,
    };
    mistakes.extend(check::catalogue(&catalogue));
    mistakes.extend(disagreements(&catalogue));
    if mistakes.is_empty() { Ok(catalogue) } else { Err(mistakes) }
}

fn controls(files: &CatalogueFiles) -> Result<BTreeMap<String, Control>, Vec<Mistake>> {
    let mut controls = BTreeMap::new();
    for (area, _) in files.areas() {
        let of_area: BTreeMap<String, Control> = part(files, &format!("controls/{area}"))?;
        controls.extend(of_area.into_iter().map(|(name, control)| (format!("{area}.{name}"), control)));
    }
    Ok(controls)
}

/// The facts described, each of which the program must know, and all of those that it knows.
fn facts(described: BTreeMap<String, FactInfo>, mistakes: &mut Vec<Mistake>) -> BTreeMap<Fact, FactInfo> {
    let mut facts = BTreeMap::new();
    for (name, info) in described {
        if !info.fits() {
            let says = format!("what `{name}` usually is, is not of its type");
            mistakes.push(Mistake::of_file("catalogue/facts.toml", says));
        }
        match Fact::named(&name) {
            Some(fact) => drop(facts.insert(fact, info)),
            None => mistakes.push(Mistake {
                nearest: nearest(&name, Fact::ALL.iter().map(|fact| fact.name())).map(str::to_owned),
                ..Mistake::of_file("catalogue/facts.toml", format!("nothing gives the fact `{name}`"))
            }),
        }
    }
    for fact in Fact::ALL.iter().filter(|fact| !facts.contains_key(fact)) {
        let says = format!("the fact `{}` is not described", fact.name());
        mistakes.push(Mistake::of_file("catalogue/facts.toml", says));
    }
    facts
}

fn part<T: DeserializeOwned>(files: &CatalogueFiles, name: &str) -> Result<T, Vec<Mistake>> {
    let source = Source::new(format!("catalogue/{name}.toml"), files.text(name));
    source.parse().map_err(|mistake| vec![mistake])
}
