//! What the program looks out for with pictures and the devices that make them.

use crate::reading::attention::alarm::Found;
use crate::record::moment::date_of;
use crate::record::state::State;
use crate::registers::devices::event::Owner;
use crate::registers::devices::state::{Device, Gallery};
use crate::registers::permissions::standing::Standing;
use crate::registers::pictures::leaving::awaiting_yes;
use crate::registers::pictures::retention::{against, erase_by};
use belisha_policy::controls::SimlessPhones;
use belisha_policy::{Adoption, Policy};
use jiff::Timestamp;

/// Pictures that are still there after their day, and bytes that could not be destroyed within a day.
pub(crate) fn past_date(state: &State, policy: &Policy, now: Timestamp) -> Vec<Found> {
    let today = date_of(now);
    let late = state.pictures.here().filter_map(|(id, known)| {
        let day = erase_by(known, state, policy).filter(|day| *day < today)?;
        Some((id.to_string(), format!("A picture was to be erased by {day} and is still here.")))
    });
    let stuck = state.pictures.leaving.iter().filter_map(|id| {
        let (_, at) = state.pictures.all.get(id)?.erased?;
        let on = date_of(at);
        (on < today).then(|| {
            (
                id.to_string(),
                format!("A picture was erased on {on}, and its bytes are not gone from every store yet."),
            )
        })
    });
    let waiting = awaiting_yes(state, policy, now);
    let many = waiting.first().map(|first| {
        let says = format!(
            "{} pictures are to be erased by their day, more at once than go by themselves: look at them, and say yes.",
            waiting.len()
        );
        (first.to_string(), says)
    });
    late.chain(stuck).chain(many).collect()
}

/// Pictures in which somebody can be seen without permission: cover them, or erase the picture.
pub(crate) fn against_permission(state: &State, policy: &Policy) -> Vec<Found> {
    state
        .pictures
        .here()
        .filter_map(|(id, known)| {
            let against = against(known, state);
            let first = against.first()?;
            let name = state.children.name(&first.child);
            let more = against.len() - 1;
            let others = if more == 0 { String::new() } else { format!(" and {more} more") };
            let by = erase_by(known, state, policy).map_or(String::new(), |day| format!("; it is erased on {day}"));
            let says = format!(
                "{name}{others} can be seen in a picture, and permission for it is {}: cover them, or erase it{by}.",
                match first.standing {
                    Standing::Left(_) => "over, for they have left",
                    Standing::Withdrawn(_) => "taken back",
                    Standing::Unanswered => "not given",
                    _ => "refused",
                }
            );
            Some((id.to_string(), says))
        })
        .collect()
}

fn can(device: &Device, ability: &str, state: &State, policy: &Policy) -> bool {
    let kind = state.devices.kind(&device.particulars.kind, &policy.catalogue);
    kind.is_some_and(|kind| kind.can.iter().any(|known| known == ability))
}

/// Devices that were put back and may have pictures on them.
pub(crate) fn gallery(state: &State, policy: &Policy) -> Vec<Found> {
    state
        .devices
        .settings()
        .filter(|(_, device)| device.out.is_none() && can(device, "camera", state, policy))
        .filter_map(|(id, device)| {
            let says = match device.gallery {
                Gallery::Clear => return None,
                Gallery::NotLookedAt => {
                    format!(
                        "{} was put back and nobody looked whether pictures are on it.",
                        device.particulars.name
                    )
                }
                Gallery::Full => {
                    format!("Pictures are still on {}: take them in, and empty it.", device.particulars.name)
                }
            };
            Some((id.to_string(), says))
        })
        .collect()
}

/// Phones kept for pictures without a SIM card that are not on record in the place the policy names, or not back there.
pub(crate) fn simless(adoption: &Adoption, state: &State, policy: &Policy, closed: bool) -> Vec<Found> {
    let places = adoption.known::<SimlessPhones>().map_or(&[][..], |asked| &asked.places);
    state
        .devices
        .settings()
        .filter(|(_, device)| {
            let phone = can(device, "calls", state, policy) && can(device, "camera", state, policy);
            phone && !device.particulars.sim && device.particulars.owner == Owner::Setting
        })
        .filter_map(|(id, device)| {
            let store = device.particulars.store.as_ref().and_then(|place| state.places.all.get(place));
            let kept = places.is_empty() || store.is_some_and(|place| places.contains(&place.kind));
            let missing = closed && (device.out.is_some() || state.day.missing.contains(id));
            let says = match (kept, missing) {
                (true, false) => return None,
                (false, _) => format!(
                    "{} is kept in the {}, and is not on record there.",
                    device.particulars.name,
                    belisha_policy::join_or(places)
                ),
                (true, true) => format!("{} was not counted back.", device.particulars.name),
            };
            Some((id.to_string(), says))
        })
        .collect()
}
