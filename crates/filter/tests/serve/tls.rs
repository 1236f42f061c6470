//! Questions over TLS and HTTPS: the name that a device asks under says which it is.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;

use crate::support::*;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use belisha_filter::{Certificate, Client, Config, Network, Resolver, Upstream};
use hickory_proto::op::{Message, ResponseCode};
use hickory_proto::rr::RecordType;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

const TOKEN: &str = "tablet-7f3a";

fn certificate() -> Certificate {
    let names = ["dns.setting.example", "tablet-7f3a.dns.setting.example", "other.dns.setting.example"];
    let made = rcgen::generate_simple_self_signed(names.map(str::to_owned)).unwrap();
    Certificate {
        chain_pem: made.cert.pem().into_bytes(),
        key_pem: made.signing_key.serialize_pem().into_bytes(),
    }
}

type Stream = StreamOwned<ClientConnection, TcpStream>;

fn tls(address: SocketAddr, certificate: &Certificate, server: &str, protocol: &[u8]) -> Stream {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(&certificate.chain_pem).unwrap()).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![protocol.to_vec()];
    let name = ServerName::try_from(server.to_owned()).unwrap();
    let stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    StreamOwned::new(ClientConnection::new(Arc::new(config), name).unwrap(), stream)
}

/// A resolver whose only open door is that of the device with the token.
fn resolver(upstream: &Fake, certificate: &Certificate, anywhere: bool) -> Resolver {
    let config = Config {
        listen_tls: vec!["127.0.0.1:0".parse().unwrap()],
        listen_https: vec!["127.0.0.1:0".parse().unwrap()],
        certificate: Some(certificate.clone()),
        names_from_anywhere: anywhere,
        ..config(&[upstream])
    };
    let mut table = table(vec![(1, shut())]);
    table.add(Client::Name(TOKEN.into()), session(&["cbeebies.example"]));
    if anywhere {
        table.networks = vec![Network::parse("192.0.2.0/24").unwrap()];
    }
    start(config, table)
}

fn over_tls(resolver: &Resolver, certificate: &Certificate, server: &str, text: &str) -> Option<Message> {
    let mut stream = tls(resolver.addresses().tls[0], certificate, server, b"dot");
    let bytes = question(text, RecordType::A).to_vec().unwrap();
    let mut framed = u16::try_from(bytes.len()).unwrap().to_be_bytes().to_vec();
    framed.extend_from_slice(&bytes);
    stream.write_all(&framed).ok()?;
    Message::from_vec(&read_framed(&mut stream)?).ok()
}

/// The status and the body of one request.
fn over_https(resolver: &Resolver, certificate: &Certificate, head: &str, body: &[u8]) -> (u16, Vec<u8>) {
    let mut stream = tls(resolver.addresses().https[0], certificate, "dns.setting.example", b"http/1.1");
    let request =
        format!("{head}\r\nHost: dns\r\nConnection: close\r\nContent-Length: {}\r\n\r\n", body.len());
    stream.write_all(request.as_bytes()).unwrap();
    stream.write_all(body).unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
    let status = String::from_utf8_lossy(&answer[9..12]).parse().unwrap();
    (status, answer[end + 4..].to_vec())
}

fn post(resolver: &Resolver, certificate: &Certificate, path: &str, text: &str) -> (u16, Option<Message>) {
    let head = format!("POST {path} HTTP/1.1\r\nContent-Type: application/dns-message");
    let (status, body) =
        over_https(resolver, certificate, &head, &question(text, RecordType::A).to_vec().unwrap());
    (status, Message::from_vec(&body).ok())
}

#[test]
fn the_name_of_the_server_says_which_device_asks() {
    let (upstream, certificate) = (Fake::start(Manner::Honest), certificate());
    let resolver = resolver(&upstream, &certificate, false);
    let ask = |server, text| over_tls(&resolver, &certificate, server, text).unwrap();
    let known = "tablet-7f3a.dns.setting.example";
    assert_eq!(addresses(&ask(known, "cbeebies.example")), OUTSIDE);
    assert_eq!(ask(known, "other.example").metadata.response_code, ResponseCode::NXDomain);
    // Without its name it is a device like any other of this address.
    for server in ["other.dns.setting.example", "dns.setting.example"] {
        let answer = ask(server, "cbeebies.example");
        assert_eq!((answer.metadata.response_code, answer.answers.len()), (ResponseCode::NXDomain, 0));
    }
    // A shut door is shut for connections that are open.
    let mut stream = tls(resolver.addresses().tls[0], &certificate, known, b"dot");
    for (opened, answers) in [(true, 1), (false, 0), (true, 1)] {
        let mut table = table(vec![]);
        table.add(Client::Name(TOKEN.into()), if opened { session(&["cbeebies.example"]) } else { shut() });
        resolver.swap(table);
        let bytes = question("cbeebies.example", RecordType::A).to_vec().unwrap();
        write_framed(&mut stream, &bytes);
        assert_eq!(Message::from_vec(&read_framed(&mut stream).unwrap()).unwrap().answers.len(), answers);
    }
}

#[test]
fn the_path_of_https_says_which_device_asks() {
    let (upstream, certificate) = (Fake::start(Manner::Honest), certificate());
    let resolver = resolver(&upstream, &certificate, false);
    let (status, answer) = post(&resolver, &certificate, "/dns-query/tablet-7f3a", "cbeebies.example");
    assert_eq!((status, addresses(&answer.unwrap())), (200, OUTSIDE.to_vec()));
    for path in ["/dns-query/unknown", "/dns-query", "/dns-query/"] {
        let (status, answer) = post(&resolver, &certificate, path, "cbeebies.example");
        assert_eq!((status, answer.unwrap().answers.len()), (200, 0), "{path}");
    }
    let text = URL_SAFE_NO_PAD.encode(question("cbeebies.example", RecordType::A).to_vec().unwrap());
    let head = format!("GET /dns-query/tablet-7f3a?dns={text} HTTP/1.1");
    let (status, body) = over_https(&resolver, &certificate, &head, b"");
    assert_eq!((status, addresses(&Message::from_vec(&body).unwrap())), (200, OUTSIDE.to_vec()));
    for (head, body, wanted) in [
        ("GET /dns-query/tablet-7f3a HTTP/1.1", &b""[..], 400),
        ("GET /dns-query/tablet-7f3a?dns=%% HTTP/1.1", b"", 400),
        ("GET / HTTP/1.1", b"", 404),
        ("PUT /dns-query HTTP/1.1", b"", 405),
        ("POST /dns-query HTTP/1.1\r\nContent-Type: text/plain", b"x", 415),
        ("POST /dns-query HTTP/1.1\r\nContent-Type: application/dns-message", b"x", 400),
        ("POST /dns-query HTTP/1.1\r\nContent-Type: application/dns-message", &[0; 5000], 413),
    ] {
        assert_eq!(over_https(&resolver, &certificate, head, body).0, wanted, "{head}");
    }
}

#[test]
fn devices_with_a_name_may_be_anywhere_if_the_owner_says_so() {
    let (upstream, certificate) = (Fake::start(Manner::Honest), certificate());
    let resolver = resolver(&upstream, &certificate, true);
    let known = over_tls(&resolver, &certificate, "tablet-7f3a.dns.setting.example", "cbeebies.example");
    assert_eq!(addresses(&known.unwrap()), OUTSIDE);
    assert!(over_tls(&resolver, &certificate, "other.dns.setting.example", "cbeebies.example").is_none());
    assert_eq!(post(&resolver, &certificate, "/dns-query/unknown", "cbeebies.example").0, 403);
    assert_eq!(post(&resolver, &certificate, "/dns-query/tablet-7f3a", "cbeebies.example").0, 200);
}

#[test]
fn upstream_is_asked_over_tls_and_https_and_its_certificate_is_checked() {
    let (upstream, certificate) = (Fake::start(Manner::Honest), certificate());
    let behind = resolver(&upstream, &certificate, false);
    let (tls, https) = (behind.addresses().tls[0], behind.addresses().https[0]);
    let mut opened = table(vec![(1, open())]);
    opened.add(Client::Name(TOKEN.into()), open());
    behind.swap(opened);
    for (text, trusted, found) in [
        (format!("tls://dns.setting.example@{tls}"), true, true),
        (format!("https://dns.setting.example/dns-query/{TOKEN}@{https}"), true, true),
        (format!("tls://wrong.setting.example@{tls}"), true, false),
        (format!("tls://dns.setting.example@{tls}"), false, false),
    ] {
        let config = Config {
            listen: vec!["127.0.0.1:0".parse().unwrap()],
            upstreams: vec![text.parse::<Upstream>().unwrap()],
            extra_roots_pem: if trusted { certificate.chain_pem.clone() } else { Vec::new() },
            ..Config::default()
        };
        let front = start(config, table(vec![(2, open())]));
        let device = Device::at(2, &front);
        for index in 0..3 {
            let answer = device.ask(&format!("n{index}.example"), RecordType::A);
            assert_eq!(addresses(&answer) == OUTSIDE, found, "{text}: {answer:?}");
        }
    }
}

#[test]
fn a_certificate_is_needed_and_can_be_renewed() {
    let (upstream, old, new) = (Fake::start(Manner::Honest), certificate(), certificate());
    let config = Config { listen_tls: vec!["127.0.0.1:0".parse().unwrap()], ..config(&[&upstream]) };
    assert!(Resolver::start(config, table(vec![]), belisha_filter::SystemClock::start()).is_err());
    let resolver = resolver(&upstream, &old, false);
    assert!(resolver.renew(&Certificate { chain_pem: Vec::new(), key_pem: Vec::new() }).is_err());
    let known = "tablet-7f3a.dns.setting.example";
    assert!(over_tls(&resolver, &old, known, "cbeebies.example").is_some());
    resolver.renew(&new).unwrap();
    assert!(over_tls(&resolver, &old, known, "cbeebies.example").is_none());
    assert!(over_tls(&resolver, &new, known, "cbeebies.example").is_some());
}

#[test]
fn upstreams_are_read_as_people_write_them() {
    for text in ["9.9.9.9", "[2620:fe::fe]", "2620:fe::fe", "127.0.0.1:5353"] {
        assert!(matches!(text.parse::<Upstream>(), Ok(Upstream::Plain(_))), "{text}");
    }
    let tls = "tls://dns.quad9.net@9.9.9.9".parse::<Upstream>().unwrap();
    assert_eq!(tls.to_string(), "tls://dns.quad9.net@9.9.9.9:853");
    let https = "https://dns.quad9.net/dns-query@[2620:fe::fe]:8443".parse::<Upstream>().unwrap();
    assert_eq!(https.to_string(), "https://dns.quad9.net/dns-query@[2620:fe::fe]:8443");
    for text in ["", "dns.quad9.net", "tls://dns.quad9.net", "https://dns.quad9.net@9.9.9.9"] {
        assert!(text.parse::<Upstream>().unwrap_err().to_string().contains("write"), "{text}");
    }
}
