//! What happened, in a sentence, for the log and after a button.

mod online;
mod outward;
mod pictured;

use crate::pages::author_name;
use belisha_setting::day::{Item, PutAway};
use belisha_setting::{
    Event, State, adoption, assessments, children, codes, concerns, day, devices, due, duties, exceptions,
    families, finds, friendships, library, outings, people, places, profile, records, tools, visitors,
};

/// An event as a sentence.
pub(crate) fn of(event: &Event, state: &State) -> String {
    match event {
        Event::Setting(event) => setting(event),
        Event::Policy(event) => policy(event, state),
        Event::People(event) => person(event, state),
        Event::Children(children::Event::Added { name, .. }) => {
            format!("{} joined the register of children.", name.words())
        }
        Event::Children(children::Event::Left { child }) => {
            format!("{} left the setting.", state.children.name(child))
        }
        Event::Places(places::Event::Set { name, .. }) => format!("The place {name} was set down."),
        Event::Devices(event) => device(event, state),
        Event::Day(event) => of_day(event, state),
        Event::Exceptions(exceptions::Event::Granted { is, .. }) => format!(
            "{} granted {} an exception ({}) until {}: {}",
            author_name(&is.by, state),
            state.people.name(&is.person),
            is.act.replace('-', " "),
            clock(is.until),
            is.why.words()
        ),
        Event::Exceptions(exceptions::Event::Ended { .. }) => "An exception was taken back.".into(),
        Event::Visitors(event) => visit(event, state),
        Event::Outings(event) => outing(event, state),
        Event::Finds(event) => find(event, state),
        Event::Duties(event) => duty(event, state),
        Event::Concerns(event) => concern(event),
        Event::Records(records::Event::Opened { of }) => {
            format!("The record of {} was opened.", due::subject_name(of, state))
        }
        Event::Codes(event) => code(event, state),
        Event::Families(event) => family(event, state),
        Event::Library(event) => resource(event),
        Event::Assessments(event) => assessment(event, state),
        Event::Friendships(event) => friendship(event),
        Event::Tools(event) => tool(event, state),
        Event::Channels(event) => outward::channel(event, state),
        Event::Consents(event) => outward::consent(event, state),
        Event::Posts(event) => outward::post(event, state),
        Event::Disclosures(event) => outward::disclosure(event),
        Event::Permissions(event) => pictured::permission(event, state),
        Event::Pictures(event) => pictured::picture(event, state),
        Event::Journeys(event) => pictured::journey(event, state),
        Event::Occasions(event) => pictured::occasion(event, state),
        Event::Online(event) => online::session(event, state),
        Event::Teaching(event) => online::taught(event, state),
        Event::Sites(event) => online::site(event, state),
        Event::Network(event) => online::of_network(event, state),
        Event::Corrected { line, words } => format!("Line {line} put right: {}", words.words()),
    }
}

fn clock(at: jiff::Timestamp) -> String {
    belisha_setting::time_of(at).strftime("%H:%M").to_string()
}

fn setting(event: &profile::Event) -> String {
    match event {
        profile::Event::Founded { name, .. } => format!("{name} began with Belisha."),
        profile::Event::NumberSet { number } => format!("The setting's number is {number}."),
        profile::Event::HoursSet { weekday, hours } => {
            let names =
                ["", "Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"];
            let name = names.get(usize::try_from(*weekday).unwrap_or(0)).copied().unwrap_or("");
            hours.map_or(format!("Closed on {name}."), |(from, to)| {
                format!("Open on {name} from {} to {}.", from.strftime("%H:%M"), to.strftime("%H:%M"))
            })
        }
        profile::Event::TermSet { name, from, to } => format!("{name}: {from} to {to}."),
        profile::Event::ClosureSet { on, why } => format!("Closed on {on}: {why}."),
    }
}

fn policy(event: &adoption::Event, state: &State) -> String {
    match event {
        adoption::Event::Adopted { version, .. } => format!("The policy of {version} was adopted."),
        adoption::Event::Signed { person, version, .. } => {
            format!("{} read and signed the policy of {version}.", state.people.name(person))
        }
        adoption::Event::LinkSet { name, address } if address.is_empty() => {
            format!("The link {name} was taken off.")
        }
        adoption::Event::LinkSet { name, address } => format!("The link {name} leads to {address}."),
    }
}

fn person(event: &people::Event, state: &State) -> String {
    match event {
        people::Event::Added { name, .. } => format!("{} joined the register of people.", name.words()),
        people::Event::Changed { person, roles, .. } => {
            format!("{} is now {}.", state.people.name(person), roles.join(", "))
        }
        people::Event::Left { person } => format!("{} left the setting.", state.people.name(person)),
        people::Event::SecretSet { person, secret: people::Secret::Pin, .. } => {
            format!("{} has a new PIN.", state.people.name(person))
        }
        people::Event::SecretSet { person, secret: people::Secret::SecondFactor, .. } => {
            format!("{} has a second proof for history.", state.people.name(person))
        }
        people::Event::SecretSet { person, .. } => {
            format!("{} has a new password.", state.people.name(person))
        }
    }
}

fn device(event: &devices::Event, state: &State) -> String {
    let name = |device| state.devices.name(device);
    match event {
        devices::Event::KindSet { title, can, .. } => {
            format!("A new kind of device: {title} ({}).", can.join(", "))
        }
        devices::Event::Set { particulars, .. } => {
            format!("{} is on the register of devices.", particulars.name)
        }
        devices::Event::Retired { device, why } => format!("{} is no longer in use: {why}.", name(device)),
        devices::Event::Taken { device, person, purpose, supervisor, .. } => {
            let with = supervisor
                .as_ref()
                .map_or(String::new(), |s| format!(", supervised by {}", state.people.name(s)));
            format!("{} took {} for {purpose}{with}.", state.people.name(person), name(device))
        }
        devices::Event::Returned { device, emptied: Some(true), .. } => {
            format!("{} is back in its store; no picture is left on it.", name(device))
        }
        devices::Event::Returned { device, emptied: Some(false), .. } => {
            format!("{} is back in its store, with pictures on it.", name(device))
        }
        devices::Event::Returned { device, .. } => format!("{} is back in its store.", name(device)),
        devices::Event::Emptied { device } => format!("No picture is left on {}.", name(device)),
        devices::Event::Slip { device, note } => {
            format!("{} was told something personal: {}.", name(device), note.words())
        }
        devices::Event::SlipDeleted { device } => format!("That recording on {} was deleted.", name(device)),
        devices::Event::Enrolled { device, door, .. } => {
            format!("{} was enrolled{}.", name(device), if *door { " for the door" } else { "" })
        }
        devices::Event::Revoked { device } => format!("{} can no longer be signed in on.", name(device)),
    }
}

fn of_day(event: &day::Event, state: &State) -> String {
    let name = |person| state.people.name(person);
    match event {
        day::Event::Opened { date } => format!("The day {date} was opened."),
        day::Event::Closed { date, missing, counted } => {
            let names: Vec<String> = missing.iter().map(|device| state.devices.name(device)).collect();
            match (counted, names.as_slice()) {
                (true, []) => format!("The day {date} was closed: every device counted back."),
                (true, names) => {
                    format!("The day {date} was closed; not back: {}.", belisha_policy::join_and(names))
                }
                (false, _) => format!("The day {date} was closed without a count."),
            }
        }
        day::Event::In { person } => format!("{} is in.", name(person)),
        day::Event::Out { person } => format!("{} has gone.", name(person)),
        day::Event::BreakStarted { person } => format!("{} is on a break.", name(person)),
        day::Event::BreakEnded { person } => format!("{} is back from a break.", name(person)),
        day::Event::Supervising { person, yes: true } => format!("{} is supervising children.", name(person)),
        day::Event::Supervising { person, yes: false } => {
            format!("{} is not supervising children.", name(person))
        }
        day::Event::PutAway { person, item, put } => {
            let what = if *item == Item::Phone { "phone" } else { "smartwatch" };
            match put {
                PutAway::Stored(place) => {
                    format!("{} put a {what} away in the {}.", name(person), state.places.name(place))
                }
                PutAway::Off => format!("{}'s {what} is off.", name(person)),
                PutAway::Silent => format!("{}'s {what} is on silent.", name(person)),
                PutAway::Disconnected => format!("{}'s {what} is disconnected.", name(person)),
                PutAway::None => format!("{} has no {what} here today.", name(person)),
            }
        }
        day::Event::TakenBack { person, item: Item::Phone } => format!("{} took a phone back.", name(person)),
        day::Event::TakenBack { person, .. } => format!("{} took a smartwatch back.", name(person)),
        day::Event::ChildIn { child } => format!("{} is in.", state.children.name(child)),
        day::Event::ChildOut { child } => format!("{} has gone home.", state.children.name(child)),
    }
}

fn visit(event: &visitors::Event, state: &State) -> String {
    match event {
        visitors::Event::In { is, .. } => {
            format!("{} signed in as a visitor and agreed to the rule on phones.", is.name.words())
        }
        visitors::Event::SupervisorSet { supervisor: Some(person), .. } => {
            format!("{} is with the visitor.", state.people.name(person))
        }
        visitors::Event::SupervisorSet { .. } => "Nobody is with the visitor now.".into(),
        visitors::Event::Out { .. } => "A visitor signed out.".into(),
    }
}

fn outing(event: &outings::Event, state: &State) -> String {
    match event {
        outings::Event::Planned { to, people, .. } => {
            let names: Vec<String> = people.iter().map(|person| state.people.name(person)).collect();
            format!("An outing to {to} is planned, with {}.", belisha_policy::join_and(&names))
        }
        outings::Event::Left { phone, folder, .. } => {
            let phone = phone.as_ref().map_or("no phone".to_owned(), |phone| state.devices.name(phone));
            format!("The outing left with {phone}{}.", if *folder { " and the contact folder" } else { "" })
        }
        outings::Event::Back { .. } => "The outing is back.".into(),
        outings::Event::Cancelled { .. } => "The outing was called off.".into(),
    }
}

fn find(event: &finds::Event, state: &State) -> String {
    match event {
        finds::Event::Found { child, what, .. } => {
            format!("{} was found on {}.", what.words(), state.children.name(child))
        }
        finds::Event::LockedAway { place, .. } => {
            format!("It was locked away in the {}.", state.places.name(place))
        }
        finds::Event::HandedOver { to, .. } => format!("It was handed to {}.", to.words()),
    }
}

/// What happened to a concern, and never a word of it: the log is read by more people than its route.
fn concern(event: &concerns::Event) -> String {
    match event {
        concerns::Event::Raised { .. } => "Your concern is raised: those on its route see it now.",
        concerns::Event::Added { .. } => "A concern was added to.",
        concerns::Event::Named { .. } => "It is on record whom else the concern is about.",
        concerns::Event::Taken { .. } => "A concern was taken down a further route.",
        concerns::Event::StepDone { .. } => "A step of a concern is done.",
        concerns::Event::PicturesChecked { .. } => "The pictures on a phone were looked at, for a concern.",
        concerns::Event::Opened { .. } => "A concern was read.",
        concerns::Event::Closed { .. } => "A concern was closed.",
        concerns::Event::Reopened { .. } => "A concern was opened again.",
        concerns::Event::NumberSet { .. } => "The number of a body outside is on record.",
    }
    .to_owned()
}

fn code(event: &codes::Event, state: &State) -> String {
    match event {
        codes::Event::Signed { person, version, .. } => {
            format!("{} read and signed the code of conduct of {version}.", state.people.name(person))
        }
        codes::Event::TalkedThrough { child, .. } => {
            format!("The children's code was talked through with {}.", state.children.name(child))
        }
    }
}

fn family(event: &families::Event, state: &State) -> String {
    let title = |notice| {
        state.families.notices.get(notice).map_or("a notice", |there| there.title.words()).to_owned()
    };
    match event {
        families::Event::Written { title, .. } => {
            format!("A notice to families was written: {}.", title.words())
        }
        families::Event::Told { notice, families, how, on } => {
            let names: Vec<String> = families.iter().map(|child| state.children.name(child)).collect();
            let names = belisha_policy::join_and(&names);
            format!("On {on} the families of {names} were told {}: {}.", how.words(), title(notice))
        }
        families::Event::Ended { notice } => format!("No longer given out: {}.", title(notice)),
    }
}

fn resource(event: &library::Event) -> String {
    match event {
        library::Event::Added { title, .. } => format!("{} is in the library.", title.words()),
        library::Event::Retired { .. } => "A resource was taken out of the library.".into(),
    }
}

fn duty(event: &duties::Event, state: &State) -> String {
    let title = |key: &str| {
        let control = key.split('/').next().unwrap_or_default();
        let catalogue = belisha_policy::Catalogue::builtin();
        catalogue.controls.get(control).map_or(key.to_owned(), |control| control.title.clone())
    };
    match event {
        duties::Event::Done { duty, subject, passed, note, .. } => {
            let how = if *passed { "done" } else { "failed" };
            let note = if note.words().is_empty() { String::new() } else { format!(": {}", note.words()) };
            format!("{} for {}: {how}{note}.", title(duty), due::subject_name(subject, state))
        }
        duties::Event::Remedied { duty, subject, note } => {
            format!("{} for {} put right: {}.", title(duty), due::subject_name(subject, state), note.words())
        }
    }
}

fn assessment(event: &assessments::Event, state: &State) -> String {
    let name = |id| state.assessments.name(id);
    match event {
        assessments::Event::Made { assessment, is, .. } => {
            format!(
                "A risk assessment was made: {}; {} answers for it.",
                name(assessment),
                state.people.name(&is.owner)
            )
        }
        assessments::Event::Revised { assessment, .. } => {
            format!("A risk assessment was made anew: {}.", name(assessment))
        }
        assessments::Event::SignedOff { assessment, .. } => {
            format!("A risk assessment was signed off: {}.", name(assessment))
        }
        assessments::Event::Reviewed { assessment, review, .. } => {
            let review = review.strftime("%-d %B %Y");
            format!("A risk assessment was looked at again: {}; next by {review}.", name(assessment))
        }
        assessments::Event::Retired { assessment, .. } => {
            format!("A risk assessment no longer stands: {}.", name(assessment))
        }
    }
}

/// Whose friendship it is, and with whom, stands on its own page alone.
fn friendship(event: &friendships::Event) -> String {
    match event {
        friendships::Event::Declared { .. } => "A friendship from before was told.",
        friendships::Event::Acknowledged { .. } => "A friendship from before was acknowledged.",
        friendships::Event::BoundsSet { .. } => "The bounds of a friendship from before were set.",
        friendships::Event::Agreed { .. } => "The bounds of a friendship from before were signed.",
        friendships::Event::Reviewed { .. } => "A friendship from before was looked at again.",
        friendships::Event::Ended { .. } => "A friendship from before is over.",
    }
    .into()
}

fn tool(event: &tools::Event, state: &State) -> String {
    match event {
        tools::Event::Proposed { name, purpose, .. } => {
            format!("{name} is wanted for work: {}.", purpose.words())
        }
        tools::Event::Approved { tool } => format!("{} is permitted.", state.tools.name(tool)),
        tools::Event::Withdrawn { tool, why } => {
            format!("{} is no longer permitted: {}.", state.tools.name(tool), why.words())
        }
        tools::Event::Retired { tool, why } => {
            format!("{} is used no more: {}.", state.tools.name(tool), why.words())
        }
    }
}
