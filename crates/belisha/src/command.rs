//! The command line, defined once.

use crate::rehearse;
use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// Belisha runs a preschool's own online-safety policy.
#[derive(Debug, Parser)]
#[command(name = "belisha", version, about)]
pub(crate) struct Belisha {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Run scenario files against a policy, in memory.
    Rehearse {
        /// Scenario files, or folders of them.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// A policy of your own, instead of the built-in one that the scenario names.
        #[arg(long)]
        pack: Option<PathBuf>,
        /// Also take each control of each clause out in turn, and say where no scenario notices.
        #[arg(long)]
        prove: bool,
    },
}

impl Belisha {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        match self.what {
            What::Rehearse { files, pack, prove } => rehearse::rehearse(&files, pack.as_deref(), prove),
        }
    }
}
