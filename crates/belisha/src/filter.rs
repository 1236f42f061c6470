//! `belisha filter`, and the resolver of `belisha serve`.

mod fetch;

use crate::clock::SystemClock;
use crate::command::Data;
use crate::folder;
use crate::output::{json, say};
use anyhow::Context;
use belisha_filter::{Certificate, Config, Network, Upstream};
use belisha_service::internet::{self, About, Fetching, Running};
use belisha_service::{Clock, Internet, Setting};
use belisha_setting::DeviceId;
use belisha_setting::internet::{Answer, devices};
use belisha_web::{App, shut_router};
use clap::{Args, Subcommand};
use jiff::SignedDuration;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

/// How the resolver runs beside the pages.
#[derive(Debug, Args, Default)]
pub(crate) struct Dns {
    /// Where devices ask for names, by UDP and TCP, such as 192.168.1.2:53. Without one there is no resolver.
    #[arg(long, env = "BELISHA_DNS", value_name = "ADDRESS", value_delimiter = ',')]
    pub(crate) dns: Vec<SocketAddr>,
    /// Where they ask over TLS, each under a name of its own.
    #[arg(long, env = "BELISHA_DNS_TLS", value_name = "ADDRESS", value_delimiter = ',')]
    pub(crate) dns_tls: Vec<SocketAddr>,
    /// Where they ask over HTTPS, each under a path of its own.
    #[arg(long, env = "BELISHA_DNS_HTTPS", value_name = "ADDRESS", value_delimiter = ',')]
    pub(crate) dns_https: Vec<SocketAddr>,
    /// The certificate for both, as PEM.
    #[arg(long, env = "BELISHA_DNS_CERTIFICATE", value_name = "FILE")]
    pub(crate) dns_certificate: Option<PathBuf>,
    /// Its private key, as PEM.
    #[arg(long, env = "BELISHA_DNS_KEY", value_name = "FILE")]
    pub(crate) dns_key: Option<PathBuf>,
    /// Whom the resolver asks: 9.9.9.9, tls://NAME@ADDRESS or https://NAME/PATH@ADDRESS; the next when one fails
    /// [default: those of this computer].
    #[arg(long, env = "BELISHA_UPSTREAM", value_name = "RESOLVER", value_delimiter = ',')]
    pub(crate) upstream: Vec<Upstream>,
    /// The networks that are answered [default: private ones].
    #[arg(long, env = "BELISHA_NETWORKS", value_name = "NETWORK", value_delimiter = ',')]
    pub(crate) networks: Vec<String>,
    /// Whoever is asked may answer with addresses of the setting's own network, as for a printer or a server here.
    #[arg(long, env = "BELISHA_INSIDE_NAMES")]
    pub(crate) inside_names: bool,
    /// Where the page is served that says why a site is shut, such as 192.168.1.2:80; sites that are shut lead to it.
    #[arg(long, env = "BELISHA_WHY_PAGE", value_name = "ADDRESS")]
    pub(crate) why_page: Option<SocketAddr>,
    /// How often lists that came from an address are fetched anew, such as 24h; 0s for never.
    #[arg(long, env = "BELISHA_REFRESH_LISTS", value_name = "TIME", default_value = "24h")]
    pub(crate) refresh_lists: SignedDuration,
}

/// The resolver that was started, with what runs beside it.
pub(crate) struct Started {
    pub(crate) internet: Arc<Internet>,
    why_page: Option<SocketAddr>,
    lists: PathBuf,
    refresh_lists: SignedDuration,
}

impl Started {
    /// Keeps it in step, its lists fresh, and serves the page that says why.
    pub(crate) async fn run(&self, app: &App) -> anyhow::Result<()> {
        tokio::spawn(self.internet.clone().keep());
        if self.refresh_lists.is_positive() {
            tokio::spawn(fetch::keep_fresh(self.lists.clone(), self.refresh_lists, Arc::new(SystemClock)));
        }
        if let Some(address) = self.why_page {
            let listener = tokio::net::TcpListener::bind(address).await;
            let listener = listener.with_context(|| format!("could not listen at {address}"))?;
            let pages = shut_router(app.clone()).into_make_service_with_connect_info::<SocketAddr>();
            tokio::spawn(async move { axum::serve(listener, pages).await });
        }
        Ok(())
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum What {
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
    Import {
        /// The file, or an address that begins with https:// or http://.
        file: String,
        /// Its id: an import under the same id takes the place of the one before.
        #[arg(long)]
        id: String,
        /// What it is called [default: the id].
        #[arg(long)]
        title: Option<String>,
        /// The category its names are in, a word of the catalogue.
        #[arg(long, default_value = "unsuitable")]
        category: String,
        /// Where it comes from.
        #[arg(long, default_value = "")]
        source: String,
        #[command(flatten)]
        data: Data,
    },
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

fn lists_of(data: &Path) -> PathBuf {
    data.join("lists")
}

/// Starts the resolver where one is asked for.
pub(crate) fn started(dns: &Dns, data: &Path, setting: &Arc<Setting>) -> anyhow::Result<Option<Started>> {
    if dns.dns.is_empty() && dns.dns_tls.is_empty() && dns.dns_https.is_empty() {
        return Ok(None);
    }
    let certificate = match (&dns.dns_certificate, &dns.dns_key) {
        (Some(chain), Some(key)) => Some(Certificate {
            chain_pem: std::fs::read(chain)
                .with_context(|| format!("`{}` cannot be read", chain.display()))?,
            key_pem: std::fs::read(key).with_context(|| format!("`{}` cannot be read", key.display()))?,
        }),
        _ => None,
    };
    let networks = dns.networks.iter().map(|text| {
        Network::parse(text).with_context(|| format!("`{text}` is no network, such as 192.168.1.0/24"))
    });
    let upstreams = if dns.upstream.is_empty() { of_this_computer() } else { dns.upstream.clone() };
    anyhow::ensure!(!upstreams.is_empty(), "say whom the resolver asks, with --upstream");
    let mut pages_at: Vec<IpAddr> = dns.why_page.iter().map(SocketAddr::ip).collect();
    let named = |address: &&SocketAddr| !address.ip().is_unspecified();
    pages_at.extend(dns.dns.iter().filter(named).map(SocketAddr::ip));
    pages_at.dedup();
    let running = Running {
        resolver: Config {
            listen: dns.dns.clone(),
            listen_tls: dns.dns_tls.clone(),
            listen_https: dns.dns_https.clone(),
            certificate,
            upstreams,
            refuse_inside_addresses: !dns.inside_names,
            ..Config::default()
        },
        says_why: dns.why_page.is_some_and(|page| !page.ip().is_unspecified()),
        pages_at,
        networks: networks.collect::<anyhow::Result<_>>()?,
        lists: Some(lists_of(data)),
    };
    Ok(Some(Started {
        internet: Internet::start(setting.clone(), running)?,
        why_page: dns.why_page,
        lists: lists_of(data),
        refresh_lists: dns.refresh_lists,
    }))
}

/// The resolvers that this computer asks (resolv.conf(5)).
pub(crate) fn of_this_computer() -> Vec<Upstream> {
    let text = std::fs::read_to_string("/etc/resolv.conf").unwrap_or_default();
    let servers = text.lines().filter_map(|line| line.trim().strip_prefix("nameserver"));
    servers.filter_map(|server| server.trim().parse().ok()).collect()
}

fn found(setting: &Setting, wanted: &str) -> anyhow::Result<DeviceId> {
    let now = setting.now();
    let mut here = now.state.devices.here();
    let there = here.find(|(id, device)| id.as_str() == wanted || device.is.name == wanted);
    let missing =
        || format!("there is no device `{wanted}` on the register: give an id, or the name as it is there");
    Ok(there.with_context(missing)?.0.clone())
}

pub(crate) fn run(what: What) -> anyhow::Result<ExitCode> {
    match what {
        What::Check { name, device, data, json } => check(&name, device.as_deref(), &data, json),
        What::Devices { data, json } => each(&data, json),
        What::Import { file, id, title, category, source, data } => {
            let address = file.starts_with("https://") || file.starts_with("http://");
            let catalogue = belisha_policy::Catalogue::builtin();
            let words: Vec<String> =
                catalogue.sites.categories.iter().map(|category| category.id.clone()).collect();
            anyhow::ensure!(
                words.contains(&category),
                "`{category}` is no category: give {}",
                belisha_policy::join_or(&words)
            );
            folder::open(&data)?;
            let source = if source.is_empty() { file.clone() } else { source };
            // What is fetched is looked at as a file is; nothing of it is kept when it is no list.
            let fetched = match address {
                true => asking()?
                    .block_on(fetch::fetch(&file, None))
                    .with_context(|| format!("the list was not taken from {file}"))?,
                false => None,
            };
            let fetching =
                fetched.as_ref().map(|there| Fetching::from(&file, there.mark.clone(), SystemClock.now()));
            let file = fetched.as_ref().map_or(Path::new(&file), |there| there.file.path());
            let title = title.unwrap_or_else(|| id.clone());
            let about = About { title, category, source, names: 0, version: String::new(), fetching };
            let (about, report) = internet::import(&lists_of(&data.data), &id, file, about)?;
            say(&format!(
                "taken: {} names ({} lines without one, {} wrong), version {}",
                about.names,
                report.skipped,
                report.wrong,
                about.version.get(..12).unwrap_or_default()
            ));
            for wrong in report.first_wrong {
                say(&format!("line {}: `{}` is no name", wrong.line, wrong.text));
            }
            Ok(ExitCode::SUCCESS)
        }
        What::Lists { data, json: as_json } => {
            folder::open(&data)?;
            let all = internet::listed(&lists_of(&data.data));
            if as_json {
                json(&all)?;
                return Ok(ExitCode::SUCCESS);
            }
            for (id, about) in all {
                say(&format!(
                    "{id}: {} ({}), {} names, from {}",
                    about.title, about.category, about.names, about.source
                ));
                if let Some(trouble) = about.fetching.and_then(|there| there.trouble) {
                    say(&format!("{id}: the last time it was not taken anew: {trouble}"));
                }
            }
            Ok(ExitCode::SUCCESS)
        }
        What::Refresh { data } => {
            folder::open(&data)?;
            let lists = lists_of(&data.data);
            let mut all_well = true;
            for (id, about) in internet::listed(&lists) {
                let Some(asked) = about.fetching else {
                    say(&format!("{id}: it came as a file, from {}", about.source));
                    continue;
                };
                let again = asking()?.block_on(fetch::again(&lists, &id, &asked, &SystemClock));
                all_well &= again.is_ok();
                say(&format!("{id}: {}", again.unwrap_or_else(|error| error.to_string())));
            }
            Ok(if all_well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        }
        What::Remove { id, data } => {
            folder::open(&data)?;
            internet::remove(&lists_of(&data.data), &id)?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn asking() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()
}

fn words(answer: &Answer) -> (bool, String, Vec<String>) {
    match answer {
        Answer::Resolves => (true, "it resolves".into(), Vec::new()),
        Answer::Refused(why) => (false, format!("it is shut: {}", why.says), why.clauses.clone()),
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
            (id.to_string(), device.is.name.clone(), says)
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
