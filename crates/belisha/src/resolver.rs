//! The resolver of `belisha serve`: how it is told to run, and what runs beside it.

mod neighbours;

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
    data: PathBuf,
    refresh_lists: SignedDuration,
}

impl Started {
    /// Keeps it in step, its lists fresh, and serves the page that says why; until the setting is closed.
    pub(crate) async fn run(
        &self,
        app: &App,
        setting: &Arc<Setting>,
        tasks: &mut Tasks,
    ) -> anyhow::Result<()> {
        tasks.add("resolver", self.internet.clone().keep());
        let watched = neighbours::watched(setting.clone(), self.data.clone(), app.taken_addresses());
        tasks.add("neighbours", watched);
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
        data: data.to_owned(),
        refresh_lists: dns.refresh_lists,
    }))
}

/// The resolvers that this computer asks (resolv.conf(5)).
pub(crate) fn of_this_computer() -> Vec<Upstream> {
    let text = std::fs::read_to_string("/etc/resolv.conf").unwrap_or_default();
    let servers = text.lines().filter_map(|line| line.trim().strip_prefix("nameserver"));
    servers.filter_map(|server| server.trim().parse().ok()).flat_map(sealed_first).collect()
}

/// Public resolvers that answer over TLS too, by the names in their certificates; as their makers publish them, checked in
/// November 2026.
const KNOWN_OVER_TLS: [(&str, &str); 14] = [
    ("1.1.1.1", "cloudflare-dns.com"),
    ("1.0.0.1", "cloudflare-dns.com"),
    ("1.1.1.2", "security.cloudflare-dns.com"),
    ("1.0.0.2", "security.cloudflare-dns.com"),
    ("1.1.1.3", "family.cloudflare-dns.com"),
    ("1.0.0.3", "family.cloudflare-dns.com"),
    ("8.8.8.8", "dns.google"),
    ("8.8.4.4", "dns.google"),
    ("9.9.9.9", "dns.quad9.net"),
    ("149.112.112.112", "dns.quad9.net"),
    ("94.140.14.15", "family.adguard-dns.com"),
    ("94.140.15.16", "family.adguard-dns.com"),
    ("185.228.168.168", "family-filter-dns.cleanbrowsing.org"),
    ("185.228.169.168", "family-filter-dns.cleanbrowsing.org"),
];

/// A resolver that is known to answer over TLS is asked so first; as it was given where that does not answer.
fn sealed_first(upstream: Upstream) -> Vec<Upstream> {
    let Upstream::Plain(address) = &upstream else { return vec![upstream] };
    let ip = address.ip().to_string();
    let known = KNOWN_OVER_TLS.iter().find(|(known, _)| *known == ip && address.port() == 53);
    let sealed = known.map(|(_, name)| Upstream::Tls {
        address: SocketAddr::new(address.ip(), 853),
        name: (*name).to_owned(),
    });
    sealed.into_iter().chain([upstream]).collect()
}

#[cfg(test)]
mod tests {
    use super::{KNOWN_OVER_TLS, sealed_first};

    #[test]
    fn a_resolver_that_is_known_to_answer_over_tls_is_asked_so_first() {
        for (address, name) in KNOWN_OVER_TLS {
            let asked: Vec<String> =
                sealed_first(address.parse().unwrap()).iter().map(ToString::to_string).collect();
            assert_eq!(asked, [format!("tls://{name}@{address}:853"), format!("{address}:53")]);
        }
        for other in ["192.168.1.1", "9.9.9.9:5353", "tls://dns.quad9.net@9.9.9.9"] {
            let upstream: belisha_filter::Upstream = other.parse().unwrap();
            assert_eq!(sealed_first(upstream.clone()), [upstream], "as it was given");
        }
    }
}
