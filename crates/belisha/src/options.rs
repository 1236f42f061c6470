//! What several commands are told about a setting: where its data and its pictures are.

use clap::Args;
use std::path::PathBuf;

/// Where a setting's data is.
#[derive(Debug, Clone, Args)]
pub(crate) struct Data {
    /// The data folder.
    #[arg(long, env = "BELISHA_DATA")]
    pub(crate) data: PathBuf,
    /// The key file; in the data folder when left out.
    #[arg(long, env = "BELISHA_KEY")]
    pub(crate) key: Option<PathBuf>,
}

/// Where a setting's pictures are.
#[derive(Debug, Clone, Args, Default)]
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

/// Where the pages are served.
#[derive(Debug, Clone, Args)]
pub(crate) struct Pages {
    /// Where to listen.
    #[arg(long, env = "BELISHA_LISTEN", default_value = "127.0.0.1:7878")]
    pub(crate) listen: String,
    /// The public name by which browsers reach it, with its port where that is not the usual one: links that are given
    /// away are made from it, and a name that is neither this nor local is refused.
    #[arg(long, env = "BELISHA_NAME", value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// Browsers reach it over HTTPS: cookies are marked so.
    #[arg(long, env = "BELISHA_HTTPS")]
    pub(crate) https: bool,
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
