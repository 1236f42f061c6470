//! Connections taken: so many and no more, so many from one address, and none that says nothing. What waits elsewhere
//! for a request keeps nobody from their page.

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::net::TcpListener;
use tower::ServiceExt;

/// At most so many connections: with the log's and the resolver's files they stay below the usual 1,024 of a process.
const CONNECTIONS_MAX: usize = 512;
/// At most so many from one address. A proxy on this computer brings everybody from one, and is not counted.
const CONNECTIONS_FROM_ADDRESS_MAX: usize = 64;
/// How long a request's head may take, and how long a connection may wait for the next request.
const HEAD_WAIT_MAX: Duration = Duration::from_secs(15);
/// How long nothing is taken after the system could not take a connection.
const PAUSE: Duration = Duration::from_millis(100);

/// How many connections are open, by address.
#[derive(Default)]
struct Open(Mutex<HashMap<IpAddr, usize>>);

impl Open {
    fn lock(&self) -> MutexGuard<'_, HashMap<IpAddr, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts a connection, where one more may be open.
    fn admit(self: &Arc<Self>, address: IpAddr) -> Option<Admitted> {
        let mut open = self.lock();
        let all: usize = open.values().sum();
        let from = open.entry(address).or_default();
        if all >= CONNECTIONS_MAX || (*from >= CONNECTIONS_FROM_ADDRESS_MAX && !address.is_loopback()) {
            return None;
        }
        *from += 1;
        Some(Admitted { open: self.clone(), address })
    }
}

/// A connection that is counted, until it ends.
struct Admitted {
    open: Arc<Open>,
    address: IpAddr,
}

impl Drop for Admitted {
    fn drop(&mut self) {
        let mut open = self.open.lock();
        if let Some(count) = open.get_mut(&self.address) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                open.remove(&self.address);
            }
        }
    }
}

/// Serves until `stop`; then no connection is taken, and those under way are finished.
pub(crate) async fn serve(listener: TcpListener, router: Router, stop: impl Future<Output = ()>) {
    let (open, graceful) = (Arc::<Open>::default(), GracefulShutdown::new());
    let mut stop = std::pin::pin!(stop);
    loop {
        let (stream, from) = tokio::select! {
            taken = listener.accept() => match taken {
                Ok(taken) => taken,
                Err(error) => {
                    // As when no file is left: it passes, and nothing is won by asking at once.
                    tracing::warn!(%error, "a connection could not be taken");
                    tokio::time::sleep(PAUSE).await;
                    continue;
                }
            },
            () = &mut stop => break,
        };
        let Some(admitted) = open.admit(from.ip().to_canonical()) else { continue };
        let _ = stream.set_nodelay(true);
        let router = router.clone();
        let service = service_fn(move |mut request: hyper::Request<hyper::body::Incoming>| {
            request.extensions_mut().insert(ConnectInfo(from));
            router.clone().oneshot(request.map(Body::new))
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD_WAIT_MAX)
            .serve_connection(TokioIo::new(stream), service);
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
            drop(admitted);
        });
    }
    drop(listener);
    graceful.shutdown().await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_takes_its_share_and_all_together_take_what_there_is() {
        let open = Arc::<Open>::default();
        let address = |last: u8| IpAddr::from([192, 168, 1, last]);
        let held: Vec<_> = (0..200).filter_map(|_| open.admit(address(7))).collect();
        assert_eq!(held.len(), CONNECTIONS_FROM_ADDRESS_MAX);
        assert!(open.admit(address(8)).is_some(), "another is answered");
        drop(held);
        assert!(open.lock().is_empty(), "nothing is remembered of those that ended");
        let held: Vec<_> = (0..=255)
            .flat_map(|last| (0..9).map(move |_| last))
            .filter_map(|last| open.admit(address(last)))
            .collect();
        assert_eq!(held.len(), CONNECTIONS_MAX);
    }
}
