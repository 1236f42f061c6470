//! The shell: sockets, threads, upstream. It asks the table about every question and keeps no opinion of its own.

mod ask;
mod cache;
mod clock;
mod https;
mod journal;
mod limit;
mod respond;
mod stream;
mod tls;
mod udp;
mod upstream;

use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

use arc_swap::ArcSwap;
use socket2::{Domain, Protocol, Socket, Type};
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Handle, Runtime};

use ask::{Asking, Failed, InHand};
use cache::Cache;
use journal::Journal;
use limit::{Gate, Limiter};
use respond::Shared;
use stream::Streams;
use tls::Certified;
use udp::{Udp, Worker};
use upstream::Upstreams;

pub use clock::{Clock, SystemClock};
pub use journal::Seen;
pub use limit::Rate;
pub use tls::Certificate;
pub use upstream::{Upstream, UpstreamError};

use crate::table::Table;

/// How the resolver runs; what it answers is in its [`Table`].
#[derive(Debug, Clone)]
pub struct Config {
    /// Where it is asked by UDP and TCP; port 0 takes any.
    pub listen: Vec<SocketAddr>,
    /// Where it is asked over TLS; needs a certificate.
    pub listen_tls: Vec<SocketAddr>,
    /// Where it is asked over HTTPS; needs a certificate.
    pub listen_https: Vec<SocketAddr>,
    /// For TLS and HTTPS.
    pub certificate: Option<Certificate>,
    /// Resolvers upstream, the first first.
    pub upstreams: Vec<Upstream>,
    /// Roots that upstream's certificates may come from, beside the system's; PEM.
    pub extra_roots_pem: Vec<u8>,
    /// Threads for each address in `listen`.
    pub threads_per_address: usize,
    /// Bytes of answers kept.
    pub cache_bytes_max: u64,
    /// How many questions a client may ask; without it, any number.
    pub rate: Option<Rate>,
    /// Questions that wait for upstream at once.
    pub waiting_max: usize,
    /// Of them, those of one client.
    pub waiting_per_client_max: usize,
    /// Connections at once.
    pub connections_max: usize,
    /// Of them, those of one client.
    pub connections_per_client_max: usize,
    /// Refuse answers from upstream that lead to private addresses.
    pub refuse_inside_addresses: bool,
    /// Answer devices that ask under a name of their own wherever they are, not only in the networks served.
    pub names_from_anywhere: bool,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            listen: Vec::new(),
            listen_tls: Vec::new(),
            listen_https: Vec::new(),
            certificate: None,
            upstreams: Vec::new(),
            extra_roots_pem: Vec::new(),
            threads_per_address: 1,
            cache_bytes_max: 16 << 20,
            rate: Some(Rate { per_second: 1000, burst: 2000 }),
            waiting_max: 2048,
            waiting_per_client_max: 256,
            connections_max: 512,
            connections_per_client_max: 32,
            refuse_inside_addresses: true,
            names_from_anywhere: false,
        }
    }
}

/// How many ports are tried where any will do.
const PORTS_TRIED_MAX: usize = 16;

/// Where a resolver is asked, with the ports that it was given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Addresses {
    /// By UDP and TCP.
    pub dns: Vec<SocketAddr>,
    /// Over TLS.
    pub tls: Vec<SocketAddr>,
    /// Over HTTPS.
    pub https: Vec<SocketAddr>,
}

/// A resolver that runs until it is dropped.
pub struct Resolver {
    asking: Arc<Asking>,
    journals: Vec<Arc<Journal>>,
    addresses: Addresses,
    certified: Option<Arc<Certified>>,
    ending: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
    runtime: Option<Runtime>,
}

impl Resolver {
    /// Binds every address and starts to answer.
    ///
    /// # Errors
    /// When an address is taken or forbidden, or the certificate is missing or wrong. Nothing runs then.
    pub fn start(config: Config, table: Table, clock: impl Clock) -> io::Result<Resolver> {
        let clock: Arc<dyn Clock> = Arc::new(clock);
        let runtime = Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("filter-upstream")
            .enable_all()
            .build()?;
        let client_tls = tls::client_config(&config.extra_roots_pem)?;
        let upstreams = Upstreams::new(
            config.upstreams.clone(),
            client_tls,
            config.refuse_inside_addresses,
            clock.clone(),
        );
        let shared = Arc::new(Shared {
            table: ArcSwap::from_pointee(table),
            cache: Cache::new(config.cache_bytes_max),
            upstreams,
            clock,
        });
        let asking = Arc::new(Asking {
            shared,
            journal: Journal::default(),
            in_hand: InHand::default(),
            failed: Failed::default(),
            waiting: Gate::new(config.waiting_max, config.waiting_per_client_max),
        });
        let mut resolver = Resolver {
            asking,
            journals: Vec::new(),
            addresses: Addresses::default(),
            certified: None,
            ending: Arc::new(AtomicBool::new(false)),
            threads: Vec::new(),
            runtime: None,
        };
        let handle = runtime.handle().clone();
        resolver.runtime = Some(runtime);
        resolver.listen(&config, &handle)?;
        Ok(resolver)
    }

    /// Puts a new table in force: the very next question is decided by it.
    pub fn swap(&self, table: Table) {
        self.asking.shared.table.store(Arc::new(table));
    }

    /// The table in force.
    #[must_use]
    pub fn table(&self) -> Arc<Table> {
        self.asking.shared.table.load_full()
    }

    /// Where it is asked.
    #[must_use]
    pub fn addresses(&self) -> &Addresses {
        &self.addresses
    }

    /// Puts a renewed certificate in force for new connections.
    ///
    /// # Errors
    /// When it cannot be used; the old one stays.
    pub fn renew(&self, certificate: &Certificate) -> io::Result<()> {
        match &self.certified {
            Some(certified) => certified.renew(certificate),
            None => Ok(()),
        }
    }

    /// Takes what watched devices looked up since the last time.
    #[must_use]
    pub fn drain(&self) -> Vec<Seen> {
        let journals = self.journals.iter().map(|journal| &**journal).chain([&self.asking.journal]);
        let mut merged: HashMap<_, Seen> = HashMap::new();
        for seen in journals.flat_map(Journal::take) {
            let key = (seen.device.clone(), seen.session.clone(), seen.name, seen.why);
            merged
                .entry(key)
                .and_modify(|known| {
                    known.count += seen.count;
                    if seen.last.ticks_ms > known.last.ticks_ms {
                        known.last = seen.last;
                    }
                })
                .or_insert(seen);
        }
        merged.into_values().collect()
    }

    /// Forgets all that upstream said.
    pub fn clear_cache(&self) {
        self.asking.shared.cache.clear();
        self.asking.failed.clear();
    }

    fn listen(&mut self, config: &Config, handle: &Handle) -> io::Result<()> {
        let streams = Arc::new(Streams {
            asking: self.asking.clone(),
            connections: Gate::new(config.connections_max, config.connections_per_client_max),
            limiter: Mutex::new(Limiter::new(config.rate)),
            names_from_anywhere: config.names_from_anywhere,
        });
        for address in &config.listen {
            let (bound, listener) = self.listen_both(*address, config, handle)?;
            handle.spawn(stream::serve_tcp(listener, streams.clone()));
            self.addresses.dns.push(bound);
        }
        if config.listen_tls.is_empty() && config.listen_https.is_empty() {
            return Ok(());
        }
        let certificate = config.certificate.as_ref().ok_or_else(|| {
            io::Error::new(io::ErrorKind::InvalidInput, "answers over TLS and HTTPS need a certificate")
        })?;
        let certified = Arc::new(Certified::new(certificate)?);
        let of_tls = tls::server_config(&certified, &[b"dot"])?;
        let of_https = tls::server_config(&certified, &[b"h2", b"http/1.1"])?;
        self.certified = Some(certified);
        for address in &config.listen_tls {
            let listener = tcp_listener(*address, handle)?;
            self.addresses.tls.push(listener.local_addr()?);
            handle.spawn(tls::serve_tls(listener, of_tls.clone(), streams.clone()));
        }
        for address in &config.listen_https {
            let listener = tcp_listener(*address, handle)?;
            self.addresses.https.push(listener.local_addr()?);
            handle.spawn(https::serve_https(listener, of_https.clone(), streams.clone()));
        }
        Ok(())
    }

    /// Listens by UDP and TCP at one port. Where any port will do, one that is free for the one may be taken for the other:
    /// then another is tried.
    fn listen_both(
        &mut self,
        address: SocketAddr,
        config: &Config,
        handle: &Handle,
    ) -> io::Result<(SocketAddr, TcpListener)> {
        let mut left = if address.port() == 0 { PORTS_TRIED_MAX } else { 1 };
        loop {
            left -= 1;
            let listener = tcp_listener(address, handle)?;
            match self.listen_udp(listener.local_addr()?, config, handle) {
                Ok(bound) => return Ok((bound, listener)),
                Err(error) if left > 0 && error.kind() == io::ErrorKind::AddrInUse => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Starts the threads of an address and gives the port that it has.
    fn listen_udp(
        &mut self,
        address: SocketAddr,
        config: &Config,
        handle: &Handle,
    ) -> io::Result<SocketAddr> {
        let threads = config.threads_per_address.max(1);
        let mut bound = address;
        for _ in 0..threads {
            let udp = Arc::new(Udp::bind(bound, threads > 1)?);
            bound = udp.address()?;
            let journal = Arc::new(Journal::default());
            self.journals.push(journal.clone());
            let worker = Worker {
                udp,
                asking: self.asking.clone(),
                journal,
                rate: config.rate,
                runtime: handle.clone(),
                ending: self.ending.clone(),
            };
            self.threads
                .push(thread::Builder::new().name("filter-udp".to_owned()).spawn(move || worker.run())?);
        }
        Ok(bound)
    }
}

impl Drop for Resolver {
    fn drop(&mut self) {
        self.ending.store(true, Ordering::Relaxed);
        for thread in self.threads.drain(..) {
            if thread.join().is_err() {
                tracing::error!("a thread of the resolver had failed");
            }
        }
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

fn tcp_listener(address: SocketAddr, handle: &Handle) -> io::Result<TcpListener> {
    const BACKLOG: i32 = 256;
    let _inside = handle.enter();
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    if address.is_ipv6() {
        socket.set_only_v6(true)?;
    }
    socket.set_reuse_address(true)?;
    socket.set_nonblocking(true)?;
    socket.bind(&address.into())?;
    socket.listen(BACKLOG)?;
    TcpListener::from_std(socket.into())
}
