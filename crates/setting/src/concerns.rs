//! Concerns: raised by anyone in their own words, appended to and never edited, seen by their route alone.
//!
//! Where a concern goes is computed by [`route()`] from the policy and the people who are here now. Nothing is sent by
//! itself.

mod decide;
mod route;

pub(crate) use decide::decide;
pub use route::{Route, Step, is_late, may_open, on_route, route};

use crate::authority::Author;
use crate::duties::Risk;
use crate::ids::{ChildId, ConcernId, PersonId};
use crate::private::Private;
use crate::state::{Line, State};
use belisha_policy::Policy;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// A concern was raised.
    Raised {
        concern: ConcernId,
        /// A kind of the catalogue.
        kind: String,
        risk: Risk,
        /// What was seen or heard.
        said: Private,
        /// A child's words, as said.
        child_said: Option<Private>,
        children: Vec<ChildId>,
        adults: Vec<PersonId>,
        /// Who raised it, where nobody is signed in.
        from: Option<Private>,
    },
    /// Something was added.
    Added { concern: ConcernId, words: Private },
    /// It is about further people.
    Named { concern: ConcernId, children: Vec<ChildId>, adults: Vec<PersonId> },
    /// It was taken down a further route.
    Taken { concern: ConcernId, route: String },
    /// A step of its route was done.
    StepDone {
        concern: ConcernId,
        step: String,
        note: Private,
        /// The reference that the body outside gave.
        reference: Option<Private>,
        /// Of the decision about parents: whether they are told.
        told: Option<bool>,
    },
    /// The pictures on a colleague's phone were looked at.
    PicturesChecked { concern: ConcernId, person: PersonId, found: Private },
    /// Somebody read it.
    Opened { concern: ConcernId },
    /// It was closed.
    Closed { concern: ConcernId, outcome: Private },
    /// It was opened again.
    Reopened { concern: ConcernId, why: Private },
    /// The number of a body that differs from place to place.
    NumberSet { body: String, number: Private },
}

impl Event {
    /// The concern that it is about; none where it is about no single one.
    pub fn concern(&self) -> Option<&ConcernId> {
        match self {
            Self::Raised { concern, .. }
            | Self::Added { concern, .. }
            | Self::Named { concern, .. }
            | Self::Taken { concern, .. }
            | Self::StepDone { concern, .. }
            | Self::PicturesChecked { concern, .. }
            | Self::Opened { concern }
            | Self::Closed { concern, .. }
            | Self::Reopened { concern, .. } => Some(concern),
            Self::NumberSet { .. } => None,
        }
    }
}

/// What can be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Raise a concern. The same one again is no second concern.
    Raise {
        concern: ConcernId,
        kind: String,
        said: String,
        #[serde(default)]
        child_said: String,
        /// Where it is filed; as its kind has it when left out.
        #[serde(default)]
        risk: Option<Risk>,
        #[serde(default)]
        children: Vec<ChildId>,
        #[serde(default)]
        adults: Vec<PersonId>,
        #[serde(default)]
        from: String,
    },
    /// Add to it.
    Add { concern: ConcernId, words: String },
    /// Put on record whom else it is about.
    Name {
        concern: ConcernId,
        #[serde(default)]
        children: Vec<ChildId>,
        #[serde(default)]
        adults: Vec<PersonId>,
    },
    /// Take it down a further route: the id of the control.
    Take { concern: ConcernId, route: String },
    /// Do a step.
    Do {
        concern: ConcernId,
        step: String,
        note: String,
        #[serde(default)]
        reference: String,
        /// That an unusual reference is right.
        #[serde(default)]
        sure: bool,
        #[serde(default)]
        told: Option<bool>,
    },
    /// Look at the pictures on a colleague's phone.
    CheckPictures { concern: ConcernId, person: PersonId, found: String },
    /// Read it.
    Open { concern: ConcernId },
    /// Close it.
    Close { concern: ConcernId, outcome: String },
    /// Open it again.
    Reopen { concern: ConcernId, why: String },
    /// Fill in the number of a local body.
    SetNumber { body: String, number: String },
}

/// A step that was done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StepDone {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: Author,
    /// What was done.
    pub note: Private,
    /// The body's reference.
    pub reference: Option<Private>,
    /// Whether the parents are told.
    pub told: Option<bool>,
}

/// A line of a concern's chronology.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: Author,
    /// What sort of line.
    pub what: What,
    /// Its words.
    pub words: Option<Private>,
}

/// What sort of line a chronology has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum What {
    /// Raised.
    Raised,
    /// Added to.
    Added,
    /// Further people named.
    Named,
    /// Taken down a route, the id of a control.
    Taken(String),
    /// A step done, its id.
    Step(String),
    /// Pictures on a phone were looked at.
    PicturesChecked,
    /// Closed.
    Closed,
    /// Opened again.
    Reopened,
}

/// One concern.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Concern {
    /// Its kind.
    pub kind: String,
    /// Where it is filed.
    pub risk: Risk,
    /// When it was raised.
    pub raised: Timestamp,
    /// By whom.
    pub by: Author,
    /// By whom, where nobody was signed in.
    pub from: Option<Private>,
    /// What was seen or heard.
    pub said: Private,
    /// A child's own words.
    pub child_said: Option<Private>,
    /// The children it is about.
    pub children: BTreeSet<ChildId>,
    /// The adults it is about: never on its route.
    pub adults: BTreeSet<PersonId>,
    /// The further routes it was taken down, and since when.
    pub taken: BTreeMap<String, Timestamp>,
    /// The steps that were done.
    pub steps: BTreeMap<String, StepDone>,
    /// Everything that happened to it, in order.
    pub chronology: Vec<Entry>,
    /// When it was closed.
    pub closed: Option<Timestamp>,
    /// When it was opened again, the latest time.
    pub reopened: Option<Timestamp>,
    /// Who read it last, and when.
    pub read: Option<(Author, Timestamp)>,
    /// How often it was read.
    pub times_read: u32,
}

/// The register of concerns.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Concerns {
    /// By id, closed ones included.
    pub all: BTreeMap<ConcernId, Concern>,
    /// Those that are open.
    pub open: BTreeSet<ConcernId>,
    /// What each person raised themself, in order.
    pub raised_by: BTreeMap<PersonId, Vec<ConcernId>>,
    /// The numbers of local bodies.
    pub numbers: BTreeMap<String, Private>,
}

impl Concerns {
    pub(crate) fn apply(&mut self, event: &Event, line: &Line) {
        let (at, by) = (line.at, line.author.clone());
        let entry = |what: What, words: Option<Private>| Entry { at, by: by.clone(), what, words };
        match event.clone() {
            Event::Raised { concern, kind, risk, said, child_said, children, adults, from } => {
                self.open.insert(concern.clone());
                if let Author::Person(person) = &line.author {
                    self.raised_by.entry(person.clone()).or_default().push(concern.clone());
                }
                let new = Concern {
                    kind,
                    risk,
                    raised: at,
                    by: line.author.clone(),
                    from,
                    said: said.clone(),
                    child_said,
                    children: children.into_iter().collect(),
                    adults: adults.into_iter().collect(),
                    taken: BTreeMap::new(),
                    steps: BTreeMap::new(),
                    chronology: vec![entry(What::Raised, Some(said))],
                    closed: None,
                    reopened: None,
                    read: None,
                    times_read: 0,
                };
                self.all.insert(concern, new);
            }
            Event::Added { concern, words } => self.add(&concern, entry(What::Added, Some(words))),
            Event::Named { concern, children, adults } => {
                if let Some(there) = self.all.get_mut(&concern) {
                    there.children.extend(children);
                    there.adults.extend(adults);
                }
                self.add(&concern, entry(What::Named, None));
            }
            Event::Taken { concern, route } => {
                if let Some(there) = self.all.get_mut(&concern) {
                    there.taken.insert(route.clone(), at);
                }
                self.add(&concern, entry(What::Taken(route), None));
            }
            Event::StepDone { concern, step, note, reference, told } => {
                self.add(&concern, entry(What::Step(step.clone()), Some(note.clone())));
                if let Some(there) = self.all.get_mut(&concern) {
                    there.steps.insert(step, StepDone { at, by: line.author.clone(), note, reference, told });
                }
            }
            Event::PicturesChecked { concern, found, .. } => {
                self.add(&concern, entry(What::PicturesChecked, Some(found)));
            }
            Event::Opened { concern } => {
                if let Some(there) = self.all.get_mut(&concern) {
                    there.read = Some((line.author.clone(), at));
                    there.times_read += 1;
                }
            }
            Event::Closed { concern, outcome } => {
                self.add(&concern, entry(What::Closed, Some(outcome)));
                self.open.remove(&concern);
                if let Some(there) = self.all.get_mut(&concern) {
                    there.closed = Some(at);
                }
            }
            Event::Reopened { concern, why } => {
                self.add(&concern, entry(What::Reopened, Some(why)));
                if let Some(there) = self.all.get_mut(&concern) {
                    (there.closed, there.reopened) = (None, Some(at));
                }
                self.open.insert(concern);
            }
            Event::NumberSet { body, number } => {
                self.numbers.insert(body, number);
            }
        }
    }

    fn add(&mut self, concern: &ConcernId, entry: Entry) {
        if let Some(there) = self.all.get_mut(concern) {
            there.chronology.push(entry);
        }
    }

    /// Those that are open, the oldest first.
    pub fn open(&self) -> impl Iterator<Item = (&ConcernId, &Concern)> {
        self.open.iter().filter_map(|id| self.all.get_key_value(id))
    }
}

/// How many concerns were ever filed under each risk. Kinds that are about what an adult did are left out: that there
/// is one is for its route alone.
pub fn by_risk(state: &State, policy: &Policy) -> BTreeMap<Risk, u32> {
    let mut counts = BTreeMap::new();
    let about_adults = |kind: &str| policy.catalogue.concerns.get(kind).is_none_or(|kind| kind.about_adults);
    let counted = |concern: &&Concern| concern.adults.is_empty() && !about_adults(&concern.kind);
    for concern in state.concerns.all.values().filter(counted) {
        *counts.entry(concern.risk).or_default() += 1;
    }
    counts
}
