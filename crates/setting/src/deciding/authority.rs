//! Who may give which command: each register says whom a command takes, and everything else is refused here.

use crate::deciding::command::Command;
use crate::deciding::needs::Needs;
use crate::deciding::refusal::{Denied, Refusal};
use crate::reading::context::Context;
use crate::reading::roles::leads;
use crate::record::author::Author;
use crate::record::ids::{ChildId, DeviceId, PersonId};
use crate::registers::devices::event::Owner;

/// Refuses a command that the author's role does not reach.
///
/// # Errors
/// [`Refusal::Denied`], which says whom to ask.
pub(crate) fn check(command: &Command, context: &Context<'_>) -> Result<(), Refusal> {
    let needs = command.needs();
    match context.author {
        Author::Program => Ok(()),
        Author::Door(_) => at_the_door(needs),
        Author::Family(child) => by_the_family(needs, child),
        Author::Person(person) => by_somebody(needs, person, context),
    }
}

fn at_the_door(needs: Needs<'_>) -> Result<(), Refusal> {
    match needs {
        Needs::Door => Ok(()),
        Needs::Team
        | Needs::TeamOrFamily(_)
        | Needs::Leader
        | Needs::Own(_)
        | Needs::SelfOrLeader(_)
        | Needs::OwnerOrLeader { .. }
        | Needs::Program => Err(Denied::Door.into()),
    }
}

/// By their link parents answer for their own child, and do nothing else.
fn by_the_family(needs: Needs<'_>, own: &ChildId) -> Result<(), Refusal> {
    match needs {
        Needs::TeamOrFamily(child) if child == own => Ok(()),
        Needs::TeamOrFamily(_)
        | Needs::Door
        | Needs::Team
        | Needs::Leader
        | Needs::Own(_)
        | Needs::SelfOrLeader(_)
        | Needs::OwnerOrLeader { .. }
        | Needs::Program => Err(Denied::Family.into()),
    }
}

fn by_somebody(needs: Needs<'_>, id: &PersonId, context: &Context<'_>) -> Result<(), Refusal> {
    let person = context.state.people.active(id)?;
    let leads = || leads(person, context);
    let (allowed, otherwise) = match needs {
        Needs::Door | Needs::Team | Needs::TeamOrFamily(_) => return Ok(()),
        Needs::Leader => (leads(), Denied::Leaders),
        Needs::Own(whose) => (whose == id, Denied::Own),
        Needs::SelfOrLeader(whose) => (whose == id || leads(), Denied::SelfOrLeaders),
        Needs::OwnerOrLeader { device, owner } if own_device(device, owner, context) => {
            (owner == id || leads(), Denied::SelfOrLeaders)
        }
        Needs::OwnerOrLeader { .. } => (leads(), Denied::Leaders),
        Needs::Program => (false, Denied::Program),
    };
    if allowed { Ok(()) } else { Err(otherwise.into()) }
}

/// Whether a device is new, or on the register as this person's already: nobody makes the setting's their own.
fn own_device(device: &DeviceId, owner: &PersonId, context: &Context<'_>) -> bool {
    let known = context.state.devices.all.get(device);
    known.is_none_or(|device| device.particulars.owner == Owner::Person(owner.clone()))
}
