//! Questions over HTTPS (RFC 8484). The last part of the path says which device asks.

use std::convert::Infallible;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use hyper::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use rustls::ServerConfig;
use tokio::net::TcpListener;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

use super::stream::{Streams, accept};
use super::tls::{asked_label, handshake};

const PATH: &str = "/dns-query";
const MESSAGE: &str = "application/dns-message";
/// No honest question is longer.
const MESSAGE_BYTES_MAX: usize = 4096;
const HEADERS: Duration = Duration::from_secs(10);
/// A connection is closed after this long, whatever goes on; browsers open another.
const CONNECTION: Duration = Duration::from_secs(600);
const STREAMS_MAX: u32 = 64;

/// Answers over HTTPS.
pub(super) async fn serve_https(listener: TcpListener, config: Arc<ServerConfig>, streams: Arc<Streams>) {
    let acceptor = TlsAcceptor::from(config);
    let shared = streams.clone();
    let anybody = streams.names_from_anywhere;
    accept(listener, streams, anybody, move |stream, peer, place| {
        let (acceptor, streams) = (acceptor.clone(), shared.clone());
        async move {
            if let Some(stream) = handshake(&acceptor, stream).await {
                let label = asked_label(&stream);
                let service = service_fn(move |request| {
                    let (streams, label) = (streams.clone(), label.clone());
                    async move {
                        Ok::<_, Infallible>(answer(&streams, label.as_deref(), peer.ip(), request).await)
                    }
                });
                let mut builder = auto::Builder::new(TokioExecutor::new());
                builder.http1().timer(TokioTimer::new()).header_read_timeout(HEADERS);
                builder
                    .http2()
                    .timer(TokioTimer::new())
                    .max_concurrent_streams(STREAMS_MAX)
                    .keep_alive_interval(HEADERS)
                    .keep_alive_timeout(HEADERS);
                let _ = timeout(CONNECTION, builder.serve_connection(TokioIo::new(stream), service)).await;
            }
            drop(place);
        }
    })
    .await;
}

async fn answer(
    streams: &Streams,
    label: Option<&str>,
    address: IpAddr,
    request: Request<Incoming>,
) -> Response<Full<Bytes>> {
    let path = request.uri().path();
    let Some(rest) = path.strip_prefix(PATH) else { return plain(StatusCode::NOT_FOUND) };
    let name = match rest.strip_prefix('/') {
        Some(name) if !name.is_empty() => Some(name.to_owned()),
        Some(_) => None,
        None if rest.is_empty() => label.map(str::to_owned),
        None => return plain(StatusCode::NOT_FOUND),
    };
    let Some(client) = streams.client(name.as_deref(), address) else { return plain(StatusCode::FORBIDDEN) };
    if !streams.allows(address) {
        return plain(StatusCode::TOO_MANY_REQUESTS);
    }
    let message = match read(request).await {
        Ok(message) => message,
        Err(status) => return plain(status),
    };
    match streams.asking.answer(&client, address, &message).await {
        Some(answer) => {
            let mut response = Response::new(Full::new(Bytes::from(answer)));
            response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(MESSAGE));
            // The next question may have another answer: a door shuts within a second.
            response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
            response
        }
        None => plain(StatusCode::BAD_REQUEST),
    }
}

async fn read(request: Request<Incoming>) -> Result<Bytes, StatusCode> {
    if request.method() == Method::GET {
        let query = request.uri().query().unwrap_or("");
        let text =
            query.split('&').find_map(|pair| pair.strip_prefix("dns=")).ok_or(StatusCode::BAD_REQUEST)?;
        if text.len() > MESSAGE_BYTES_MAX * 2 {
            return Err(StatusCode::URI_TOO_LONG);
        }
        let text = text.trim_end_matches('=');
        return URL_SAFE_NO_PAD.decode(text).map(Bytes::from).map_err(|_| StatusCode::BAD_REQUEST);
    }
    if request.method() != Method::POST {
        return Err(StatusCode::METHOD_NOT_ALLOWED);
    }
    if request.headers().get(CONTENT_TYPE).is_none_or(|kind| kind != MESSAGE) {
        return Err(StatusCode::UNSUPPORTED_MEDIA_TYPE);
    }
    let body = timeout(HEADERS, Limited::new(request.into_body(), MESSAGE_BYTES_MAX).collect());
    match body.await {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(_)) => Err(StatusCode::PAYLOAD_TOO_LARGE),
        Err(_) => Err(StatusCode::REQUEST_TIMEOUT),
    }
}

fn plain(status: StatusCode) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::new()));
    *response.status_mut() = status;
    response
}
