//! Commands about sites, decided.

use super::{ASKS_MAX, Command, Event, REVIEW_MONTHS};
use crate::ask::{Question, Supposition};
use crate::ids::SiteId;
use crate::internet;
use crate::moment::date_of;
use crate::private::{Private, SETTING};
use crate::refusal::Refusal;
use crate::state::{Context, new_id, words_within};
use jiff::ToSpan;

/// One site is open on one device for at most this many minutes.
const LIFT_MINUTES_MAX: i64 = 120;
/// At most this many sites wait that were asked for from one device with nobody signed in.
const ASKS_OF_DEVICE_MAX: usize = 5;
/// Second labels under which everybody registers names of their own: approving one would open a whole country's.
const SHARED: [&str; 14] =
    ["ac", "co", "com", "edu", "gov", "ltd", "me", "net", "nhs", "nom", "or", "org", "plc", "sch"];
/// At most this many names carry one site.
const NAMES_MAX: usize = 40;

/// A name as somebody types or pastes it: the host of an address, in its wire form (IDNA, UTS 46).
///
/// # Errors
/// A [`Refusal`] that says what is wrong with it.
pub fn plain_name(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default().trim_end_matches('.');
    let wrong = || Refusal::Invalid(format!("`{text}` is no name of a site, such as `example.org`."));
    let name = idna::domain_to_ascii(host).map_err(|_| wrong())?;
    let name = name.strip_prefix("www.").filter(|rest| rest.contains('.')).unwrap_or(&name).to_owned();
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_')
    };
    let number = name.rsplit('.').next().is_some_and(|last| last.bytes().all(|b| b.is_ascii_digit()));
    let mut parts = name.rsplit('.');
    let (country, second, third) = (parts.next(), parts.next(), parts.next());
    let shared = third.is_none()
        && country.is_some_and(|country| country.len() == 2)
        && second.is_some_and(|second| SHARED.contains(&second));
    if shared {
        let says =
            format!("`{name}` is shared by everybody who has a name there: give the whole name of the site.");
        return Err(Refusal::Invalid(says));
    }
    if name.len() > 253 || !name.contains('.') || number || !name.split('.').all(label) {
        return Err(wrong());
    }
    Ok(name)
}

/// Refused with the clause where the policy shuts this name to the children whatever is approved.
fn may_be_approved(name: &str, context: &Context<'_>) -> Result<(), Refusal> {
    let shut = internet::categories_refused_to_children(context.state, context.policy, context.now);
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
        return Err(Refusal::Invalid(format!("A site has between one name and {NAMES_MAX}.")));
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
        let all = super::approved(state, context.policy);
        let there = all.into_iter().find(|there| there.site == *site);
        there.ok_or_else(|| Refusal::Invalid("There is no such site on the list.".into()))
    };
    let event = match command {
        Command::Approve { site, title, names, why } => approve(site, &title, &names, &why, context)?,
        Command::Review { site, note } => {
            let there = listed(&site)?;
            let today = date_of(context.now);
            let review = today.saturating_add(REVIEW_MONTHS.months());
            if there.clause.is_some() {
                let says = "This site is the policy’s own: it is looked at with the policy.";
                return Err(Refusal::Contradiction(says.into()));
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
            let of_device = state.sites.asks.values().filter(|there| there.device == device).count();
            if matches!(context.author, crate::Author::Door(_)) && of_device >= ASKS_OF_DEVICE_MAX {
                let says = "Several sites were asked for from this device already, and wait.";
                return Err(Refusal::Contradiction(says.into()));
            }
            if state.sites.asks.values().any(|there| there.name == name) {
                return Err(Refusal::Contradiction(format!("{name} was asked for already, and waits.")));
            }
            if state.sites.asks.len() >= ASKS_MAX {
                return Err(Refusal::Contradiction("Too many sites wait for an answer already.".into()));
            }
            let why = Private::new(SETTING, words_within(&why, 300, "What it is wanted for")?);
            Event::Asked { ask, name, device, why }
        }
        Command::Answer { ask, yes, why, site } => {
            let there = state.sites.asks.get(&ask);
            let there = there.ok_or_else(|| Refusal::Invalid("That question waits no more.".into()))?;
            let why = words_within(&why, 500, "Why")?;
            let mut events = Vec::new();
            if yes {
                let site = site.ok_or_else(|| Refusal::Invalid("The new site has no id.".into()))?;
                events.push(approve(site, &there.name, std::slice::from_ref(&there.name), &why, context)?);
            }
            events.push(Event::Answered { ask, yes, why: Private::new(SETTING, why) });
            return Ok(events);
        }
        Command::Lift { lift, name, device, minutes, why } => {
            new_id(lift.as_str(), state.sites.lifts.contains_key(&lift), "such an opening")?;
            if !(1..=LIFT_MINUTES_MAX).contains(&minutes) {
                let says = format!("A site is opened for between a minute and {LIFT_MINUTES_MAX}.");
                return Err(Refusal::Invalid(says));
            }
            let name = plain_name(&name)?;
            state.devices.active(&device)?;
            let categories = context.policy.catalogue.sites.categories_of(&name);
            let mut categories: Vec<&str> = categories.map(|category| category.id.as_str()).collect();
            categories.push("");
            for category in categories {
                let mut asked: Question = internet::question(state, &device, category, context.now);
                asked.suppose.insert("site_approved".into(), Supposition::Bool(true));
                asked.must_be_let(context)?;
            }
            let why = Private::new(SETTING, words_within(&why, 300, "What it is wanted for")?);
            Event::Lifted { lift, name, device, until: context.now + minutes.minutes(), why }
        }
        Command::EndLift { lift } => {
            if !state.sites.lifts.contains_key(&lift) {
                return Err(Refusal::Contradiction("It is shut already.".into()));
            }
            Event::LiftEnded { lift }
        }
    };
    Ok(vec![event])
}
