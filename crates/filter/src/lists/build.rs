//! Builds the table from as many lists as there are.

use std::collections::HashMap;
use std::io::BufRead;

use belisha_invariant::broken;
use hashbrown::HashTable;

use super::format::Format;
use super::read::{ListError, ListReport, read};
use super::rule::{Cover, Rule};
use super::table::{Lists, SET_BITS, SETS_MAX, Set, hash_label, place, same, set_number};
use crate::rule::Category;

impl Lists {
    /// Starts a build. The seed is any number that outsiders do not know.
    #[must_use]
    pub fn builder(seed: u64) -> ListsBuilder {
        ListsBuilder::new(seed)
    }
}

/// Lists being read into one table. A list that is refused takes the build with it: the owner keeps the table it has.
pub struct ListsBuilder {
    table: HashTable<u64>,
    sets: Vec<Set>,
    numbers: HashMap<Set, u64>,
    seed: u64,
    good_percent_min: u8,
}

impl ListsBuilder {
    pub(super) fn new(seed: u64) -> ListsBuilder {
        ListsBuilder {
            table: HashTable::new(),
            sets: Vec::new(),
            numbers: HashMap::new(),
            seed,
            good_percent_min: super::read::GOOD_PERCENT_MIN,
        }
    }

    /// Makes room for so many names at once, where their number is known; otherwise the table grows by doubling.
    #[must_use]
    pub fn with_room_for(mut self, names: usize) -> ListsBuilder {
        self.table.reserve(names, |entry| place(*entry));
        self
    }

    /// Refuses a list with a smaller share of good lines than this; 90 in a hundred unless told.
    #[must_use]
    pub fn with_good_percent_min(mut self, percent: u8) -> ListsBuilder {
        self.good_percent_min = percent;
        self
    }

    /// Reads one list, a line at a time, in the format given or the one that its first lines show.
    ///
    /// # Errors
    /// When it cannot be read, holds no name, has too few good lines, or lists overlap in too many ways. The build is
    /// then gone, so that nothing half read is ever used.
    pub fn add(
        mut self,
        category: Category,
        format: Option<Format>,
        list: impl BufRead,
    ) -> Result<(ListsBuilder, ListReport), ListError> {
        let mut taken = Ok(());
        let percent = self.good_percent_min;
        let report = read(list, format, percent, |rule| {
            if taken.is_ok() {
                taken = self.insert(category, rule);
            }
        })?;
        taken.map(|()| (self, report))
    }

    /// The finished table.
    #[must_use]
    pub fn build(self) -> Lists {
        Lists { table: self.table, sets: self.sets.into_boxed_slice(), seed: self.seed }
    }

    /// Puts a name into the set that it is now in as well, while there is a number left for one.
    fn insert(&mut self, category: Category, rule: &Rule<'_>) -> Result<(), ListError> {
        let hash = rule.labels_from_right().fold(self.seed, hash_label);
        let added = set_of(category, rule);
        let at = place(hash);
        if let Some(entry) = self.table.find_mut(at, |entry| same(*entry, hash)) {
            // Taken for none, the name would leave the lists that it is on.
            let known = self.sets.get(set_number(*entry)).copied();
            let known = known.ok_or_else(|| broken!("a name is in set {}", set_number(*entry)))?;
            let union = known.union(added);
            if union == known {
                return Ok(());
            }
            let number = number_of(&mut self.sets, &mut self.numbers, union)?;
            *entry = with_number(hash, number);
            return Ok(());
        }
        let number = number_of(&mut self.sets, &mut self.numbers, added)?;
        self.table.insert_unique(at, with_number(hash, number), |entry| place(*entry));
        Ok(())
    }
}

fn with_number(hash: u64, number: u64) -> u64 {
    (hash >> SET_BITS << SET_BITS) | number
}

fn set_of(category: Category, rule: &Rule<'_>) -> Set {
    let bit = category.bit();
    let exact = if rule.cover == Cover::Under { 0 } else { bit };
    let under = if rule.cover == Cover::Exact { 0 } else { bit };
    let (firm_exact, firm_under) = if rule.firm { (exact, under) } else { (0, 0) };
    if rule.exception {
        Set {
            except_exact: exact,
            except_under: under,
            firm_except_exact: firm_exact,
            firm_except_under: firm_under,
            ..Set::default()
        }
    } else {
        Set { exact, under, firm_exact, firm_under, ..Set::default() }
    }
}

fn number_of(sets: &mut Vec<Set>, numbers: &mut HashMap<Set, u64>, set: Set) -> Result<u64, ListError> {
    // Nearly every name of a list is in the set that was numbered last.
    if sets.last() == Some(&set) {
        return Ok(sets.len() as u64 - 1);
    }
    if let Some(number) = numbers.get(&set) {
        return Ok(*number);
    }
    if sets.len() >= SETS_MAX {
        return Err(ListError::TooManyWays);
    }
    let number = sets.len() as u64;
    sets.push(set);
    numbers.insert(set, number);
    Ok(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_that_is_gone_ends_the_build() {
        let category = |index| Category::new(index).unwrap();
        let (mut builder, _) = Lists::builder(7).add(category(0), None, &b"ads.example"[..]).unwrap();
        builder.sets.clear();
        let added = builder.add(category(1), None, &b"ads.example"[..]);
        assert!(matches!(added, Err(ListError::Impossible(_))));
    }
}
