//! Questions over a connection (RFC 7766): each with its length before it, several at once, answered as they are ready.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc};
use tokio::time::{sleep, timeout};

use super::ask::Asking;
use super::limit::{Gate, Limiter, Place};
use super::respond::client_of;
use crate::rule::Client;

/// How long a connection may be silent.
const IDLE: Duration = Duration::from_secs(10);
/// How long a client may take to take an answer.
const WRITE: Duration = Duration::from_secs(5);
/// Questions of one connection that are in hand at once.
const IN_HAND_MAX: usize = 64;
/// How long to wait when the system has no more connections to give.
const BREATH: Duration = Duration::from_millis(100);

/// What the servers of connections share.
pub(super) struct Streams {
    pub(super) asking: Arc<Asking>,
    pub(super) connections: Arc<Gate>,
    pub(super) limiter: Mutex<Limiter>,
    /// Devices that ask under a name of their own are answered wherever they are.
    pub(super) names_from_anywhere: bool,
}

impl Streams {
    pub(super) fn serves(&self, address: IpAddr) -> bool {
        self.asking.shared.table.load().serves(address.to_canonical())
    }

    pub(super) fn allows(&self, address: IpAddr) -> bool {
        let now_ms = self.asking.shared.clock.now().ticks_ms;
        self.limiter.lock().unwrap_or_else(PoisonError::into_inner).allows(address, now_ms)
    }

    /// The client that a name stands for, or else an address of a network that is served.
    pub(super) fn client(&self, name: Option<&str>, address: IpAddr) -> Option<Client> {
        let known = name
            .map(str::to_ascii_lowercase)
            .and_then(|name| self.asking.shared.table.load().known_name(&name).cloned());
        let served = self.serves(address);
        match known {
            Some(name) if served || self.names_from_anywhere => Some(Client::Name(name)),
            _ => served.then(|| client_of(address)),
        }
    }
}

/// Takes connections and gives each, with its place, to a task of its own.
pub(super) async fn accept<F, S>(listener: TcpListener, streams: Arc<Streams>, anybody: bool, serve: F)
where
    F: Fn(TcpStream, SocketAddr, Place) -> S,
    S: Future<Output = ()> + Send + 'static,
{
    loop {
        let (stream, peer) = match listener.accept().await {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::debug!(%error, "taking a connection failed");
                sleep(BREATH).await;
                continue;
            }
        };
        if !anybody && !streams.serves(peer.ip()) {
            continue;
        }
        if let Some(place) = streams.connections.enter(peer.ip().to_canonical()) {
            let _ = stream.set_nodelay(true);
            tokio::spawn(serve(stream, peer, place));
        }
    }
}

/// Answers by plain TCP.
pub(super) async fn serve_tcp(listener: TcpListener, streams: Arc<Streams>) {
    let shared = streams.clone();
    accept(listener, streams, false, move |stream, peer, place| {
        let streams = shared.clone();
        async move {
            let client = client_of(peer.ip());
            let _ = converse(stream, client, peer.ip(), streams).await;
            drop(place);
        }
    })
    .await;
}

/// Answers the questions of one connection until it is silent or wrong.
pub(super) async fn converse<S>(
    stream: S,
    client: Client,
    address: IpAddr,
    streams: Arc<Streams>,
) -> io::Result<()>
where
    S: AsyncRead + AsyncWrite + Send + 'static,
{
    let (mut reader, mut writer) = tokio::io::split(stream);
    let (answers, mut ready) = mpsc::channel::<Vec<u8>>(IN_HAND_MAX);
    let writing = async move {
        while let Some(answer) = ready.recv().await {
            timeout(WRITE, writer.write_all(&answer)).await??;
        }
        let _ = timeout(WRITE, writer.shutdown()).await;
        io::Result::Ok(())
    };
    let reading = async move {
        let places = Arc::new(Semaphore::new(IN_HAND_MAX));
        loop {
            let size = match timeout(IDLE, reader.read_u16()).await {
                Ok(Ok(size)) => size,
                // Closed or silent: what is in hand is still answered.
                Ok(Err(_)) | Err(_) => return io::Result::Ok(()),
            };
            let mut message = vec![0; usize::from(size)];
            timeout(IDLE, reader.read_exact(&mut message)).await??;
            let Ok(place) = places.clone().acquire_owned().await else { return Ok(()) };
            if !streams.allows(address) {
                continue;
            }
            let (streams, client, answers) = (streams.clone(), client.clone(), answers.clone());
            tokio::spawn(async move {
                if let Some(answer) = streams.asking.answer(&client, address, &message).await
                    && let Ok(size) = u16::try_from(answer.len())
                {
                    let mut framed = Vec::with_capacity(answer.len() + 2);
                    framed.extend_from_slice(&size.to_be_bytes());
                    framed.extend_from_slice(&answer);
                    let _ = answers.send(framed).await;
                }
                drop(place);
            });
        }
    };
    // A client that takes no answers is not listened to either.
    tokio::try_join!(reading, writing).map(|_| ())
}
