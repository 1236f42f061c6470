//! The adults: who they are to the setting, and how they sign in.

use crate::authority::Author;
use crate::ids::PersonId;
use crate::moment::date_of;
use crate::private::Private;
use crate::refusal::Refusal;
use crate::state::{Context, Line, new_id, words_within};
use belisha_policy::Catalogue;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What happened to people.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// Somebody joined.
    Added {
        /// Who.
        person: PersonId,
        /// Their name.
        name: Private,
        /// Their roles.
        roles: Vec<String>,
        /// Whether they may be counted in the ratio.
        counted: bool,
        /// Their approved qualification level, when they have one.
        level: Option<u8>,
    },
    /// Their particulars changed.
    Changed {
        /// Who.
        person: PersonId,
        /// Their roles.
        roles: Vec<String>,
        /// Whether they may be counted in the ratio.
        counted: bool,
        /// Their approved qualification level.
        level: Option<u8>,
    },
    /// Somebody left.
    Left {
        /// Who.
        person: PersonId,
    },
    /// A password or PIN was set; only its argon2 hash is kept, sealed.
    SecretSet {
        /// Whose.
        person: PersonId,
        /// Which.
        secret: Secret,
        /// The hash, a PHC string; of a second factor its seed in base32 (RFC 4648).
        hash: Private,
    },
}

/// The kinds of secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Secret {
    /// For managers, from anywhere.
    Password,
    /// For everyone, on enrolled tablets only.
    Pin,
    /// The seed of six figures that change every half minute (RFC 6238), for history. Kept as a seed, not hashed.
    SecondFactor,
}

/// What can be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Add somebody.
    Add {
        /// The new id.
        person: PersonId,
        /// Their name.
        name: String,
        /// Their roles.
        roles: Vec<String>,
        /// Whether they may be counted in the ratio.
        #[serde(default)]
        counted: bool,
        /// Their approved qualification level.
        #[serde(default)]
        level: Option<u8>,
    },
    /// Change their particulars.
    Change {
        /// Who.
        person: PersonId,
        /// Their roles.
        roles: Vec<String>,
        /// Whether they may be counted in the ratio.
        #[serde(default)]
        counted: bool,
        /// Their approved qualification level.
        #[serde(default)]
        level: Option<u8>,
    },
    /// Somebody leaves.
    Leave {
        /// Who.
        person: PersonId,
    },
    /// Set a secret, hashed already.
    SetSecret {
        /// Whose.
        person: PersonId,
        /// Which.
        secret: Secret,
        /// The hash.
        hash: String,
    },
}

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
    /// Whether they hold a role, or a role that counts as it.
    pub fn is(&self, role: &str, catalogue: &Catalogue) -> bool {
        catalogue.with_classes(self.roles.iter().map(String::as_str)).contains(&role)
    }

    /// Whether they hold one of these roles, or a role that counts as one.
    pub fn is_any(&self, roles: &[String], catalogue: &Catalogue) -> bool {
        let all = catalogue.with_classes(self.roles.iter().map(String::as_str));
        roles.iter().any(|role| all.contains(&role.as_str()))
    }
}

/// The register of people.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct People {
    /// By id, those who left included.
    pub all: BTreeMap<PersonId, Person>,
}

impl People {
    pub(crate) fn apply(&mut self, event: &Event, line: &Line) {
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
                if let Some(there) = self.all.get_mut(&person) {
                    (there.roles, there.counted, there.level) = (roles, counted, level);
                }
            }
            Event::Left { person } => {
                if let Some(there) = self.all.get_mut(&person) {
                    there.left = Some(date_of(line.at));
                    (there.password, there.pin, there.second_factor) = (None, None, None);
                    there.secrets_set.clear();
                }
            }
            Event::SecretSet { person, secret, hash } => {
                if let Some(there) = self.all.get_mut(&person) {
                    if secret != Secret::SecondFactor {
                        there.secrets_set.insert(secret, date_of(line.at));
                    }
                    // Somebody else sets the password of one who lost everything: the second proof is then set anew.
                    if secret == Secret::Password && line.author != Author::Person(person.clone()) {
                        there.second_factor = None;
                    }
                    match secret {
                        Secret::Password => there.password = Some(hash),
                        Secret::Pin => there.pin = Some(hash),
                        Secret::SecondFactor => there.second_factor = Some(hash),
                    }
                }
            }
        }
    }

    /// Somebody who is here, or the sentence that they are not.
    ///
    /// # Errors
    /// A [`Refusal`] when there is nobody of that id, or they left.
    pub fn active(&self, person: &PersonId) -> Result<&Person, Refusal> {
        match self.all.get(person) {
            Some(there) if there.left.is_none() => Ok(there),
            Some(there) => {
                Err(Refusal::Contradiction(format!("{} has left the setting.", there.name.words())))
            }
            None => Err(Refusal::Invalid("There is nobody of that name on the register of people.".into())),
        }
    }

    /// Everyone who has not left, by id.
    pub fn here(&self) -> impl Iterator<Item = (&PersonId, &Person)> {
        self.all.iter().filter(|(_, person)| person.left.is_none())
    }

    /// A person's name, for a sentence.
    pub fn name(&self, person: &PersonId) -> String {
        self.all.get(person).map_or_else(|| "somebody".to_owned(), |there| there.name.words().to_owned())
    }

    /// Everyone who holds a post.
    pub fn holders<'a>(&'a self, role: &'a str) -> impl Iterator<Item = (&'a PersonId, &'a Person)> {
        self.here().filter(move |(_, person)| person.roles.iter().any(|there| there == role))
    }
}

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let people = &context.state.people;
    let event = match command {
        Command::Add { person, name, roles, counted, level } => {
            new_id(person.as_str(), people.all.contains_key(&person), "a person")?;
            let name = words_within(&name, 120, "The name")?;
            if people.here().any(|(_, there)| there.name.words().eq_ignore_ascii_case(&name)) {
                return Err(Refusal::Contradiction(format!(
                    "{name} is on the register already. If this is somebody else, add a second name or an initial."
                )));
            }
            let roles = known_roles(roles, context)?;
            Event::Added {
                name: Private::new(&person, name),
                roles,
                counted,
                level: known_level(level)?,
                person,
            }
        }
        Command::Change { person, roles, counted, level } => {
            let there = people.active(&person)?;
            let roles = known_roles(roles, context)?;
            let leads = |roles: &[String]| roles.iter().any(|role| role == "manager" || role == "deputy");
            let others = people.here().any(|(id, other)| *id != person && leads(&other.roles));
            if leads(&there.roles) && !leads(&roles) && !others {
                return Err(Refusal::Contradiction(
                    "Somebody must stay manager or deputy: name another first.".into(),
                ));
            }
            Event::Changed { person, roles, counted, level: known_level(level)? }
        }
        Command::Leave { person } => {
            people.active(&person)?;
            if context.state.day.people.contains_key(&person) {
                return Err(Refusal::Contradiction(format!(
                    "{} is signed in: sign them out first.",
                    people.name(&person)
                )));
            }
            let another = |(id, there): (&PersonId, &Person)| {
                *id != person && there.roles.iter().any(|role| role == "manager" || role == "deputy")
            };
            if !people.here().any(another) {
                return Err(Refusal::Contradiction(
                    "Somebody must stay manager or deputy: name another first.".into(),
                ));
            }
            Event::Left { person }
        }
        Command::SetSecret { person, secret, hash } => {
            not_in_their_place(&person, context)?;
            let seed = hash.len() >= 16 && hash.bytes().all(|byte| matches!(byte, b'A'..=b'Z' | b'2'..=b'7'));
            let as_kept = match secret {
                Secret::SecondFactor => seed,
                Secret::Password | Secret::Pin => hash.starts_with("$argon2id$"),
            };
            if !as_kept || hash.len() > 256 {
                return Err(Refusal::Invalid("A secret is stored only as its argon2id hash.".into()));
            }
            Event::SecretSet { hash: Private::new(&person, hash), person, secret }
        }
    };
    Ok(vec![event])
}

/// Whoever could sign in as somebody who holds concerns could read one about themselves: so the secret of a designated
/// lead, a manager, a deputy or the chair, once they have one, is set anew by themselves or by the chair.
fn not_in_their_place(person: &PersonId, context: &Context<'_>) -> Result<(), Refusal> {
    let there = context.state.people.active(person)?;
    let Author::Person(author) = context.author else { return Ok(()) };
    let holding = ["dsl", "deputy-dsl", "manager", "deputy", "chair"];
    let has_one = there.password.is_some() || there.pin.is_some();
    let holds = there.roles.iter().any(|role| holding.contains(&role.as_str()));
    let chairs = |person: &Person| person.roles.iter().any(|role| role == "chair");
    // Where there is no chair, those who lead must be able to help one another.
    let nobody_chairs = context.state.people.holders("chair").next().is_none();
    if author == person || !has_one || !holds || nobody_chairs {
        return Ok(());
    }
    if chairs(context.state.people.active(author)?) {
        return Ok(());
    }
    Err(Refusal::Authority(
        "Concerns are read with this sign-in: it is set anew by that person themself, or by the chair."
            .into(),
    ))
}

fn known_roles(mut roles: Vec<String>, context: &Context<'_>) -> Result<Vec<String>, Refusal> {
    roles.sort();
    roles.dedup();
    if roles.is_empty() {
        return Err(Refusal::Invalid("Choose at least one role.".into()));
    }
    let outside = ["visitor", "parent", "child"];
    match roles
        .iter()
        .find(|role| outside.contains(&role.as_str()) || !context.policy.catalogue.roles.contains_key(*role))
    {
        Some(wrong) => Err(Refusal::Invalid(format!("`{wrong}` is not a role that somebody can hold here."))),
        None => Ok(roles),
    }
}

fn known_level(level: Option<u8>) -> Result<Option<u8>, Refusal> {
    match level {
        Some(level) if !(1..=8).contains(&level) => {
            Err(Refusal::Invalid("A qualification level is 1 to 8.".into()))
        }
        level => Ok(level),
    }
}
