//! `belisha rehearse`.

use crate::output::say;
use belisha_policy::{Catalogue, Pack, Policy, builtin_pack, builtin_packs, example_packs};
use belisha_rehearsal::{Scenario, run, unnoticed};
use clap::Args;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Debug, Args)]
pub(crate) struct Rehearse {
    /// Scenario files, or folders of them.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// A policy of your own, instead of the built-in one that the scenario names.
    #[arg(long)]
    pack: Option<PathBuf>,
    /// Also take each control of each clause out in turn, and say where no scenario notices.
    #[arg(long)]
    prove: bool,
}

impl Rehearse {
    /// Prints what was not as expected.
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let catalogue = Catalogue::builtin();
        let other = match &self.pack {
            Some(path) => {
                Some(Pack::parse(&path.display().to_string(), &std::fs::read_to_string(path)?, &catalogue)?)
            }
            None => None,
        };
        let (mut passed, mut failed) = (0, 0);
        let mut scenarios = Vec::new();
        for file in scenario_files(&self.files)? {
            let name = file.display().to_string();
            let text = std::fs::read_to_string(&file).map_err(|error| anyhow::anyhow!("{name}: {error}"))?;
            let scenario = Scenario::parse(&name, &text)?;
            let pack = match &other {
                Some(pack) => {
                    anyhow::ensure!(
                        scenario.policy.is_empty() || scenario.policy == pack.id,
                        "{name} is about the policy `{}`, and the pack is `{}`",
                        scenario.policy,
                        pack.id
                    );
                    pack.clone()
                }
                None if scenario.policy.is_empty() => {
                    anyhow::bail!("{name} names no policy: write policy = \"…\", or give --pack")
                }
                None => builtin_pack(&scenario.policy, &catalogue)?,
            };
            let failures = run(&scenario, Policy::compile(pack, catalogue.clone())?);
            scenarios.push(scenario.clone());
            if failures.is_empty() {
                passed += 1;
                continue;
            }
            failed += 1;
            say(&format!("{name}: {}", scenario.title));
            for failure in failures {
                say(&format!("  {failure}"));
            }
        }
        if self.prove {
            let packs = match other {
                Some(pack) => vec![pack],
                None => builtin_packs()
                    .iter()
                    .chain(example_packs())
                    .map(|(id, _)| builtin_pack(id, &catalogue))
                    .collect::<Result<Vec<_>, _>>()?,
            };
            for pack in &packs {
                for unnoticed in unnoticed(&scenarios, pack, &catalogue)? {
                    failed += 1;
                    say(&unnoticed.to_string());
                }
            }
            if let ([pack], true) = (packs.as_slice(), self.pack.is_some()) {
                let shown = |id: &String| scenarios.iter().any(|scenario| scenario.shows.contains(id));
                for clause in pack.clauses.iter().filter(|clause| !shown(&clause.id)) {
                    say(&format!("{}: no scenario shows it", clause.id));
                }
            }
        }
        say(&format!("{passed} passed, {failed} failed"));
        Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::from(1) })
    }
}

/// The scenario files among these files and below these folders.
pub(crate) fn scenario_files(given: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in given {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let mut inside: Vec<PathBuf> = Vec::new();
        for entry in std::fs::read_dir(path)? {
            let entry = entry?.path();
            if entry.is_dir() || entry.extension().is_some_and(|ending| ending == "toml") {
                inside.push(entry);
            }
        }
        inside.sort();
        files.extend(scenario_files(&inside)?);
    }
    anyhow::ensure!(!files.is_empty() || given.is_empty(), "there are no scenario files (.toml) there");
    Ok(files)
}
