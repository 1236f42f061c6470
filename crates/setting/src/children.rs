//! The children, kept minimal: a name, a date of birth, a family.

use crate::ids::ChildId;
use crate::moment::date_of;
use crate::private::Private;
use crate::refusal::Refusal;
use crate::state::{Context, Line, new_id, words_within};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// A child joined.
    Added {
        /// Who.
        child: ChildId,
        /// Their name.
        name: Private,
        /// Their date of birth.
        born: Private,
        /// The family they belong to, as the setting calls it.
        family: Private,
    },
    /// A child left.
    Left {
        /// Who.
        child: ChildId,
    },
}

/// What can be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Add a child.
    Add {
        /// The new id.
        child: ChildId,
        /// Their name.
        name: String,
        /// Their date of birth.
        born: Date,
        /// Their family.
        #[serde(default)]
        family: String,
    },
    /// A child leaves.
    Leave {
        /// Who.
        child: ChildId,
    },
}

/// One child.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Child {
    /// Their name.
    pub name: Private,
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
        self.born.words().parse().ok()
    }
}

/// The register of children.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Children {
    /// By id, those who left included.
    pub all: BTreeMap<ChildId, Child>,
}

impl Children {
    pub(crate) fn apply(&mut self, event: &Event, line: &Line) {
        match event.clone() {
            Event::Added { child, name, born, family } => {
                self.all.insert(child, Child { name, born, family, since: date_of(line.at), left: None });
            }
            Event::Left { child } => {
                if let Some(there) = self.all.get_mut(&child) {
                    there.left = Some(date_of(line.at));
                }
            }
        }
    }

    /// A child who has not left.
    ///
    /// # Errors
    /// A [`Refusal`] when there is no such child, or they left.
    pub fn active(&self, child: &ChildId) -> Result<&Child, Refusal> {
        match self.all.get(child) {
            Some(there) if there.left.is_none() => Ok(there),
            Some(there) => {
                Err(Refusal::Contradiction(format!("{} has left the setting.", there.name.words())))
            }
            None => Err(Refusal::Invalid("There is no child of that name on the register.".into())),
        }
    }

    /// Every child who has not left.
    pub fn here(&self) -> impl Iterator<Item = (&ChildId, &Child)> {
        self.all.iter().filter(|(_, child)| child.left.is_none())
    }

    /// A child's name, for a sentence.
    pub fn name(&self, child: &ChildId) -> String {
        self.all.get(child).map_or_else(|| "a child".to_owned(), |there| there.name.words().to_owned())
    }
}

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let children = &context.state.children;
    let event = match command {
        Command::Add { child, name, born, family } => {
            new_id(child.as_str(), children.all.contains_key(&child), "a child")?;
            let today = date_of(context.now);
            if born > today || born.year() < today.year() - 12 {
                return Err(Refusal::Invalid(format!("{born} cannot be the date of birth of a child here.")));
            }
            let name = words_within(&name, 120, "The name")?;
            let same = |there: &Child| {
                there.name.words().eq_ignore_ascii_case(&name) && there.born_on() == Some(born)
            };
            if children.here().any(|(_, there)| same(there)) {
                return Err(Refusal::Contradiction(format!(
                    "{name}, born on {born}, is on the register already."
                )));
            }
            let family = if family.trim().is_empty() {
                String::new()
            } else {
                words_within(&family, 120, "The family")?
            };
            Event::Added {
                name: Private::new(&child, name),
                born: Private::new(&child, born.to_string()),
                family: Private::new(&child, family),
                child,
            }
        }
        Command::Leave { child } => {
            children.active(&child)?;
            if context.state.day.children.contains(&child) {
                return Err(Refusal::Contradiction(format!(
                    "{} is signed in: sign them out first.",
                    children.name(&child)
                )));
            }
            Event::Left { child }
        }
    };
    Ok(vec![event])
}
