//! Belisha: a preschool runs its own online-safety policy.

mod command;
mod output;
mod rehearse;

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
