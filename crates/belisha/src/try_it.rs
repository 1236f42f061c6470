//! `belisha try`: a populated setting to explore, in a temporary folder.

mod pictures;
mod scenes;

use crate::clock::SystemClock;
use crate::folder::{self, SETTING};
use crate::options::{Data, Keeping};
use crate::output::say;
use crate::packs::find;
use crate::resolver::{self, Dns};
use crate::serve;
use anyhow::Context;
use belisha_ledger::Log;
use belisha_policy::pack_text;
use belisha_rehearsal::story::{Cast, Scale, Story, Telling, tell};
use belisha_service::{Setting, bulk};
use belisha_web::{App, hash};
use clap::Args;
use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

const SCALE: Scale = Scale { adults: 14, children: 30, weeks: 12 };

#[derive(Debug, Args)]
pub(crate) struct Try {
    /// The policy it runs by.
    #[arg(long, default_value = "all-saints")]
    policy: String,
    /// Where to listen.
    #[arg(long, default_value = "127.0.0.1:7878")]
    listen: String,
    /// Where the resolver is asked.
    #[arg(long, default_value = "127.0.0.1:7853")]
    dns: SocketAddr,
    /// The seed of the history that is made up.
    #[arg(long, default_value_t = 7)]
    seed: u64,
}

impl Try {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let Self { policy, listen, dns, seed } = self;
        let policy = policy.as_str();
        // Names a wrong policy before anything is made.
        find(policy)?;
        let text = pack_text(policy);
        let text = text
            .ok_or_else(|| anyhow::anyhow!("`{policy}` is not one of the policies that come with Belisha"))?;
        let temporary =
            tempfile::Builder::new().prefix("belisha-try-").tempdir().context("no temporary folder")?;
        let data = Data { data: temporary.path().to_owned(), key: None };
        let folder = folder::open_or_make(&data)?;
        say(&format!("Making up a term of a preschool that runs by `{policy}` …"));
        let until = SystemClock.now();
        let hashed = |secret: &str| hash(secret).unwrap_or_default();
        let story = tell(&Telling { policy: text, scale: SCALE, until, seed, hash: &hashed })?;
        write(&folder, &story)?;
        let setting = folder.setting()?;
        let gallery = folder::gallery(&data, &Keeping::default(), setting.clone())?;
        say("Drawing pictures …");
        let runtime = tokio::runtime::Runtime::new()?;
        let pictures = runtime.block_on(pictures::hang(&setting, &gallery, &story.cast));
        drop(runtime);
        let mut app = App::new(setting.clone(), None, false)
            .with_gallery(gallery.clone())
            .with_recovery_key(folder.is_recovery_key());
        let resolver = started(dns, temporary.path(), &setting);
        if let Some(resolver) = &resolver {
            app = app.with_internet(resolver.internet.clone());
        }
        let asked_at = resolver.as_ref().and_then(|resolver| resolver.internet.addresses().first().copied());
        let devices = pretend(&setting);
        let (cast, lines) = (story.cast, story.lines.len());
        let result =
            serve::run(setting, gallery, folder.recovery_check(), resolver, app, &listen, |address| {
                invite(address, policy, &cast, lines, pictures, temporary.path());
                if let Some(asked_at) = asked_at {
                    say_how_to_look_up(asked_at, &devices);
                }
                say("");
                say("  Stop with Ctrl-C.");
            });
        drop(temporary);
        result
    }
}

fn write(folder: &folder::Folder, story: &Story) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let mut log = Log::create(folder.store.clone(), &folder.master, SETTING)?;
    runtime.block_on(bulk(&mut log, &story.lines))?;
    log.checkpoint()?;
    Ok(())
}

fn invite(
    address: &str,
    policy: &str,
    cast: &[Cast],
    lines: usize,
    pictures: usize,
    folder: &std::path::Path,
) {
    say("");
    say(&format!("  Belisha is at   http://{address}/"));
    say(&format!(
        "  The policy is   {policy} (others: --policy jigsaw, information-security, beaumont, portreath, all-saints)"
    ));
    say(&format!("  The data is in  {} ({lines} lines; gone when you stop)", folder.display()));
    say(&format!("  There are       {pictures} pictures, drawn by the program: look under Pictures"));
    say("");
    say("  Sign in with a name and a password, and tick that the device is the setting's:");
    for person in cast.iter().filter(|person| person.password.is_some()) {
        let password = person.password.as_deref().unwrap_or_default();
        say(&format!("    {:<12} {password:<20} ({})", person.name, person.roles.join(", ")));
    }
    say("  or, on a tablet that the manager has enrolled (Devices → a tablet), with a PIN:");
    for person in cast.iter().filter(|person| person.roles.iter().any(|role| role == "practitioner")).take(2)
    {
        say(&format!("    {:<12} {}", person.name, person.pin));
    }
    say("");
    say("  Three things to try:");
    say("    1. Today: somebody's phone is not put away. One tap puts that right, on every tablet at once.");
    say("    2. May I…?: ask \"use my phone in the play room\", then do what would make it a yes.");
    say("    3. Policy: each clause, where it stands, and the evidence. Sign it.");
}

/// The resolver, on a high port; on any that is free when that one is taken.
fn started(dns: SocketAddr, data: &Path, setting: &Arc<Setting>) -> Option<resolver::Started> {
    let at = |dns: SocketAddr| Dns { dns: vec![dns], upstream: upstreams(), ..Dns::default() };
    let started = resolver::started(&at(dns), data, setting)
        .or_else(|_| resolver::started(&at(SocketAddr::new(dns.ip(), 0)), data, setting));
    match started {
        Ok(started) => started,
        Err(error) => {
            say(&format!("The resolver does not run: {error}"));
            None
        }
    }
}

/// Whom this computer asks; where it asks nobody, a public resolver, which need not be there to see what is shut.
fn upstreams() -> Vec<belisha_filter::Upstream> {
    let known = resolver::of_this_computer();
    if known.is_empty() { "9.9.9.9".parse().into_iter().collect() } else { known }
}

/// Devices with addresses to play them by.
fn pretend(setting: &Setting) -> Vec<(String, IpAddr)> {
    let now = setting.now();
    let known = now.state.network.known.iter();
    known.filter_map(|(id, by)| Some((now.state.devices.name(id), *by.addresses.first()?))).collect()
}

fn say_how_to_look_up(at: SocketAddr, devices: &[(String, IpAddr)]) {
    say("");
    say(&format!("  The resolver is asked at {at}. Each pretend device has an address of its own:"));
    for (name, address) in devices.iter().filter(|(name, _)| name.contains("omputer")) {
        say(&format!("    dig -b {address} @{} -p {} www.bbc.co.uk     ({name})", at.ip(), at.port()));
    }
    say("  The children's computer is shut until you open the internet for it, on the page Internet.");
}
