//! Lists of names that come from an address: fetched once, and fetched anew while the program runs.

mod outside;

use crate::tasks::closed;
use anyhow::Context;
use belisha_service::internet::{self, Fetched, Fetching, LIST_BYTES_MAX};
use belisha_service::{Clock, Error};
use jiff::SignedDuration;
use reqwest::header::{ETAG, IF_NONE_MATCH};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// How long a list may take to arrive.
const FETCH_MAX: Duration = Duration::from_secs(120);
/// How often the running program looks whether a list is due.
const LOOK_EVERY: Duration = Duration::from_secs(300);

/// A list that arrived; its file is gone with this.
pub(crate) struct Arrived {
    pub(crate) file: tempfile::NamedTempFile,
    /// What its server calls this version.
    pub(crate) mark: Option<String>,
}

/// Fetches a list, piece by piece; nothing when it is still the version of that mark.
pub(crate) async fn fetch(address: &str, mark: Option<&str>) -> anyhow::Result<Option<Arrived>> {
    let arriving = async {
        let client = reqwest::Client::builder().timeout(FETCH_MAX);
        let client = outside::only(client, address).build()?;
        let mut request = client.get(address);
        if let Some(mark) = mark {
            request = request.header(IF_NONE_MATCH, mark);
        }
        // The address is known to whoever reads what went wrong.
        let answer = request.send().await.and_then(reqwest::Response::error_for_status);
        let mut answer = answer.map_err(reqwest::Error::without_url)?;
        if answer.status() == reqwest::StatusCode::NOT_MODIFIED {
            return Ok(None);
        }
        let mark = answer.headers().get(ETAG).and_then(|mark| mark.to_str().ok()).map(str::to_owned);
        let (mut file, mut length) = (tempfile::NamedTempFile::new()?, 0);
        while let Some(piece) = answer.chunk().await? {
            length += piece.len() as u64;
            anyhow::ensure!(length <= LIST_BYTES_MAX, "it is longer than a list may be");
            file.write_all(&piece)?;
        }
        Ok(Some(Arrived { file, mark }))
    };
    arriving.await.context("it could not be fetched")
}

/// Fetches a list anew and puts what came of it into the folder; a sentence about it.
pub(crate) async fn again(
    folder: &Path,
    id: &str,
    asked: &Fetching,
    clock: &dyn Clock,
) -> Result<String, Error> {
    let arrived = fetch(&asked.address, asked.mark.as_deref()).await;
    let now = clock.now();
    let (folder, id, asked) = (folder.to_owned(), id.to_owned(), asked.clone());
    // A long list takes a while to check and to write.
    let kept = tokio::task::spawn_blocking(move || {
        let fetched = match &arrived {
            Ok(Some(arrived)) => Fetched::Text(arrived.file.path(), arrived.mark.clone()),
            Ok(None) => Fetched::AsBefore,
            Err(error) => Fetched::Failed(format!("{error:#}")),
        };
        internet::refresh(&folder, &id, &asked, fetched, now)
    });
    let report = kept.await.unwrap_or(Err(Error::Stopping))?;
    Ok(report.map_or_else(|| "as before".to_owned(), |report| format!("taken: {} names", report.taken)))
}

/// Fetches what is due, again and again, until the setting is closed. What is under way then is given up: the names of
/// before stay.
pub(crate) async fn keep_fresh(
    folder: PathBuf,
    every: SignedDuration,
    clock: Arc<dyn Clock>,
    changes: watch::Receiver<u64>,
) {
    tokio::select! {
        () = fetch_for_ever(&folder, every, &*clock) => {}
        () = closed(changes) => {}
    }
}

async fn fetch_for_ever(folder: &Path, every: SignedDuration, clock: &dyn Clock) {
    let look_every = LOOK_EVERY.min(every.unsigned_abs()).max(Duration::from_millis(100));
    loop {
        for (id, about) in internet::listed(folder) {
            let Some(asked) = about.fetching.filter(|fetching| fetching.due(clock.now(), every)) else {
                continue;
            };
            match again(folder, &id, &asked, clock).await {
                Ok(said) => tracing::info!(list = %id, "fetched anew: {said}"),
                Err(error) => tracing::warn!(list = %id, %error, "the names of before stay in force"),
            }
        }
        tokio::time::sleep(look_every).await;
    }
}
