//! `belisha ledger verify|head|export` and `belisha recover`.

use crate::command::Data;
use crate::folder::{self, SETTING};
use crate::output::{json, say};
use belisha_ledger::{KeyFile, Log, MasterKey, RecoveryKey, Sqlite, Store};
use clap::Subcommand;
use std::process::ExitCode;

#[derive(Debug, Subcommand)]
pub(crate) enum What {
    /// Read the whole log and check it against every signed checkpoint.
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

pub(crate) fn run(what: What) -> anyhow::Result<ExitCode> {
    match what {
        What::Verify { data, against, json: as_json } => verify(&data, against.as_deref(), as_json),
        What::Head { data, json: as_json } => head(&data, as_json),
        What::Export { data } => export(&data),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn verify(data: &Data, against: Option<&std::path::Path>, as_json: bool) -> anyhow::Result<ExitCode> {
    let log = log(data)?;
    if let Some(file) = against {
        let note = std::fs::read_to_string(file)?;
        if let Err(what) = log.agrees_with(&format!("{}\n", note.trim_end()))? {
            say(&format!("The log does NOT agree with that checkpoint: {what}."));
            return Ok(ExitCode::from(1));
        }
    }
    match log.verify()? {
        Ok(verified) if as_json => json(&serde_json::json!({
            "held": true, "lines": verified.size, "root": hex(&verified.root), "checkpoints": verified.checkpoints,
        }))?,
        Ok(verified) => say(&format!(
            "The log is as it was written: {} lines, {} signed checkpoints agree.",
            verified.size, verified.checkpoints
        )),
        Err(fault) => {
            if as_json {
                json(&serde_json::json!({ "held": false, "line": fault.line, "what": fault.what }))?;
            } else {
                say(&format!("The log is NOT as it was written. {fault}."));
            }
            return Ok(ExitCode::from(1));
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn head(data: &Data, as_json: bool) -> anyhow::Result<ExitCode> {
    let mut log = log(data)?;
    log.replay(&mut |_| Ok(()))?;
    let checkpoint = log.checkpoint()?;
    if as_json {
        let key = hex(log.public_key().as_bytes());
        json(
            &serde_json::json!({ "lines": checkpoint.size, "root": hex(&checkpoint.root), "key": key, "note": checkpoint.note }),
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

pub(crate) fn recover(data: &Data) -> anyhow::Result<ExitCode> {
    let database = folder::database_path(data);
    anyhow::ensure!(database.exists(), "there is no setting in `{}`", data.data.display());
    let wrapped = Sqlite::open(&database)?.recovery()?;
    let wrapped = wrapped.ok_or_else(|| anyhow::anyhow!("this data folder has no recovery key on record"))?;
    say("Type the recovery key and press Enter:");
    let mut typed = String::new();
    std::io::stdin().read_line(&mut typed)?;
    let master = MasterKey::recover(&RecoveryKey::parse(&typed)?, &wrapped)?;
    let path = folder::key_path(data);
    KeyFile::write(&path, &master)?;
    say(&format!("The key file `{}` is there again.", path.display()));
    Ok(ExitCode::SUCCESS)
}
