//! What a policy names for the setting's mailboxes and pages: which there are, and who may hold or run each.

use crate::record::state::State;
use crate::registers::channels::event::Kind;
use belisha_policy::controls::{MailboxHolders, OfficialPages};
use belisha_policy::{Adoption, Policy};

/// The word for the mailbox that is for everything.
const GENERAL: &str = "general";

/// The word for the mailbox that is for those who want to come.
const ADMISSIONS: &str = "admissions";

/// The roles that an adoption names for a channel; `None` where it names none.
pub(crate) fn roles<'a>(adoption: &'a Adoption, kind: Kind, serves: &str) -> Option<&'a [String]> {
    let roles = match (kind, serves) {
        (Kind::Mailbox, GENERAL) => &adoption.known::<MailboxHolders>()?.general,
        (Kind::Mailbox, ADMISSIONS) => &adoption.known::<MailboxHolders>()?.admissions,
        (Kind::Page, _) => &adoption.known::<OfficialPages>()?.roles,
        _ => return None,
    };
    (!roles.is_empty()).then_some(&**roles)
}

/// The channels that an adoption wants, by kind and by whom they serve.
pub(crate) fn wanted(adoption: &Adoption) -> Vec<(Kind, &str)> {
    if adoption.known::<MailboxHolders>().is_some() {
        return vec![(Kind::Mailbox, GENERAL), (Kind::Mailbox, ADMISSIONS)];
    }
    let pages = adoption.known::<OfficialPages>().into_iter().flat_map(|asked| asked.pages.iter());
    pages.map(|serves| (Kind::Page, serves.as_str())).collect()
}

/// A channel that a clause names and the register does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// The clause.
    pub clause: String,
    /// What it is.
    pub kind: Kind,
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
