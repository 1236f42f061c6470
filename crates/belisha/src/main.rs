//! Belisha: a preschool runs its own online-safety policy.

mod clauses;
mod clock;
mod command;
mod config;
mod doctor;
mod fetch;
mod filter;
mod folder;
mod ledger;
mod logging;
mod may;
mod media;
mod options;
mod output;
mod packs;
mod policy;
mod recover;
mod rehearse;
mod resolver;
mod serve;
mod tasks;
mod try_it;
mod words;

use std::process::ExitCode;

fn main() -> ExitCode {
    match command::run() {
        Ok(code) => code,
        Err(error) => {
            output::complain(&format!("{error:#}"));
            // 2: could not tell.
            ExitCode::from(2)
        }
    }
}
