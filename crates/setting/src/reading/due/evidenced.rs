//! Duties that another register keeps, and of which devices and people a duty is asked.

use crate::record::moment::date_of;
use crate::record::state::State;
use crate::registers::duties::event::Subject;
use crate::registers::families::family;
use crate::registers::permissions::standing;
use crate::registers::teaching::topics;
use belisha_policy::{Catalogue, DutyInForce, Every, KeptBy};
use jiff::civil::Date;

/// The day on which a duty was last kept by its own register; `None` while it is not kept.
pub(crate) fn on(by: &KeptBy, duty: &DutyInForce, subject: &Subject, state: &State) -> Option<Date> {
    let version = || Some(state.adoption.in_force()?.version.as_str());
    match (by, subject) {
        (KeptBy::AdultsCode, Subject::Person(person)) => state.codes.signed(version()?, person),
        (KeptBy::ChildrensCode, Subject::Child(child)) => state.codes.talked(version()?, child),
        (KeptBy::Notice(kind), _) if duty.every == Every::Once => {
            let told = family::all_told(kind, state).ok()?;
            Some(told.unwrap_or_else(|| founded(state)))
        }
        (KeptBy::Notice(kind), _) => family::round(kind, state),
        (KeptBy::PermissionForm, Subject::Child(child)) => {
            standing::form(child, &Catalogue::builtin().purposes, state)
        }
        (KeptBy::PermissionNotices, Subject::Person(person)) => standing::read(person, state),
        (KeptBy::Teaching, Subject::Child(child)) => topics::all_taught(child, duty, state),
        _ => None,
    }
}

/// The day since which a duty that a notice keeps is wanted: since the longest waiting family joined.
pub(crate) fn waiting_since(by: &KeptBy, state: &State) -> Option<Date> {
    match by {
        KeptBy::Notice(kind) => family::all_told(kind, state).err(),
        _ => None,
    }
}

/// Where such a duty is put on record.
pub(crate) fn where_kept(by: &KeptBy) -> &'static str {
    match by {
        KeptBy::AdultsCode => "The code of conduct is signed on its own page, or on the page for signing.",
        KeptBy::ChildrensCode => "The children's code is acknowledged on its own page, child by child.",
        KeptBy::PermissionForm => "What parents permit goes on record on the child's page of permissions.",
        KeptBy::PermissionNotices => "The list is read, and that said, on the page of permissions.",
        KeptBy::Teaching => "What the children were taught is put on record on the page of teaching.",
        KeptBy::Notice(_) => "Families are told, one by one, on the page of families.",
    }
}

fn founded(state: &State) -> Date {
    state.profile.founded.map_or(Date::MIN, date_of)
}
