//! Belisha: a preschool runs its own online-safety policy.

mod clauses;
mod clock;
mod command;
mod filter;
mod folder;
mod ledger;
mod may;
mod media;
mod output;
mod policy;
mod rehearse;
mod serve;
mod try_it;
mod words;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let command = command::Belisha::parse();
    match command.run() {
        Ok(code) => code,
        Err(error) => {
            output::complain(&format!("{error:#}"));
            // 2: could not tell.
            ExitCode::from(2)
        }
    }
}
