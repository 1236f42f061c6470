//! Channels, posts, consents and disclosures, in a sentence.

use belisha_setting::{State, channels, consents, disclosures, posts};

pub(super) fn channel(event: &channels::Event, state: &State) -> String {
    let channel = |channel| state.channels.name(channel);
    let child = |child| state.children.name(child);
    match event {
        channels::Event::Set { name, kind, run_by, .. } => {
            let names: Vec<String> = run_by.iter().map(|person| state.people.name(person)).collect();
            let verb = if *kind == channels::Kind::Mailbox { "held" } else { "run" };
            format!("{name} is on the register of channels, {verb} by {}.", belisha_policy::join_and(&names))
        }
        channels::Event::Closed { channel: id, why } => {
            format!("{} is no longer in use: {}.", channel(id), why.words())
        }
        channels::Event::Joined { channel: id, child: who } => {
            format!("The family of {} belongs to {}.", child(who), channel(id))
        }
        channels::Event::Removed { channel: id, child: who } => {
            format!("The family of {} was taken off {}.", child(who), channel(id))
        }
        channels::Event::Looked { channel: id, .. } => format!("{} was looked at.", channel(id)),
    }
}

pub(super) fn consent(event: &consents::Event, state: &State) -> String {
    match event {
        consents::Event::Given { of, purpose, how } => {
            format!("{} may be named ({purpose}): {}.", of.name(state), how.words())
        }
        consents::Event::Withdrawn { of, purpose } => {
            format!("{} may no longer be named ({purpose}).", of.name(state))
        }
    }
}

pub(super) fn post(event: &posts::Event, state: &State) -> String {
    let to = |post| {
        let there = state.posts.all.get(post);
        there.map_or_else(|| "a channel".to_owned(), |there| state.channels.name(&there.channel))
    };
    match event {
        posts::Event::Drafted { channel, .. } => {
            format!("A post for {} was drafted.", state.channels.name(channel))
        }
        posts::Event::Revised { post, .. } => {
            format!("The words of a post for {} were changed; it needs approving anew.", to(post))
        }
        posts::Event::Approved { post, seen, .. } if seen.is_empty() => {
            format!("A post for {} was approved.", to(post))
        }
        posts::Event::Approved { post, seen, .. } => {
            let seen: Vec<String> = seen.iter().map(|words| format!("“{}”", words.words())).collect();
            format!(
                "A post for {} was approved, with a look at {}.",
                to(post),
                belisha_policy::join_and(&seen)
            )
        }
        posts::Event::Published { post, link } => format!("A post for {} went out: {link}.", to(post)),
        posts::Event::TakenDown { post, why } => {
            format!("A post for {} was taken down: {}.", to(post), why.words())
        }
    }
}

pub(super) fn disclosure(event: &disclosures::Event) -> String {
    let disclosures::Event::Sent { is, .. } = event;
    format!(
        "Something personal was sent {}; what and to whom is on record under Secure sending.",
        is.how.words()
    )
}
