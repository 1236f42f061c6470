//! `belisha doctor`: whether `belisha serve` would run with what it is told, and what that is.

mod certificate;
mod data;
mod network;

use crate::config::InForce;
use crate::output::{json, say};
use crate::serve::Serve;
use clap::Args;
use serde::Serialize;
use std::process::ExitCode;

#[derive(Debug, Args)]
pub(crate) struct Doctor {
    #[command(flatten)]
    serve: Serve,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

/// How something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Outcome {
    /// As it should be.
    Well,
    /// It runs, and somebody should look at it.
    Look,
    /// It does not run, or not safely.
    Wrong,
    /// It could not be looked at.
    Unknown,
}

/// One thing that was looked at.
#[derive(Debug, Serialize)]
struct Check {
    name: &'static str,
    outcome: Outcome,
    says: String,
}

impl Check {
    fn new(name: &'static str, outcome: Outcome, says: impl Into<String>) -> Self {
        Self { name, outcome, says: says.into() }
    }
}

impl Doctor {
    pub(crate) fn run(self, in_force: &[InForce]) -> anyhow::Result<ExitCode> {
        let mut checks = data::all(&self.serve.data);
        checks.extend(network::all(&self.serve));
        if self.json {
            json(&serde_json::json!({ "settings": in_force, "checks": checks }))?;
        } else {
            print(in_force, &checks);
        }
        let any = |outcome| checks.iter().any(|check| check.outcome == outcome);
        Ok(match () {
            () if any(Outcome::Wrong) => ExitCode::from(1),
            () if any(Outcome::Unknown) => ExitCode::from(2),
            () => ExitCode::SUCCESS,
        })
    }
}

fn print(in_force: &[InForce], checks: &[Check]) {
    say("In force:");
    for setting in in_force {
        let value = if setting.value.is_empty() { "—" } else { &setting.value };
        say(&format!("  {:<18} {value}  ({})", setting.name, setting.from));
    }
    say("");
    say("Looked at:");
    for Check { name, outcome, says } in checks {
        let word = match outcome {
            Outcome::Well => "well",
            Outcome::Look => "look",
            Outcome::Wrong => "WRONG",
            Outcome::Unknown => "unknown",
        };
        say(&format!("  {word:<8} {name}: {says}"));
    }
}
