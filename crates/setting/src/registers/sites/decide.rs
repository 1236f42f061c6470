//! Commands about sites, decided.

pub(crate) mod name;

use crate::deciding::input::{new_id, words_within};
use crate::deciding::refusal::Refusal;
use crate::reading::ask::question::{Question, Supposition};
use crate::reading::context::Context;
use crate::reading::internet::door;
use crate::record::author::Author;
use crate::record::ids::SiteId;
use crate::record::moment::date_of;
use crate::record::private::{Private, SETTING};
use crate::registers::sites::command::{ASKS_MAX, Command, REVIEW_MONTHS};
use crate::registers::sites::decide::name::plain_name;
use crate::registers::sites::event::Event;
use crate::registers::sites::listed;
use crate::registers::sites::refused::Refused;
use belisha_policy::Fact;
use jiff::ToSpan;

/// One site is open on one device for at most this many minutes.
const LIFT_MINUTES_MAX: i64 = 120;

/// At most this many sites wait that were asked for from one device with nobody signed in.
const ASKS_OF_DEVICE_MAX: usize = 5;

/// At most this many names carry one site.
const NAMES_MAX: usize = 40;

/// Refused with the clause where the policy shuts this name to the children whatever is approved.
fn may_be_approved(name: &str, context: &Context<'_>) -> Result<(), Refusal> {
    let shut = door::categories_refused_to_children(context.state, context.policy, context.now);
    let category = context
        .policy
        .catalogue
        .sites
        .categories_of(name)
        .find_map(|category| shut.get(category.id.as_str()).map(|why| (category, why)));
    match category {
        Some((category, why)) => {
            let says = format!("{name} is one of the {}: {}", category.says, why.says);
            Err(Refusal::clause(why.clause().unwrap_or_default(), says))
        }
        None => Ok(()),
    }
}

fn approve(
    site: SiteId,
    title: &str,
    names: &[String],
    why: &str,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    new_id(site.as_str(), false, "a site")?;
    let mut plain = names.iter().map(|name| plain_name(name)).collect::<Result<Vec<_>, _>>()?;
    plain.sort();
    plain.dedup();
    if plain.is_empty() || plain.len() > NAMES_MAX {
        return Err(Refused::NameCount { names_max: NAMES_MAX.to_string() }.into());
    }
    for name in &plain {
        may_be_approved(name, context)?;
    }
    let title = words_within(title, 120, "What it is called")?;
    let why = Private::new(SETTING, words_within(why, 500, "Why it is approved")?);
    let review = date_of(context.now).saturating_add(REVIEW_MONTHS.months());
    Ok(Event::Approved { site, title, names: plain, why, review })
}

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let state = context.state;
    let listed = |site: &SiteId| {
        let all = listed::approved(state, context.policy);
        let known = all.into_iter().find(|known| known.site == *site);
        known.ok_or_else(|| Refusal::from(Refused::NoSuchSite))
    };
    let event = match command {
        Command::Approve { site, title, names, why } => approve(site, &title, &names, &why, context)?,
        Command::Review { site, note } => {
            let known = listed(&site)?;
            let today = date_of(context.now);
            let review = today.saturating_add(REVIEW_MONTHS.months());
            if known.clause.is_some() {
                return Err(Refused::OfPolicy.into());
            }
            let note = Private::new(SETTING, note.trim().chars().take(500).collect::<String>());
            Event::Reviewed { site, note, review }
        }
        Command::Withdraw { site, why } => {
            listed(&site)?;
            Event::Withdrawn { site, why: Private::new(SETTING, words_within(&why, 500, "Why")?) }
        }
        Command::Ask { ask, name, device, why } => {
            new_id(ask.as_str(), state.sites.asks.contains_key(&ask), "a question")?;
            let name = plain_name(&name)?;
            if let Some(device) = &device {
                state.devices.active(device)?;
            }
            let of_device = state.sites.asks.values().filter(|known| known.device == device).count();
            if matches!(context.author, Author::Door(_)) && of_device >= ASKS_OF_DEVICE_MAX {
                return Err(Refused::TooManyFromDevice.into());
            }
            if state.sites.asks.values().any(|known| known.name == name) {
                return Err(Refused::AskedAlready { name: name.to_string() }.into());
            }
            if state.sites.asks.len() >= ASKS_MAX {
                return Err(Refused::TooManyWait.into());
            }
            let why = Private::new(SETTING, words_within(&why, 300, "What it is wanted for")?);
            Event::Asked { ask, name, device, why }
        }
        Command::Answer { ask, yes, why, site } => {
            let known = state.sites.asks.get(&ask);
            let known = known.ok_or_else(|| Refusal::from(Refused::NoSuchQuestion))?;
            let why = words_within(&why, 500, "Why")?;
            let mut events = Vec::new();
            if yes {
                let site = site.ok_or_else(|| Refusal::from(Refused::NoId))?;
                events.push(approve(site, &known.name, std::slice::from_ref(&known.name), &why, context)?);
            }
            events.push(Event::Answered { ask, yes, why: Private::new(SETTING, why) });
            return Ok(events);
        }
        Command::Lift { lift, name, device, minutes, why } => {
            new_id(lift.as_str(), state.sites.lifts.contains_key(&lift), "such an opening")?;
            if !(1..=LIFT_MINUTES_MAX).contains(&minutes) {
                return Err(Refused::LiftTooLong { lift_minutes_max: LIFT_MINUTES_MAX.to_string() }.into());
            }
            let name = plain_name(&name)?;
            state.devices.active(&device)?;
            let categories = context.policy.catalogue.sites.categories_of(&name);
            let mut categories: Vec<&str> = categories.map(|category| category.id.as_str()).collect();
            categories.push("");
            for category in categories {
                let mut asked: Question = door::question(state, &device, category, context.now);
                asked.suppose.insert(Fact::SiteApproved.into(), Supposition::Bool(true));
                asked.require(context)?;
            }
            let why = Private::new(SETTING, words_within(&why, 300, "What it is wanted for")?);
            Event::Lifted { lift, name, device, until: context.now + minutes.minutes(), why }
        }
        Command::EndLift { lift } => {
            if !state.sites.lifts.contains_key(&lift) {
                return Err(Refused::ShutAlready.into());
            }
            Event::LiftEnded { lift }
        }
    };
    Ok(vec![event])
}
