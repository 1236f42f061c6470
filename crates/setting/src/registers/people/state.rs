//! What the lines about the adults fold into.

use crate::record::absent::Absent;
use crate::record::author::Author;
use crate::record::ids::PersonId;
use crate::record::moment::date_of;
use crate::record::private::Private;
use crate::record::stamp::Stamp;
use crate::registers::people::event::{Change, Event, Secret};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// One adult.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Person {
    /// Their name.
    pub name: Private,
    /// What they were called before, the latest last.
    pub formerly: Vec<Private>,
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
    /// Those of them that another set: their owner has yet to choose one that nobody else knows.
    pub first_secrets: BTreeSet<Secret>,
    /// The posts to which concerns go, since when they are held and by whose word.
    pub posts: BTreeMap<String, Post>,
}

/// A post to which concerns go, as somebody holds it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Post {
    /// The line that gave it.
    pub line: u64,
    /// When.
    pub at: Timestamp,
    /// Who gave it, and who agreed.
    pub given_by: Vec<Author>,
}

/// What somebody wants and another has to agree to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Proposal {
    /// The line.
    pub line: u64,
    /// When.
    pub at: Timestamp,
    /// Who wants it.
    pub by: PersonId,
    /// What.
    pub change: Change,
    /// Who agreed.
    pub agreed: BTreeSet<PersonId>,
}

/// At most so many pieces of news are held; the older ones are in the log.
const NEWS_MAX: usize = 50;

/// The posts to which concerns go, by the ids of their roles: whoever holds one may come to read of others.
pub(crate) const HOLDING_CONCERNS: [&str; 5] = ["manager", "deputy", "dsl", "deputy-dsl", "chair"];

/// The posts among roles: those that were held before as they were, the others since this line.
fn held_posts(
    roles: &[String],
    before: Option<&BTreeMap<String, Post>>,
    vouched_by: &[PersonId],
    line: Stamp<'_>,
) -> BTreeMap<String, Post> {
    let given_by = || {
        let vouched = vouched_by.iter().cloned().map(Author::Person);
        std::iter::once(line.author.clone()).chain(vouched).collect()
    };
    let posts = roles.iter().filter(|role| HOLDING_CONCERNS.contains(&role.as_str()));
    posts
        .map(|role| {
            let known = before.and_then(|before| before.get(role)).cloned();
            let post = known.unwrap_or_else(|| Post { line: line.seq, at: line.at, given_by: given_by() });
            (role.clone(), post)
        })
        .collect()
}

/// A secret that another set serves so many days for choosing one's own, the day it was set not counted.
pub const FIRST_SECRET_DAYS: i64 = 7;

impl Person {
    /// Whether another set this secret and it was not changed by its owner in time: it serves no more.
    pub fn has_lapsed(&self, secret: Secret, today: Date) -> bool {
        let set = self.secrets_set.get(&secret).filter(|_| self.first_secrets.contains(&secret));
        set.is_some_and(|set| today.duration_since(*set).as_hours() > FIRST_SECRET_DAYS * 24)
    }

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
    /// What is proposed, by the person with whom.
    pub proposed: BTreeMap<PersonId, Proposal>,
    /// What was done lately with the posts to which concerns go, the latest last: it is said to those who hold them.
    pub post_news: Vec<(Timestamp, PersonId, Vec<Author>)>,
}

impl People {
    pub(crate) fn apply(&mut self, event: &Event, line: Stamp<'_>) {
        match event.clone() {
            Event::Added { person, name, roles, counted, level, vouched_by } => {
                let since = date_of(line.at);
                let posts = held_posts(&roles, None, &vouched_by, line);
                self.done(&person, !posts.is_empty(), line);
                let new = Person {
                    name,
                    formerly: Vec::new(),
                    roles,
                    counted,
                    level,
                    since,
                    left: None,
                    password: None,
                    pin: None,
                    second_factor: None,
                    secrets_set: BTreeMap::new(),
                    first_secrets: BTreeSet::new(),
                    posts,
                };
                self.all.insert(person, new);
            }
            Event::Changed { person, roles, counted, level, vouched_by } => {
                let before = self.all.get(&person).map(|known| &known.posts);
                let posts = held_posts(&roles, before, &vouched_by, line);
                let is_news = before.is_some_and(|before| !before.keys().eq(posts.keys()));
                if let Some(known) = self.all.get_mut(&person) {
                    (known.roles, known.counted, known.level, known.posts) = (roles, counted, level, posts);
                }
                self.done(&person, is_news, line);
            }
            Event::Renamed { person, name } => {
                if let Some(known) = self.all.get_mut(&person) {
                    known.formerly.push(std::mem::replace(&mut known.name, name));
                }
            }
            Event::Proposed { person, change } => {
                if let Author::Person(by) = line.author.clone() {
                    let (line, at) = (line.seq, line.at);
                    self.proposed.insert(person, Proposal { line, at, by, change, agreed: BTreeSet::new() });
                }
            }
            Event::Agreed { person } => {
                if let (Some(proposal), Author::Person(by)) = (self.proposed.get_mut(&person), line.author) {
                    proposal.agreed.insert(by.clone());
                }
            }
            Event::Declined { person } => {
                self.proposed.remove(&person);
            }
            Event::Left { person } => {
                let held = self.all.get(&person).is_some_and(|known| !known.posts.is_empty());
                self.done(&person, held, line);
                if let Some(known) = self.all.get_mut(&person) {
                    known.left = Some(date_of(line.at));
                    (known.password, known.pin, known.second_factor) = (None, None, None);
                    known.secrets_set.clear();
                    known.first_secrets.clear();
                }
            }
            Event::Reinstated { person, roles } => {
                if let Some(known) = self.all.get_mut(&person) {
                    (known.left, known.roles) = (None, roles);
                    known.posts.clear();
                }
            }
            Event::SecretSet { person, secret, hash, first } => {
                self.secret_set(&person, secret, hash, first, line);
            }
        }
    }

    fn secret_set(&mut self, person: &PersonId, secret: Secret, hash: Private, first: bool, line: Stamp<'_>) {
        let held = self.all.get(person).is_some_and(|known| !known.posts.is_empty());
        self.done(person, held && *line.author != Author::Person(person.clone()), line);
        if let Some(known) = self.all.get_mut(person) {
            if secret != Secret::SecondFactor {
                known.secrets_set.insert(secret, date_of(line.at));
            }
            if first {
                known.first_secrets.insert(secret);
            } else {
                known.first_secrets.remove(&secret);
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

    /// Nothing is proposed with somebody any more once something was done; with a post it is news.
    fn done(&mut self, person: &PersonId, is_news: bool, line: Stamp<'_>) {
        let proposal = self.proposed.remove(person);
        if is_news {
            let together = proposal
                .map(|known| known.agreed.into_iter().chain([known.by]).map(Author::Person).collect());
            let by = together.filter(|by: &Vec<Author>| by.contains(line.author));
            self.post_news.push((line.at, person.clone(), by.unwrap_or_else(|| vec![line.author.clone()])));
            let excess = self.post_news.len().saturating_sub(NEWS_MAX);
            self.post_news.drain(..excess);
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
