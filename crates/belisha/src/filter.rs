//! `belisha filter`.

mod lists;

use crate::folder;
use crate::options::Data;
use crate::output::{json, say};
use crate::resolver::lists_of;
use anyhow::Context;
use belisha_service::{Setting, internet};
use belisha_setting::DeviceId;
use belisha_setting::internet::{LookUp, devices};
use clap::Subcommand;
use std::process::ExitCode;

#[derive(Debug, Subcommand)]
pub(crate) enum Filter {
    /// What becomes of a name on a device now. Exit code 1: it is shut.
    Check {
        /// The name.
        name: String,
        /// The device: an id or the exact name. Left out: a device that nobody knows.
        #[arg(long)]
        device: Option<String>,
        #[command(flatten)]
        data: Data,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// What each device of the setting may look up now.
    Devices {
        #[command(flatten)]
        data: Data,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Import a list of names (hosts, domains, AdGuard or RPZ). A bad one leaves the one before in force.
    Import(lists::Import),
    /// The imported lists.
    Lists {
        #[command(flatten)]
        data: Data,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Fetch every list that came from an address anew. Exit code 1: one could not be; its names stay as they were.
    Refresh {
        #[command(flatten)]
        data: Data,
    },
    /// Take a list out.
    Remove {
        /// Its id.
        id: String,
        #[command(flatten)]
        data: Data,
    },
}

impl Filter {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        match self {
            Self::Check { name, device, data, json } => check(&name, device.as_deref(), &data, json),
            Self::Devices { data, json } => each(&data, json),
            Self::Import(import) => import.run(),
            Self::Lists { data, json } => lists::list(&data, json),
            Self::Refresh { data } => lists::refresh(&data),
            Self::Remove { id, data } => lists::remove(&data, &id),
        }
    }
}

fn found(setting: &Setting, wanted: &str) -> anyhow::Result<DeviceId> {
    let now = setting.now();
    let mut here = now.state.devices.here();
    let named = here.find(|(id, device)| id.as_str() == wanted || device.particulars.name == wanted);
    let missing =
        || format!("there is no device `{wanted}` on the register: give an id, or the name as it is there");
    Ok(named.with_context(missing)?.0.clone())
}

fn words(answer: &LookUp) -> (bool, String, Vec<String>) {
    match answer {
        LookUp::Resolves => (true, "it resolves".into(), Vec::new()),
        LookUp::Refused(why) => (false, format!("it is shut: {}", why.says), why.clauses.clone()),
    }
}

fn check(name: &str, device: Option<&str>, data: &Data, as_json: bool) -> anyhow::Result<ExitCode> {
    let setting = folder::open(data)?.setting()?;
    let device = device.map(|wanted| found(&setting, wanted)).transpose()?;
    if let Some(device) = &device
        && !setting.now().state.network.known.contains_key(device)
    {
        anyhow::bail!(
            "the filter does not know that device by any address: say which it has, on the page of the filter"
        );
    }
    let answer = internet::check(&setting, Some(&lists_of(&data.data)), device.as_ref(), name)?;
    let (resolves, says, clauses) = words(&answer);
    if as_json {
        json(&serde_json::json!({ "name": name, "resolves": resolves, "says": says, "clauses": clauses }))?;
    } else if clauses.is_empty() {
        say(&format!("{name}: {says}"));
    } else {
        say(&format!("{name}: {says} ({})", clauses.join(", ")));
    }
    Ok(ExitCode::from(u8::from(!resolves)))
}

fn each(data: &Data, as_json: bool) -> anyhow::Result<ExitCode> {
    use belisha_setting::internet::Access;
    let setting = folder::open(data)?.setting()?;
    let time = setting.time();
    let now = setting.now();
    let rows: Vec<(String, String, String)> = devices(&now.state, &now.policy)
        .into_iter()
        .map(|(id, device)| {
            let door = belisha_setting::internet::door(id, &now.state, &now.policy, time);
            let says = match door.access {
                Access::Shut(why) => format!("shut: {}", why.says),
                Access::Sites { names, .. } => format!("in a session: {}", names.join(", ")),
                Access::Open => {
                    let shut: Vec<String> = door.refused.into_keys().collect();
                    format!("open, but not {}", belisha_policy::join_or(&shut))
                }
            };
            (id.to_string(), device.particulars.name.clone(), says)
        })
        .collect();
    drop(now);
    if as_json {
        json(&rows)?;
    } else {
        rows.iter().for_each(|(_, name, says)| say(&format!("{name}: {says}")));
    }
    Ok(ExitCode::SUCCESS)
}
