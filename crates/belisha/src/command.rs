//! The command line, defined once.

use crate::{clauses, ledger, may, policy, rehearse, serve, try_it, words};
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// Belisha runs a preschool's own online-safety policy.
///
/// Exit codes: 0 yes or held, 1 no or failed, 2 could not tell.
#[derive(Debug, Parser)]
#[command(name = "belisha", version, about)]
pub(crate) struct Belisha {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Explore a populated setting in a temporary folder.
    Try {
        /// The policy it runs by.
        #[arg(long, default_value = "all-saints")]
        policy: String,
        /// Where to listen.
        #[arg(long, default_value = "127.0.0.1:7878")]
        listen: String,
        /// The seed of the history that is made up.
        #[arg(long, default_value_t = 7)]
        seed: u64,
    },
    /// Run a setting.
    Serve {
        #[command(flatten)]
        data: Data,
        /// Where to listen.
        #[arg(long, env = "BELISHA_LISTEN", default_value = "127.0.0.1:7878")]
        listen: String,
        /// Browsers reach it over HTTPS: cookies are marked so.
        #[arg(long, env = "BELISHA_HTTPS")]
        https: bool,
    },
    /// Read policies.
    Policy {
        #[command(subcommand)]
        what: policy::What,
    },
    /// Ask "May I…?" of a policy, in plain words or by its parts.
    May(may::May),
    /// Check a text before it goes out. Exit code 1: something in it must not go out.
    Words(words::Words),
    /// A policy's clauses with their controls, parameters, and the scenarios and tests that show them.
    Clauses {
        /// The policy.
        #[arg(long)]
        policy: String,
        /// As JSON.
        #[arg(long)]
        json: bool,
        /// Where the scenarios are.
        #[arg(long, default_value = "acceptance")]
        acceptance: PathBuf,
    },
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
    /// Look at a setting's log.
    Ledger {
        #[command(subcommand)]
        what: ledger::What,
    },
    /// Write the key file anew with the recovery key.
    Recover {
        #[command(flatten)]
        data: Data,
    },
}

/// Where a setting's data is.
#[derive(Debug, Args)]
pub(crate) struct Data {
    /// The data folder.
    #[arg(long, env = "BELISHA_DATA")]
    pub(crate) data: PathBuf,
    /// The key file; in the data folder when left out.
    #[arg(long, env = "BELISHA_KEY")]
    pub(crate) key: Option<PathBuf>,
}

impl Belisha {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        match self.what {
            What::Try { policy, listen, seed } => try_it::try_it(&policy, &listen, seed),
            What::Serve { data, listen, https } => serve::serve(&data, &listen, https),
            What::Policy { what } => policy::run(what),
            What::May(may) => may.run(),
            What::Words(words) => words.run(),
            What::Clauses { policy, json, acceptance } => clauses::clauses(&policy, json, &acceptance),
            What::Rehearse { files, pack, prove } => rehearse::rehearse(&files, pack.as_deref(), prove),
            What::Ledger { what } => ledger::run(what),
            What::Recover { data } => ledger::recover(&data),
        }
    }
}
