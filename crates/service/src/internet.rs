//! The resolver of a running setting: kept in step with its log and its clock; what it refused, and what was looked up
//! in each supervised session, taken back.

mod lists;
mod seen;
mod table;

pub use lists::{About, Fetched, Fetching, LIST_BYTES_MAX, import, listed, refresh, remove};
pub use seen::Refused;

use crate::error::Error;
use crate::setting::{Now, Setting};
use belisha_filter::{
    BlockAddress, Client, Clock, Config, Moment, Name, Network, Resolver, SystemClock, Table, Upstream,
    Verdict,
};
use belisha_setting::internet::{self, Answer, Why};
use belisha_setting::{Author, Command, DeviceId, SessionId, State, network, online};
use jiff::Timestamp;
use lists::InForce;
use seen::Journal;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use table::{Ends, Fixed};

/// How often it looks whether something other than a line has changed.
const LOOK_EVERY: Duration = Duration::from_millis(250);
/// How often counts go on record.
const COUNT_EVERY_SECONDS: i64 = 3_600;
/// How long after its end a session's look-ups are put on record, so that what is under way comes in.
const RECORD_AFTER_SECONDS: i64 = 3;
/// The record type of an address, version 4 (RFC 1035).
const A: u16 = 1;
/// The name by which the setting's own pages are always found (RFC 8375).
pub const OWN_NAME: &str = "belisha.home.arpa";

/// How the resolver of a setting runs.
#[derive(Debug, Clone, Default)]
pub struct Running {
    /// Sockets, certificates, upstreams and limits.
    pub resolver: Config,
    /// The address of the setting's own pages, and of the page that says why a site is shut.
    pub pages_at: Vec<IpAddr>,
    /// Whether a page is served there that says why: refused names lead to it then.
    pub says_why: bool,
    /// The networks that are served; the private ones when empty.
    pub networks: Vec<Network>,
    /// The folder of imported lists.
    pub lists: Option<PathBuf>,
}

/// A resolver that runs.
pub struct Internet {
    setting: Arc<Setting>,
    resolver: Resolver,
    clock: SystemClock,
    fixed: Fixed,
    folder: Option<PathBuf>,
    lists: Mutex<Arc<InForce>>,
    ends: Mutex<Ends>,
    journal: Mutex<Journal>,
}

/// What the filter's own test found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tested {
    /// How many devices were tested.
    pub devices: usize,
    /// What was not as it must be, a sentence each.
    pub wrong: Vec<String>,
}

fn held<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Internet {
    /// Binds its addresses and answers. Devices for children are shut from the first question on.
    ///
    /// # Errors
    /// [`Error::Resolver`] when an address is taken or forbidden, or a certificate is wrong.
    pub fn start(setting: Arc<Setting>, running: Running) -> Result<Arc<Self>, Error> {
        let clock = SystemClock::start();
        let first = |v4: bool| running.pages_at.iter().find(|at| at.is_ipv4() == v4).copied();
        let block = match running.says_why {
            true => BlockAddress {
                v4: first(true).and_then(|at| if let IpAddr::V4(at) = at { Some(at) } else { None }),
                v6: first(false).and_then(|at| if let IpAddr::V6(at) = at { Some(at) } else { None }),
            },
            false => BlockAddress::default(),
        };
        let own_names = vec![(OWN_NAME.to_owned(), running.pages_at.clone())];
        let fixed = Fixed { own_names, block, networks: running.networks };
        let seed = u64::from_le_bytes(belisha_ledger::random::bytes());
        let lists = Arc::new(InForce::read(running.lists.as_deref(), &setting.now().policy, seed));
        let mut ends = Ends::at(clock.now());
        let table = {
            let (time, now) = (setting.time(), setting.now());
            let behind = now.state.latest.is_some_and(|latest| latest.as_millisecond() > ends.now.wall_ms);
            if behind {
                ends.end_all(&now, time);
            }
            table::compiled(&now, time, &mut ends, &lists.lists, &fixed)
        };
        let table = table.map_err(|error| Error::Resolver(error.to_string()))?;
        let started = Resolver::start(running.resolver, table, clock);
        let resolver = started.map_err(|error| Error::Resolver(error.to_string()))?;
        let journal = Mutex::new(Journal::new(setting.time()));
        let (folder, lists) = (running.lists, Mutex::new(lists));
        let ends = Mutex::new(ends);
        Ok(Arc::new(Self { setting, resolver, clock, fixed, folder, lists, ends, journal }))
    }

    /// Keeps the resolver in step with the log, for as long as the program runs: a line that opens or shuts something
    /// is in force within a moment, and so is what the clock changes.
    pub async fn keep(self: Arc<Self>) {
        let mut changes = self.setting.changes();
        let mut known = (u64::MAX, i64::MAX);
        self.erase_again().await;
        loop {
            let this = self.clone();
            let looked = tokio::task::spawn_blocking(move || this.look(known)).await;
            known = looked.unwrap_or(known);
            self.record().await;
            tokio::select! {
                changed = changes.changed() => if changed.is_err() { return },
                () = tokio::time::sleep(LOOK_EVERY) => {}
            }
        }
    }

    /// Makes the table anew where a line, a minute or a list makes a difference; takes back what was seen.
    fn look(&self, known: (u64, i64)) -> (u64, i64) {
        let is = self.in_step(known);
        let stale = self.folder.as_ref().is_some_and(|folder| held(&self.lists).stale(folder));
        if stale {
            // What opens or shuts is in force already: reading a long list takes its time.
            let seed = u64::from_le_bytes(belisha_ledger::random::bytes());
            let policy = self.setting.now().policy.clone();
            let before = held(&self.lists).clone();
            let lists = InForce::read(self.folder.as_deref(), &policy, seed).or_before(&before);
            *held(&self.lists) = Arc::new(lists);
            self.in_step((u64::MAX, i64::MAX));
        }
        let time = self.setting.time();
        held(&self.journal).take(self.resolver.drain(), time);
        is
    }

    fn in_step(&self, known: (u64, i64)) -> (u64, i64) {
        let lists = held(&self.lists).clone();
        let now = self.setting.now();
        // A line that landed a moment ago is not in the future.
        let time = self.setting.time().max(now.state.latest.unwrap_or(Timestamp::MIN));
        let is = (now.state.lines, time.as_second() / 60);
        if is != known {
            self.put(&now, time, &lists);
        }
        is
    }

    fn put(&self, now: &Now, time: Timestamp, lists: &Arc<InForce>) {
        let mut ends = held(&self.ends);
        ends.now = self.clock.now();
        match table::compiled(now, time, &mut ends, &lists.lists, &self.fixed) {
            Ok(table) => self.resolver.swap(table),
            // What is in force shuts by itself: every session in it has its end.
            Err(error) => tracing::error!(%error, "the resolver keeps the rules it has"),
        }
    }

    /// Puts on record what was looked up in sessions that are over, and counts once in a while.
    async fn record(&self) {
        let time = self.setting.time();
        let over: Vec<SessionId> = {
            let now = self.setting.now();
            let past = |there: &online::Session| {
                there
                    .over(time)
                    .is_some_and(|(at, _)| time.as_second() - at.as_second() >= RECORD_AFTER_SECONDS)
            };
            let over = now.state.online.unrecorded(time).filter(|(_, there)| past(there));
            over.map(|(id, _)| id.clone()).collect()
        };
        for session in over {
            let began = self.setting.now().state.online.sessions.get(&session).map(|there| there.since);
            let (names, opened, refused) = held(&self.journal).of_session(session.as_str(), began);
            let id = session.to_string();
            let command = online::Command::LookedUp { session, names, opened, refused };
            if self.submit(Command::Online(command)).await {
                held(&self.journal).forget(&id);
            }
        }
        let old: Vec<SessionId> = self.setting.now().state.online.to_forget(time).cloned().collect();
        for session in old {
            // The line first: a key that is gone with names still shown would be the worse half.
            if self.submit(Command::Online(online::Command::EraseNames { session: session.clone() })).await {
                self.destroy(&[online::names_of(&session)]).await;
            }
        }
        let due = held(&self.journal).counts(time, COUNT_EVERY_SECONDS);
        if let Some((on, devices)) = due {
            self.submit(Command::Network(network::Command::Count { on, devices })).await;
        }
    }

    /// Puts what is not on record yet there, before the program stops.
    pub async fn finish(&self) {
        let time = self.setting.time();
        held(&self.journal).take(self.resolver.drain(), time);
        let due = held(&self.journal).counts(time, 0);
        if let Some((on, devices)) = due {
            self.submit(Command::Network(network::Command::Count { on, devices })).await;
        }
    }

    /// Whether it was carried out; it is tried again when not.
    async fn submit(&self, command: Command) -> bool {
        let given = self.setting.submit(Author::Program, command).await;
        if let Err(error) = &given {
            tracing::warn!(%error, "what was looked up could not be put on record");
        }
        given.is_ok()
    }

    async fn destroy(&self, subjects: &[String]) {
        if let Err(error) = self.setting.destroy_keys(subjects).await {
            tracing::warn!(%error, "the key of names could not be destroyed; it is tried again at the next start");
        }
    }

    /// Destroys the keys of names that were erased once more: a program that was killed between the two left one.
    async fn erase_again(&self) {
        let subjects: Vec<String> = {
            let now = self.setting.now();
            let erased = |there: &online::Session| {
                there.looked_up.as_ref().is_some_and(|looked| looked.names.is_none())
            };
            let sessions = now.state.online.sessions.iter().filter(|(_, there)| erased(there));
            sessions.map(|(id, _)| online::names_of(id)).collect()
        };
        if !subjects.is_empty() {
            self.destroy(&subjects).await;
        }
    }

    /// Where it is asked.
    pub fn addresses(&self) -> Vec<SocketAddr> {
        let all = self.resolver.addresses();
        all.dns.iter().chain(&all.tls).chain(&all.https).copied().collect()
    }

    /// What was refused lately, the latest first; not while holding what is known of the setting.
    pub fn refused(&self) -> Vec<Refused> {
        let time = self.setting.time();
        let mut journal = held(&self.journal);
        journal.take(self.resolver.drain(), time);
        journal.refused()
    }

    /// The imported lists in force; how fetching them goes is as it stands in the folder now.
    pub fn lists(&self) -> Vec<About> {
        let mut all = held(&self.lists).about.clone();
        let lately = self.folder.as_deref().map(listed).unwrap_or_default();
        for about in &mut all {
            let same = |there: &&(String, About)| {
                (&there.1.title, &there.1.version) == (&about.title, &about.version)
            };
            about.fetching = lately.iter().find(same).and_then(|(_, there)| there.fetching.clone());
        }
        all
    }

    /// What becomes of a name on a device now; not while holding what is known of the setting. Imported lists
    /// are included; `None` is a device that nobody knows.
    pub fn check(&self, device: Option<&DeviceId>, name: &str) -> Answer {
        let state = &self.setting.now().state;
        answer(&self.resolver.table(), state, device, name, self.clock.now())
    }

    /// Looks up, as each device would, a name that must be shut and one that must resolve.
    pub fn test(&self) -> Tested {
        let (time, moment, table) = (self.setting.time(), self.clock.now(), self.resolver.table());
        let now = self.setting.now();
        let (state, policy) = (&now.state, &now.policy);
        let becomes = |id: &DeviceId, name: &str| answer(&table, state, Some(id), name, moment);
        let (mut tested, devices) = (Tested::default(), internet::devices(state, policy));
        for (id, device) in devices {
            tested.devices += 1;
            let name = &device.is.name;
            if !state.network.known.contains_key(id) {
                tested.wrong.push(format!("The filter does not know {name}."));
                continue;
            }
            let door = internet::door(id, state, policy, time);
            let category =
                |id: &String| policy.catalogue.sites.categories.iter().find(|there| there.id == *id);
            let shut = door.refused.keys().filter_map(category).find_map(|there| there.names.first());
            let shut = shut.map_or(UNKNOWN, String::as_str);
            if becomes(id, shut) == Answer::Resolves {
                tested.wrong.push(format!("{shut} must be shut on {name}, and resolves."));
            }
            let open = if door.access == internet::Access::Open { UNKNOWN } else { OWN_NAME };
            if becomes(id, open) != Answer::Resolves {
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

fn answer(table: &Table, state: &State, device: Option<&DeviceId>, name: &str, now: Moment) -> Answer {
    let unknown = Client::Name("".into());
    let client = device.and_then(|device| client(device, state)).unwrap_or(unknown);
    let Ok(name) = Name::from_text(name) else {
        return Answer::Refused(Why { says: "that is no name".into(), clauses: Vec::new() });
    };
    match table.decide(&client, &name, A, now) {
        Verdict::Refuse { reason, .. } => Answer::Refused(table::why(reason)),
        Verdict::Signal(_) => {
            let says = "it is a way round the filter".to_owned();
            Answer::Refused(Why { says, clauses: vec!["house.8".into()] })
        }
        _ => Answer::Resolves,
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
) -> Result<Answer, Error> {
    let seed = u64::from_le_bytes(belisha_ledger::random::bytes());
    let (time, now, moment) = (setting.time(), setting.now(), SystemClock::start().now());
    let lists = InForce::read(lists, &now.policy, seed);
    let own = Fixed { own_names: vec![(OWN_NAME.to_owned(), Vec::new())], ..Fixed::default() };
    let mut ends = Ends::at(moment);
    let table = table::compiled(&now, time, &mut ends, &lists.lists, &own);
    let table = table.map_err(|error| Error::Resolver(error.to_string()))?;
    Ok(answer(&table, &now.state, device, name, moment))
}

/// Reads an upstream, for the command line.
///
/// # Errors
/// [`Error::Resolver`], with how one is written.
pub fn upstream(text: &str) -> Result<Upstream, Error> {
    text.parse().map_err(|error: belisha_filter::UpstreamError| Error::Resolver(error.to_string()))
}
