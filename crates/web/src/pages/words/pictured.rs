//! Sentences about permissions, pictures, learning journeys and events for families.

use belisha_setting::pictures::{To, Why};
use belisha_setting::{State, journeys, occasions, permissions, pictures};

fn title(purpose: &str) -> String {
    let catalogue = belisha_policy::Catalogue::builtin();
    catalogue.purpose(purpose).map_or_else(|| purpose.to_owned(), |there| there.title.clone())
}

pub(super) fn permission(event: &permissions::Event, state: &State) -> String {
    use permissions::Event;
    let name = |child| state.children.name(child);
    match event {
        Event::Answered { child, purpose, yes, how, .. } => {
            let answer = if *yes { "yes" } else { "no" };
            format!("Pictures of {} for {}: {answer}, {}.", name(child), title(purpose), how.words())
        }
        Event::AllowedOnce { child, purpose, on, .. } => {
            format!("Pictures of {} for {}: yes, for {on} alone.", name(child), title(purpose))
        }
        Event::Withdrawn { child, purpose, .. } => {
            format!("Pictures of {} for {}: permission was taken back.", name(child), title(purpose))
        }
        Event::Wished { child, wants: true, .. } => format!("{} wants to be in pictures again.", name(child)),
        Event::Wished { child, .. } => format!("{} does not want to be in pictures.", name(child)),
        Event::Read { person, .. } => {
            format!("{} has read who may not be in pictures.", state.people.name(person))
        }
        Event::LinkMade { child, until, .. } => {
            format!("The family of {} has a link of its own until {until}.", name(child))
        }
        Event::LinkEnded { child } => format!("The link of the family of {} was ended.", name(child)),
    }
}

pub(super) fn picture(event: &pictures::Event, state: &State) -> String {
    use pictures::Event;
    match event {
        Event::TakenIn { shot, .. } => format!(
            "{} made a {} with {} for {}; it is in the vault.",
            state.people.name(&shot.person),
            if shot.kind == pictures::Kind::Still { "picture" } else { "recording" },
            state.devices.name(&shot.device),
            title(&shot.purpose)
        ),
        Event::Covered { .. } => "A new picture was made of one, with a part of it covered for good.".into(),
        Event::Tagged { .. } => "Who can be seen in a picture was put right.".into(),
        Event::Used { to, .. } => format!("A picture was used: {}.", went(to, state)),
        Event::UseEnded { what, .. } => format!("A use of a picture is over: {}.", what.words()),
        Event::Held { why, .. } => format!("A picture is held: {}.", why.words()),
        Event::Released { why, .. } => format!("A picture is no longer held: {}.", why.words()),
        Event::Erased { why: Why::Due, .. } => "A picture was erased: its day had come.".into(),
        Event::Erased { why, .. } => format!("A picture was erased: {}.", why.words()),
        Event::Gone { .. } => "The bytes of an erased picture are gone from every store.".into(),
        Event::HandedOver { child, pictures, .. } => {
            format!(
                "{} pictures of {} were handed to the family.",
                pictures.len(),
                state.children.name(child)
            )
        }
    }
}

fn went(to: &To, state: &State) -> String {
    match to {
        To::Journey { child, .. } => format!("in the learning journey of {}", state.children.name(child)),
        To::Display { place: Some(place) } => {
            format!("printed for a display in the {}", state.places.name(place))
        }
        To::Display { place: None } => "printed for a display".into(),
        To::Post { .. } => "with a post".into(),
        To::Press { whom } => format!("sent to {}", whom.words()),
        To::Training => "shown to the team".into(),
    }
}

pub(super) fn journey(event: &journeys::Event, state: &State) -> String {
    match event {
        journeys::Event::Written { child, .. } => {
            format!("An entry in the learning journey of {} was written.", state.children.name(child))
        }
        journeys::Event::PictureTakenOut { .. } => "A picture was taken out of a learning journey.".into(),
        journeys::Event::TakenOut { .. } => "An entry was taken out of a learning journey.".into(),
    }
}

pub(super) fn occasion(event: &occasions::Event, state: &State) -> String {
    use occasions::Event;
    let there = state.occasions.all.get(event.occasion());
    let title = there.map_or("An event", |there| there.title.as_str());
    match event {
        Event::Planned { title, on, .. } => format!("{title} is planned for {on}."),
        Event::Changed { .. } => format!("{title}: who takes part was put right."),
        Event::Reminded { how, .. } => {
            format!("{title}: the parents were reminded about pictures ({}).", how.words())
        }
        Event::Opened { .. } => format!("{title}: the doors are open."),
        Event::Ended { .. } => format!("{title} is over."),
        Event::Cancelled { .. } => format!("{title} does not take place."),
    }
}
