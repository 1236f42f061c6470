//! Lists that come from an address, and are fetched anew: when one is due, and what became of it.

use super::{About, failed, held, listed, staged, taken};
use crate::error::Error;
use belisha_filter::ListReport;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::Path;

/// A list that could not be fetched is tried again after this, or when it is due, whichever is sooner.
const AGAIN_AFTER: SignedDuration = SignedDuration::from_hours(1);

/// Where a list is fetched from, and how that went.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fetching {
    /// The address, by http or https.
    pub address: String,
    /// What its server calls the version that is kept (the entity tag of RFC 9110).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mark: Option<String>,
    /// When it was last fetched, or found to be as before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fetched: Option<Timestamp>,
    /// When it was last tried.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tried: Option<Timestamp>,
    /// Why the last try failed: the names of before stay in force.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trouble: Option<String>,
}

/// What came of asking for a list anew.
#[derive(Debug)]
pub enum Fetched<'a> {
    /// It is as before.
    AsBefore,
    /// Its text is in this file, with what its server calls this version.
    Text(&'a Path, Option<String>),
    /// It did not come, and why.
    Failed(String),
}

impl Fetching {
    /// An address that was just fetched from.
    pub fn from(address: &str, mark: Option<String>, at: Timestamp) -> Self {
        Self { address: address.to_owned(), mark, fetched: Some(at), tried: Some(at), trouble: None }
    }

    /// Whether it is to be fetched at `now`, when that is done every so often. A time that is yet to come, from a clock
    /// that was wrong, counts as none.
    pub fn due(&self, now: Timestamp, every: SignedDuration) -> bool {
        let wait = if self.trouble.is_some() { every.min(AGAIN_AFTER) } else { every };
        self.tried.is_none_or(|tried| tried > now || now.duration_since(tried) >= wait)
    }
}

fn put(folder: &Path, id: &str, about: &About) -> Result<(), Error> {
    let beside = staged(folder, id, about)?;
    fs::rename(beside, folder.join(format!("{id}.toml"))).map_err(|error| failed(&error))
}

/// Puts what came of it into the folder. A list that was taken out meanwhile, or comes from elsewhere by now, is left
/// alone. The names in force change only when a good list came, with at least half as many names as before.
///
/// # Errors
/// [`Error::List`] when what came is no such list, or did not come: that is written beside the list too.
pub fn refresh(
    folder: &Path,
    id: &str,
    asked: &Fetching,
    fetched: Fetched<'_>,
    now: Timestamp,
) -> Result<Option<ListReport>, Error> {
    if !folder.exists() {
        return Ok(None);
    }
    let _held = held(folder)?;
    let known = listed(folder).into_iter().find(|(other, _)| other == id);
    let Some((_, about)) = known else { return Ok(None) };
    if about.fetching.as_ref().is_none_or(|before| before.address != asked.address) {
        return Ok(None);
    }
    let known_names = about.names;
    let with = |fetching: Fetching| About { fetching: Some(fetching), ..about.clone() };
    let trouble = |says: String| {
        let fetching = Fetching { tried: Some(now), trouble: Some(says.clone()), ..asked.clone() };
        put(folder, id, &with(fetching))?;
        Err(Error::List(says))
    };
    match fetched {
        Fetched::AsBefore => {
            let fetching = Fetching::from(&asked.address, asked.mark.clone(), now);
            put(folder, id, &with(fetching))?;
            Ok(None)
        }
        Fetched::Text(text, mark) => {
            let about = with(Fetching::from(&asked.address, mark, now));
            match taken(folder, id, text, about, known_names.div_ceil(2)) {
                Ok((_, report)) => Ok(Some(report)),
                Err(Error::List(says)) => trouble(says),
                Err(other) => Err(other),
            }
        }
        Fetched::Failed(says) => trouble(says),
    }
}
