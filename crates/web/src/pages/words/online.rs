//! Sentences about children going online, what they are taught, sites and the network.

use super::clock;
use belisha_setting::{State, network, online, sites, teaching};

pub(super) fn session(event: &online::Event, state: &State) -> String {
    match event {
        online::Event::Permitted { child, yes, .. } => {
            let word = if *yes { "permit" } else { "do not permit" };
            format!("The parents of {} {word} that it goes online here.", state.children.name(child))
        }
        online::Event::Opened { supervisor, children, devices, until, .. } => {
            let devices: Vec<String> = devices.iter().map(|id| state.devices.name(id)).collect();
            let all = if children.len() == 1 {
                "1 child".to_owned()
            } else {
                format!("{} children", children.len())
            };
            format!(
                "{} supervises {all} online on {} until {}.",
                state.people.name(supervisor),
                belisha_policy::join_and(&devices),
                clock(*until)
            )
        }
        online::Event::Ended { .. } => "A supervised session was ended: the internet is shut.".into(),
        online::Event::NamesErased { .. } => {
            "The names that were looked up in a session were erased; the sums stay.".into()
        }
        online::Event::LookedUp { opened, refused, .. } => {
            format!("What was looked up in a session is on record: {opened} answered, {refused} refused.")
        }
    }
}

pub(super) fn taught(event: &teaching::Event, state: &State) -> String {
    let teaching::Event::Taught { children, topics, by, .. } = event;
    let whom = match children.as_slice() {
        [child] => state.children.name(child),
        all => format!("{} children", all.len()),
    };
    format!("{} taught {whom}: {}.", state.people.name(by), topics.join("; "))
}

pub(super) fn site(event: &sites::Event, state: &State) -> String {
    use sites::Event;
    match event {
        Event::Approved { title, names, .. } => format!("{title} ({}) was approved.", names.join(", ")),
        Event::Reviewed { site, review, .. } => {
            format!("{} was looked at again; the next time by {review}.", title(site, state))
        }
        Event::Withdrawn { site, .. } => format!("{} is approved no more.", title(site, state)),
        Event::Asked { name, .. } => format!("Somebody asked for {name}."),
        Event::Answered { yes: true, .. } => "A site that was asked for was approved.".into(),
        Event::Answered { .. } => "A site that was asked for was not approved.".into(),
        Event::Lifted { name, device, until, .. } => {
            format!("{name} is open on {} until {}.", state.devices.name(device), clock(*until))
        }
        Event::LiftEnded { .. } => "A site that was open for some minutes is shut again.".into(),
    }
}

fn title(site: &belisha_setting::SiteId, state: &State) -> String {
    state.sites.approved.get(site).map_or_else(|| "A site".to_owned(), |there| there.title.clone())
}

pub(super) fn of_network(event: &network::Event, state: &State) -> String {
    match event {
        network::Event::Placed { device, addresses, name } if addresses.is_empty() && name.is_none() => {
            format!("The filter knows {} no more.", state.devices.name(device))
        }
        network::Event::Placed { device, addresses, .. } => {
            let addresses: Vec<String> = addresses.iter().map(ToString::to_string).collect();
            let by = if addresses.is_empty() {
                "its name".to_owned()
            } else {
                belisha_policy::join_and(&addresses)
            };
            format!("The filter knows {} by {by}.", state.devices.name(device))
        }
        network::Event::VisitorsSet { open: true } => "Visitors’ devices may go online.".into(),
        network::Event::VisitorsSet { .. } => "Visitors’ devices may not go online.".into(),
        network::Event::Counted { on, devices } => {
            let (opened, refused) = devices
                .values()
                .fold((0, 0), |(opened, refused), more| (opened + more.opened, refused + more.refused));
            format!("Looked up on {on}: {opened} answered, {refused} refused.")
        }
    }
}
