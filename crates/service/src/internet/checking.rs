//! What becomes of a name on a device, asked of the table and not of the network.

use super::lists::InForce;
use super::running::Internet;
use super::table::{self, Ends, Fixed, OWN_NAME};
use crate::error::Error;
use crate::setting::Setting;
use belisha_filter::{Client, Clock, Moment, Name, SystemClock, Table, Upstream, Verdict};
use belisha_policy::Policy;
use belisha_setting::internet::{self, AccessReason, LookUp};
use belisha_setting::{DeviceId, State};
use std::path::Path;

/// The record type of an address, version 4 (RFC 1035).
const A: u16 = 1;
/// What the filter's own test found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tested {
    /// How many devices were tested.
    pub devices: usize,
    /// What was not as it must be, a sentence each.
    pub wrong: Vec<String>,
}

impl Internet {
    /// What becomes of a name on a device now; not while holding what is known of the setting. Imported lists
    /// are included; `None` is a device that nobody knows.
    pub fn check(&self, device: Option<&DeviceId>, name: &str) -> LookUp {
        let now = self.setting.now();
        answer(&self.resolver.table(), &now.state, &now.policy, device, name, self.clock.now())
    }

    /// Looks up, as each device would, a name that must be shut and one that must resolve.
    pub fn test(&self) -> Tested {
        let (time, moment, table) = (self.setting.time(), self.clock.now(), self.resolver.table());
        let now = self.setting.now();
        let (state, policy) = (&now.state, &now.policy);
        let becomes = |id: &DeviceId, name: &str| answer(&table, state, policy, Some(id), name, moment);
        let (mut tested, devices) = (Tested::default(), internet::devices(state, policy));
        for (id, device) in devices {
            tested.devices += 1;
            let name = &device.particulars.name;
            if !state.network.known.contains_key(id) {
                tested.wrong.push(format!("The filter does not know {name}."));
                continue;
            }
            let door = internet::door(id, state, policy, time);
            let category =
                |id: &String| policy.catalogue.sites.categories.iter().find(|candidate| candidate.id == *id);
            let shut = door.refused.keys().filter_map(category).find_map(|candidate| candidate.names.first());
            let shut = shut.map_or(UNKNOWN, String::as_str);
            if becomes(id, shut) == LookUp::Resolves {
                tested.wrong.push(format!("{shut} must be shut on {name}, and resolves."));
            }
            let open = if door.access == internet::Access::Open { UNKNOWN } else { OWN_NAME };
            if becomes(id, open) != LookUp::Resolves {
                tested.wrong.push(format!("{open} must resolve on {name}, and does not."));
            }
        }
        tested
    }
}

/// A name that is on no list, and that no setting approves (RFC 2606).
const UNKNOWN: &str = "example.org";

fn client(device: &DeviceId, state: &State) -> Option<Client> {
    let known = state.network.known.get(device)?;
    let address = known.addresses.first().map(|address| Client::Address(*address));
    address.or_else(|| Some(Client::Name(known.name.as_deref()?.into())))
}

fn answer(
    table: &Table,
    state: &State,
    policy: &Policy,
    device: Option<&DeviceId>,
    name: &str,
    now: Moment,
) -> LookUp {
    let unknown = Client::Name("".into());
    let client = device.and_then(|device| client(device, state)).unwrap_or(unknown);
    let Ok(name) = Name::from_text(name) else {
        return LookUp::Refused(AccessReason { says: "that is no name".into(), clauses: Vec::new() });
    };
    match table.decide(&client, &name, A, now) {
        Verdict::Refuse { reason, .. } => LookUp::Refused(table::why(reason)),
        Verdict::Signal(_) => {
            let says = "it is a way round the filter".to_owned();
            LookUp::Refused(AccessReason {
                says,
                clauses: vec![belisha_setting::internet::shut_clause(policy)],
            })
        }
        _ => LookUp::Resolves,
    }
}

/// What would become of a name on a device now, without a resolver that runs: for the command line.
///
/// # Errors
/// [`Error::Resolver`] when a file of the program is wrong, which tests rule out.
pub fn check(
    setting: &Setting,
    lists: Option<&Path>,
    device: Option<&DeviceId>,
    name: &str,
) -> Result<LookUp, Error> {
    let seed = u64::from_le_bytes(belisha_ledger::random::bytes());
    let (time, now, moment) = (setting.time(), setting.now(), SystemClock::start().now());
    let lists = InForce::read(lists, &now.policy, seed);
    let own = Fixed { own_names: vec![(OWN_NAME.to_owned(), Vec::new())], ..Fixed::default() };
    let mut ends = Ends::at(moment);
    let table = table::compiled(&now, time, &mut ends, &lists.lists, &own);
    let table = table.map_err(|error| Error::Resolver(error.to_string()))?;
    Ok(answer(&table, &now.state, &now.policy, device, name, moment))
}

/// Reads an upstream, for the command line.
///
/// # Errors
/// [`Error::Resolver`], with how one is written.
pub fn upstream(text: &str) -> Result<Upstream, Error> {
    text.parse().map_err(|error: belisha_filter::UpstreamError| Error::Resolver(error.to_string()))
}
