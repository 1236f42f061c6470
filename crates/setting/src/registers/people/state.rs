//! What the lines about the adults fold into.

use crate::record::absent::Absent;
use crate::record::author::Author;
use crate::record::ids::PersonId;
use crate::record::moment::date_of;
use crate::record::private::Private;
use crate::record::stamp::Stamp;
use crate::registers::people::event::{Event, Secret};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One adult.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Person {
    /// Their name.
    pub name: Private,
    /// Their roles.
    pub roles: Vec<String>,
    /// Whether they may be counted in the ratio.
    pub counted: bool,
    /// Their approved qualification level.
    pub level: Option<u8>,
    /// Since when.
    pub since: Date,
    /// Until when.
    pub left: Option<Date>,
    /// The hash of the password.
    pub password: Option<Private>,
    /// The hash of the PIN.
    pub pin: Option<Private>,
    /// The seed of the second factor.
    pub second_factor: Option<Private>,
    /// The days the password and the PIN were set.
    pub secrets_set: BTreeMap<Secret, Date>,
}

impl Person {
    /// Whether they have a secret of their own to sign in by.
    pub fn signs_in(&self) -> bool {
        self.password.is_some() || self.pin.is_some()
    }
}

/// The register of people.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct People {
    /// By id, those who left included.
    pub all: BTreeMap<PersonId, Person>,
}

impl People {
    pub(crate) fn apply(&mut self, event: &Event, line: Stamp<'_>) {
        match event.clone() {
            Event::Added { person, name, roles, counted, level } => {
                let since = date_of(line.at);
                let new = Person {
                    name,
                    roles,
                    counted,
                    level,
                    since,
                    left: None,
                    password: None,
                    pin: None,
                    second_factor: None,
                    secrets_set: BTreeMap::new(),
                };
                self.all.insert(person, new);
            }
            Event::Changed { person, roles, counted, level } => {
                if let Some(known) = self.all.get_mut(&person) {
                    (known.roles, known.counted, known.level) = (roles, counted, level);
                }
            }
            Event::Left { person } => {
                if let Some(known) = self.all.get_mut(&person) {
                    known.left = Some(date_of(line.at));
                    (known.password, known.pin, known.second_factor) = (None, None, None);
                    known.secrets_set.clear();
                }
            }
            Event::SecretSet { person, secret, hash } => {
                if let Some(known) = self.all.get_mut(&person) {
                    if secret != Secret::SecondFactor {
                        known.secrets_set.insert(secret, date_of(line.at));
                    }
                    // Somebody else sets the password of one who lost everything: the second proof is then set anew.
                    if secret == Secret::Password && *line.author != Author::Person(person.clone()) {
                        known.second_factor = None;
                    }
                    match secret {
                        Secret::Password => known.password = Some(hash),
                        Secret::Pin => known.pin = Some(hash),
                        Secret::SecondFactor => known.second_factor = Some(hash),
                    }
                }
            }
        }
    }

    /// Somebody who is here, or the sentence that they are not.
    ///
    /// # Errors
    /// [`Absent`] when there is nobody of that id, or they left.
    pub fn active(&self, person: &PersonId) -> Result<&Person, Absent> {
        match self.all.get(person) {
            Some(known) if known.left.is_none() => Ok(known),
            Some(known) => Err(Absent::PersonLeft { name: known.name.words().to_owned() }),
            None => Err(Absent::Person),
        }
    }

    /// Everyone who has not left, by id.
    pub fn here(&self) -> impl Iterator<Item = (&PersonId, &Person)> {
        self.all.iter().filter(|(_, person)| person.left.is_none())
    }

    /// A person's name, for a sentence.
    pub fn name(&self, person: &PersonId) -> String {
        self.all.get(person).map_or_else(|| "somebody".to_owned(), |known| known.name.words().to_owned())
    }

    /// Everyone who holds a post.
    pub fn holders<'a>(&'a self, role: &'a str) -> impl Iterator<Item = (&'a PersonId, &'a Person)> {
        self.here().filter(move |(_, person)| person.roles.iter().any(|known| known == role))
    }
}
