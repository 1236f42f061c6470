//! `belisha policy list|show|check`.

mod controls;
mod words;

use crate::clauses::listed;
use crate::output::{json, say};
use crate::packs::find;
use belisha_policy::{Carrying, Catalogue, Pack, Policy, builtin_pack, builtin_packs, example_packs};
use belisha_proof::{differences, findings, promises};
use clap::Subcommand;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

#[derive(Debug, Subcommand)]
pub(crate) enum Policies {
    /// The policies that come with Belisha.
    List {
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// A policy's clauses, and what each adopts.
    Show {
        /// Its id.
        policy: String,
        /// As JSON.
        #[arg(long)]
        json: bool,
        /// The rules about one act, as Cedar.
        #[arg(long)]
        rules: Option<String>,
    },
    /// Every control: what it takes, what it commits you to, an example.
    Controls {
        /// An area (`phones`) or a control (`phones.breaks`); all when left out.
        which: Option<String>,
        /// Their ids and titles alone.
        #[arg(long)]
        short: bool,
    },
    /// What another policy, or another version, would change: every difference, each with an example.
    Diff {
        /// A built-in id, or a file.
        before: String,
        /// A built-in id, or a file.
        after: String,
    },
    /// Prove the promises of a policy, or show where they are not kept.
    Prove {
        /// A built-in id, or a file.
        policy: String,
    },
    /// Words that clauses can use: roles, acts, facts, kinds of device, abilities, purposes, sites, events, subjects.
    Words {},
    /// Read a policy file and name every mistake.
    Check {
        /// The file.
        file: PathBuf,
    },
}

impl Policies {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        match self {
            Self::List { json: as_json } => list(as_json),
            Self::Show { policy, json: as_json, rules } => show(&policy, as_json, rules.as_deref()),
            Self::Controls { which, short } => list_controls(which.as_deref(), short),
            Self::Diff { before, after } => diff(&before, &after),
            Self::Prove { policy } => prove(&policy),
            Self::Words {} => {
                say(&words::listed(&Catalogue::builtin()));
                Ok(ExitCode::SUCCESS)
            }
            Self::Check { file } => check(&file),
        }
    }
}

fn list(as_json: bool) -> anyhow::Result<ExitCode> {
    let catalogue = Catalogue::builtin();
    let mut all = Vec::new();
    for (id, _) in builtin_packs().iter().chain(example_packs()) {
        let pack = builtin_pack(id, &catalogue)?;
        if !as_json {
            say(&format!("{id:<22} {:>3} clauses  {} ({})", pack.clauses.len(), pack.title, pack.version));
        }
        all.push(serde_json::json!({ "id": id, "title": pack.title, "version": pack.version, "clauses": pack.clauses.len() }));
    }
    if as_json {
        json(&all)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn diff(before: &str, after: &str) -> anyhow::Result<ExitCode> {
    let (before, after) = (find(before)?, find(after)?);
    let all = differences(&before, &after).map_err(anyhow::Error::msg)?;
    if all.is_empty() {
        say("No question is answered otherwise, in any situation.");
    }
    for one in &all {
        say(&format!("- {one}"));
    }
    let key = |policy: &Policy| -> BTreeSet<String> {
        policy.duties.iter().map(|duty| format!("{} ({})", duty.does, duty.every)).collect()
    };
    let (was, is) = (key(&before), key(&after));
    for (title, only) in [("No longer asked", &was - &is), ("Newly asked", &is - &was)] {
        if !only.is_empty() {
            say(&format!("\n{title}:"));
            only.iter().for_each(|duty| say(&format!("- {duty}")));
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn prove(policy: &str) -> anyhow::Result<ExitCode> {
    let policy = find(policy)?;
    let all = promises(&policy).map_err(anyhow::Error::msg)?;
    if all.is_empty() {
        say("The policy promises nothing: [[promise]] writes one.");
    }
    let mut kept = true;
    for one in &all {
        match &one.refuted {
            None => say(&format!("proved   {}: {}", one.id, one.says)),
            Some(refuted) => {
                kept = false;
                say(&format!("REFUTED  {}: {}\n         {refuted}", one.id, one.says));
            }
        }
    }
    Ok(if kept { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn list_controls(which: Option<&str>, short: bool) -> anyhow::Result<ExitCode> {
    let catalogue = Catalogue::builtin();
    if short {
        for (id, control) in &catalogue.controls {
            say(&format!("{id:<38} {:<10} {}", controls::sort(control.kind), control.title));
        }
        return Ok(ExitCode::SUCCESS);
    }
    let text = controls::described(&catalogue, which);
    if let Some(which) = which.filter(|_| text.is_empty()) {
        let ids = catalogue.controls.keys().map(String::as_str);
        let nearest = belisha_policy::nearest(which, ids);
        let nearest = nearest.map_or(String::new(), |nearest| format!("; did you mean `{nearest}`?"));
        anyhow::bail!("there is no control or area `{which}`{nearest}");
    }
    say(&format!("Every control takes beside its own parameters:\n\n{}", controls::every_control()));
    say(&text);
    Ok(ExitCode::SUCCESS)
}

fn show(policy: &str, as_json: bool, rules: Option<&str>) -> anyhow::Result<ExitCode> {
    let policy = find(policy)?;
    if let Some(act) = rules {
        say(&policy.cedar(act));
        return Ok(ExitCode::SUCCESS);
    }
    if as_json {
        json(&listed(&policy, &Default::default()))?;
        return Ok(ExitCode::SUCCESS);
    }
    say(&format!("{} — version of {}", policy.pack.title, policy.pack.version));
    let mut section = "";
    for clause in &policy.pack.clauses {
        if clause.section != section {
            section = &clause.section;
            say(&format!("\n{section}"));
        }
        say(&format!("  {}  {}", clause.id, clause.says));
        for adoption in policy.of_clause(&clause.id) {
            let later = adoption
                .not_yet
                .as_ref()
                .map_or(String::new(), |missing| format!("  [not yet carried out: {missing}]"));
            say(&format!("      {}{later}", adoption.control));
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn check(file: &std::path::Path) -> anyhow::Result<ExitCode> {
    let catalogue = Catalogue::builtin();
    let name = file.display().to_string();
    let text = std::fs::read_to_string(file).map_err(|error| anyhow::anyhow!("{name}: {error}"))?;
    let mut mistakes = Pack::mistakes(&name, &text, &catalogue);
    mistakes.extend(catalogue.rule_mistakes());
    if !mistakes.is_empty() {
        mistakes.iter().for_each(|mistake| say(&mistake.to_string()));
        return Ok(ExitCode::from(1));
    }
    let policy = Policy::compile(Pack::parse(&name, &text, &catalogue)?, Arc::clone(&catalogue))?;
    say(&format!("{name}: {} clauses, no mistakes", policy.pack.clauses.len()));
    for adoption in &policy.adoptions {
        if let Some(missing) = &adoption.not_yet {
            say(&format!("{}: `{}` is not yet carried out: {missing}", adoption.clause, adoption.control));
        }
    }
    for clause in &policy.pack.clauses {
        match &clause.carrying {
            Carrying::InPart(missing) => {
                say(&format!("{}: carried out in part; not this: {missing}", clause.id))
            }
            Carrying::ByHand(what) => say(&format!("{}: done by hand: {what}", clause.id)),
            Carrying::Statement => say(&format!("{}: signed, and nothing of it is carried out", clause.id)),
            Carrying::CarriedOut => {}
        }
    }
    let found = findings(&policy).map_err(anyhow::Error::msg)?;
    if !found.is_empty() {
        say("\nWhat does not fit together:");
        found.iter().for_each(|finding| say(&format!("- {finding}")));
    }
    for one in promises(&policy).map_err(anyhow::Error::msg)? {
        if let Some(refuted) = one.refuted {
            say(&format!("- the promise `{}` is not kept: {refuted}", one.id));
        }
    }
    Ok(ExitCode::SUCCESS)
}
