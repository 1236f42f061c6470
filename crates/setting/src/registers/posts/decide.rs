//! Commands about posts, decided into events or refused.

use crate::deciding::input::{new_id, words_within};
use crate::deciding::refusal::Refusal;
use crate::deciding::stopped as stopped_stopped;
use crate::reading::context::Context;
use crate::reading::wording::finding;
use crate::reading::wording::finding::Verdict;
use crate::record::author::Author;
use crate::record::ids::{ChannelId, PostId};
use crate::record::private::{Private, SETTING};
use crate::registers::channels::event::ChannelKind;
use crate::registers::channels::state::Channel;
use crate::registers::pictures::decide::{parts, using};
use crate::registers::posts::checks::{found, purpose};
use crate::registers::posts::command::Command;
use crate::registers::posts::event::Event;
use crate::registers::posts::refused::Refused;
use crate::registers::posts::state::Post;
use belisha_policy::controls::{OfficialPages, PostsApproved};

/// The longest post, in characters: far more than any page takes.
const CHARACTERS_MAX: usize = 20_000;

/// At most this many pictures go with one post.
const PICTURES_MAX: usize = 20;

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let state = context.state;
    let post_of = |post: &PostId| state.posts.all.get(post).ok_or_else(|| Refusal::from(Refused::NoSuchPost));
    let event = match command {
        Command::Draft { post, channel, words, pictures } => {
            new_id(post.as_str(), state.posts.all.contains_key(&post), "a post")?;
            channel_of(&channel, context)?;
            if pictures.len() > PICTURES_MAX {
                return Err(Refused::TooManyPictures { pictures_max: PICTURES_MAX.to_string() }.into());
            }
            for picture in &pictures {
                parts::unused_as(picture, post.as_str(), context)?;
            }
            Event::Drafted { post, channel, words: said(&words)?, pictures }
        }
        Command::Revise { post, words } => {
            let known = post_of(&post)?;
            if known.published.is_some() {
                return Err(Refused::OutForGood.into());
            }
            let words = said(&words)?;
            if words == known.words {
                return Err(Refused::SameWords.into());
            }
            Event::Revised { post, words }
        }
        Command::Approve { post, seen, looked } => {
            let known = post_of(&post)?;
            if known.approved.is_some() || known.published.is_some() {
                return Err(Refused::ApprovedAlready.into());
            }
            by_somebody_else(known, context)?;
            let seen = looked_at(known, &seen, context)?;
            pictures_permitted(known, looked, context)?;
            Event::Approved { post, seen, looked }
        }
        Command::Publish { post, link } => {
            let known = post_of(&post)?;
            if known.published.is_some() {
                return Err(Refused::OutAlready.into());
            }
            let channel = channel_of(&known.channel, context)?;
            by_who_runs_it(channel, context)?;
            if let (None, Some(clause)) = (&known.approved, context.policy.clause_of::<PostsApproved>()) {
                let says = "nothing is published before somebody other than its author has approved it";
                return Err(Refusal::clause(clause, says));
            }
            // Somebody may have joined the register, or taken a consent back, since it was approved.
            stopped(known, context)?;
            pictures_permitted(known, known.approved.as_ref().is_some_and(|known| known.looked), context)?;
            Event::Published { post, link: link_of(&link)?, purpose: Some(purpose_of(known, context)) }
        }
        Command::TakeDown { post, why } => {
            let known = post_of(&post)?;
            if known.published.is_none() || known.taken_down.is_some() {
                return Err(Refused::NotOut.into());
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
        Some(known) if known.closed.is_some() => {
            Err(Refused::ChannelOutOfUse { name: known.name.to_string() }.into())
        }
        Some(known) if known.kind.posts() => Ok(known),
        Some(known) => Err(Refused::NoPlaceForPosts { name: known.name.to_string() }.into()),
        None => Err(Refused::NoSuchChannel.into()),
    }
}

/// Approval is another person's, and of a role that the policy names.
fn by_somebody_else(post: &Post, context: &Context<'_>) -> Result<(), Refusal> {
    if post.writers.contains(context.author) {
        let says = "whoever wrote any of it does not approve it: somebody else does".to_owned();
        return Err(match context.policy.clause_of::<PostsApproved>() {
            Some(clause) => Refusal::clause(clause, says),
            None => Refused::NotYours { says }.into(),
        });
    }
    let Author::Person(person) = context.author else { return Ok(()) };
    let person = context.state.people.active(person)?;
    for adopted in context.policy.adopted::<PostsApproved>() {
        let roles = &adopted.params.approved_by;
        if !roles.is_empty() && !person.is_any(roles, &context.policy.catalogue) {
            let says = format!("it is approved by the {}", belisha_policy::join_or(roles));
            return Err(Refusal::clause(adopted.clause(), says));
        }
    }
    Ok(())
}

fn purpose_of(post: &Post, context: &Context<'_>) -> String {
    purpose(post, context.state, &context.policy.catalogue)
}

/// Every picture is asked about again, for this channel, now.
fn pictures_permitted(post: &Post, looked: bool, context: &Context<'_>) -> Result<(), Refusal> {
    let purpose = purpose_of(post, context);
    for picture in &post.pictures {
        parts::retained(picture, context)?;
        using::require(picture, &purpose, None, looked, context)?;
    }
    Ok(())
}

/// Refused while anything in it must not go out.
fn stopped(post: &Post, context: &Context<'_>) -> Result<Vec<finding::Found>, Refusal> {
    let found = found(post, context.state, context.policy);
    stopped_stopped::stopped(&found)?;
    Ok(found)
}

/// What may be something else is looked at, word for word, by whoever approves.
fn looked_at(post: &Post, seen: &[String], context: &Context<'_>) -> Result<Vec<Private>, Refusal> {
    let mut looks: Vec<String> = stopped(post, context)?
        .into_iter()
        .filter(|known| known.verdict == Verdict::Look)
        .map(|known| known.words)
        .collect();
    looks.sort();
    looks.dedup();
    let unseen: Vec<String> =
        looks.iter().filter(|words| !seen.contains(words)).map(|words| format!("“{words}”")).collect();
    if !unseen.is_empty() {
        return Err(Refused::LooksLeft { words: belisha_policy::join_and(&unseen).to_string() }.into());
    }
    Ok(looks.into_iter().map(|words| Private::new(SETTING, words)).collect())
}

fn by_who_runs_it(channel: &Channel, context: &Context<'_>) -> Result<(), Refusal> {
    let Author::Person(person) = context.author else { return Ok(()) };
    if channel.run_by.contains(person) {
        return Ok(());
    }
    let says = format!("{} is run by those on its record, and they publish", channel.name);
    match context.policy.clause_of::<OfficialPages>() {
        Some(clause) if channel.kind == ChannelKind::Page => Err(Refusal::clause(clause, says)),
        _ => Err(Refused::NotYours { says }.into()),
    }
}

fn link_of(link: &str) -> Result<String, Refusal> {
    let link = words_within(link, 500, "The link")?;
    let address = link.strip_prefix("https://").or_else(|| link.strip_prefix("http://"));
    match address {
        Some(rest) if !rest.is_empty() && !link.contains(char::is_whitespace) => Ok(link),
        _ => Err(Refused::NoLink.into()),
    }
}
