//! The resolver of `belisha serve`: how it is told to run, and what runs beside it.

use crate::clock::SystemClock;
use crate::fetch;
use crate::tasks::{Tasks, closed};
use anyhow::Context;
use belisha_filter::{Certificate, Config, Network, Upstream};
use belisha_service::internet::Running;
use belisha_service::{Internet, Setting};
use belisha_web::{App, shut_router};
use clap::Args;
use jiff::SignedDuration;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How the resolver runs beside the pages.
#[derive(Debug, Clone, Args, Default)]
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

impl Dns {
    /// Whether any address was given where names are asked for.
    pub(crate) fn is_asked_for(&self) -> bool {
        !(self.dns.is_empty() && self.dns_tls.is_empty() && self.dns_https.is_empty())
    }
}

/// The resolver that was started, with what runs beside it.
pub(crate) struct Started {
    pub(crate) internet: Arc<Internet>,
    why_page: Option<SocketAddr>,
    lists: PathBuf,
    refresh_lists: SignedDuration,
}

impl Started {
    /// Keeps it in step, its lists fresh, and serves the page that says why; until the setting is closed.
    pub(crate) async fn run(&self, app: &App, setting: &Setting, tasks: &mut Tasks) -> anyhow::Result<()> {
        tasks.add("resolver", self.internet.clone().keep());
        if self.refresh_lists.is_positive() {
            let (lists, clock) = (self.lists.clone(), Arc::new(SystemClock));
            tasks.add("lists", fetch::keep_fresh(lists, self.refresh_lists, clock, setting.changes()));
        }
        if let Some(address) = self.why_page {
            let listener = tokio::net::TcpListener::bind(address).await;
            let listener = listener.with_context(|| format!("could not listen at {address}"))?;
            let pages = shut_router(app.clone()).into_make_service_with_connect_info::<SocketAddr>();
            let closed = closed(setting.changes());
            tasks.add("why page", async move {
                if let Err(error) = axum::serve(listener, pages).with_graceful_shutdown(closed).await {
                    tracing::error!(%error, "the page that says why a site is shut is served no more");
                }
            });
        }
        Ok(())
    }
}

/// Where a data folder keeps the lists that were imported.
pub(crate) fn lists_of(data: &Path) -> PathBuf {
    data.join("lists")
}

/// Starts the resolver where one is asked for.
pub(crate) fn started(dns: &Dns, data: &Path, setting: &Arc<Setting>) -> anyhow::Result<Option<Started>> {
    if !dns.is_asked_for() {
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
