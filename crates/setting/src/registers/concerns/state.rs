//! What the lines about concerns fold into.

use crate::record::author::Author;
use crate::record::ids::{ChildId, ConcernId, PersonId};
use crate::record::private::Private;
use crate::record::stamp::Stamp;
use crate::registers::concerns::event::Event;
use crate::registers::duties::event::Risk;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

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
    pub kind: EntryKind,
    /// Its words.
    pub words: Option<Private>,
}

/// What sort of line a chronology has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum EntryKind {
    /// Raised.
    Raised,
    /// Added to.
    Added,
    /// Further people named.
    Named,
    /// Children taken off it who were named by mistake.
    Unnamed(Vec<ChildId>),
    /// Somebody was let see it who was given their post later.
    LetIn,
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
    /// The line that raised it: whoever was given a post later does not see it by that.
    pub line: u64,
    /// Whom somebody on its route let see it although they were given their post later.
    pub let_in: BTreeSet<PersonId>,
    /// Adults who were named after it was raised, and by whom: one of them may have been on its route.
    pub named_since: BTreeMap<PersonId, Author>,
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
    pub(crate) fn apply(&mut self, event: &Event, line: Stamp<'_>) {
        let (at, by) = (line.at, line.author.clone());
        let entry = |what: EntryKind, words: Option<Private>| Entry { at, by: by.clone(), kind: what, words };
        match event.clone() {
            Event::Raised { .. } => self.raised(event, line),
            Event::Added { concern, words } => self.add(&concern, entry(EntryKind::Added, Some(words))),
            Event::Named { concern, children, adults } => {
                if let Some(known) = self.all.get_mut(&concern) {
                    known.children.extend(children);
                    let new = adults.iter().filter(|id| !known.adults.contains(*id));
                    known.named_since.extend(new.map(|id| (id.clone(), by.clone())));
                    known.adults.extend(adults);
                }
                self.add(&concern, entry(EntryKind::Named, None));
            }
            Event::Unnamed { concern, children, why } => {
                self.change(&concern, |known| known.children.retain(|child| !children.contains(child)));
                self.add(&concern, entry(EntryKind::Unnamed(children), Some(why)));
            }
            Event::LetIn { concern, person } => {
                self.add(&concern, entry(EntryKind::LetIn, None));
                self.change(&concern, |known| _ = known.let_in.insert(person));
            }
            Event::Taken { concern, route } => {
                self.change(&concern, |known| _ = known.taken.insert(route.clone(), at));
                self.add(&concern, entry(EntryKind::Taken(route), None));
            }
            Event::StepDone { concern, step, note, reference, told } => {
                self.add(&concern, entry(EntryKind::Step(step.clone()), Some(note.clone())));
                if let Some(known) = self.all.get_mut(&concern) {
                    known.steps.insert(step, StepDone { at, by: line.author.clone(), note, reference, told });
                }
            }
            Event::PicturesChecked { concern, found, .. } => {
                self.add(&concern, entry(EntryKind::PicturesChecked, Some(found)));
            }
            Event::Opened { concern } => {
                if let Some(known) = self.all.get_mut(&concern) {
                    known.read = Some((line.author.clone(), at));
                    known.times_read += 1;
                }
            }
            Event::Closed { concern, outcome } => {
                self.add(&concern, entry(EntryKind::Closed, Some(outcome)));
                self.open.remove(&concern);
                self.change(&concern, |known| known.closed = Some(at));
            }
            Event::Reopened { concern, why } => {
                self.add(&concern, entry(EntryKind::Reopened, Some(why)));
                self.change(&concern, |known| (known.closed, known.reopened) = (None, Some(at)));
                self.open.insert(concern);
            }
            Event::NumberSet { body, number } => {
                self.numbers.insert(body, number);
            }
        }
    }

    fn raised(&mut self, event: &Event, line: Stamp<'_>) {
        let Event::Raised { concern, kind, risk, said, child_said, children, adults, from } = event.clone()
        else {
            return;
        };
        self.open.insert(concern.clone());
        if let Author::Person(person) = &line.author {
            self.raised_by.entry(person.clone()).or_default().push(concern.clone());
        }
        let (at, by) = (line.at, line.author.clone());
        let entry = Entry { at, by: by.clone(), kind: EntryKind::Raised, words: Some(said.clone()) };
        let new = Concern {
            kind,
            risk,
            raised: at,
            line: line.seq,
            let_in: BTreeSet::new(),
            named_since: BTreeMap::new(),
            by,
            from,
            said,
            child_said,
            children: children.into_iter().collect(),
            adults: adults.into_iter().collect(),
            taken: BTreeMap::new(),
            steps: BTreeMap::new(),
            chronology: vec![entry],
            closed: None,
            reopened: None,
            read: None,
            times_read: 0,
        };
        self.all.insert(concern, new);
    }

    fn change(&mut self, concern: &ConcernId, with: impl FnOnce(&mut Concern)) {
        if let Some(known) = self.all.get_mut(concern) {
            with(known);
        }
    }

    fn add(&mut self, concern: &ConcernId, entry: Entry) {
        if let Some(known) = self.all.get_mut(concern) {
            known.chronology.push(entry);
        }
    }

    /// Those that are open, the oldest first.
    pub fn open(&self) -> impl Iterator<Item = (&ConcernId, &Concern)> {
        self.open.iter().filter_map(|id| self.all.get_key_value(id))
    }
}
