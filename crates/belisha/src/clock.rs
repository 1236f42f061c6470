//! The machine's clocks, asked in one place, and what is remembered of them between two runs.

use belisha_service::{Anchor, Clock, Doubt, Machine, TrustedClock};
use jiff::Timestamp;
use rustix::time::{ClockId, clock_gettime};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// The machine's clocks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SystemClock;

impl SystemClock {
    /// What the machine says the time is.
    #[expect(clippy::disallowed_methods, reason = "this is the one place")]
    pub(crate) fn now(self) -> Timestamp {
        Timestamp::now()
    }
}

/// What is fetched for a list is dated as the machine says: nothing hangs on it but when it is fetched again.
impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        (*self).now()
    }

    fn ticks(&self) -> Duration {
        self.running()
    }
}

impl Machine for SystemClock {
    fn wall(&self) -> Timestamp {
        self.now()
    }

    fn running(&self) -> Duration {
        // It goes on while the machine sleeps, and nobody can set it.
        let time = clock_gettime(ClockId::Boottime);
        Duration::new(
            u64::try_from(time.tv_sec).unwrap_or_default(),
            u32::try_from(time.tv_nsec).unwrap_or_default(),
        )
    }

    fn boot(&self) -> String {
        // Without it every start is the first of a run of the machine, which is the stricter reading.
        std::fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default().trim().to_owned()
    }
}

/// The file that remembers a time that was believed.
const REMEMBERED: &str = "clock.json";
/// It is written this often while the program runs.
const REMEMBERED_EVERY: Duration = Duration::from_secs(60 * 60);

/// The clock of a data folder, which remembers from one start to the next what time it was.
pub(crate) struct FolderClock {
    trusted: TrustedClock<SystemClock>,
    folder: PathBuf,
    /// When the file was last written.
    written: Mutex<Option<Duration>>,
}

impl FolderClock {
    /// The clock of a folder.
    pub(crate) fn new(folder: &Path) -> Self {
        let last = std::fs::read(folder.join(REMEMBERED)).ok();
        let last = last.and_then(|json| {
            serde_json::from_slice::<Anchor>(&json)
                .inspect_err(
                    |error| tracing::warn!(%error, "the remembered time cannot be read: the log's is used"),
                )
                .ok()
        });
        let last = last.filter(|last| !last.boot.is_empty());
        let trusted = TrustedClock::new(SystemClock, last);
        Self { trusted, folder: folder.to_owned(), written: Mutex::new(None) }
    }

    /// Writes the file where it is old, or now.
    fn remember(&self, at_once: bool) {
        let ticks = self.trusted.ticks();
        {
            let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
            let is_new = written.is_some_and(|written| ticks.saturating_sub(written) < REMEMBERED_EVERY);
            if is_new && !at_once {
                return;
            }
            *written = Some(ticks);
        }
        let (path, arriving) = (self.folder.join(REMEMBERED), self.folder.join("clock.json.new"));
        let json = serde_json::to_vec(&self.trusted.anchor()).map_err(std::io::Error::other);
        let kept = json
            .and_then(|json| std::fs::write(&arriving, json))
            .and_then(|()| std::fs::rename(&arriving, &path));
        if let Err(error) = kept {
            tracing::warn!(%error, "the time could not be remembered: the next start goes by the log");
        }
    }
}

impl Clock for FolderClock {
    fn now(&self) -> Timestamp {
        let now = self.trusted.now();
        self.remember(false);
        now
    }

    fn ticks(&self) -> Duration {
        self.trusted.ticks()
    }

    fn doubt(&self) -> Option<Doubt> {
        self.trusted.doubt()
    }

    fn log_ends_at(&self, latest: Timestamp) {
        self.trusted.log_ends_at(latest);
    }

    fn stated(&self, now: Timestamp) {
        self.trusted.stated(now);
        self.remember(true);
    }
}
