//! The list of commands. Each is defined in its own file.

use crate::config::{Config, InForce};
use crate::{
    clauses, doctor, filter, ledger, logging, master_key, may, media, policy, recover, recovery_key,
    rehearse, serve, try_it, words,
};
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// Belisha runs a preschool's own online-safety policy.
///
/// Exit codes: 0 yes or held, 1 no or failed, 2 could not tell.
#[derive(Debug, Parser)]
#[command(name = "belisha", version, about)]
pub(crate) struct Belisha {
    #[command(subcommand)]
    command: Command,
    /// A file of settings; without it, belisha.toml in the working folder where that is. The environment goes before
    /// the file, and the command line before both.
    #[arg(long, global = true, env = "BELISHA_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    /// What is logged: a level, or levels by part of the program.
    #[arg(long, global = true, env = "BELISHA_LOG", value_name = "LEVELS", default_value = "info")]
    log: String,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Explore a populated setting in a temporary folder.
    Try(try_it::Try),
    /// Run a setting.
    Serve(serve::Serve),
    /// Look at everything that `serve` needs, and say what is in force. Exit code 1: something is wrong.
    Doctor(doctor::Doctor),
    /// Read policies.
    #[command(subcommand)]
    Policy(policy::Policies),
    /// Ask "May I…?" of a policy, in plain words or by its parts.
    May(may::May),
    /// Check a text before it goes out. Exit code 1: something in it must not go out.
    Words(words::Words),
    /// A policy's clauses with their controls, parameters, and the scenarios and tests that show them.
    Clauses(clauses::Clauses),
    /// Run scenario files against a policy, in memory.
    Rehearse(rehearse::Rehearse),
    /// Look at a setting's log.
    #[command(subcommand)]
    Ledger(ledger::Ledger),
    /// Take pictures in, check what is kept of them, erase what is due.
    #[command(subcommand)]
    Media(media::Media),
    /// The resolver: what becomes of a name on a device, its own test, lists of names.
    #[command(subcommand)]
    Filter(filter::Filter),
    /// Write the key file anew with the recovery key.
    Recover(recover::Recover),
    /// Make a new recovery key; the one before is of no use any more.
    RecoveryKey(recovery_key::NewRecoveryKey),
    /// Make a new master key, with a new recovery key; pictures and lines stay as they are. Stop `serve` first.
    MasterKey(master_key::NewMasterKey),
}

/// Reads the command line, the environment and the file, and carries the command out.
///
/// # Errors
/// When the file is wrong, or the command could not tell.
pub(crate) fn run() -> anyhow::Result<ExitCode> {
    // The file may be named on the command line, which is read with what the file says: so it is read twice.
    let named = Belisha::command().ignore_errors(true).disable_help_flag(true).disable_version_flag(true);
    let named = named.get_matches().get_one::<PathBuf>("config").cloned();
    let config = Config::read(named.as_deref())?;
    let command = config.applied(Belisha::command())?;
    let matches = command.clone().get_matches();
    let in_force = InForce::all(&command, &matches, &config);
    let belisha = Belisha::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    belisha.carry_out(&in_force)
}

impl Belisha {
    fn carry_out(self, in_force: &[InForce]) -> anyhow::Result<ExitCode> {
        match self.command {
            Command::Try(given) => {
                logging::start(&self.log);
                given.run()
            }
            Command::Serve(given) => {
                logging::start(&self.log);
                given.run()
            }
            Command::Doctor(given) => given.run(in_force),
            Command::Policy(given) => given.run(),
            Command::May(given) => given.run(),
            Command::Words(given) => given.run(),
            Command::Clauses(given) => given.run(),
            Command::Rehearse(given) => given.run(),
            Command::Ledger(given) => given.run(),
            Command::Media(given) => given.run(),
            Command::Filter(given) => given.run(),
            Command::Recover(given) => given.run(),
            Command::RecoveryKey(given) => given.run(),
            Command::MasterKey(new) => new.run(),
        }
    }
}
