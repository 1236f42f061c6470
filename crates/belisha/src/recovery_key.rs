//! `belisha recovery-key`: a new recovery key, where the one on paper is lost, was seen by somebody, or never came.

use crate::folder;
use crate::options::Data;
use crate::output::say;
use clap::Args;
use std::process::ExitCode;

#[derive(Debug, Args)]
pub(crate) struct NewRecoveryKey {
    #[command(flatten)]
    data: Data,
}

impl NewRecoveryKey {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let key = folder::open(&self.data)?.new_recovery_key()?;
        say("This is the new recovery key, shown now and never again. The one before is of no use any more.");
        say("");
        say(&format!("    {key}"));
        say("");
        say("Keep it on paper, away from this computer.");
        Ok(ExitCode::SUCCESS)
    }
}
