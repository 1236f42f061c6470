//! What the lines about the children fold into.

use crate::record::absent::Absent;
use crate::record::ids::ChildId;
use crate::record::moment::date_of;
use crate::record::private::Private;
use crate::record::stamp::Stamp;
use crate::registers::children::event::Event;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One child.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Child {
    /// Their name.
    pub name: Private,
    /// What they were called before, the latest last.
    pub formerly: Vec<Private>,
    /// Their date of birth, `2023-02-01`.
    pub born: Private,
    /// Their family.
    pub family: Private,
    /// Since when.
    pub since: Date,
    /// Until when.
    pub left: Option<Date>,
}

impl Child {
    /// The date of birth, unless it was erased.
    pub fn born_on(&self) -> Option<Date> {
        self.born.known()?.parse().ok()
    }
}

/// The register of children.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Children {
    /// By id, those who left included.
    pub all: BTreeMap<ChildId, Child>,
}

impl Children {
    pub(crate) fn apply(&mut self, event: &Event, line: Stamp<'_>) {
        match event.clone() {
            Event::Added { child, name, born, family } => {
                let (since, formerly) = (date_of(line.at), Vec::new());
                self.all.insert(child, Child { name, formerly, born, family, since, left: None });
            }
            Event::Changed { child, name, born, family } => {
                if let Some(known) = self.all.get_mut(&child) {
                    if let Some(name) = name {
                        known.formerly.push(std::mem::replace(&mut known.name, name));
                    }
                    known.born = born.unwrap_or_else(|| known.born.clone());
                    known.family = family.unwrap_or_else(|| known.family.clone());
                }
            }
            Event::Reinstated { child } => {
                if let Some(known) = self.all.get_mut(&child) {
                    known.left = None;
                }
            }
            Event::Left { child } => {
                if let Some(known) = self.all.get_mut(&child) {
                    known.left = Some(date_of(line.at));
                }
            }
        }
    }

    /// A child who has not left.
    ///
    /// # Errors
    /// [`Absent`] when there is no such child, or they left.
    pub fn active(&self, child: &ChildId) -> Result<&Child, Absent> {
        match self.all.get(child) {
            Some(known) if known.left.is_none() => Ok(known),
            Some(known) => Err(Absent::ChildLeft { name: known.name.words().to_owned() }),
            None => Err(Absent::Child),
        }
    }

    /// Every child who has not left.
    pub fn here(&self) -> impl Iterator<Item = (&ChildId, &Child)> {
        self.all.iter().filter(|(_, child)| child.left.is_none())
    }

    /// A child's name, for a sentence.
    pub fn name(&self, child: &ChildId) -> String {
        self.all.get(child).map_or_else(|| "a child".to_owned(), |known| known.name.words().to_owned())
    }
}
