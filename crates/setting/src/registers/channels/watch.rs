//! What is wrong with channels now, and what is on record of them.

use crate::reading::standing::level::Standing;
use crate::record::ids::ChildId;
use crate::record::state::State;
use crate::registers::channels::event::ChannelKind;
use crate::registers::channels::membership::gone;
use crate::registers::channels::named;
use crate::registers::channels::state::Channel;
use belisha_policy::{Adoption, Policy};
use std::collections::BTreeSet;

/// Mailboxes held by nobody, or by somebody whom the policy does not name.
pub(crate) fn mailbox_watch(adoption: &Adoption, state: &State, policy: &Policy) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (id, mailbox) in state.channels.mailboxes() {
        let named = named::roles(adoption, ChannelKind::Mailbox, &mailbox.serves);
        let wrong = wrongly(mailbox, named, state, policy);
        if mailbox.run_by.is_empty() {
            found.push((id.to_string(), format!("Nobody holds {}: name a holder.", mailbox.name)));
        } else if !wrong.is_empty() {
            let names = belisha_policy::join_and(&wrong);
            found.push((id.to_string(), format!("{names} may no longer hold {}.", mailbox.name)));
        }
    }
    found
}

/// Pages run by nobody, or by somebody whom the policy does not name; families on them who have left.
pub(crate) fn pages_watch(adoption: &Adoption, state: &State, policy: &Policy) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (id, channel) in state.channels.here().filter(|(_, channel)| channel.kind == ChannelKind::Page) {
        let wrong =
            wrongly(channel, named::roles(adoption, ChannelKind::Page, &channel.serves), state, policy);
        if channel.run_by.is_empty() {
            found.push((id.to_string(), format!("Nobody runs {}: name somebody.", channel.name)));
        } else if !wrong.is_empty() {
            let names = belisha_policy::join_and(&wrong);
            found.push((id.to_string(), format!("{names} may no longer run {}.", channel.name)));
        }
    }
    // Only those who are on something are looked at: the register of those who left grows for ever.
    let on_one: BTreeSet<&ChildId> =
        state.channels.here().flat_map(|(_, channel)| channel.belong.keys()).collect();
    for child in on_one.into_iter().filter(|child| gone(child, state)) {
        let on: Vec<String> = state
            .channels
            .here()
            .filter(|(_, channel)| channel.belong.contains_key(child))
            .map(|(_, channel)| channel.name.clone())
            .collect();
        let (name, on) = (state.children.name(child), belisha_policy::join_and(&on));
        found.push((child.to_string(), format!("{name} has left: take the family off {on}.")));
    }
    found
}

fn wrongly(channel: &Channel, roles: Option<&[String]>, state: &State, policy: &Policy) -> Vec<String> {
    let Some(roles) = roles else { return Vec::new() };
    let may = |person| {
        let known = state.people.active(person);
        known.is_ok_and(|known| known.is_any(roles, &policy.catalogue))
    };
    channel.run_by.iter().filter(|person| !may(person)).map(|person| state.people.name(person)).collect()
}

/// What the policy names and the register has, or has not yet.
pub(crate) fn evidence(adoption: &Adoption, state: &State) -> Vec<(Standing, String)> {
    named::wanted(adoption)
        .into_iter()
        .map(|(kind, serves)| {
            let channel =
                state.channels.here().find(|(_, channel)| channel.kind == kind && channel.serves == serves);
            let what = kind.word();
            match channel {
                Some((_, channel)) => {
                    let names: Vec<String> =
                        channel.run_by.iter().map(|person| state.people.name(person)).collect();
                    let names = belisha_policy::join_and(&names);
                    (Standing::Kept, format!("the {serves} {what}, {}: {names}", channel.name))
                }
                None => {
                    (Standing::Due, format!("the {serves} {what} is not on the register of channels yet"))
                }
            }
        })
        .collect()
}
