//! `belisha master-key`: a new master key, where the old one may have been seen. Pictures and lines stay as they are.

use crate::folder;
use crate::options::Data;
use crate::output::say;
use anyhow::Context;
use belisha_ledger::{KeyFile, MasterKey, rotation};
use clap::Args;
use std::process::ExitCode;

#[derive(Debug, Args)]
pub(crate) struct NewMasterKey {
    #[command(flatten)]
    data: Data,
}

impl NewMasterKey {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let folder = folder::open(&self.data)?;
        let _held = folder::hold(&self.data)?;
        let new = MasterKey::generate();
        let (path, arriving) = (folder::key_path(&self.data), folder::arriving_key_path(&self.data));
        // First beside the old one: whichever moment the program is killed at, one of the two files opens everything.
        KeyFile::write(&arriving, &new)?;
        let recovery = match rotation::rotate(&*folder.store, &folder.master, &new) {
            Ok(recovery) => recovery,
            Err(error) => {
                std::fs::remove_file(&arriving).ok();
                return Err(error.into());
            }
        };
        std::fs::rename(&arriving, &path).with_context(|| {
            format!("the new key is in `{}`: put it in the place of the old one", arriving.display())
        })?;
        say(&format!(
            "The key file `{}` holds a new key. The one before opens nothing any more.",
            path.display()
        ));
        say(
            "This is the new recovery key, shown now and never again; the one on paper is of no use any more.",
        );
        say("");
        say(&format!("    {}", recovery.printed()));
        say("");
        say(
            "Copies of the data folder from before are opened by the old key alone: make new ones, and destroy the old.",
        );
        Ok(ExitCode::SUCCESS)
    }
}
