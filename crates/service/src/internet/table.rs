//! What the policy says of each device, as a table for the resolver.

use crate::setting::Current;
use belisha_filter::{
    BlockAddress, Category, Client, DataError, Door, Lift, Lists, Moment, Name, Network, Profile, Reason,
    RefusedCategories, Site, Sites, Table,
};
use belisha_policy::Policy;
use belisha_setting::internet::{self, Access, AccessReason};
use jiff::Timestamp;
use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::sync::Arc;

/// The name by which the setting's own pages are always found (RFC 8375).
pub const OWN_NAME: &str = "belisha.home.arpa";

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

fn reason(why: &AccessReason) -> Arc<Reason> {
    match why.clauses.is_empty() {
        true => Reason::new(&*why.says),
        false => Reason::with_clause(&*why.says, why.clauses.join(", ")),
    }
}

/// Back from what the resolver says.
pub(super) fn why(reason: &Reason) -> AccessReason {
    let clauses =
        reason.clause.as_deref().unwrap_or_default().split(", ").filter(|clause| !clause.is_empty());
    AccessReason { says: reason.says.clone(), clauses: clauses.map(str::to_owned).collect() }
}

fn refused(all: &BTreeMap<String, AccessReason>, policy: &Policy) -> RefusedCategories {
    RefusedCategories::from_reasons(
        all.iter().filter_map(|(word, why)| Some((category(word, policy)?, reason(why)))),
    )
}

/// What is said to a device that is off the register.
const OFF_THE_REGISTER: &str = "this device is off the register";

/// When each session and each single site ends by the clock that nobody can set: reckoned once, when it is first seen.
/// A clock on the wall that is put back makes none of them longer.
#[derive(Debug, Default)]
pub(super) struct Ends {
    /// The moment for which a table is made.
    pub(super) now: Moment,
    by_ticks: HashMap<String, u64>,
}

impl Ends {
    /// With nothing seen yet.
    pub(super) fn at(now: Moment) -> Self {
        Self { now, ..Self::default() }
    }

    /// The end of something, by both clocks.
    fn moment(&mut self, name: String, at: Timestamp, time: Timestamp) -> Moment {
        let ahead = u64::try_from(at.as_millisecond().saturating_sub(time.as_millisecond())).unwrap_or(0);
        let ticks = self.now.ticks_ms.saturating_add(ahead);
        let known = self.by_ticks.entry(name).or_insert(ticks);
        *known = ticks.min(*known);
        Moment { wall_ms: at.as_millisecond(), ticks_ms: *known }
    }

    /// Ends everything that goes on now: the clock of this machine is behind its own log, and says nothing of how long
    /// ago anything began.
    pub(super) fn end_all(&mut self, known: &Current, time: Timestamp) {
        let sessions = known.state.online.open(time).map(|(id, _)| session_key(id.as_str()));
        let lifts =
            known.state.sites.lifts.values().map(|lift| {
                format!("{} {}", lift_key(lift.device.as_str(), &lift.name), lift.until.as_second())
            });
        let all: Vec<String> = sessions.chain(lifts).collect();
        self.by_ticks.extend(all.into_iter().map(|key| (key, 0)));
    }

    /// Forgets what is long over.
    fn tidy(&mut self) {
        const KEPT: usize = 10_000;
        if self.by_ticks.len() > KEPT {
            let now = self.now.ticks_ms;
            self.by_ticks.retain(|_, end| *end > now);
        }
    }
}

fn session_key(session: &str) -> String {
    format!("session {session}")
}

fn lift_key(device: &str, name: &str) -> String {
    format!("site {device} {name}")
}

fn profile(device: &str, door: internet::Door, policy: &Policy, time: Timestamp, ends: &mut Ends) -> Profile {
    let refused = refused(&door.refused, policy);
    let mut session = None;
    let access = match door.access {
        Access::Shut(why) => Door::Shut(reason(&why)),
        Access::Sites { session: id, names, otherwise, until, after } => {
            session = Some(id.as_str().into());
            let until = ends.moment(session_key(id.as_str()), until, time);
            let sites: Sites = names.iter().filter_map(|name| Site::parse(name).ok()).collect();
            Door::Sites {
                sites: Arc::new(sites),
                otherwise: reason(&otherwise),
                refused,
                until,
                after: reason(&after),
            }
        }
        Access::Open => Door::Open { refused },
    };
    let lift = |(name, until): (String, Timestamp)| {
        let key = format!("{} {}", lift_key(device, &name), until.as_second());
        Some(Lift { site: Site::parse(&name).ok()?, until: ends.moment(key, until, time) })
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
    known: &Current,
    time: Timestamp,
    ends: &mut Ends,
    lists: &Arc<Lists>,
    fixed: &Fixed,
) -> Result<Table, DataError> {
    let (state, policy) = (&known.state, &known.policy);
    let visitors = internet::visitors(state, policy, time);
    let mut table = Table::new(profile("", visitors, policy, time, ends))?;
    for (device, by) in &state.network.known {
        // One that is off the register keeps its place, shut: it must not pass for a visitor's.
        let rule = match state.devices.active(device) {
            Ok(_) => {
                profile(device.as_str(), internet::door(device, state, policy, time), policy, time, ends)
            }
            Err(_) => Profile::shut(
                device.as_str(),
                Reason::with_clause(OFF_THE_REGISTER, internet::shut_clause(policy)),
            ),
        };
        let index = table.add_profile(rule);
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
    ends.tidy();
    Ok(table)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_is_put_back_makes_no_session_longer() {
        let at = |second: i64| Timestamp::from_second(1_800_000_000 + second).unwrap_or_default();
        let ticks = |second: u64| Moment { wall_ms: 0, ticks_ms: second * 1_000 };
        let mut ends = Ends::at(ticks(100));
        let end = |ends: &mut Ends, time| ends.moment(session_key("s1"), at(1_200), time).ticks_ms;
        assert_eq!(end(&mut ends, at(0)), 1_300_000, "twenty minutes from now");
        // Five minutes later the clock says that no time has passed, and later that less than none has.
        ends.now = ticks(400);
        assert_eq!(end(&mut ends, at(0)), 1_300_000);
        assert_eq!(end(&mut ends, at(-3_600)), 1_300_000);
        // A clock that runs ahead shuts sooner.
        assert_eq!(end(&mut ends, at(1_100)), 500_000);
        assert_eq!(end(&mut ends, at(0)), 500_000, "and for good");
    }
}
