//! What the policy says of each device, as a table for the resolver.

use crate::setting::Now;
use belisha_filter::{
    BlockAddress, Category, Client, DataError, Door, Lift, Lists, Moment, Name, Network, Profile, Reason,
    Refused, Site, Sites, Table,
};
use belisha_policy::Policy;
use belisha_setting::internet::{self, Access, Why};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Arc;

/// What of a table follows from no line of the log.
#[derive(Debug, Clone, Default)]
pub(super) struct Fixed {
    /// Names that always answer, with the address of the setting's own pages.
    pub(super) own_names: Vec<(String, Vec<IpAddr>)>,
    /// Where refused names lead.
    pub(super) block: BlockAddress,
    /// The networks that are served; the private ones when empty.
    pub(super) networks: Vec<Network>,
}

/// The category that a word of the catalogue stands for.
pub(super) fn category(word: &str, policy: &Policy) -> Option<Category> {
    let at = policy.catalogue.sites.categories.iter().position(|category| category.id == word)?;
    Category::new(u8::try_from(at).ok()?)
}

fn reason(why: &Why) -> Arc<Reason> {
    match why.clauses.is_empty() {
        true => Reason::new(&*why.says),
        false => Reason::with_clause(&*why.says, why.clauses.join(", ")),
    }
}

/// Back from what the resolver says.
pub(super) fn why(reason: &Reason) -> Why {
    let clauses =
        reason.clause.as_deref().unwrap_or_default().split(", ").filter(|clause| !clause.is_empty());
    Why { says: reason.says.clone(), clauses: clauses.map(str::to_owned).collect() }
}

fn refused(all: &BTreeMap<String, Why>, policy: &Policy) -> Refused {
    Refused::of(all.iter().filter_map(|(word, why)| Some((category(word, policy)?, reason(why)))))
}

/// A moment of the wall, by both clocks.
fn moment(at: Timestamp, time: Timestamp, now: Moment) -> Moment {
    let ahead = u64::try_from(at.as_millisecond().saturating_sub(time.as_millisecond())).unwrap_or(0);
    Moment { wall_ms: at.as_millisecond(), ticks_ms: now.ticks_ms.saturating_add(ahead) }
}

fn profile(device: &str, door: internet::Door, policy: &Policy, time: Timestamp, now: Moment) -> Profile {
    let refused = refused(&door.refused, policy);
    let mut session = None;
    let access = match door.access {
        Access::Shut(why) => Door::Shut(reason(&why)),
        Access::Sites { session: id, names, otherwise, until, after } => {
            session = Some(id.as_str().into());
            let sites: Sites = names.iter().filter_map(|name| Site::parse(name).ok()).collect();
            Door::Sites {
                sites: Arc::new(sites),
                otherwise: reason(&otherwise),
                refused,
                until: moment(until, time, now),
                after: reason(&after),
            }
        }
        Access::Open => Door::Open { refused },
    };
    let lift = |(name, until): (String, Timestamp)| {
        Some(Lift { site: Site::parse(&name).ok()?, until: moment(until, time, now) })
    };
    Profile {
        device: device.into(),
        session,
        door: access,
        lifts: door.lifts.into_iter().filter_map(lift).collect(),
        safe_search: true,
        watch: true,
    }
}

/// The table of a moment.
///
/// # Errors
/// When a file of the program is wrong, which tests rule out.
pub(super) fn compiled(
    known: &Now,
    time: Timestamp,
    now: Moment,
    lists: &Arc<Lists>,
    fixed: &Fixed,
) -> Result<Table, DataError> {
    let (state, policy) = (&known.state, &known.policy);
    let visitors = internet::visitors(state, policy, time);
    let mut table = Table::new(profile("", visitors, policy, time, now))?;
    for (device, by) in &state.network.known {
        if state.devices.active(device).is_err() {
            continue;
        }
        let door = internet::door(device, state, policy, time);
        let index = table.add_profile(profile(device.as_str(), door, policy, time, now));
        for address in &by.addresses {
            table.add_client(Client::Address(*address), index);
        }
        if let Some(name) = &by.name {
            table.add_client(Client::Name(name.as_str().into()), index);
        }
    }
    for (name, addresses) in &fixed.own_names {
        if let Ok(name) = Name::from_text(name) {
            table.own_names.insert(&name, addresses.iter().copied());
        }
    }
    if !fixed.networks.is_empty() {
        table.networks.clone_from(&fixed.networks);
    }
    table.block_address = fixed.block;
    table.lists = lists.clone();
    Ok(table)
}
