//! Questions over TLS (RFC 7858). The first label of the server's name that a device asked for says which it is.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use rustls::{ClientConfig, RootCertStore, ServerConfig};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use super::stream::{Streams, accept, converse};

const HANDSHAKE: Duration = Duration::from_secs(5);

/// A certificate and its key, as PEM.
#[derive(Clone)]
pub struct Certificate {
    /// The certificate, then those that vouch for it.
    pub chain_pem: Vec<u8>,
    /// Its private key.
    pub key_pem: Vec<u8>,
}

impl std::fmt::Debug for Certificate {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Certificate")
    }
}

/// The certificate in use, which the owner renews while the servers run.
#[derive(Debug)]
pub(super) struct Certified(ArcSwap<CertifiedKey>);

impl Certified {
    pub(super) fn new(certificate: &Certificate) -> io::Result<Certified> {
        Ok(Certified(ArcSwap::from_pointee(certified(certificate)?)))
    }

    pub(super) fn renew(&self, certificate: &Certificate) -> io::Result<()> {
        self.0.store(Arc::new(certified(certificate)?));
        Ok(())
    }
}

impl ResolvesServerCert for Certified {
    fn resolve(&self, _hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.0.load_full())
    }
}

fn certified(certificate: &Certificate) -> io::Result<CertifiedKey> {
    let wrong = |error: &dyn std::fmt::Display| {
        io::Error::new(io::ErrorKind::InvalidData, format!("the certificate cannot be used: {error}"))
    };
    let chain = CertificateDer::pem_slice_iter(&certificate.chain_pem)
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| wrong(&error))?;
    let key = PrivateKeyDer::from_pem_slice(&certificate.key_pem).map_err(|error| wrong(&error))?;
    CertifiedKey::from_der(chain, key, &rustls::crypto::aws_lc_rs::default_provider())
        .map_err(|error| wrong(&error))
}

/// What clients of TLS and HTTPS are told.
pub(super) fn server_config(
    certified: &Arc<Certified>,
    protocols: &[&[u8]],
) -> io::Result<Arc<ServerConfig>> {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .with_no_client_auth()
        .with_cert_resolver(certified.clone());
    config.alpn_protocols = protocols.iter().map(|protocol| protocol.to_vec()).collect();
    Ok(Arc::new(config))
}

/// How upstream's certificates are checked: against the system's roots and those given.
pub(super) fn client_config(extra_roots_pem: &[u8]) -> io::Result<ClientConfig> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    for root in CertificateDer::pem_slice_iter(extra_roots_pem) {
        roots.add(root.map_err(io::Error::other)?).map_err(io::Error::other)?;
    }
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    Ok(ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .with_root_certificates(roots)
        .with_no_client_auth())
}

/// Agrees on a key with a client; nothing when that fails or takes too long.
pub(super) async fn handshake(acceptor: &TlsAcceptor, stream: TcpStream) -> Option<TlsStream<TcpStream>> {
    timeout(HANDSHAKE, acceptor.accept(stream)).await.ok()?.ok()
}

/// The first label of the server's name that the client asked for.
pub(super) fn asked_label(stream: &TlsStream<TcpStream>) -> Option<String> {
    let (label, _) = stream.get_ref().1.server_name()?.split_once('.')?;
    Some(label.to_owned())
}

/// Answers over TLS.
pub(super) async fn serve_tls(listener: TcpListener, config: Arc<ServerConfig>, streams: Arc<Streams>) {
    let acceptor = TlsAcceptor::from(config);
    let shared = streams.clone();
    let anybody = streams.names_from_anywhere;
    accept(listener, streams, anybody, move |stream, peer, place| {
        let (acceptor, streams) = (acceptor.clone(), shared.clone());
        async move {
            if let Some(stream) = handshake(&acceptor, stream).await
                && let Some(client) = streams.client(asked_label(&stream).as_deref(), peer.ip())
            {
                let _ = converse(stream, client, peer.ip(), streams).await;
            }
            drop(place);
        }
    })
    .await;
}
