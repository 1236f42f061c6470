//! A disk that keeps us waiting holds up nobody else. Each test runs on one thread: whoever blocks it blocks the task that
//! would let the disk go on, and the test would never end.

use belisha_ledger::{Append, Error, Log, MasterKey, Row, SettingKeys, Sqlite, Store};
use belisha_service::{FixedClock, Setting};
use belisha_setting::{Author, Command, profile};
use std::sync::{Arc, Condvar, Mutex};
use tokio::sync::oneshot;

/// Where a store waits while it is shut; it says how many wait.
#[derive(Default)]
struct Gate {
    shut: Mutex<bool>,
    opened: Condvar,
    waits: tokio::sync::Notify,
}

impl Gate {
    fn set(&self, shut: bool) {
        *self.shut.lock().unwrap() = shut;
        self.opened.notify_all();
    }

    fn pass(&self) {
        let mut shut = self.shut.lock().unwrap();
        while *shut {
            self.waits.notify_one();
            shut = self.opened.wait(shut).unwrap();
        }
    }
}

/// SQLite behind gates: for what is appended, for what is kept beside, for what is read.
struct Slow {
    inner: Arc<Sqlite>,
    appends: Arc<Gate>,
    beside: Gate,
    reads: Gate,
}

impl Slow {
    fn open(folder: &std::path::Path) -> Arc<Self> {
        let inner = Arc::new(Sqlite::open(&folder.join("belisha.db")).unwrap());
        Arc::new(Self { inner, appends: Arc::default(), beside: Gate::default(), reads: Gate::default() })
    }
}

impl Store for Slow {
    fn append(&self, append: Append) -> oneshot::Receiver<Result<(), Error>> {
        let (answer, answered) = oneshot::channel();
        let (inner, gate) = (self.inner.clone(), self.appends.clone());
        std::thread::spawn(move || {
            gate.pass();
            let _ = answer.send(inner.append(append).blocking_recv().unwrap());
        });
        answered
    }

    fn read(&self, setting: &str, from: u64, each: &mut dyn FnMut(Row<'_>) -> bool) -> Result<(), Error> {
        self.reads.pass();
        self.inner.read(setting, from, each)
    }

    fn length(&self, setting: &str) -> Result<u64, Error> {
        self.reads.pass();
        self.inner.length(setting)
    }

    fn settings(&self) -> Result<Vec<(String, SettingKeys)>, Error> {
        self.inner.settings()
    }

    fn add_setting(&self, setting: &str, keys: &SettingKeys) -> Result<(), Error> {
        self.inner.add_setting(setting, keys)
    }

    fn person_keys(&self, setting: &str) -> Result<Vec<(String, Vec<u8>)>, Error> {
        self.reads.pass();
        self.inner.person_keys(setting)
    }

    fn destroy_key(&self, setting: &str, person: &str) -> Result<(), Error> {
        self.beside.pass();
        self.inner.destroy_key(setting, person)
    }

    fn keep_checkpoint(&self, setting: &str, size: u64, note: &str) -> Result<(), Error> {
        self.beside.pass();
        self.inner.keep_checkpoint(setting, size, note)
    }

    fn checkpoints(&self, setting: &str) -> Result<Vec<(u64, String)>, Error> {
        self.inner.checkpoints(setting)
    }

    fn keep_snapshot(&self, setting: &str, size: u64, sealed: &[u8]) -> Result<(), Error> {
        self.beside.pass();
        self.inner.keep_snapshot(setting, size, sealed)
    }

    fn snapshot(&self, setting: &str) -> Result<Option<(u64, Vec<u8>)>, Error> {
        self.inner.snapshot(setting)
    }

    fn recovery(&self) -> Result<Option<Vec<u8>>, Error> {
        self.inner.recovery()
    }

    fn rewrap(&self, settings: &[(String, SettingKeys)], recovery: &[u8]) -> Result<(), Error> {
        self.inner.rewrap(settings, recovery)
    }

    fn keep_recovery(&self, wrapped: &[u8]) -> Result<(), Error> {
        self.inner.keep_recovery(wrapped)
    }
}

fn open(store: &Arc<Slow>, master: &MasterKey) -> Arc<Setting> {
    let clock = Arc::new(FixedClock::fixed("2026-09-14T08:00:00Z".parse().unwrap()));
    Setting::open(store.clone(), master, "s", clock).unwrap()
}

/// A setting of one line on a store that can be held up.
async fn begun(folder: &std::path::Path) -> (Arc<Slow>, MasterKey, Arc<Setting>) {
    let (store, master) = (Slow::open(folder), MasterKey::generate());
    drop(Log::create(store.clone(), &master, "s").unwrap());
    let setting = open(&store, &master);
    let found = profile::Command::Found { name: "Amber Lane".into(), number: "1".into() };
    setting.submit(Author::Program, Command::Setting(found)).await.unwrap();
    (store, master, setting)
}

fn number(text: &str) -> Command {
    Command::Setting(profile::Command::SetNumber { number: text.into() })
}

#[tokio::test]
async fn pages_are_read_while_an_append_waits_for_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let (store, _, setting) = begun(folder.path()).await;
    store.appends.set(true);
    let appended = tokio::spawn({
        let setting = setting.clone();
        async move { setting.submit(Author::Program, number("2")).await }
    });
    store.appends.waits.notified().await;
    assert_eq!(setting.lines(0, 10).await.unwrap().len(), 1);
    assert_eq!(setting.now().state.lines, 1, "what is not durable is not shown");
    assert!(setting.check(&Author::Program, &number("3")).is_ok());
    store.appends.set(false);
    assert_eq!(appended.await.unwrap().unwrap().len(), 1);
    assert_eq!(setting.lines(0, 10).await.unwrap().len(), 2);
}

#[tokio::test]
async fn lines_are_written_and_read_while_a_snapshot_waits_for_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let (store, master, setting) = begun(folder.path()).await;
    store.beside.set(true);
    let sealed = tokio::spawn({
        let setting = setting.clone();
        async move { setting.seal().await }
    });
    store.beside.waits.notified().await;
    setting.submit(Author::Program, number("2")).await.unwrap();
    assert_eq!(setting.lines(0, 10).await.unwrap().len(), 2);
    store.beside.set(false);
    assert_eq!(sealed.await.unwrap().unwrap().size, 1, "it was begun before the second line");
    drop(setting);
    let again = open(&store, &master);
    assert_eq!(again.now().state.lines, 2);
}

#[tokio::test]
async fn lines_are_written_while_a_page_of_the_log_waits_for_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let (store, _, setting) = begun(folder.path()).await;
    store.reads.set(true);
    let page = tokio::spawn({
        let setting = setting.clone();
        async move { setting.lines(0, 10).await }
    });
    store.reads.waits.notified().await;
    setting.submit(Author::Program, number("2")).await.unwrap();
    assert_eq!(setting.now().state.lines, 2);
    store.reads.set(false);
    assert!(!page.await.unwrap().unwrap().is_empty());
}

/// Somebody else wrote in between: the log is read again, and only those who write wait for that.
#[tokio::test]
async fn what_is_known_is_read_while_the_log_is_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let (store, master, setting) = begun(folder.path()).await;
    let other = open(&store, &master);
    other.submit(Author::Program, number("2")).await.unwrap();
    store.reads.set(true);
    let written = tokio::spawn({
        let setting = setting.clone();
        async move { setting.submit(Author::Program, number("3")).await }
    });
    store.reads.waits.notified().await;
    assert_eq!(setting.now().state.lines, 1);
    store.reads.set(false);
    assert_eq!(written.await.unwrap().unwrap()[0].seq, 2);
    assert_eq!(setting.now().state.lines, 3);
}
