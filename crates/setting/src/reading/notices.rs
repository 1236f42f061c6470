//! What the policy puts on every page: the setting's number, who holds its posts, outside help, a word before a use.

use crate::record::state::State;
use crate::registers::concerns::tally;
use crate::registers::library::titles;
use belisha_policy::Shows;
use belisha_policy::controls::RequiredPosts;
use belisha_policy::{Link, Policy};
use serde::Serialize;

/// One thing that a clause puts on pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Notice {
    /// The clause.
    pub clause: String,
    /// What sort.
    pub sort: Shows,
    /// In words.
    pub words: String,
}

/// Everything the policy puts on pages.
pub fn all(state: &State, policy: &Policy) -> Vec<Notice> {
    of_sorts(state, policy, |_| true)
}

/// What the policy puts on pages of the sorts wanted; the others are not even worked out.
pub fn of_sorts(state: &State, policy: &Policy, wanted: impl Fn(Shows) -> bool) -> Vec<Notice> {
    let mut notices = Vec::new();
    for adoption in &policy.adoptions {
        let Some(sort) = adoption.shows.filter(|sort| wanted(*sort)) else { continue };
        let words = match sort {
            Shows::Number if state.profile.number.is_empty() => {
                "The setting's number is not on record yet.".to_owned()
            }
            Shows::Number => format!("Anybody who needs you can ring the setting: {}", state.profile.number),
            Shows::Posts => {
                let named = adoption.known::<RequiredPosts>().map_or(&[][..], |asked| &asked.posts);
                posts(named, state, policy)
            }
            Shows::Resources => {
                let titles = titles::titles(state, &policy.catalogue);
                format!("Resources for staying safe online: {}", belisha_policy::join_and(&titles))
            }
            Shows::Links => links(&adoption.clause, state, policy)
                .iter()
                .map(|link| format!("{} {}", link.name, link.address))
                .collect::<Vec<_>>()
                .join("; "),
            Shows::Risks => {
                let says = policy.pack.clause(&adoption.clause).map_or("", |clause| clause.says.as_str());
                let filed: Vec<String> = state
                    .duties
                    .risks
                    .iter()
                    .map(|(risk, count)| format!("{} {count}", risk.word()))
                    .collect();
                let filed = if filed.is_empty() { "nothing yet".to_owned() } else { filed.join(", ") };
                let raised: Vec<String> = tally::by_risk(state, policy)
                    .iter()
                    .map(|(risk, count)| format!("{} {count}", risk.word()))
                    .collect();
                let raised = if raised.is_empty() { "none yet".to_owned() } else { raised.join(", ") };
                format!("{says} Filed so far: {filed}. Concerns: {raised}.")
            }
            Shows::AssistantNotice => {
                policy.pack.clause(&adoption.clause).map_or_else(String::new, |clause| clause.says.clone())
            }
        };
        notices.push(Notice { clause: adoption.clause.to_string(), sort, words });
    }
    notices
}

fn posts(posts: &[String], state: &State, policy: &Policy) -> String {
    let named: Vec<String> = posts
        .iter()
        .map(|post| {
            let title = policy.catalogue.roles.get(post).map_or(post.as_str(), |role| role.title.as_str());
            let holders: Vec<&str> =
                state.people.holders(post).map(|(_, person)| person.name.words()).collect();
            let who =
                if holders.is_empty() { "nobody yet".to_owned() } else { belisha_policy::join_and(&holders) };
            format!("{title}: {who}")
        })
        .collect();
    named.join("; ")
}

/// The links of a clause, as the setting has put them right.
pub fn links(clause: &str, state: &State, policy: &Policy) -> Vec<Link> {
    let of_pack = policy.pack.clause(clause).map_or(&[][..], |clause| clause.links.as_slice());
    let mut links: Vec<Link> = of_pack
        .iter()
        .map(|link| match state.adoption.links.get(&link.name) {
            Some(address) => Link { address: address.clone(), note: None, ..link.clone() },
            None => link.clone(),
        })
        .collect();
    let added =
        state.adoption.links.iter().filter(|(name, _)| !of_pack.iter().any(|link| link.name == **name));
    links.extend(added.map(|(name, address)| Link {
        name: name.clone(),
        address: address.clone(),
        note: None,
    }));
    links.retain(|link| !link.address.is_empty());
    links
}
