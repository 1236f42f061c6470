//! Lists of names in a folder: one file each, with a file beside it that says what it is. A list is checked before it
//! replaces another, and what cannot be read leaves the one before in force.

mod fetching;

pub use fetching::{Fetched, Fetching, refresh};

use super::table;
use crate::error::Error;
use belisha_filter::{Format, ListReport, Lists, check};
use belisha_policy::Policy;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::{BufReader, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

/// Fewer good lines than this in a hundred, and a list is refused.
const GOOD_PERCENT_MIN: u8 = 90;
/// The largest list, in bytes: ten million names fit.
pub const LIST_BYTES_MAX: u64 = 400_000_000;

/// What a list is.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct About {
    /// What it is called.
    pub title: String,
    /// The category its names are in, a word of the catalogue.
    pub category: String,
    /// Where it comes from.
    pub source: String,
    /// How many names were taken from it.
    pub names: usize,
    /// The SHA-256 of its text: which version it is.
    pub version: String,
    /// The address that it is fetched from again and again; nothing when it came as a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fetching: Option<Fetching>,
}

fn failed(error: &impl ToString) -> Error {
    Error::List(error.to_string())
}

/// Holds the folder: the resolver that fetches a list anew and a command that takes it out are two programs, and each
/// looks before it writes. Released when dropped, and when the program ends, however that is.
fn held(folder: &Path) -> Result<fs::File, Error> {
    let lock = fs::File::create(folder.join("lock")).map_err(|error| failed(&error))?;
    lock.lock().map_err(|error| failed(&error))?;
    Ok(lock)
}

/// Checks a list and puts it into the folder whole, in place of the one of that id.
///
/// # Errors
/// [`Error::List`] when it is no list, has too few good lines, or cannot be written: the one before stays.
pub fn import(folder: &Path, id: &str, text: &Path, about: About) -> Result<(About, ListReport), Error> {
    fs::create_dir_all(folder).map_err(|error| failed(&error))?;
    let _held = held(folder)?;
    taken(folder, id, text, about, 0)
}

/// As [`import`], and refused when it has fewer names than `least`.
fn taken(
    folder: &Path,
    id: &str,
    text: &Path,
    mut about: About,
    least: usize,
) -> Result<(About, ListReport), Error> {
    let plain =
        !id.is_empty() && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if !plain {
        return Err(Error::List("the id of a list has small letters, digits and dashes".into()));
    }
    let file = fs::File::open(text).map_err(|error| failed(&error))?;
    if file.metadata().map_err(|error| failed(&error))?.len() > LIST_BYTES_MAX {
        return Err(Error::List(format!("a list has at most {} MB", LIST_BYTES_MAX / 1_000_000)));
    }
    // What is checked is what is kept: a copy first, then the check of the copy, then the new name.
    let arriving = folder.join(format!("{id}.arriving"));
    let kept = fs::copy(text, &arriving).map_err(|error| failed(&error)).and_then(|_| {
        let copy = fs::File::open(&arriving).map_err(|error| failed(&error))?;
        copy.sync_all().map_err(|error| failed(&error))?;
        let report =
            check(BufReader::new(copy), None::<Format>, GOOD_PERCENT_MIN).map_err(|error| failed(&error))?;
        about.names = usize::try_from(report.taken).unwrap_or(usize::MAX);
        if about.names < least {
            return Err(Error::List(format!(
                "it has {} names, less than half of those before: import it by hand if that is meant",
                about.names
            )));
        }
        about.version = belisha_policy::text_hash(&String::from_utf8_lossy(
            &fs::read(&arriving).map_err(|error| failed(&error))?,
        ));
        Ok(report)
    });
    let report = match kept {
        Ok(report) => report,
        Err(error) => {
            let _ = fs::remove_file(&arriving);
            return Err(error);
        }
    };
    // Both are on the disk whole before either takes its place.
    let beside = staged(folder, id, &about)?;
    fs::rename(&arriving, folder.join(format!("{id}.txt"))).map_err(|error| failed(&error))?;
    fs::rename(&beside, folder.join(format!("{id}.toml"))).map_err(|error| failed(&error))?;
    Ok((about, report))
}

/// Writes what a list is into a file that can take its place.
fn staged(folder: &Path, id: &str, about: &About) -> Result<PathBuf, Error> {
    let words = toml::to_string(about).map_err(|error| failed(&error))?;
    let beside = folder.join(format!("{id}.toml.arriving"));
    let written = fs::File::create(&beside).and_then(|mut file| {
        file.write_all(words.as_bytes())?;
        file.sync_all()
    });
    written.map_err(|error| failed(&error)).map(|()| beside)
}

/// The lists in a folder, by id.
pub fn listed(folder: &Path) -> Vec<(String, About)> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut all: Vec<(String, About)> = entries
        .filter_map(|entry| {
            let path = entry.path();
            let id = path.file_name()?.to_str()?.strip_suffix(".toml")?.to_owned();
            Some((id, toml::from_str(&fs::read_to_string(&path).ok()?).ok()?))
        })
        .collect();
    all.sort_by(|(one, _), (other, _)| one.cmp(other));
    all
}

/// Takes a list out of the folder.
///
/// # Errors
/// [`Error::List`] when there is none of that id.
pub fn remove(folder: &Path, id: &str) -> Result<(), Error> {
    let unknown = || Error::List(format!("there is no list `{id}`"));
    let _held = held(folder).map_err(|error| if folder.exists() { error } else { unknown() })?;
    if !listed(folder).iter().any(|(known, _)| known == id) {
        return Err(unknown());
    }
    fs::remove_file(folder.join(format!("{id}.toml"))).map_err(|error| failed(&error))?;
    fs::remove_file(folder.join(format!("{id}.txt"))).map_err(|error| failed(&error))
}

/// The lists in force: those of the catalogue, and those of a folder.
#[derive(Debug)]
pub(super) struct InForce {
    pub(super) lists: Arc<Lists>,
    pub(super) about: Vec<About>,
    /// What they were read from.
    read: Vec<Version>,
    /// Whether all of them could be read.
    complete: bool,
}

/// What makes a list another one: its id, its category, its version, and when its file was written.
#[derive(Debug, PartialEq, Eq)]
struct Version(String, String, String, Option<SystemTime>);

/// What is in the folder.
fn versions(folder: &Path) -> Vec<Version> {
    let version = |(id, about): (String, About)| {
        let text = fs::metadata(folder.join(format!("{id}.txt")));
        Version(id, about.category, about.version, text.and_then(|meta| meta.modified()).ok())
    };
    listed(folder).into_iter().map(version).collect()
}

impl InForce {
    /// Whether the folder holds something else by now.
    pub(super) fn stale(&self, folder: &Path) -> bool {
        self.read != versions(folder)
    }

    /// Reads them all. That one cannot be read is said in the log of the program; the names of the catalogue are always
    /// there.
    pub(super) fn read(folder: Option<&Path>, policy: &Policy, seed: u64) -> Self {
        let sites = &policy.catalogue.sites;
        let of_catalogue = || {
            let mut builder = Lists::builder(seed);
            for category in sites.categories.iter().filter(|category| !category.names.is_empty()) {
                let Some(index) = table::category(&category.id, policy) else { continue };
                let text = category.names.join("\n");
                // A builder that refuses a list is gone: names of the catalogue are tested.
                match builder.add(index, Some(Format::Domains), text.as_bytes()) {
                    Ok((next, _)) => builder = next,
                    Err(error) => {
                        tracing::error!(%error, category = %category.id, "names of the catalogue");
                        builder = Lists::builder(seed);
                    }
                }
            }
            builder
        };
        // Looked at first: what changes while it is read is read again.
        let read = folder.map(versions).unwrap_or_default();
        let (mut builder, mut about, mut good, mut complete) = (of_catalogue(), Vec::new(), Vec::new(), true);
        let all = folder.map(listed).unwrap_or_default();
        for (id, entry) in all {
            let path = folder.map(|folder| folder.join(format!("{id}.txt"))).unwrap_or_default();
            let category = table::category(&entry.category, policy);
            let (Some(category), Ok(file)) = (category, fs::File::open(&path)) else {
                tracing::error!(list = %id, "a list could not be opened");
                complete = false;
                continue;
            };
            match builder.with_room_for(entry.names).with_good_percent_min(0).add(
                category,
                None,
                BufReader::new(file),
            ) {
                Ok((next, _)) => {
                    builder = next;
                    about.push(entry);
                    good.push((category, path));
                }
                Err(error) => {
                    // The builder is gone with the list: begin again with those that were good.
                    tracing::error!(%error, list = %id, "a list could not be read");
                    complete = false;
                    builder = of_catalogue();
                    for (category, path) in &good {
                        let Ok(file) = fs::File::open(path) else { continue };
                        let again =
                            builder.with_good_percent_min(0).add(*category, None, BufReader::new(file));
                        let Ok((next, _)) = again else {
                            let lists = Arc::new(of_catalogue().build());
                            return Self { lists, about: Vec::new(), read, complete };
                        };
                        builder = next;
                    }
                }
            }
        }
        Self { lists: Arc::new(builder.build()), about, read, complete }
    }

    /// These lists; or those before, where one of these could not be read.
    pub(super) fn or_before(self, before: &Self) -> Self {
        if self.complete {
            return self;
        }
        Self { lists: before.lists.clone(), about: before.about.clone(), ..self }
    }
}
