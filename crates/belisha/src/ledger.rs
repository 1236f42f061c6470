//! `belisha ledger verify|head|export`.

use crate::folder::{self, SETTING};
use crate::options::Data;
use crate::output::{json, say};
use anyhow::Context;
use belisha_ledger::{Disagrees, Log};
use clap::Subcommand;
use data_encoding::HEXLOWER;
use std::process::ExitCode;

#[derive(Debug, Subcommand)]
pub(crate) enum Ledger {
    /// Read the whole log, check it against every signed checkpoint, and open every word.
    Verify {
        #[command(flatten)]
        data: Data,
        /// A checkpoint kept elsewhere (what `ledger head` printed), in a file.
        #[arg(long)]
        against: Option<std::path::PathBuf>,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// The latest signed checkpoint, to print or send to the chair.
    Head {
        #[command(flatten)]
        data: Data,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Every line as JSON, words opened; keep the output as safe as the data.
    Export {
        #[command(flatten)]
        data: Data,
    },
}

fn log(data: &Data) -> anyhow::Result<Log> {
    let folder = folder::open(data)?;
    Ok(Log::open(folder.store, &folder.master, SETTING)?)
}

impl Ledger {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        match self {
            Self::Verify { data, against, json: as_json } => verify(&data, against.as_deref(), as_json),
            Self::Head { data, json: as_json } => head(&data, as_json),
            Self::Export { data } => export(&data),
        }
    }
}

fn verify(data: &Data, against: Option<&std::path::Path>, as_json: bool) -> anyhow::Result<ExitCode> {
    let folder = folder::open(data)?;
    let log = Log::open(folder.store.clone(), &folder.master, SETTING)?;
    if let Some(file) = against {
        let bytes = std::fs::read(file).with_context(|| format!("`{}` cannot be read", file.display()))?;
        let note = belisha_setting::import::decoded(&bytes)
            .map_err(|_| anyhow::anyhow!("`{}` is no checkpoint: it is no text", file.display()))?;
        match log.agrees_with(&note)? {
            Ok(_) => {}
            Err(wrong @ Disagrees::NoCheckpoint(_)) => {
                anyhow::bail!(
                    "`{}` cannot be held against the log: {wrong}. That says nothing against the log.",
                    file.display()
                );
            }
            Err(difference @ Disagrees::OtherLines { .. }) => {
                say(&format!("The log does NOT agree with that checkpoint: {difference}."));
                return Ok(ExitCode::from(1));
            }
        }
    }
    let verified = match log.verify()? {
        Ok(verified) => verified,
        Err(fault) => {
            if as_json {
                json(&serde_json::json!({ "held": false, "line": fault.line, "what": fault.finding }))?;
            } else {
                say(&format!("The log is NOT as it was written. {fault}."));
            }
            return Ok(ExitCode::from(1));
        }
    };
    // Bytes that are as they were written are of no use to anybody who cannot open them.
    let mut wrong = runtime()?.block_on(folder.setting()?.check_all())?;
    wrong.extend(folder.recovery_check().fault());
    if as_json {
        json(&serde_json::json!({
            "held": wrong.is_empty(), "lines": verified.size, "root": HEXLOWER.encode(&verified.root),
            "checkpoints": verified.checkpoints, "wrong": wrong,
        }))?;
    } else {
        say(&format!(
            "The log is as it was written: {} lines, {} signed checkpoints agree.",
            verified.size, verified.checkpoints
        ));
        let every = "Every word of it can be opened, and the recovery key will open the key file’s key.";
        say(&if wrong.is_empty() { every.to_owned() } else { format!("But: {}", wrong.join(" ")) });
    }
    Ok(if wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_current_thread().enable_all().build()?)
}

fn head(data: &Data, as_json: bool) -> anyhow::Result<ExitCode> {
    let mut log = log(data)?;
    log.replay(&mut |_| Ok(()))?;
    let checkpoint = log.checkpoint()?;
    if as_json {
        let key = HEXLOWER.encode(log.public_key().as_bytes());
        json(
            &serde_json::json!({ "lines": checkpoint.size, "root": HEXLOWER.encode(&checkpoint.root), "key": key, "note": checkpoint.note }),
        )?;
    } else {
        say(checkpoint.note.trim_end());
    }
    Ok(ExitCode::SUCCESS)
}

fn export(data: &Data) -> anyhow::Result<ExitCode> {
    let mut log = log(data)?;
    log.replay(&mut |line| {
        say(&String::from_utf8_lossy(&line.json));
        Ok(())
    })?;
    Ok(ExitCode::SUCCESS)
}
