//! `belisha serve`.

use crate::beats;
use crate::checks;
use crate::days;
use crate::folder::{self, RecoveryCheck};
use crate::listener;
use crate::options::{Data, Keeping, Pages};
use crate::output::say;
use crate::resolver::{self, Dns};
use crate::tasks::{Tasks, closed};
use anyhow::Context;
use belisha_service::{Gallery, Setting};
use belisha_web::{App, router};
use clap::Args;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use tokio::signal::unix::{Signal, SignalKind, signal};

/// How long requests under way, and what runs beside them, may take to end.
const ENDING_MAX: Duration = Duration::from_secs(10);

/// All that a setting's program is told.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    #[command(flatten)]
    pub(crate) data: Data,
    #[command(flatten)]
    pub(crate) keeping: Keeping,
    #[command(flatten)]
    pub(crate) pages: Pages,
    #[command(flatten)]
    pub(crate) dns: Dns,
}

impl Serve {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let folder = folder::open_or_make(&self.data)?;
        let _held = folder::hold(&self.data)?;
        let setting = folder.setting()?;
        let gallery = folder::gallery(&self.data, &self.keeping, setting.clone())?;
        if let Some(key) = &folder.recovery {
            say("A new data folder was made. This is its recovery key, shown now and never again:");
            say("");
            say(&format!("    {key}"));
            say("");
            say(
                "Keep it on paper, away from this computer. With it `belisha recover` writes a lost key file anew.",
            );
        }
        let mut app = App::new(setting.clone(), folder.recovery.clone(), self.pages.https)
            .with_public_name(self.pages.name.as_deref())
            .remembering_figures(self.data.data.join("figures.json"));
        if folder.recovery.is_some() {
            let code = first_run_code();
            say(&format!("Whoever begins from another computer is asked for this code: {code}"));
            app = app.with_first_run_code(&code);
        }
        let mut app = app.with_gallery(gallery.clone()).with_recovery_key(folder.is_recovery_key());
        let resolver = resolver::started(&self.dns, &self.data.data, &setting)?;
        if let Some(resolver) = &resolver {
            app = app.with_internet(resolver.internet.clone());
            let at: Vec<String> = resolver.internet.addresses().iter().map(ToString::to_string).collect();
            say(&format!("The resolver is asked at {}", at.join(", ")));
        }
        let recovery = folder.recovery_check();
        run(setting, gallery, recovery, resolver, app, &self.pages.listen, |address| {
            say(&format!("Belisha is at http://{address}/ — stop it with Ctrl-C"))
        })
    }
}

/// Six figures, for whoever can read what the program prints.
fn first_run_code() -> String {
    let number = u32::from_le_bytes(belisha_ledger::random::bytes()) % 1_000_000;
    format!("{number:06}")
}

/// Serves until it is told to stop. Then no new connection is taken, requests under way are finished, what runs beside
/// them ends, and the log is sealed.
pub(crate) fn run(
    setting: Arc<Setting>,
    gallery: Arc<Gallery>,
    recovery: RecoveryCheck,
    resolver: Option<resolver::Started>,
    app: App,
    listen: &str,
    ready: impl FnOnce(&str),
) -> anyhow::Result<ExitCode> {
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(listen)
            .await
            .with_context(|| format!("could not listen at {listen}"))?;
        days::end_forgotten(&setting).await;
        // Before it is said that the program is there: whoever reads that may tell it to stop at once.
        let mut signals = Signals::heard()?;
        ready(&listener.local_addr()?.to_string());
        let mut tasks = Tasks::default();
        tasks.add("checks", checks::nightly(setting.clone(), gallery.clone(), recovery, app.findings()));
        tasks.add("gallery", gallery.keep_tidy());
        tasks.add("days", days::watched(setting.clone()));
        tasks.add("beats", beats::odd(setting.clone()));
        if let Some(resolver) = &resolver {
            resolver.run(&app, &setting, &mut tasks).await?;
        }
        let ended = closed(setting.changes());
        let mut server = std::pin::pin!(listener::serve(listener, router(app), ended));
        let stopped = tokio::select! {
            () = &mut server => false,
            () = signals.told_to_stop() => true,
        };
        setting.close();
        if stopped {
            say("Stopping.");
            tokio::select! {
                served = tokio::time::timeout(ENDING_MAX, server) => if served.is_err() {
                    tracing::warn!("a request did not end in time and was given up");
                },
                () = signals.told_to_stop() => tracing::warn!("told twice to stop: requests under way were given up"),
            }
        }
        tasks.finish(ENDING_MAX).await;
        if let Some(resolver) = resolver {
            resolver.internet.finish().await;
        }
        setting.seal().await?;
        Ok(ExitCode::SUCCESS)
    })
}

/// The signals that tell the program to stop, heard from when this is made.
struct Signals {
    interrupt: Signal,
    terminate: Signal,
}

impl Signals {
    fn heard() -> std::io::Result<Self> {
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    async fn told_to_stop(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}
