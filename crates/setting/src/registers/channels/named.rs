//! What a policy names for the setting's mailboxes and pages: which there are, and who may hold or run each.

use crate::record::state::State;
use crate::registers::channels::event::ChannelKind;
use belisha_policy::controls::{MailboxHolders, OfficialPages};
use belisha_policy::{Adoption, Policy};

/// The word for the mailbox that is for everything.
const GENERAL: &str = "general";

/// The word for the mailbox that is for those who want to come.
const ADMISSIONS: &str = "admissions";

/// The roles that an adoption names for a channel; `None` where it names none.
pub(crate) fn roles<'a>(adoption: &'a Adoption, kind: ChannelKind, serves: &str) -> Option<&'a [String]> {
    let roles = match (kind, serves) {
        (ChannelKind::Mailbox, GENERAL) => &adoption.known::<MailboxHolders>()?.general,
        (ChannelKind::Mailbox, ADMISSIONS) => &adoption.known::<MailboxHolders>()?.admissions,
        (ChannelKind::Page, _) => &adoption.known::<OfficialPages>()?.roles,
        _ => return None,
    };
    (!roles.is_empty()).then_some(&**roles)
}

/// The channels that an adoption wants, by kind and by whom they serve.
pub(crate) fn wanted(adoption: &Adoption) -> Vec<(ChannelKind, &str)> {
    if adoption.known::<MailboxHolders>().is_some() {
        return vec![(ChannelKind::Mailbox, GENERAL), (ChannelKind::Mailbox, ADMISSIONS)];
    }
    let pages = adoption.known::<OfficialPages>().into_iter().flat_map(|asked| asked.pages.iter());
    pages.map(|serves| (ChannelKind::Page, serves.as_str())).collect()
}

/// A channel that a clause names and the register does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// The clause.
    pub clause: String,
    /// What it is.
    pub kind: ChannelKind,
    /// Whom it is for.
    pub serves: String,
}

/// Every channel that the policy names and the register does not have yet.
pub fn missing(state: &State, policy: &Policy) -> Vec<Missing> {
    let named = policy.adoptions.iter().flat_map(|adoption| {
        wanted(adoption).into_iter().map(move |(kind, serves)| (&adoption.clause, kind, serves))
    });
    let missing = named.filter(|(_, kind, serves)| {
        !state.channels.here().any(|(_, channel)| channel.kind == *kind && channel.serves == *serves)
    });
    missing
        .map(|(clause, kind, serves)| Missing { clause: clause.to_string(), kind, serves: serves.to_owned() })
        .collect()
}
