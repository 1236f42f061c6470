//! `belisha filter import|lists|refresh|remove`.

use crate::clock::SystemClock;
use crate::options::Data;
use crate::output::{json, say};
use crate::resolver::lists_of;
use crate::{fetch, folder};
use anyhow::Context;
use belisha_service::internet::{self, About, Fetching};
use clap::Args;
use std::path::Path;
use std::process::ExitCode;

#[derive(Debug, Args)]
pub(crate) struct Import {
    /// The file, or an address that begins with https:// or http://.
    file: String,
    /// Its id: an import under the same id takes the place of the one before.
    #[arg(long)]
    id: String,
    /// What it is called [default: the id].
    #[arg(long)]
    title: Option<String>,
    /// The category its names are in, a word of the catalogue.
    #[arg(long, default_value = "unsuitable")]
    category: String,
    /// Where it comes from.
    #[arg(long, default_value = "")]
    source: String,
    #[command(flatten)]
    data: Data,
}

impl Import {
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        let Self { file, id, title, category, source, data } = self;
        let address = file.starts_with("https://") || file.starts_with("http://");
        let catalogue = belisha_policy::Catalogue::builtin();
        let words: Vec<String> =
            catalogue.sites.categories.iter().map(|category| category.id.clone()).collect();
        anyhow::ensure!(
            words.contains(&category),
            "`{category}` is no category: give {}",
            belisha_policy::join_or(&words)
        );
        folder::open(&data)?;
        let source = if source.is_empty() { file.clone() } else { source };
        // What is fetched is looked at as a file is; nothing of it is kept when it is no list.
        let fetched = match address {
            true => asking()?
                .block_on(fetch::fetch(&file, None))
                .with_context(|| format!("the list was not taken from {file}"))?,
            false => None,
        };
        let fetching =
            fetched.as_ref().map(|arrived| Fetching::from(&file, arrived.mark.clone(), SystemClock.now()));
        let file = fetched.as_ref().map_or(Path::new(&file), |arrived| arrived.file.path());
        let title = title.unwrap_or_else(|| id.clone());
        let about = About { title, category, source, names: 0, version: String::new(), fetching };
        let (about, report) = internet::import(&lists_of(&data.data), &id, file, about)?;
        say(&format!(
            "taken: {} names ({} lines without one, {} wrong), version {}",
            about.names,
            report.skipped,
            report.wrong,
            about.version.get(..12).unwrap_or_default()
        ));
        for wrong in report.first_wrong {
            say(&format!("line {}: `{}` is not in force", wrong.line, wrong.text));
        }
        Ok(ExitCode::SUCCESS)
    }
}

pub(super) fn list(data: &Data, as_json: bool) -> anyhow::Result<ExitCode> {
    folder::open(data)?;
    let all = internet::listed(&lists_of(&data.data));
    if as_json {
        json(&all)?;
        return Ok(ExitCode::SUCCESS);
    }
    for (id, about) in all {
        say(&format!(
            "{id}: {} ({}), {} names, from {}",
            about.title, about.category, about.names, about.source
        ));
        if let Some(trouble) = about.fetching.and_then(|fetching| fetching.trouble) {
            say(&format!("{id}: the last time it was not taken anew: {trouble}"));
        }
    }
    Ok(ExitCode::SUCCESS)
}

pub(super) fn refresh(data: &Data) -> anyhow::Result<ExitCode> {
    folder::open(data)?;
    let lists = lists_of(&data.data);
    let mut all_well = true;
    for (id, about) in internet::listed(&lists) {
        let Some(asked) = about.fetching else {
            say(&format!("{id}: it came as a file, from {}", about.source));
            continue;
        };
        let again = asking()?.block_on(fetch::again(&lists, &id, &asked, &SystemClock));
        all_well &= again.is_ok();
        say(&format!("{id}: {}", again.unwrap_or_else(|error| error.to_string())));
    }
    Ok(if all_well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

pub(super) fn remove(data: &Data, id: &str) -> anyhow::Result<ExitCode> {
    folder::open(data)?;
    internet::remove(&lists_of(&data.data), id)?;
    Ok(ExitCode::SUCCESS)
}

fn asking() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()
}
