//! Who may read what was sent: the log tells everybody that something was.

use crate::reading::context::Context;
use crate::reading::roles;
use crate::record::author::Author;
use crate::record::ids::PersonId;
use crate::registers::consents::event::Of;
use crate::registers::disclosures::state::Sent;

/// Whether somebody reads what anybody sent: those who lead and the designated persons.
pub fn reads_all(person: &PersonId, context: &Context<'_>) -> bool {
    context.state.people.active(person).is_ok_and(|known| roles::safeguards(known, context))
}

/// Whether somebody may read what was sent: whoever sent it, and those who read all. Nobody reads here what was sent
/// about themselves, whatever their post.
pub fn may_read(person: &PersonId, sent: &Sent, context: &Context<'_>) -> bool {
    let sender = matches!(&sent.by, Author::Person(by) if by == person);
    sender || (reads_all(person, context) && !sent.disclosure.about.contains(&Of::Person(person.clone())))
}
