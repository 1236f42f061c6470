//! `belisha recover`: the key file, written anew with the recovery key.

use crate::folder;
use crate::options::Data;
use crate::output::say;
use belisha_ledger::{KeyFile, MasterKey, RecoveryKey, Sqlite, Store};
use clap::Args;
use std::process::ExitCode;

#[derive(Debug, Args)]
pub(crate) struct Recover {
    #[command(flatten)]
    data: Data,
}

impl Recover {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let database = folder::database_path(&self.data);
        anyhow::ensure!(database.exists(), "there is no setting in `{}`", self.data.data.display());
        let wrapped = Sqlite::open(&database)?.recovery()?;
        let wrapped =
            wrapped.ok_or_else(|| anyhow::anyhow!("this data folder has no recovery key on record"))?;
        say("Type the recovery key and press Enter:");
        let mut typed = String::new();
        std::io::stdin().read_line(&mut typed)?;
        let master = MasterKey::recover(&RecoveryKey::parse(&typed)?, &wrapped)?;
        let path = folder::key_path(&self.data);
        KeyFile::write(&path, &master)?;
        say(&format!("The key file `{}` is there again.", path.display()));
        Ok(ExitCode::SUCCESS)
    }
}
