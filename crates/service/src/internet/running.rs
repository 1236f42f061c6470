//! The resolver that runs beside a setting, in step with its log and its clock.

use super::lists::{About, InForce, listed};
use super::seen::{Journal, RefusedLookUp};
use super::table::{self, Ends, Fixed, OWN_NAME};
use crate::error::Error;
use crate::setting::{Current, Setting};
use belisha_filter::{BlockAddress, Clock, Config, Network, Resolver, SystemClock};
use belisha_setting::Subject as _;
use belisha_setting::{Author, Command, SessionId, network, online};
use jiff::Timestamp;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How often it looks whether something other than a line has changed.
const LOOK_EVERY: Duration = Duration::from_millis(250);
/// How often counts go on record.
const COUNT_EVERY_SECONDS: i64 = 3_600;
/// How long after its end a session's look-ups are put on record, so that what is under way comes in.
const RECORD_AFTER_SECONDS: i64 = 3;
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
    pub(super) setting: Arc<Setting>,
    pub(super) resolver: Resolver,
    pub(super) clock: SystemClock,
    fixed: Fixed,
    folder: Option<PathBuf>,
    lists: Mutex<Arc<InForce>>,
    ends: Mutex<Ends>,
    journal: Mutex<Journal>,
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

    fn put(&self, now: &Current, time: Timestamp, lists: &Arc<InForce>) {
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
            let past = |known: &online::Session| {
                known
                    .over(time)
                    .is_some_and(|(at, _)| time.as_second() - at.as_second() >= RECORD_AFTER_SECONDS)
            };
            let over = now.state.online.unrecorded(time).filter(|(_, known)| past(known));
            over.map(|(id, _)| id.clone()).collect()
        };
        for session in over {
            let began = self.setting.now().state.online.sessions.get(&session).map(|known| known.since);
            let (names, opened, refused) = held(&self.journal).of_session(session.as_str(), began);
            let id = session.to_string();
            let command = online::Prepared::LookedUp { session, names, opened, refused };
            if self.submit(command.into()).await {
                held(&self.journal).forget(&id);
            }
        }
        let old: Vec<SessionId> = self.setting.now().state.online.to_forget(time).cloned().collect();
        for session in old {
            // The line first: a key that is gone with names still shown would be the worse half.
            if self.submit(online::Prepared::EraseNames { session: session.clone() }.into()).await {
                self.destroy(&[online::names_of(&session).key_name()]).await;
            }
        }
        let due = held(&self.journal).counts(time, COUNT_EVERY_SECONDS);
        if let Some((on, devices)) = due {
            self.submit(network::Prepared::Count { on, devices }.into()).await;
        }
    }

    /// Puts what is not on record yet there, before the program stops.
    pub async fn finish(&self) {
        let time = self.setting.time();
        held(&self.journal).take(self.resolver.drain(), time);
        let due = held(&self.journal).counts(time, 0);
        if let Some((on, devices)) = due {
            self.submit(network::Prepared::Count { on, devices }.into()).await;
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
            let erased = |known: &online::Session| {
                known.looked_up.as_ref().is_some_and(|looked| looked.names.is_none())
            };
            let sessions = now.state.online.sessions.iter().filter(|(_, known)| erased(known));
            sessions.map(|(id, _)| online::names_of(id).key_name()).collect()
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
    pub fn refused(&self) -> Vec<RefusedLookUp> {
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
            let same = |entry: &&(String, About)| {
                (&entry.1.title, &entry.1.version) == (&about.title, &about.version)
            };
            about.fetching = lately.iter().find(same).and_then(|(_, entry)| entry.fetching.clone());
        }
        all
    }
}
