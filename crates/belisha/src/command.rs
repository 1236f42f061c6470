//! The command line, defined once.

use crate::{clauses, filter, ledger, may, media, policy, rehearse, serve, try_it, words};
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// Belisha runs a preschool's own online-safety policy.
///
/// Exit codes: 0 yes or held, 1 no or failed, 2 could not tell.
#[derive(Debug, Parser)]
#[command(name = "belisha", version, about)]
pub(crate) struct Belisha {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Explore a populated setting in a temporary folder.
    Try {
        /// The policy it runs by.
        #[arg(long, default_value = "all-saints")]
        policy: String,
        /// Where to listen.
        #[arg(long, default_value = "127.0.0.1:7878")]
        listen: String,
        /// Where the resolver is asked.
        #[arg(long, default_value = "127.0.0.1:7853")]
        dns: std::net::SocketAddr,
        /// The seed of the history that is made up.
        #[arg(long, default_value_t = 7)]
        seed: u64,
    },
    /// Run a setting.
    Serve {
        #[command(flatten)]
        data: Data,
        #[command(flatten)]
        keeping: Keeping,
        /// Where to listen.
        #[arg(long, env = "BELISHA_LISTEN", default_value = "127.0.0.1:7878")]
        listen: String,
        /// Browsers reach it over HTTPS: cookies are marked so.
        #[arg(long, env = "BELISHA_HTTPS")]
        https: bool,
        #[command(flatten)]
        dns: filter::Dns,
    },
    /// Read policies.
    Policy {
        #[command(subcommand)]
        what: policy::What,
    },
    /// Ask "May I…?" of a policy, in plain words or by its parts.
    May(may::May),
    /// Check a text before it goes out. Exit code 1: something in it must not go out.
    Words(words::Words),
    /// A policy's clauses with their controls, parameters, and the scenarios and tests that show them.
    Clauses {
        /// The policy.
        #[arg(long)]
        policy: String,
        /// As JSON.
        #[arg(long)]
        json: bool,
        /// Where the scenarios are.
        #[arg(long, default_value = "acceptance")]
        acceptance: PathBuf,
    },
    /// Run scenario files against a policy, in memory.
    Rehearse {
        /// Scenario files, or folders of them.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// A policy of your own, instead of the built-in one that the scenario names.
        #[arg(long)]
        pack: Option<PathBuf>,
        /// Also take each control of each clause out in turn, and say where no scenario notices.
        #[arg(long)]
        prove: bool,
    },
    /// Look at a setting's log.
    Ledger {
        #[command(subcommand)]
        what: ledger::What,
    },
    /// Take pictures in, check what is kept of them, erase what is due.
    Media {
        #[command(subcommand)]
        what: media::What,
    },
    /// The resolver: what becomes of a name on a device, its own test, lists of names.
    Filter {
        #[command(subcommand)]
        what: filter::What,
    },
    /// Write the key file anew with the recovery key.
    Recover {
        #[command(flatten)]
        data: Data,
    },
}

/// Where a setting's data is.
#[derive(Debug, Args)]
pub(crate) struct Data {
    /// The data folder.
    #[arg(long, env = "BELISHA_DATA")]
    pub(crate) data: PathBuf,
    /// The key file; in the data folder when left out.
    #[arg(long, env = "BELISHA_KEY")]
    pub(crate) key: Option<PathBuf>,
}

/// Where a setting's pictures are.
#[derive(Debug, Args, Default)]
pub(crate) struct Keeping {
    /// A folder, or s3://bucket/prefix; every one of several keeps everything [default: pictures in the data folder].
    #[arg(long, env = "BELISHA_PICTURES", value_name = "PLACE", value_delimiter = ',')]
    pub(crate) pictures: Vec<String>,
    /// The address of the store that speaks S3; the public one of its region when left out.
    #[arg(long, env = "BELISHA_S3_ENDPOINT", value_name = "URL")]
    pub(crate) s3_endpoint: Option<String>,
    /// Its region.
    #[arg(long, env = "BELISHA_S3_REGION", value_name = "REGION", default_value = "us-east-1")]
    pub(crate) s3_region: String,
    /// Who asks it. From the environment: what is on a command line can be read by others.
    #[arg(long, env = "BELISHA_S3_KEY", hide = true, hide_env_values = true)]
    pub(crate) s3_key: Option<String>,
    /// Their secret, from the environment likewise.
    #[arg(long, env = "BELISHA_S3_SECRET", hide = true, hide_env_values = true)]
    pub(crate) s3_secret: Option<Secret>,
    /// A malware scanner (clamd) that looks at what comes in: its socket, or host:port.
    #[arg(long, env = "BELISHA_SCANNER", value_name = "ADDRESS")]
    pub(crate) scanner: Option<String>,
}

/// A secret, which is not printed.
#[derive(Clone)]
pub(crate) struct Secret(pub(crate) String);

impl std::str::FromStr for Secret {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.to_owned()))
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

impl Belisha {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        match self.what {
            What::Try { policy, listen, dns, seed } => try_it::try_it(&policy, &listen, dns, seed),
            What::Serve { data, keeping, listen, https, dns } => {
                serve::serve(&data, &keeping, &listen, https, &dns)
            }
            What::Policy { what } => policy::run(what),
            What::May(may) => may.run(),
            What::Words(words) => words.run(),
            What::Clauses { policy, json, acceptance } => clauses::clauses(&policy, json, &acceptance),
            What::Rehearse { files, pack, prove } => rehearse::rehearse(&files, pack.as_deref(), prove),
            What::Ledger { what } => ledger::run(what),
            What::Media { what } => media::run(what),
            What::Filter { what } => filter::run(what),
            What::Recover { data } => ledger::recover(&data),
        }
    }
}
