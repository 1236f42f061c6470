//! A data folder: the database, and the key file.

use crate::clock::SystemClock;
use crate::command::Data;
use anyhow::Context;
use belisha_ledger::{KeyFile, MasterKey, Sqlite, Store};
use belisha_service::Setting;
use std::path::PathBuf;
use std::sync::Arc;

/// The id of the one setting of a data folder.
pub(crate) const SETTING: &str = "setting";

/// An open data folder.
pub(crate) struct Folder {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) master: MasterKey,
    /// The recovery key, when the folder was made just now.
    pub(crate) recovery: Option<String>,
}

pub(crate) fn key_path(data: &Data) -> PathBuf {
    data.key.clone().unwrap_or_else(|| data.data.join("master.key"))
}

pub(crate) fn database_path(data: &Data) -> PathBuf {
    data.data.join("belisha.db")
}

/// Opens the folder that is there.
pub(crate) fn open(data: &Data) -> anyhow::Result<Folder> {
    let path = database_path(data);
    anyhow::ensure!(
        path.exists(),
        "there is no setting in `{}`: begin one with `belisha serve`",
        data.data.display()
    );
    let master = KeyFile::read(&key_path(data))?;
    Ok(Folder { store: Arc::new(Sqlite::open(&path)?), master, recovery: None })
}

/// Opens the folder, or makes it: a key, a recovery key, an empty log.
pub(crate) fn open_or_make(data: &Data) -> anyhow::Result<Folder> {
    if database_path(data).exists() {
        return open(data);
    }
    make_private(&data.data)?;
    let key_path = key_path(data);
    let master = if key_path.exists() { KeyFile::read(&key_path)? } else { MasterKey::generate() };
    if !key_path.exists() {
        KeyFile::write(&key_path, &master)?;
    }
    let store = Sqlite::open(&database_path(data))?;
    let (recovery, wrapped) = master.recovery();
    store.keep_recovery(&wrapped)?;
    Ok(Folder { store: Arc::new(store), master, recovery: Some(recovery.printed()) })
}

fn make_private(path: &std::path::Path) -> anyhow::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    if !path.exists() {
        let mut builder = std::fs::DirBuilder::new();
        builder
            .recursive(true)
            .mode(0o700)
            .create(path)
            .with_context(|| format!("`{}` could not be made", path.display()))?;
    }
    Ok(())
}

impl Folder {
    /// The setting in it, begun when it is not there.
    pub(crate) fn setting(&self) -> anyhow::Result<Arc<Setting>> {
        let there = self.store.settings()?.iter().any(|(id, _)| id == SETTING);
        let clock = Arc::new(SystemClock);
        let setting = if there {
            Setting::open(self.store.clone(), &self.master, SETTING, clock)?
        } else {
            Setting::create(self.store.clone(), &self.master, SETTING, clock)?
        };
        Ok(setting)
    }
}
