//! The page of concerns, with 200 open and 5,000 closed ones, beside Today on the same setting.

use crate::pages::{length_of, sign_in};
use crate::table::{Table, in_turn, per_second, time};
use belisha_ledger::{Log, MasterKey, Sqlite};
use belisha_policy::{Catalogue, Policy, builtin_pack, builtin_packs};
use belisha_rehearsal::story::{Scale, Story, Telling, tell};
use belisha_service::{FixedClock, Setting, bulk};
use belisha_setting::concerns::Command as Concern;
use belisha_setting::in_memory::carry_out;
use belisha_setting::{Author, Command};
use belisha_web::{App, hash, router};
use jiff::SignedDuration;
use std::sync::Arc;

const EACH: usize = 60;
const OPEN: usize = 200;
const CLOSED: usize = 5_000;
const POLICY: &str = "all-saints";

pub(crate) fn measure(table: &mut Table) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let folder = tempfile::tempdir()?;
    let until = "2026-09-16T10:00:00Z".parse()?;
    let text = builtin_packs().iter().find(|(id, _)| *id == POLICY).map_or("", |(_, text)| text);
    let scale = Scale { adults: 15, children: 60, weeks: 2 };
    let hashed = |secret: &str| {
        if secret.contains(' ') { hash(secret).unwrap_or_default() } else { "$argon2id$".into() }
    };
    let mut story = tell(&Telling { policy: text, scale, until, seed: 1, hash: &hashed })?;
    worry(&mut story, OPEN, CLOSED)?;
    anyhow::ensure!(story.state.concerns.open.len() >= OPEN, "they are open");
    anyhow::ensure!(story.state.concerns.all.len() >= OPEN + CLOSED, "they are there");
    let store = Arc::new(Sqlite::open(&folder.path().join("concerns.db"))?);
    let master = MasterKey::generate();
    let mut log = Log::create(store.clone(), &master, "s")?;
    runtime.block_on(bulk(&mut log, &story.lines))?;
    drop(log);
    let latest = story.state.latest.unwrap_or(until);
    let setting = Setting::open(store, &master, "s", Arc::new(FixedClock::fixed(latest)))?;
    let ours = router(App::new(setting, None, false));
    let cookie = runtime.block_on(sign_in(&ours))?;
    let load = |path: &str| {
        time(|| {
            runtime.block_on(async {
                for _ in 0..EACH {
                    let _ = length_of(&ours, &cookie, path).await;
                }
            });
        })
        .1
    };
    let size = runtime.block_on(length_of(&ours, &cookie, "/concerns"))?;
    anyhow::ensure!(size > 10_000, "the page of concerns is {size} bytes: was it signed in?");
    let (a, b, ratio) = in_turn(|| load("/concerns"), || load("/"));
    let name = format!("Concerns ({size} bytes, {OPEN} open, {CLOSED} closed) / Today on the same setting");
    table.at_least(&name, per_second(EACH, a), per_second(EACH, b), 1.0 / ratio, 1.0);
    Ok(())
}

/// Raises many concerns after the story, and closes most of them.
fn worry(story: &mut Story, open: usize, closed: usize) -> anyhow::Result<()> {
    let catalogue = Catalogue::builtin();
    let policy = Policy::compile(builtin_pack(POLICY, &catalogue)?, catalogue)?;
    let kinds = ["parents-upload", "device-misuse", "breach", "post-that-harms", "inappropriate-message"];
    for n in 0..open + closed {
        let open = n >= closed;
        let kind = if open { kinds.get(n % kinds.len()).copied().unwrap_or("other") } else { "other" };
        let id = format!("w{n}");
        let child = story.state.children.here().nth(n % 20).map(|(child, _)| child.clone());
        give(
            story,
            &policy,
            Concern::Raise {
                concern: id.as_str().into(),
                kind: kind.into(),
                said: format!("Worry number {n}, written down by hand in two lines or so, as people do."),
                child_said: String::new(),
                risk: None,
                children: child.into_iter().collect(),
                adults: Vec::new(),
                from: String::new(),
            },
        )?;
        if !open {
            give(story, &policy, Concern::Close { concern: id.as_str().into(), outcome: "Over.".into() })?;
        }
    }
    Ok(())
}

fn give(story: &mut Story, policy: &Policy, command: Concern) -> anyhow::Result<()> {
    let latest = story.state.latest.unwrap_or_default();
    let now = latest.checked_add(SignedDuration::from_secs(1))?;
    let lines = carry_out(&mut story.state, Command::Concerns(command), policy, now, &Author::Program);
    story.lines.extend(lines.map_err(|refusal| anyhow::anyhow!("{refusal}"))?);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Measuring takes minutes; that there is something to measure is seen with every test.
    #[test]
    fn concerns_are_raised_and_closed() -> anyhow::Result<()> {
        let text = builtin_packs().iter().find(|(id, _)| *id == POLICY).map_or("", |(_, text)| text);
        let scale = Scale { adults: 4, children: 8, weeks: 1 };
        let until = "2026-09-16T10:00:00Z".parse()?;
        let mut story = tell(&Telling { policy: text, scale, until, seed: 1, hash: &|_| String::new() })?;
        let before = (story.state.concerns.open.len(), story.state.concerns.all.len());
        worry(&mut story, 5, 5)?;
        let after = (story.state.concerns.open.len(), story.state.concerns.all.len());
        assert_eq!((after.0 - before.0, after.1 - before.1), (5, 10));
        Ok(())
    }
}
