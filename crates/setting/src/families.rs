//! Notices to families, and which family was told of which, when and how.

use crate::children::Child;
use crate::ids::{ChildId, FamilyNoticeId};
use crate::moment::date_of;
use crate::private::{Private, SETTING};
use crate::refusal::Refusal;
use crate::state::{Context, Line, State, new_id, words_within};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// A notice was written.
    Written { notice: FamilyNoticeId, kind: String, title: Private, words: Private },
    /// Families were told of it, each named by its children here.
    Told { notice: FamilyNoticeId, families: Vec<ChildId>, how: How, on: Date },
    /// It is no longer given out; what was told stays on record.
    Ended { notice: FamilyNoticeId },
}

/// How a family was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// Said to them.
    InPerson,
    /// On paper.
    HandedOut,
    /// By email or post.
    Sent,
    /// Shown and signed by a parent.
    Signed,
}

impl How {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::InPerson => "in person",
            Self::HandedOut => "on paper",
            Self::Sent => "by email or post",
            Self::Signed => "shown and signed",
        }
    }
}

/// What can be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Write a notice.
    Write { notice: FamilyNoticeId, kind: String, title: String, words: String },
    /// Put on record that families were told. A child stands for its family.
    Tell {
        notice: FamilyNoticeId,
        families: Vec<ChildId>,
        how: How,
        /// Today when left out.
        #[serde(default)]
        on: Option<Date>,
    },
    /// Give it out no longer.
    End { notice: FamilyNoticeId },
}

/// A family that was told.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Told {
    /// The latest day.
    pub on: Date,
    /// How.
    pub how: How,
    /// The line of the log.
    pub line: u64,
}

/// One notice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Notice {
    /// Its kind, an id of `notices.toml`.
    pub kind: String,
    /// Its title.
    pub title: Private,
    /// What it says.
    pub words: Private,
    /// Since when it is there.
    pub since: Date,
    /// Whether it is no longer given out.
    pub ended: bool,
    /// By child: when the family was last told.
    pub told: BTreeMap<ChildId, Told>,
}

/// The notices.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Families {
    /// By id.
    pub notices: BTreeMap<FamilyNoticeId, Notice>,
}

impl Families {
    pub(crate) fn apply(&mut self, event: &Event, line: &Line) {
        match event.clone() {
            Event::Written { notice, kind, title, words } => {
                let new = Notice {
                    kind,
                    title,
                    words,
                    since: date_of(line.at),
                    ended: false,
                    told: BTreeMap::new(),
                };
                self.notices.insert(notice, new);
            }
            Event::Told { notice, families, how, on } => {
                let Some(there) = self.notices.get_mut(&notice) else { return };
                for child in families {
                    let told = there.told.entry(child).or_insert(Told { on, how, line: line.seq });
                    if told.on <= on {
                        *told = Told { on, how, line: line.seq };
                    }
                }
            }
            Event::Ended { notice } => {
                if let Some(there) = self.notices.get_mut(&notice) {
                    there.ended = true;
                }
            }
        }
    }

    /// The day a child's family was last told by a notice of a kind.
    fn last_of_child(&self, kind: &str, child: &ChildId) -> Option<Date> {
        let notices = self.notices.values().filter(|notice| notice.kind == kind);
        notices.filter_map(|notice| Some(notice.told.get(child)?.on)).max()
    }
}

/// A family with a child here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Family {
    /// Its name for the setting, or the child's.
    pub name: String,
    /// Its children here, the first of whom stands for it.
    pub children: Vec<ChildId>,
    /// The day the first of them joined.
    pub since: Date,
    /// Its children who have left.
    gone: Vec<ChildId>,
}

impl Family {
    /// The day it was last told by a notice of a kind.
    pub fn told(&self, kind: &str, state: &State) -> Option<Date> {
        let all = self.children.iter().chain(&self.gone);
        all.filter_map(|child| state.families.last_of_child(kind, child)).max()
    }
}

/// Every family with a child here. Children whose family has the same words belong together; a child without such
/// words is a family of its own.
pub fn all(state: &State) -> Vec<Family> {
    let words = |child: &Child| child.family.words().trim().to_lowercase();
    let mut families: BTreeMap<String, Family> = BTreeMap::new();
    for (id, child) in state.children.here() {
        let word = words(child);
        let named = !word.is_empty() && word != "—";
        let key = if named { word } else { format!("\u{1}{id}") };
        let name = if named { child.family.words().trim() } else { child.name.words() };
        let family = families.entry(key).or_insert_with(|| Family {
            name: name.to_owned(),
            children: Vec::new(),
            since: child.since,
            gone: Vec::new(),
        });
        family.children.push(id.clone());
        family.since = family.since.min(child.since);
    }
    for (id, child) in state.children.all.iter().filter(|(_, child)| child.left.is_some()) {
        if let Some(family) = families.get_mut(&words(child)) {
            family.gone.push(id.clone());
        }
    }
    families.into_values().collect()
}

/// Since when every family here has been told by a notice of a kind; `Err` is the day since which the longest waiting
/// of those who were never told is here, `None` where no family is here at all.
pub fn all_told(kind: &str, state: &State) -> Result<Option<Date>, Date> {
    // A question asks this each time: as a rule every child is on record themself, and nothing need be gathered.
    let told = |child: &ChildId| state.families.last_of_child(kind, child);
    let direct = state.children.here().map(|(id, _)| told(id)).collect::<Option<Vec<Date>>>();
    if let Some(days) = direct {
        return Ok(days.into_iter().max());
    }
    let mut last = None;
    let mut waiting: Option<Date> = None;
    for family in all(state) {
        match family.told(kind, state) {
            Some(on) => last = last.max(Some(on)),
            None => waiting = Some(waiting.map_or(family.since, |since| since.min(family.since))),
        }
    }
    waiting.map_or(Ok(last), Err)
}

/// The day from which the next round of notices of a kind counts: the oldest among each family's latest, where a
/// family that joined since then counts from the day it joined. `None` before the first family was told.
pub fn round(kind: &str, state: &State) -> Option<Date> {
    let families = all(state);
    families.iter().find_map(|family| family.told(kind, state))?;
    families
        .iter()
        .map(|family| family.told(kind, state).map_or(family.since, |on| on.max(family.since)))
        .min()
}

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let state = context.state;
    let open = |notice: &FamilyNoticeId| match state.families.notices.get(notice) {
        Some(there) if !there.ended => Ok(there),
        Some(_) => Err(Refusal::Contradiction("That notice is no longer given out.".into())),
        None => Err(Refusal::Invalid("There is no such notice to families.".into())),
    };
    let event = match command {
        Command::Write { notice, kind, title, words } => {
            new_id(notice.as_str(), state.families.notices.contains_key(&notice), "a notice")?;
            if !context.policy.catalogue.notices.contains_key(&kind) {
                return Err(Refusal::Invalid(format!("There is no kind of notice `{kind}`.")));
            }
            let title = Private::new(SETTING, words_within(&title, 120, "The title")?);
            let words = Private::new(SETTING, words_within(&words, 4_000, "The notice")?);
            Event::Written { notice, kind, title, words }
        }
        Command::Tell { notice, families, how, on } => {
            let there = open(&notice)?;
            let today = date_of(context.now);
            let on = on.unwrap_or(today);
            if on > today || on < there.since.min(today.saturating_sub(jiff::ToSpan::days(366))) {
                return Err(Refusal::Invalid("The day is in the future, or more than a year ago.".into()));
            }
            Event::Told { notice, families: whole(&families, state)?, how, on }
        }
        Command::End { notice } => {
            open(&notice)?;
            Event::Ended { notice }
        }
    };
    Ok(vec![event])
}

/// The children of the families that these children stand for.
fn whole(named: &[ChildId], state: &State) -> Result<Vec<ChildId>, Refusal> {
    if named.is_empty() {
        return Err(Refusal::Invalid("Choose at least one family.".into()));
    }
    for child in named {
        state.children.active(child)?;
    }
    let families = all(state).into_iter();
    let told = families.filter(|family| family.children.iter().any(|child| named.contains(child)));
    Ok(told.flat_map(|family| family.children).collect())
}
