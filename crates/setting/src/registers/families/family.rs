//! Families, and since when each was told of what.

use crate::record::ids::ChildId;
use crate::record::state::State;
use crate::registers::children::state::Child;
use belisha_textcheck::name_key;
use jiff::civil::Date;
use std::collections::BTreeMap;

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
    pub fn told_on(&self, kind: &str, state: &State) -> Option<Date> {
        let all = self.children.iter().chain(&self.gone);
        all.filter_map(|child| state.families.last_of_child(kind, child)).max()
    }
}

/// Every family with a child here. Children whose family has the same words belong together; a child without such
/// words is a family of its own.
pub fn all(state: &State) -> Vec<Family> {
    let mut families: BTreeMap<String, Family> = BTreeMap::new();
    for (id, child) in state.children.here() {
        let (key, name) = match called(child) {
            Some(family) => (name_key(family), family),
            None => (format!("\u{1}{id}"), child.name.words()),
        };
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
        let family = called(child).and_then(|family| families.get_mut(&name_key(family)));
        if let Some(family) = family {
            family.gone.push(id.clone());
        }
    }
    families.into_values().collect()
}

/// What the setting calls a child's family; nothing where it was left empty or erased.
fn called(child: &Child) -> Option<&str> {
    child.family.known().map(str::trim).filter(|family| !family.is_empty())
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
        match family.told_on(kind, state) {
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
    families.iter().find_map(|family| family.told_on(kind, state))?;
    families
        .iter()
        .map(|family| family.told_on(kind, state).map_or(family.since, |on| on.max(family.since)))
        .min()
}
