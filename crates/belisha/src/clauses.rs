//! `belisha clauses`: what shows each clause.

use crate::output::{json, say};
use crate::packs::find;
use belisha_policy::Policy;
use belisha_rehearsal::Scenario;
use clap::Args;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Which scenarios and tests show a clause.
type Shown = BTreeMap<String, Vec<String>>;

#[derive(Debug, Args)]
pub(crate) struct Clauses {
    /// The policy.
    #[arg(long)]
    policy: String,
    /// As JSON.
    #[arg(long)]
    json: bool,
    /// Where the scenarios are.
    #[arg(long, default_value = "acceptance")]
    acceptance: PathBuf,
}

impl Clauses {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let policy = find(&self.policy)?;
        let mut shown = Shown::new();
        scenarios(&self.acceptance, &mut shown)?;
        let parent = self.acceptance.parent().filter(|parent| !parent.as_os_str().is_empty());
        let root = parent.unwrap_or(Path::new("."));
        tests(&root.join("tests"), &policy, &mut shown)?;
        if self.json {
            json(&listed(&policy, &shown))?;
            return Ok(ExitCode::SUCCESS);
        }
        for clause in &policy.pack.clauses {
            let by = shown.get(&clause.id).map_or("—".to_owned(), |names| names.join(", "));
            let later = policy.of_clause(&clause.id).any(|adoption| adoption.not_yet.is_some());
            say(&format!("{}{}  {by}", clause.id, if later { " (not yet carried out)" } else { "" }));
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Every clause as JSON.
pub(crate) fn listed(policy: &Policy, shown: &Shown) -> Vec<Value> {
    let clauses = policy.pack.clauses.iter();
    clauses
        .map(|clause| {
            let controls: Vec<Value> = policy
                .of_clause(&clause.id)
                .map(|adoption| {
                    serde_json::json!({
                        "id": &*adoption.control,
                        "says": policy.sentence(adoption),
                        "parameters": adoption.params,
                        "not_yet": adoption.not_yet,
                    })
                })
                .collect();
            serde_json::json!({
                "id": clause.id,
                "section": clause.section,
                "text": clause.says,
                "controls": controls,
                "carried_out": policy.of_clause(&clause.id).all(|adoption| adoption.not_yet.is_none()),
                "shown_by": shown.get(&clause.id).cloned().unwrap_or_default(),
            })
        })
        .collect()
}

fn scenarios(folder: &Path, shown: &mut Shown) -> anyhow::Result<()> {
    if !folder.is_dir() {
        return Ok(());
    }
    for file in crate::rehearse::scenario_files(&[folder.to_owned()])? {
        let name = file.display().to_string();
        let scenario = Scenario::parse(&name, &std::fs::read_to_string(&file)?)?;
        for clause in scenario.shows {
            shown.entry(clause).or_default().push(name.clone());
        }
    }
    Ok(())
}

/// End-to-end tests name the clauses they show in their text.
fn tests(folder: &Path, policy: &Policy, shown: &mut Shown) -> anyhow::Result<()> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Ok(()) };
    for entry in entries {
        let path = entry?.path();
        let name = path.file_name().map_or(String::new(), |name| name.to_string_lossy().into_owned());
        if path.is_dir() && name != "node_modules" {
            tests(&path, policy, shown)?;
        } else if name.ends_with(".mjs") || name.ends_with(".rs") {
            let text = std::fs::read_to_string(&path)?;
            let named = |id: &str| {
                text.match_indices(id)
                    .any(|(at, _)| !text[at + id.len()..].starts_with(|c: char| c.is_ascii_digit()))
            };
            for clause in policy.pack.clauses.iter().filter(|clause| named(&clause.id)) {
                shown.entry(clause.id.clone()).or_default().push(path.display().to_string());
            }
        }
    }
    Ok(())
}
