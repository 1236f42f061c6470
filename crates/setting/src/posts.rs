//! Posts: drafted, checked, approved by somebody else, published with their link, taken down.

use crate::authority::Author;
use crate::channels::{Channel, Kind};
use crate::ids::{ChannelId, PictureId, PostId};
use crate::pictures;
use crate::private::{Private, SETTING};
use crate::refusal::Refusal;
use crate::state::{Context, Line, new_id, words_within};
use crate::wording::{self, Outlet, Verdict};
use belisha_policy::Adoption;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The longest post, in characters: far more than any page takes.
const CHARACTERS_MAX: usize = 20_000;
/// At most this many pictures go with one post.
const PICTURES_MAX: usize = 20;

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// Somebody wrote a draft, with pictures or without.
    Drafted {
        post: PostId,
        channel: ChannelId,
        words: Private,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pictures: Vec<PictureId>,
    },
    /// Its words were changed; an approval does not outlast that.
    Revised { post: PostId, words: Private },
    /// Somebody else approved it. `seen` are the words they looked at and let stand; `looked`: they looked for what
    /// tells who a child in its pictures is.
    Approved {
        post: PostId,
        seen: Vec<Private>,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        looked: bool,
    },
    /// It went out.
    Published { post: PostId, link: String },
    /// It was taken down.
    TakenDown { post: PostId, why: Private },
}

/// What can be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Write a draft.
    Draft {
        post: PostId,
        channel: ChannelId,
        words: String,
        #[serde(default)]
        pictures: Vec<PictureId>,
    },
    /// Change its words.
    Revise { post: PostId, words: String },
    /// Approve it, having looked at `seen`.
    Approve {
        post: PostId,
        #[serde(default)]
        seen: Vec<String>,
        /// Having looked for what tells who a child in its pictures is.
        #[serde(default)]
        looked: bool,
    },
    /// Say that it went out, and where it can be seen.
    Publish { post: PostId, link: String },
    /// Say that it was taken down.
    TakeDown { post: PostId, why: String },
}

/// An approval.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Approval {
    /// Who.
    pub by: Author,
    /// When.
    pub at: Timestamp,
    /// What they looked at and let stand.
    pub seen: Vec<Private>,
    /// Whether they looked for what tells who a child in its pictures is.
    pub looked: bool,
    /// The line of the log.
    pub line: u64,
}

/// One post.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Post {
    /// Where it goes.
    pub channel: ChannelId,
    /// What it says.
    pub words: Private,
    /// The pictures that go with it.
    pub pictures: Vec<PictureId>,
    /// Everybody who wrote any of it, the first author first.
    pub writers: Vec<Author>,
    /// When its words were last changed.
    pub at: Timestamp,
    /// Who approved these words.
    pub approved: Option<Approval>,
    /// Where it can be seen, and since when.
    pub published: Option<(String, Timestamp)>,
    /// Why it was taken down, and when.
    pub taken_down: Option<(Private, Timestamp)>,
}

/// The register of posts.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Posts {
    /// By id.
    pub all: BTreeMap<PostId, Post>,
}

impl Posts {
    pub(crate) fn apply(&mut self, event: &Event, line: &Line) {
        match event.clone() {
            Event::Drafted { post, channel, words, pictures } => {
                let writers = vec![line.author.clone()];
                let (approved, published, taken_down) = (None, None, None);
                let new =
                    Post { channel, words, pictures, writers, at: line.at, approved, published, taken_down };
                self.all.insert(post, new);
            }
            Event::Revised { post, words } => {
                if let Some(there) = self.all.get_mut(&post) {
                    (there.words, there.at, there.approved) = (words, line.at, None);
                    if !there.writers.contains(&line.author) {
                        there.writers.push(line.author.clone());
                    }
                }
            }
            Event::Approved { post, seen, looked } => {
                if let Some(there) = self.all.get_mut(&post) {
                    let (by, at, line) = (line.author.clone(), line.at, line.seq);
                    there.approved = Some(Approval { by, at, seen, looked, line });
                }
            }
            Event::Published { post, link } => {
                if let Some(there) = self.all.get_mut(&post) {
                    there.published = Some((link, line.at));
                }
            }
            Event::TakenDown { post, why } => {
                if let Some(there) = self.all.get_mut(&post) {
                    there.taken_down = Some((why, line.at));
                }
            }
        }
    }
}

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let state = context.state;
    let post_of = |post: &PostId| {
        state.posts.all.get(post).ok_or_else(|| Refusal::Invalid("There is no such post.".into()))
    };
    let event = match command {
        Command::Draft { post, channel, words, pictures } => {
            new_id(post.as_str(), state.posts.all.contains_key(&post), "a post")?;
            channel_of(&channel, context)?;
            if pictures.len() > PICTURES_MAX {
                return Err(Refusal::Invalid(format!("At most {PICTURES_MAX} pictures go with one post.")));
            }
            for picture in &pictures {
                pictures::unused_as(picture, post.as_str(), context)?;
            }
            Event::Drafted { post, channel, words: said(&words)?, pictures }
        }
        Command::Revise { post, words } => {
            let there = post_of(&post)?;
            if there.published.is_some() {
                let says = "It is out already: take it down, and write a new one.";
                return Err(Refusal::Contradiction(says.into()));
            }
            let words = said(&words)?;
            if words == there.words {
                return Err(Refusal::Contradiction("These are the same words.".into()));
            }
            Event::Revised { post, words }
        }
        Command::Approve { post, seen, looked } => {
            let there = post_of(&post)?;
            if there.approved.is_some() || there.published.is_some() {
                return Err(Refusal::Contradiction("It is approved already.".into()));
            }
            by_somebody_else(there, context)?;
            let seen = looked_at(there, &seen, context)?;
            pictures_permitted(there, looked, context)?;
            Event::Approved { post, seen, looked }
        }
        Command::Publish { post, link } => {
            let there = post_of(&post)?;
            if there.published.is_some() {
                return Err(Refusal::Contradiction("It is out already.".into()));
            }
            let channel = channel_of(&there.channel, context)?;
            by_who_runs_it(channel, context)?;
            let approvals = context.policy.of_control("social.official-respectful").next();
            if let (None, Some(adoption)) = (&there.approved, approvals) {
                let says = "nothing is published before somebody other than its author has approved it";
                return Err(Refusal::clause(&*adoption.clause, says));
            }
            // Somebody may have joined the register, or taken a consent back, since it was approved.
            stopped(there, context)?;
            pictures_permitted(there, there.approved.as_ref().is_some_and(|there| there.looked), context)?;
            Event::Published { post, link: link_of(&link)? }
        }
        Command::TakeDown { post, why } => {
            let there = post_of(&post)?;
            if there.published.is_none() || there.taken_down.is_some() {
                return Err(Refusal::Contradiction("It is not out.".into()));
            }
            let why = Private::new(SETTING, words_within(&why, 500, "The reason")?);
            Event::TakenDown { post, why }
        }
    };
    Ok(vec![event])
}

/// Lines end as browsers send them; what is kept has plain ends.
fn said(words: &str) -> Result<Private, Refusal> {
    let words = words.replace("\r\n", "\n").replace('\r', "\n");
    Ok(Private::new(SETTING, words_within(&words, CHARACTERS_MAX, "The post")?))
}

fn channel_of<'a>(channel: &ChannelId, context: &Context<'a>) -> Result<&'a Channel, Refusal> {
    match context.state.channels.all.get(channel) {
        Some(there) if there.closed.is_some() => {
            Err(Refusal::Contradiction(format!("{} is no longer in use.", there.name)))
        }
        Some(there) if there.kind.posts() => Ok(there),
        Some(there) => Err(Refusal::Invalid(format!("{} is no place for posts.", there.name))),
        None => Err(Refusal::Invalid("There is no such channel on the register.".into())),
    }
}

/// Approval is another person's, and of a role that the policy names.
fn by_somebody_else(post: &Post, context: &Context<'_>) -> Result<(), Refusal> {
    let mut adoptions = context.policy.of_control("social.official-respectful").peekable();
    let refuse = |adoption: Option<&&Adoption>, says: String| match adoption {
        Some(adoption) => Refusal::clause(&*adoption.clause, says),
        None => Refusal::Authority(format!("No: {says}.")),
    };
    if post.writers.contains(context.author) {
        let says = "whoever wrote any of it does not approve it: somebody else does".to_owned();
        return Err(refuse(adoptions.peek(), says));
    }
    let Author::Person(person) = context.author else { return Ok(()) };
    let person = context.state.people.active(person)?;
    for adoption in adoptions {
        let roles = adoption.params.get("approved_by").map_or(&[][..], Vec::as_slice);
        if !roles.is_empty() && !person.is_any(roles, &context.policy.catalogue) {
            let says = format!("it is approved by the {}", belisha_policy::join_or(roles));
            return Err(refuse(Some(&adoption), says));
        }
    }
    Ok(())
}

/// The purpose that pictures with a post serve.
pub fn purpose(post: &Post, state: &crate::State) -> String {
    let channel = state.channels.all.get(&post.channel);
    let (kind, serves) = channel.map_or(("page", ""), |there| (there.kind.word(), there.serves.as_str()));
    let purpose =
        belisha_policy::Catalogue::builtin().purpose_of_channel(kind, serves).map(|there| there.id.clone());
    purpose.unwrap_or_else(|| "page".to_owned())
}

/// Every picture is asked about again, for this channel, now.
fn pictures_permitted(post: &Post, looked: bool, context: &Context<'_>) -> Result<(), Refusal> {
    let purpose = purpose(post, context.state);
    for picture in &post.pictures {
        pictures::kept(picture, context)?;
        pictures::must_be_let(picture, &purpose, None, looked, context)?;
    }
    Ok(())
}

/// What the check finds in a post now.
pub fn found(post: &Post, state: &crate::State, policy: &belisha_policy::Policy) -> Vec<wording::Found> {
    let outlet = state.channels.all.get(&post.channel).map_or(Outlet::Page, |there| Outlet::of(there.kind));
    if post.pictures.is_empty() {
        return wording::check(post.words.words(), outlet, None, state, policy);
    }
    wording::beside_picture(post.words.words(), outlet, state, policy)
}

/// Refused while anything in it must not go out.
fn stopped(post: &Post, context: &Context<'_>) -> Result<Vec<wording::Found>, Refusal> {
    let found = found(post, context.state, context.policy);
    wording::stopped(&found)?;
    Ok(found)
}

/// What may be something else is looked at, word for word, by whoever approves.
fn looked_at(post: &Post, seen: &[String], context: &Context<'_>) -> Result<Vec<Private>, Refusal> {
    let mut looks: Vec<String> = stopped(post, context)?
        .into_iter()
        .filter(|there| there.verdict == Verdict::Look)
        .map(|there| there.words)
        .collect();
    looks.sort();
    looks.dedup();
    let unseen: Vec<String> =
        looks.iter().filter(|words| !seen.contains(words)).map(|words| format!("“{words}”")).collect();
    if !unseen.is_empty() {
        let says =
            format!("Look at {} first, and tick off what may stay.", belisha_policy::join_and(&unseen));
        return Err(Refusal::Invalid(says));
    }
    Ok(looks.into_iter().map(|words| Private::new(SETTING, words)).collect())
}

fn by_who_runs_it(channel: &Channel, context: &Context<'_>) -> Result<(), Refusal> {
    let Author::Person(person) = context.author else { return Ok(()) };
    if channel.run_by.contains(person) {
        return Ok(());
    }
    let says = format!("{} is run by those on its record, and they publish", channel.name);
    match context.policy.of_control("social.official-pages").next() {
        Some(adoption) if channel.kind == Kind::Page => Err(Refusal::clause(&*adoption.clause, says)),
        _ => Err(Refusal::Authority(format!("No: {says}."))),
    }
}

fn link_of(link: &str) -> Result<String, Refusal> {
    let link = words_within(link, 500, "The link")?;
    let address = link.strip_prefix("https://").or_else(|| link.strip_prefix("http://"));
    match address {
        Some(rest) if !rest.is_empty() && !link.contains(char::is_whitespace) => Ok(link),
        _ => Err(Refusal::Invalid("A link begins with https:// and has no spaces.".into())),
    }
}
