//! For whom and what a duty is asked.

use crate::reading::due::scope;
use crate::record::ids::DeviceId;
use crate::record::moment::date_of;
use crate::record::state::State;
use crate::registers::devices::event::Owner;
use crate::registers::devices::state::Device;
use crate::registers::duties::event::Subject;
use crate::registers::people::state::Person;
use crate::registers::places::state::Place;
use crate::registers::tools::event as tools;
use belisha_policy::KnownRole;
use belisha_policy::controls::{LinkedPolicies, PhoneBreaks, Scope, WatchBreaks};
use belisha_policy::{DutyInForce, Per, Places, Policy, Trigger};
use jiff::civil::Date;

/// Whether a duty is one that is asked for a subject. An assessment may also be made of a place or a kind that nobody
/// has asked about yet.
pub fn asked_for(duty: &DutyInForce, subject: &Subject, state: &State, policy: &Policy) -> bool {
    let beforehand = matches!(
        (duty.per, subject),
        (Per::DeclaredDevice, Subject::Device(_))
            | (Per::PhonePlace | Per::WatchPlace | Per::Place, Subject::Place(_))
            | (Per::Kind, Subject::Kind(_))
    );
    beforehand || subjects(duty, state, policy).iter().any(|(known, _)| known == subject)
}

/// For whom and what a duty is asked, each with the day since which it is here.
pub fn subjects(duty: &DutyInForce, state: &State, policy: &Policy) -> Vec<(Subject, Date)> {
    let Some(founded) = state.profile.founded.map(date_of) else { return Vec::new() };
    let devices = |wanted: &dyn Fn(&Device, &[String]) -> bool| -> Vec<(Subject, Date)> {
        let can = |device: &Device| {
            state.devices.kind(&device.particulars.kind, &policy.catalogue).map(|kind| kind.can)
        };
        state
            .devices
            .settings()
            .filter(|(_, device)| wanted(device, &can(device).unwrap_or_default()))
            .map(|(id, device)| (Subject::Device(id.clone()), device.since))
            .collect()
    };
    let people = |wanted: &dyn Fn(&Person) -> bool| -> Vec<(Subject, Date)> {
        let here = state.people.here().filter(|(_, person)| wanted(person));
        here.map(|(id, person)| (Subject::Person(id.clone()), person.since)).collect()
    };
    if !scope::has_device(duty, state, &policy.catalogue) {
        return Vec::new();
    }
    if let Some(gone) = gone(duty, state) {
        return gone;
    }
    let able = |can: &[String], ability: &str| can.iter().any(|on_record| on_record == ability);
    match duty.per {
        Per::Setting => vec![(Subject::Setting, founded)],
        Per::Person if duty.of.is_empty() => {
            people(&|person| in_scope(person, policy) && scope::asks(duty, person, policy))
        }
        Per::Person => people(&|person| scope::asks(duty, person, policy)),
        Per::Team => people(&|person| {
            person.has_role(KnownRole::Team, &policy.catalogue) && scope::asks(duty, person, policy)
        }),
        Per::DeclaredDevice => scope::declared(duty, state),
        Per::Login => {
            people(&|person| person.has_role(KnownRole::Team, &policy.catalogue) || person.signs_in())
        }
        Per::Device => devices(&|_, _| true),
        Per::Computer => devices(&|_, can| able(can, "computer")),
        Per::OnlineDevice => devices(&|_, can| able(can, "internet")),
        Per::ChildrensDevice => devices(&|device, _| device.particulars.for_children),
        Per::SecondHand => devices(&|device, _| device.particulars.second_hand),
        Per::Assistant => devices(&|_, can| able(can, "assistant")),
        Per::SettingPhone => devices(&|device, _| device.particulars.setting_phone),
        Per::Place => places(state, |_| true),
        Per::PhonePlace => {
            break_places(state, policy.adopted::<PhoneBreaks>().map(|adopted| &adopted.params.places))
        }
        Per::WatchPlace => {
            break_places(state, policy.adopted::<WatchBreaks>().map(|adopted| &adopted.params.places))
        }
        Per::Kind => {
            let kinds = state.devices.kinds.iter();
            kinds.map(|(kind, own)| (Subject::Kind(kind.clone()), own.since)).collect()
        }
        Per::LinkedPolicy => duty
            .known::<LinkedPolicies>()
            .iter()
            .flat_map(|linked| linked.policies.iter())
            .map(|policy| (Subject::Policy(policy.clone()), founded))
            .collect(),
        Per::Child => {
            let here = state.children.here();
            here.map(|(id, child)| (Subject::Child(id.clone()), child.since)).collect()
        }
        Per::Mailbox => {
            let here = state.channels.mailboxes();
            here.map(|(id, mailbox)| (Subject::Mailbox(id.clone()), mailbox.since)).collect()
        }
        Per::Family => Vec::new(),
        Per::Friendship | Per::Occasion | Per::Journal => further(duty.per, state),
    }
}

/// Friendships, events for families and journals.
fn further(per: Per, state: &State) -> Vec<(Subject, Date)> {
    match per {
        Per::Friendship => state
            .friendships
            .here()
            .map(|(id, on_record)| (Subject::Friendship(id.clone()), date_of(on_record.declared)))
            .collect(),
        Per::Occasion => {
            let here = state.occasions.here();
            here.map(|(id, on_record)| (Subject::Occasion(id.clone()), date_of(on_record.since))).collect()
        }
        Per::Journal => state
            .tools
            .here()
            .filter(|(_, tool)| tool.kind == tools::ToolKind::Journal)
            .map(|(id, tool)| (Subject::Tool(id.clone()), tool.since))
            .collect(),
        _ => Vec::new(),
    }
}

/// What left a register, for a duty that follows that; with the day on which it left.
fn gone(duty: &DutyInForce, state: &State) -> Option<Vec<(Subject, Date)>> {
    let since = state.adoption.since()?;
    let all: Vec<(Subject, Date)> = match duty.on? {
        Trigger::PersonLeaves => {
            let all = state.people.all.iter();
            all.filter_map(|(id, known)| Some((Subject::Person(id.clone()), known.left?))).collect()
        }
        Trigger::ChildLeaves => {
            let all = state.children.all.iter();
            all.filter_map(|(id, known)| Some((Subject::Child(id.clone()), known.left?))).collect()
        }
        Trigger::DeviceGoes => {
            let all = state.devices.all.iter();
            all.filter_map(|(id, known)| Some((Subject::Device(id.clone()), known.retired?))).collect()
        }
        _ => return None,
    };
    // What left before the policy was in force is not asked about.
    Some(all.into_iter().filter(|(_, left)| *left >= since).collect())
}

fn places(state: &State, wanted: impl Fn(&Place) -> bool) -> Vec<(Subject, Date)> {
    let places = state.places.all.iter().filter(|(_, place)| wanted(place));
    places.map(|(id, place)| (Subject::Place(id.clone()), place.since)).collect()
}

/// The places where the policy lets things be used on a break; those without children when it names none.
fn break_places<'a>(state: &State, named: impl Iterator<Item = &'a Places>) -> Vec<(Subject, Date)> {
    let named: Vec<&String> = named.flat_map(|places| places.iter()).collect();
    places(state, |place| {
        if named.is_empty() { !place.children && !place.store } else { named.contains(&&place.kind) }
    })
}

/// Whether somebody is asked to sign: everyone the policy says it covers who works here.
pub fn in_scope(person: &Person, policy: &Policy) -> bool {
    let words = policy.adopted::<Scope>().flat_map(|adopted| adopted.params.who.iter());
    let named: Vec<String> = words.filter(|word| policy.catalogue.works_here(word)).cloned().collect();
    named.is_empty()
        || person.is_any(&named, &policy.catalogue)
        || person.has_role(KnownRole::Team, &policy.catalogue)
}

/// The setting's devices that are out of their store.
pub fn out(state: &State) -> impl Iterator<Item = (&DeviceId, &Device)> {
    state
        .devices
        .here()
        .filter(|(_, device)| device.out.is_some() && device.particulars.owner == Owner::Setting)
}
