//! Pictures erased on their day, files swept away that belong to nothing, and files looked over.

use super::intake::Gallery;
use crate::error::Error;
use belisha_setting::pictures::Prepared as Pictures;
use belisha_setting::{Author, PictureId};
use belisha_vault::CheckReport;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

/// How often the day is looked at for pictures whose day has come.
const TIDY_EVERY: Duration = Duration::from_secs(15 * 60);
/// How soon erasing is tried again that a store could not do.
const AGAIN_AFTER: Duration = Duration::from_secs(60);

/// What [`Gallery::tidy`] did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tidied {
    /// Pictures whose keys and bytes were destroyed.
    pub erased: usize,
    /// Files that belonged to no picture.
    pub swept: u64,
}

impl Gallery {
    /// Erases what is due, destroys the keys and bytes of what is erased, and removes files that belong to no picture.
    ///
    /// # Errors
    /// When the log or a store cannot be written: what was not done is tried again.
    pub async fn tidy(&self) -> Result<Tidied, Error> {
        let people = self.setting.finish_erasures().await?;
        if people > 0 {
            tracing::info!(people, "what was held of somebody was erased");
        }
        let due = Pictures::EraseDue {}.into();
        self.setting.submit(Author::Program, due).await?;
        let erased = self.destroy().await?;
        let known = {
            let now = self.setting.now();
            now.state.pictures.blobs().map(|(name, _)| name.to_owned()).collect()
        };
        let swept = self.vault.sweep(&known, self.setting.time().as_second()).await?;
        Ok(Tidied { erased, swept })
    }

    /// Destroys the keys of erased pictures, then their bytes, and puts on record that they are gone.
    async fn destroy(&self) -> Result<usize, Error> {
        let leaving: Vec<(PictureId, Vec<String>)> = {
            let now = self.setting.now();
            let pictures = &now.state.pictures;
            let names = |id: &PictureId| {
                let files = pictures.all.get(id).map_or(&[][..], |on_record| on_record.files.as_slice());
                files.iter().map(|file| file.blob.clone()).collect()
            };
            pictures.leaving.iter().map(|id| (id.clone(), names(id))).collect()
        };
        if leaving.is_empty() {
            return Ok(0);
        }
        let keys = self.keys_of(leaving.iter().map(|(id, _)| id));
        self.setting.destroy_keys(&keys).await?;
        let mut erased = 0;
        for (picture, names) in leaving {
            self.vault.erase(&names).await?;
            self.setting.submit(Author::Program, Pictures::Gone { picture }.into()).await?;
            erased += 1;
        }
        Ok(erased)
    }

    /// The names of the keys that pictures are sealed under. Pictures from before November 2026 are under their id alone:
    /// where something else has the same, its words would go with them, and the key stays.
    fn keys_of<'a>(&self, pictures: impl Iterator<Item = &'a PictureId>) -> Vec<String> {
        let now = self.setting.now();
        let state = &now.state;
        let another = |key: &str| {
            state.people.all.contains_key(key)
                || state.children.all.contains_key(key)
                || state.concerns.all.contains_key(key)
                || state.visitors.here.contains_key(key)
                || key == "setting"
        };
        let files = pictures.filter_map(|id| state.pictures.all.get(id)).flat_map(|known| &known.files);
        let keys: BTreeSet<String> = files.map(|file| file.key.key_name().to_owned()).collect();
        keys.into_iter().filter(|key| !another(key)).collect()
    }

    /// Looks for missing, extra and altered files; with `repair`, puts right from another store what it can.
    ///
    /// # Errors
    /// When a store cannot be read.
    pub async fn check(&self, repair: bool) -> Result<CheckReport, Error> {
        let expected: BTreeMap<String, ()> = {
            let now = self.setting.now();
            now.state.pictures.blobs().map(|(name, _)| (name.to_owned(), ())).collect()
        };
        Ok(self.vault.check(&expected, repair).await?)
    }

    /// Tidies at the start, when something was erased, and every quarter of an hour; until the program stops.
    pub async fn keep_tidy(self: Arc<Self>) {
        let mut changes = self.setting.changes();
        loop {
            let wait = match self.tidy().await {
                Ok(done) => {
                    if done != Tidied::default() {
                        tracing::info!(erased = done.erased, swept = done.swept, "the vault was tidied");
                    }
                    TIDY_EVERY
                }
                Err(error) => {
                    tracing::warn!(%error, "the vault could not be tidied; it is tried again");
                    AGAIN_AFTER
                }
            };
            let deadline = tokio::time::Instant::now() + wait;
            loop {
                tokio::select! {
                    () = tokio::time::sleep_until(deadline) => break,
                    changed = changes.changed() => {
                        if changed.is_err() {
                            return;
                        }
                        let leaving = {
                            let state = &self.setting.now().state;
                            !state.pictures.leaving.is_empty() || state.data_requests.leaving().next().is_some()
                        };
                        if wait == TIDY_EVERY && leaving {
                            break;
                        }
                    }
                }
            }
        }
    }
}
