//! Duties that another register keeps, and of which devices and people a duty is asked.

use crate::record::moment::date_of;
use crate::record::state::State;
use crate::registers::duties::event::Subject;
use crate::registers::families::family;
use crate::registers::permissions::standing;
use crate::registers::teaching::topics;
use belisha_policy::{Catalogue, DutyInForce, Every, EvidencedBy};
use jiff::civil::Date;

/// The day on which a duty was last kept by its own register; `None` while it is not kept.
pub(crate) fn evidenced_on(
    by: &EvidencedBy,
    duty: &DutyInForce,
    subject: &Subject,
    state: &State,
    catalogue: &Catalogue,
) -> Option<Date> {
    let version = || Some(state.adoption.in_force()?.version.as_str());
    match (by, subject) {
        (EvidencedBy::AdultsCode, Subject::Person(person)) => state.codes.signed(version()?, person),
        (EvidencedBy::ChildrensCode, Subject::Child(child)) => state.codes.talked(version()?, child),
        (EvidencedBy::Notice(kind), _) if duty.every == Every::Once => {
            let told = family::all_told(kind, state).ok()?;
            Some(told.unwrap_or_else(|| founded(state)))
        }
        (EvidencedBy::Notice(kind), _) => family::round(kind, state),
        (EvidencedBy::PermissionForm, Subject::Child(child)) => {
            standing::form(child, &catalogue.purposes, state)
        }
        (EvidencedBy::PermissionNotices, Subject::Person(person)) => standing::read(person, state),
        (EvidencedBy::Teaching, Subject::Child(child)) => topics::all_taught(child, duty, state),
        _ => None,
    }
}

/// The day since which a duty that a notice keeps is wanted: since the longest waiting family joined.
pub(crate) fn waiting_since(by: &EvidencedBy, state: &State) -> Option<Date> {
    match by {
        EvidencedBy::Notice(kind) => family::all_told(kind, state).err(),
        _ => None,
    }
}

/// Where such a duty is put on record.
pub(crate) fn where_kept(by: &EvidencedBy) -> &'static str {
    match by {
        EvidencedBy::AdultsCode => {
            "The code of conduct is signed on its own page, or on the page for signing."
        }
        EvidencedBy::ChildrensCode => "The children's code is acknowledged on its own page, child by child.",
        EvidencedBy::PermissionForm => {
            "What parents permit goes on record on the child's page of permissions."
        }
        EvidencedBy::PermissionNotices => "The list is read, and that said, on the page of permissions.",
        EvidencedBy::Teaching => "What the children were taught is put on record on the page of teaching.",
        EvidencedBy::Notice(_) => "Families are told, one by one, on the page of families.",
    }
}

fn founded(state: &State) -> Date {
    state.profile.founded.map_or(Date::MIN, date_of)
}
