//! Belisha: a preschool runs its own online-safety policy.

mod beats;
mod checks;
mod clauses;
mod clock;
mod command;
mod config;
mod days;
mod doctor;
mod fetch;
mod filter;
mod folder;
mod ledger;
mod listener;
mod logging;
mod master_key;
mod may;
mod media;
mod options;
mod output;
mod packs;
mod policy;
mod recover;
mod recovery_key;
mod rehearse;
mod resolver;
mod serve;
mod tasks;
mod try_it;
mod words;

use std::process::ExitCode;

fn main() -> ExitCode {
    // Files that others made are decoded by a process of their own, which does nothing else.
    if std::env::args_os().nth(1).is_some_and(|argument| argument == belisha_vault::apart::DECODE) {
        return belisha_vault::apart::work();
    }
    // Whatever is written is for whoever runs this alone.
    rustix::process::umask(rustix::fs::Mode::from_raw_mode(0o077));
    match command::run() {
        Ok(code) => code,
        Err(error) => {
            output::complain(&format!("{error:#}"));
            // 2: could not tell.
            ExitCode::from(2)
        }
    }
}
