//! The resolvers upstream, asked in the order given; one that fails is passed over for a while.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

use futures_util::{Stream, StreamExt};
use hickory_net::h2::HttpsClientStream;
use hickory_net::runtime::TokioRuntimeProvider;
use hickory_net::tcp::TcpClientStream;
use hickory_net::tls::tls_exchange;
use hickory_net::udp::UdpClientStream;
use hickory_net::xfer::{DnsExchange, DnsRequestSender};
use hickory_net::{DnsHandle, NetError};
use hickory_proto::op::{DnsRequest, DnsRequestOptions, DnsResponse, Edns, Message, Query};
use hickory_proto::rr::{Name as ProtoName, RecordType};
use rustls::pki_types::ServerName;
use tokio::sync::Mutex;
use tokio::time::{sleep, timeout};

use super::cache::{CachedAnswer, Key};
use super::clock::Clock;
use crate::wire::answer::ExtendedError;
use crate::wire::question::UDP_BYTES_MAX;
use crate::wire::response::{Stored, Unusable};

/// How long one resolver may take.
const TRY_MS: u64 = 1_500;
/// How long all of them together may take: less than a client waits.
const ALL_MS: u64 = 4_500;
/// How long a resolver is passed over after it failed once; twice as long after each further time.
const PASSED_OVER_MS: u64 = 1_000;
const PASSED_OVER_MS_MAX: u64 = 60_000;
/// Questions on their way over one connection.
const ON_THEIR_WAY_MAX: usize = 256;
/// How long to wait when there are as many.
const BUSY_MS: u64 = 20;

/// A resolver upstream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Upstream {
    /// By UDP, and by TCP where an answer is cut.
    Plain(SocketAddr),
    /// By TLS (RFC 7858).
    Tls {
        /// Where it is.
        address: SocketAddr,
        /// The name in its certificate.
        name: String,
    },
    /// By HTTPS (RFC 8484).
    Https {
        /// Where it is.
        address: SocketAddr,
        /// The name in its certificate.
        name: String,
        /// The path of its page, such as `/dns-query`.
        path: String,
    },
}

/// An upstream that cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no resolver; write `9.9.9.9`, `tls://dns.quad9.net@9.9.9.9` or `https://dns.quad9.net/dns-query@9.9.9.9`"
)]
pub struct UpstreamError(String);

impl FromStr for Upstream {
    type Err = UpstreamError;

    /// Reads `9.9.9.9`, `tls://dns.quad9.net@9.9.9.9` or `https://dns.quad9.net/dns-query@9.9.9.9`; a port may follow.
    /// The address is given because nobody can be asked for it yet.
    fn from_str(text: &str) -> Result<Upstream, UpstreamError> {
        let wrong = || UpstreamError(text.to_owned());
        let with_port = |address: &str, port| {
            address
                .parse::<SocketAddr>()
                .or_else(|_| {
                    address.trim_matches(['[', ']']).parse::<IpAddr>().map(|ip| SocketAddr::new(ip, port))
                })
                .map_err(|_| wrong())
        };
        if let Some(rest) = text.strip_prefix("tls://") {
            let (name, address) = rest.split_once('@').ok_or_else(wrong)?;
            return Ok(Upstream::Tls { address: with_port(address, 853)?, name: name.to_owned() });
        }
        if let Some(rest) = text.strip_prefix("https://") {
            let (page, address) = rest.rsplit_once('@').ok_or_else(wrong)?;
            let (name, path) = page.split_once('/').ok_or_else(wrong)?;
            return Ok(Upstream::Https {
                address: with_port(address, 443)?,
                name: name.to_owned(),
                path: format!("/{path}"),
            });
        }
        Ok(Upstream::Plain(with_port(text, 53)?))
    }
}

impl fmt::Display for Upstream {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Upstream::Plain(address) => write!(out, "{address}"),
            Upstream::Tls { address, name } => write!(out, "tls://{name}@{address}"),
            Upstream::Https { address, name, path } => write!(out, "https://{name}{path}@{address}"),
        }
    }
}

/// Why there is no answer from upstream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Failure {
    /// None is set up, or none could be reached.
    Unreachable,
    /// Some were reached, but none gave an answer that can be used.
    NoAnswer,
    /// An address in the answer is one of a machine inside.
    LeadsInside,
    /// Too many questions at once.
    Overload,
}

impl Failure {
    pub(super) fn extended(self) -> ExtendedError {
        match self {
            Failure::Unreachable => ExtendedError::NoReachableAuthority,
            Failure::NoAnswer | Failure::Overload => ExtendedError::NetworkError,
            Failure::LeadsInside => ExtendedError::Blocked,
        }
    }

    pub(super) fn says(self) -> &'static str {
        match self {
            Failure::Unreachable => "No resolver upstream could be reached.",
            Failure::NoAnswer => "The resolvers upstream gave no answer.",
            Failure::LeadsInside => "The name leads to a machine inside this network.",
            Failure::Overload => "Too many questions at once; ask again.",
        }
    }
}

/// All resolvers upstream.
pub(super) struct Upstreams {
    servers: Vec<Server>,
    means: Means,
    refuse_inside: bool,
    clock: Arc<dyn Clock>,
}

/// What connections are made with. The provider outlives them, because their tasks end with it.
struct Means {
    tls: Arc<rustls::ClientConfig>,
    provider: TokioRuntimeProvider,
}

struct Server {
    upstream: Upstream,
    exchange: Mutex<Option<DnsExchange<TokioRuntimeProvider>>>,
    failures: AtomicU32,
    passed_over_until_ms: AtomicU64,
}

impl Upstreams {
    pub(super) fn new(
        upstreams: Vec<Upstream>,
        tls: rustls::ClientConfig,
        refuse_inside: bool,
        clock: Arc<dyn Clock>,
    ) -> Upstreams {
        let servers = upstreams
            .into_iter()
            .map(|upstream| Server {
                upstream,
                exchange: Mutex::new(None),
                failures: AtomicU32::new(0),
                passed_over_until_ms: AtomicU64::new(0),
            })
            .collect();
        let means = Means { tls: Arc::new(tls), provider: TokioRuntimeProvider::new() };
        Upstreams { servers, means, refuse_inside, clock }
    }

    /// Asks one after the other: first those that answered last time, then the rest.
    pub(super) async fn ask(&self, key: &Key) -> Result<CachedAnswer, Failure> {
        match timeout(Duration::from_millis(ALL_MS), self.ask_in_turn(key)).await {
            Ok(said) => said,
            Err(_) => Err(Failure::Unreachable),
        }
    }

    async fn ask_in_turn(&self, key: &Key) -> Result<CachedAnswer, Failure> {
        let now_ms = self.clock.now().ticks_ms;
        let passed_over = |server: &&Server| server.passed_over_until_ms.load(Ordering::Relaxed) > now_ms;
        let (later, first): (Vec<&Server>, Vec<&Server>) = self.servers.iter().partition(passed_over);
        let mut failure = Failure::Unreachable;
        for server in first.into_iter().chain(later) {
            match server.ask(key, &self.means).await {
                Ok(answer) => {
                    server.failures.store(0, Ordering::Relaxed);
                    server.passed_over_until_ms.store(0, Ordering::Relaxed);
                    if self.refuse_inside && answer.leads_inside() {
                        return Err(Failure::LeadsInside);
                    }
                    return Ok(CachedAnswer::new(answer, self.clock.now().ticks_ms));
                }
                Err(missed) => {
                    tracing::debug!(upstream = %server.upstream, %missed, "upstream gave no answer");
                    if matches!(missed, Missed::Unusable(_)) {
                        failure = Failure::NoAnswer;
                    }
                    server.pass_over(&missed, self.clock.now().ticks_ms);
                }
            }
        }
        Err(failure)
    }
}

#[derive(Debug, thiserror::Error)]
enum Missed {
    #[error("it took too long")]
    Late,
    #[error("{0}")]
    Net(NetError),
    #[error("its answer cannot be used: {0:?}")]
    Unusable(Unusable),
}

impl From<NetError> for Missed {
    fn from(error: NetError) -> Missed {
        Missed::Net(error)
    }
}

impl Server {
    /// A resolver that said it cannot answer this question may well answer the next; one that is silent is passed over.
    fn pass_over(&self, missed: &Missed, now_ms: u64) {
        if matches!(missed, Missed::Unusable(Unusable::Failed)) {
            return;
        }
        let failures = self.failures.fetch_add(1, Ordering::Relaxed).min(6);
        let for_ms =
            PASSED_OVER_MS.checked_shl(failures).unwrap_or(PASSED_OVER_MS_MAX).min(PASSED_OVER_MS_MAX);
        self.passed_over_until_ms.store(now_ms.saturating_add(for_ms), Ordering::Relaxed);
    }

    async fn ask(&self, key: &Key, means: &Means) -> Result<Stored, Missed> {
        let limit = Duration::from_millis(TRY_MS);
        match timeout(limit, self.try_once(key, means)).await {
            Ok(Err(Missed::Net(_))) if !matches!(self.upstream, Upstream::Plain(_)) => {
                // The connection may have been closed while it was idle: once more on a new one.
                self.exchange.lock().await.take();
                timeout(limit, self.try_once(key, means)).await.unwrap_or(Err(Missed::Late))
            }
            Ok(said) => said,
            Err(_) => {
                self.exchange.lock().await.take();
                Err(Missed::Late)
            }
        }
    }

    async fn try_once(&self, key: &Key, means: &Means) -> Result<Stored, Missed> {
        if let Upstream::Plain(address) = self.upstream {
            return ask_plain(address, key, means).await;
        }
        loop {
            let exchange = self.exchange(means).await?;
            match first(exchange.send(request(key)?)).await {
                // As many questions as the connection takes are on their way; it is no fault of the resolver's.
                Err(NetError::Busy) => sleep(Duration::from_millis(BUSY_MS)).await,
                said => return read(key, said?).map_err(Missed::Unusable),
            }
        }
    }

    async fn exchange(&self, means: &Means) -> Result<DnsExchange<TokioRuntimeProvider>, NetError> {
        let mut exchange = self.exchange.lock().await;
        if let Some(exchange) = &*exchange {
            return Ok(exchange.clone());
        }
        let made = connect(&self.upstream, means).await?;
        *exchange = Some(made.clone());
        Ok(made)
    }
}

/// Asks by UDP, from a port of its own for each question; by TCP when the answer is cut.
async fn ask_plain(address: SocketAddr, key: &Key, means: &Means) -> Result<Stored, Missed> {
    let limit = Duration::from_millis(TRY_MS);
    let mut udp = UdpClientStream::builder(address, means.provider.clone()).with_timeout(Some(limit)).build();
    match read(key, first(udp.send_message(request(key)?)).await?) {
        Err(Unusable::Cut) => {
            let tcp = TcpClientStream::exchange(address, None, limit, None, means.provider.clone()).await?;
            read(key, first(tcp.send(request(key)?)).await?).map_err(Missed::Unusable)
        }
        said => said.map_err(Missed::Unusable),
    }
}

async fn connect(upstream: &Upstream, means: &Means) -> Result<DnsExchange<TokioRuntimeProvider>, NetError> {
    let provider = means.provider.clone();
    let limit = Duration::from_millis(TRY_MS);
    match upstream {
        Upstream::Plain(address) => TcpClientStream::exchange(*address, None, limit, None, provider).await,
        Upstream::Tls { address, name } => {
            let name =
                ServerName::try_from(name.clone()).map_err(|error| NetError::from(error.to_string()))?;
            tls_exchange(*address, name, (*means.tls).clone(), limit, Some(ON_THEIR_WAY_MAX), provider).await
        }
        Upstream::Https { address, name, path } => {
            let mut builder = HttpsClientStream::builder(means.tls.clone(), provider);
            builder.request_timeout(limit);
            builder.exchange(*address, name.as_str().into(), path.as_str().into()).await
        }
    }
}

fn request(key: &Key) -> Result<DnsRequest, NetError> {
    let labels = (0..key.name.labels()).filter_map(|index| key.name.label(index));
    let mut name = ProtoName::from_labels(labels)?;
    name.set_fqdn(true);
    // The number of the question is drawn at random, and so are the port that it leaves from and the case of every letter
    // (draft-vixie-dnsext-dns0x20): whoever guesses an answer has to guess all three.
    name.randomize_label_case();
    let mut message = Message::query();
    message.metadata.recursion_desired = true;
    message.metadata.checking_disabled = key.checking_disabled;
    message.add_query(Query::query(name, RecordType::from(key.kind)));
    let mut edns = Edns::new();
    edns.set_max_payload(UDP_BYTES_MAX).set_version(0).set_dnssec_ok(key.dnssec);
    message.set_edns(edns);
    let mut options = DnsRequestOptions::default();
    options.case_randomization = true;
    Ok(DnsRequest::new(message, options))
}

async fn first(
    mut said: impl Stream<Item = Result<DnsResponse, NetError>> + Unpin,
) -> Result<DnsResponse, NetError> {
    said.next().await.unwrap_or_else(|| Err(NetError::from("the connection was closed")))
}

fn read(key: &Key, response: DnsResponse) -> Result<Stored, Unusable> {
    match Stored::read(response.as_buffer(), &key.name, key.kind) {
        // Written anew, its OPT record is the last.
        Err(Unusable::OptInside) => {
            let bytes = response.into_message().to_vec().map_err(|_| Unusable::Malformed)?;
            Stored::read(&bytes, &key.name, key.kind)
        }
        said => said,
    }
}
