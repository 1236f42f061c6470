//! `belisha media import|check|tidy`.

mod import;

use crate::folder;
use crate::options::{Data, Keeping};
use crate::output::{json, say};
use anyhow::Context;
use belisha_vault::Found;
use clap::Subcommand;
use serde_json::{Value, json as value};
use std::process::ExitCode;

pub(crate) use import::incoming;

#[derive(Debug, Subcommand)]
pub(crate) enum Media {
    /// Take files in: pictures and recordings made with the setting's own devices.
    Import(Box<import::Import>),
    /// Look for files of pictures that are missing, altered, or belong to nothing. Exit code 1: missing or altered.
    Check {
        #[command(flatten)]
        data: Data,
        #[command(flatten)]
        keeping: Keeping,
        /// Put right from another place what can be.
        #[arg(long)]
        repair: bool,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Erase pictures whose day has come, and remove files that belong to nothing.
    Tidy {
        #[command(flatten)]
        data: Data,
        #[command(flatten)]
        keeping: Keeping,
    },
}

impl Media {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let runtime = tokio::runtime::Runtime::new()?;
        match self {
            Self::Import(import) => runtime.block_on(import.run()),
            Self::Check { data, keeping, repair, json } => {
                runtime.block_on(check(&data, &keeping, repair, json))
            }
            Self::Tidy { data, keeping } => runtime.block_on(tidy(&data, &keeping)),
        }
    }
}

async fn check(data: &Data, keeping: &Keeping, repair: bool, as_json: bool) -> anyhow::Result<ExitCode> {
    let (_, gallery) = folder::with_gallery(data, keeping)?;
    let report = gallery.check(repair).await.context("the pictures could not be checked")?;
    let word = |found: &Found| match found {
        Found::Missing => "missing",
        Found::Extra => "belongs to nothing",
        Found::Altered => "altered",
        Found::Repaired => "put right",
    };
    if as_json {
        let found: Vec<Value> = (report.found.iter())
            .map(|(place, file, state)| value!({ "place": place, "file": file, "what": word(state) }))
            .collect();
        json(&value!({ "held": report.held(), "intact": report.intact, "found": found }))?;
    } else {
        for (place, file, state) in &report.found {
            say(&format!("{place}: {file}: {}", word(state)));
        }
        let count = |of: Found| report.found.iter().filter(|(_, _, found)| *found == of).count();
        say(&format!(
            "{} files as they were kept, {} missing, {} altered, {} put right, {} that belong to nothing",
            report.intact,
            count(Found::Missing),
            count(Found::Altered),
            count(Found::Repaired),
            count(Found::Extra)
        ));
    }
    Ok(if report.held() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

async fn tidy(data: &Data, keeping: &Keeping) -> anyhow::Result<ExitCode> {
    // A folder that is not there is not made.
    folder::open(data)?;
    let _held = folder::hold(data)?;
    let (setting, gallery) = folder::with_gallery(data, keeping)?;
    let done = gallery.tidy().await?;
    setting.seal().await?;
    say(&format!("{} pictures erased, {} files removed that belonged to nothing", done.erased, done.swept));
    Ok(ExitCode::SUCCESS)
}
