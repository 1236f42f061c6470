//! Learning journeys: what was seen of a child's learning, what comes next, and pictures of it.

use crate::authority::Author;
use crate::ids::{ChildId, EntryId, PictureId};
use crate::pictures;
use crate::private::Private;
use crate::refusal::Refusal;
use crate::state::{Context, Line, new_id, words_within};
use crate::wording;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// At most this many pictures belong to one entry.
const PICTURES_MAX: usize = 20;

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// An entry was written. `area` is an id of `areas.toml`.
    Written {
        entry: EntryId,
        child: ChildId,
        observation: Private,
        area: String,
        next_steps: Private,
        pictures: Vec<PictureId>,
    },
    /// A picture was taken out of an entry again.
    PictureTakenOut { entry: EntryId, picture: PictureId, why: Private },
    /// An entry was taken out of the journey.
    TakenOut { entry: EntryId, why: Private },
}

/// What can be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Write an entry.
    Write {
        entry: EntryId,
        child: ChildId,
        observation: String,
        area: String,
        #[serde(default)]
        next_steps: String,
        #[serde(default)]
        pictures: Vec<PictureId>,
    },
    /// Take a picture out of an entry.
    TakePictureOut { entry: EntryId, picture: PictureId, why: String },
    /// Take an entry out.
    TakeOut { entry: EntryId, why: String },
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Whose journey.
    pub child: ChildId,
    /// What was seen.
    pub observation: Private,
    /// The area of learning.
    pub area: String,
    /// What comes next.
    pub next_steps: Private,
    /// Its pictures.
    pub pictures: Vec<PictureId>,
    /// Who wrote it.
    pub by: Author,
    /// When.
    pub at: Timestamp,
    /// Why it was taken out.
    pub out: Option<Private>,
}

/// The journeys.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Journeys {
    /// By id.
    pub all: BTreeMap<EntryId, Entry>,
}

impl Journeys {
    pub(crate) fn apply(&mut self, event: &Event, line: &Line) {
        match event.clone() {
            Event::Written { entry, child, observation, area, next_steps, pictures } => {
                let (by, at) = (line.author.clone(), line.at);
                let new = Entry { child, observation, area, next_steps, pictures, by, at, out: None };
                self.all.insert(entry, new);
            }
            Event::PictureTakenOut { entry, picture, .. } => {
                if let Some(there) = self.all.get_mut(&entry) {
                    there.pictures.retain(|there| *there != picture);
                }
            }
            Event::TakenOut { entry, why } => {
                if let Some(there) = self.all.get_mut(&entry) {
                    there.out = Some(why);
                }
            }
        }
    }

    /// The entries of a child's journey, the latest first.
    pub fn of<'a>(&'a self, child: &'a ChildId) -> Vec<(&'a EntryId, &'a Entry)> {
        let mut all: Vec<_> =
            self.all.iter().filter(|(_, there)| there.child == *child && there.out.is_none()).collect();
        all.sort_by_key(|(_, there)| std::cmp::Reverse(there.at));
        all
    }
}

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let state = context.state;
    let entry_of = |entry: &EntryId| match state.journeys.all.get(entry) {
        Some(there) if there.out.is_none() => Ok(there),
        Some(_) => Err(Refusal::Contradiction("That entry was taken out already.".into())),
        None => Err(Refusal::Invalid("There is no such entry.".into())),
    };
    let event = match command {
        Command::Write { entry, child, observation, area, next_steps, pictures } => {
            new_id(entry.as_str(), state.journeys.all.contains_key(&entry), "an entry")?;
            state.children.active(&child)?;
            if !context.policy.catalogue.areas.iter().any(|there| there.id == area) {
                return Err(Refusal::Invalid("Choose one of the areas of learning.".into()));
            }
            let observation = words_within(&observation, 4_000, "What was seen")?;
            let next_steps = if next_steps.trim().is_empty() {
                String::new()
            } else {
                words_within(&next_steps, 2_000, "What comes next")?
            };
            own_child_only(&format!("{observation}\n{next_steps}"), &child, context)?;
            if pictures.len() > PICTURES_MAX {
                return Err(Refusal::Invalid(format!(
                    "At most {PICTURES_MAX} pictures belong to one entry."
                )));
            }
            for picture in &pictures {
                pictures::unused_as(picture, entry.as_str(), context)?;
                pictures::must_be_let(picture, "learning journey", Some(&child), false, context)?;
            }
            let observation = Private::new(&child, observation);
            let next_steps = Private::new(&child, next_steps);
            Event::Written { entry, child, observation, area, next_steps, pictures }
        }
        Command::TakePictureOut { entry, picture, why } => {
            let there = entry_of(&entry)?;
            if !there.pictures.contains(&picture) {
                return Err(Refusal::Contradiction("That picture is not in it.".into()));
            }
            let why = Private::new(&there.child, words_within(&why, 500, "The reason")?);
            Event::PictureTakenOut { entry, picture, why }
        }
        Command::TakeOut { entry, why } => {
            let there = entry_of(&entry)?;
            let why = Private::new(&there.child, words_within(&why, 500, "The reason")?);
            Event::TakenOut { entry, why }
        }
    };
    Ok(vec![event])
}

/// A journey goes to one family: no other child is named in it.
fn own_child_only(words: &str, child: &ChildId, context: &Context<'_>) -> Result<(), Refusal> {
    let others: Vec<String> = wording::children_named(words, context.state)
        .into_iter()
        .filter(|named| named != child)
        .map(|named| context.state.children.name(&named))
        .collect();
    if others.is_empty() {
        return Ok(());
    }
    let names = belisha_policy::join_and(&others);
    Err(Refusal::Invalid(format!(
        "{names} is named in it: a journey goes to one family, so write “a friend”."
    )))
}
