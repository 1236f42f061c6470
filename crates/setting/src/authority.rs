//! Who may give which command. Everything not named here is refused.

use crate::people::Person;
use crate::refusal::Refusal;
use crate::state::{Command, Context};
use crate::{
    adoption, channels, children, codes, concerns, consents, day, devices, friendships, ids, library, online,
    people, permissions, pictures, profile, sites,
};
use serde::{Deserialize, Serialize};

/// Who wrote a line or gives a command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Author {
    /// Somebody who signed in.
    Person(ids::PersonId),
    /// The tablet at the door, with nobody signed in on it.
    Door(ids::DeviceId),
    /// The program itself: first run, scheduled work, rehearsal.
    Program,
    /// The parents of a child, by the link that was given to them.
    Family(ids::ChildId),
}

/// What a command takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Needs {
    /// The door tablet will do, and so will anybody on the team.
    Door,
    /// Somebody on the team or the committee.
    Team,
    /// The manager or deputy, or the committee's chair.
    Leader,
    /// The person themself.
    Self_,
    /// The person themself, or the manager or deputy.
    SelfOrLeader,
}

/// Whether somebody leads the setting: manager, deputy or chair.
pub fn leads(person: &Person, context: &Context<'_>) -> bool {
    person.is("leader", &context.policy.catalogue) || person.roles.iter().any(|role| role == "chair")
}

/// Refuses a command that the author's role does not reach.
///
/// # Errors
/// [`Refusal::Authority`], naming whom to ask.
pub(crate) fn check(command: &Command, context: &Context<'_>) -> Result<(), Refusal> {
    let (needs, whose) = needs(command, context);
    let refuse = |says: &str| Err(Refusal::Authority(says.to_owned()));
    let person = match context.author {
        Author::Program => return Ok(()),
        Author::Door(_) if needs == Needs::Door => return Ok(()),
        Author::Door(_) => {
            return refuse("The door tablet is for signing in and out: sign in with your own PIN for this.");
        }
        Author::Person(id) => (id, context.state.people.active(id)?),
        Author::Family(child) => return by_the_family(command, child),
    };
    let (id, there) = person;
    let own = whose == Some(id);
    match needs {
        Needs::Door | Needs::Team => Ok(()),
        Needs::Leader if leads(there, context) => Ok(()),
        Needs::Leader => refuse("This is for the manager or the deputy: please ask one of them."),
        Needs::Self_ if own => Ok(()),
        Needs::Self_ => refuse("Everyone signs for themselves: hand them the tablet."),
        Needs::SelfOrLeader if own || leads(there, context) => Ok(()),
        Needs::SelfOrLeader => refuse("This is for that person themself, the manager or the deputy."),
    }
}

/// By their link parents answer for their own child, and do nothing else.
fn by_the_family(command: &Command, own: &ids::ChildId) -> Result<(), Refusal> {
    use permissions::Command::{Answer, Withdraw};
    match command {
        Command::Permissions(Answer { child, .. } | Withdraw { child, .. }) if child == own => Ok(()),
        _ => Err(Refusal::Authority("This link is for your own child's permissions.".into())),
    }
}

/// Whether a device is new, or on the register as this person's already: nobody makes the setting's their own.
fn own_device(device: &ids::DeviceId, owner: &ids::PersonId, context: &Context<'_>) -> bool {
    let there = context.state.devices.all.get(device);
    there.is_none_or(|there| there.is.owner == devices::Owner::Person(owner.clone()))
}

fn needs<'a>(command: &'a Command, context: &Context<'_>) -> (Needs, Option<&'a ids::PersonId>) {
    match command {
        Command::Setting(profile::Command::Found { .. }) => (Needs::Leader, None),
        Command::Setting(_) | Command::Places(_) => (Needs::Leader, None),
        Command::People(people::Command::SetSecret { person, .. }) => (Needs::SelfOrLeader, Some(person)),
        Command::People(_) => (Needs::Leader, None),
        Command::Children(children::Command::Add { .. } | children::Command::Leave { .. }) => {
            (Needs::Leader, None)
        }
        Command::Policy(adoption::Command::Sign { person, .. }) => (Needs::Self_, Some(person)),
        Command::Policy(_) => (Needs::Leader, None),
        Command::Devices(
            devices::Command::Take { .. }
            | devices::Command::Return { .. }
            | devices::Command::Empty { .. }
            | devices::Command::RecordSlip { .. }
            | devices::Command::DeleteSlip { .. },
        ) => (Needs::Team, None),
        Command::Devices(devices::Command::Set { device, particulars }) => match &particulars.owner {
            devices::Owner::Person(owner) if own_device(device, owner, context) => {
                (Needs::SelfOrLeader, Some(owner))
            }
            _ => (Needs::Leader, None),
        },
        Command::Devices(_) => (Needs::Leader, None),
        Command::Day(day::Command::Open {} | day::Command::Close { .. } | day::Command::Supervise { .. }) => {
            (Needs::Team, None)
        }
        Command::Day(_) | Command::Visitors(_) => (Needs::Door, None),
        Command::Exceptions(_) | Command::Outings(_) | Command::Finds(_) | Command::Duties(_) => {
            (Needs::Team, None)
        }
        Command::Concerns(concerns::Command::Raise { .. }) => (Needs::Door, None),
        Command::Concerns(concerns::Command::SetNumber { .. }) => (Needs::Leader, None),
        Command::Concerns(_) | Command::Records(_) | Command::Correct { .. } => (Needs::Team, None),
        Command::Codes(codes::Command::Sign { person, .. }) => (Needs::Self_, Some(person)),
        Command::Codes(_) | Command::Families(_) => (Needs::Team, None),
        Command::Library(library::Command::Retire { .. }) => (Needs::Leader, None),
        Command::Library(_) => (Needs::Team, None),
        Command::Friendships(friendships::Command::Declare { person, .. }) => (Needs::Self_, Some(person)),
        // Who may do what with them is the policy's own, and decided with the register.
        Command::Friendships(_) | Command::Assessments(_) | Command::Tools(_) => (Needs::Team, None),
        Command::Channels(channels::Command::Remove { .. } | channels::Command::Look { .. }) => {
            (Needs::Team, None)
        }
        Command::Channels(_) => (Needs::Leader, None),
        Command::Consents(
            consents::Command::Give { of: consents::Of::Person(person), .. }
            | consents::Command::Withdraw { of: consents::Of::Person(person), .. },
        ) => (Needs::SelfOrLeader, Some(person)),
        Command::Consents(_) => (Needs::Leader, None),
        Command::Posts(_) | Command::Disclosures(_) => (Needs::Team, None),
        Command::Permissions(permissions::Command::Read { person }) => (Needs::Self_, Some(person)),
        Command::Permissions(
            permissions::Command::MakeLink { .. } | permissions::Command::EndLink { .. },
        )
        | Command::Pictures(pictures::Command::HandOver { .. }) => (Needs::Leader, None),
        Command::Sites(sites::Command::Ask { .. }) => (Needs::Door, None),
        Command::Sites(_) | Command::Network(_) => (Needs::Leader, None),
        // What the policy asks of whoever takes children online is decided with the register.
        Command::Online(online::Command::Permit { .. }) => (Needs::Leader, None),
        Command::Online(_) | Command::Teaching(_) => (Needs::Team, None),
        // Who may make, use and erase which picture is the policy's own, and decided with the register.
        Command::Permissions(_) | Command::Pictures(_) | Command::Journeys(_) | Command::Occasions(_) => {
            (Needs::Team, None)
        }
    }
}
