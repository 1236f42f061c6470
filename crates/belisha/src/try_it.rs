//! `belisha try`: a populated setting to explore, in a temporary folder.

mod pictures;
mod scenes;

use crate::clock::SystemClock;
use crate::command::{Data, Keeping};
use crate::folder::{self, SETTING};
use crate::output::say;
use crate::serve;
use anyhow::Context;
use belisha_ledger::Log;
use belisha_policy::builtin_packs;
use belisha_rehearsal::story::{Cast, Scale, Story, Telling, tell};
use belisha_service::{Clock, Setting, bulk};
use belisha_web::{App, hash};
use std::process::ExitCode;
use std::sync::Arc;

const SCALE: Scale = Scale { adults: 14, children: 30, weeks: 12 };

pub(crate) fn try_it(policy: &str, listen: &str, seed: u64) -> anyhow::Result<ExitCode> {
    serve::logging();
    // Names a wrong policy before anything is made.
    crate::policy::find(policy)?;
    let text = builtin_packs().iter().find(|(id, _)| *id == policy).map(|(_, text)| *text);
    let text =
        text.ok_or_else(|| anyhow::anyhow!("`{policy}` is not one of the policies that come with Belisha"))?;
    let temporary =
        tempfile::Builder::new().prefix("belisha-try-").tempdir().context("no temporary folder")?;
    let data = Data { data: temporary.path().to_owned(), key: None };
    let folder = folder::open_or_make(&data)?;
    say(&format!("Making up a term of a preschool that runs by `{policy}` …"));
    let until = SystemClock.now();
    let hashed = |secret: &str| hash(secret).unwrap_or_default();
    let story = tell(&Telling { policy: text, scale: SCALE, until, seed, hash: &hashed })?;
    write(&folder, &story)?;
    let setting = Setting::open(folder.store.clone(), &folder.master, SETTING, Arc::new(SystemClock))?;
    let gallery = folder::gallery(&data, &Keeping::default(), setting.clone())?;
    say("Drawing pictures …");
    let runtime = tokio::runtime::Runtime::new()?;
    let pictures = runtime.block_on(pictures::hang(&setting, &gallery, &story.cast));
    drop(runtime);
    let app = App::new(setting.clone(), None, false).with_gallery(gallery.clone());
    let (cast, lines) = (story.cast, story.lines.len());
    let result = serve::run(setting, gallery, app, listen, |address| {
        invite(address, policy, &cast, lines, pictures, temporary.path());
    });
    drop(temporary);
    result
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
    say("  Sign in with a name and a password:");
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
    say("");
    say("  Stop with Ctrl-C.");
}
