//! Where pages and names are asked for, and by what certificate.

use super::certificate;
use super::{Check, Outcome};
use crate::folder;
use crate::resolver::{Dns, of_this_computer};
use crate::serve::Serve;
use belisha_filter::Network;
use std::io::ErrorKind;
use std::net::{SocketAddr, TcpListener, ToSocketAddrs, UdpSocket};

pub(super) fn all(serve: &Serve) -> Vec<Check> {
    // Addresses that are taken are taken by the setting's own program, when that runs.
    let runs = serve.data.data.is_dir() && folder::hold(&serve.data).is_err();
    let mut checks = vec![pages(serve, runs)];
    checks.extend(resolver(&serve.dns, runs));
    checks
}

fn pages(serve: &Serve, runs: bool) -> Check {
    let listen = &serve.pages.listen;
    let addresses: Vec<SocketAddr> = match listen.to_socket_addrs() {
        Ok(addresses) => addresses.collect(),
        Err(error) => return Check::new("pages", Outcome::Wrong, format!("`{listen}`: {error}")),
    };
    if let Some(wrong) = addresses.iter().find_map(|address| taken(TcpListener::bind(address), runs)) {
        return Check::new("pages", Outcome::Wrong, format!("`{listen}`: {wrong}"));
    }
    if !serve.pages.https && addresses.iter().any(|address| !address.ip().is_loopback()) {
        let says =
            format!("`{listen}` is open to the network, and `https` is not set: passwords go in the clear");
        return Check::new("pages", Outcome::Look, says);
    }
    Check::new("pages", Outcome::Well, format!("at `{listen}`"))
}

/// Why an address cannot be had; nothing when it can, or when the setting's own program has it.
fn taken<T>(bound: std::io::Result<T>, runs: bool) -> Option<String> {
    match bound {
        Ok(_) => None,
        Err(error) if error.kind() == ErrorKind::AddrInUse && runs => None,
        Err(error) => Some(error.to_string()),
    }
}

fn resolver(dns: &Dns, runs: bool) -> Vec<Check> {
    if !dns.is_asked_for() {
        return vec![Check::new("resolver", Outcome::Well, "none is asked for")];
    }
    let mut wrong = Vec::new();
    for address in &dns.dns {
        wrong.extend(taken(UdpSocket::bind(address), runs).map(|why| format!("{address}: {why}")));
    }
    for address in dns.dns_tls.iter().chain(&dns.dns_https).chain(&dns.why_page) {
        wrong.extend(taken(TcpListener::bind(address), runs).map(|why| format!("{address}: {why}")));
    }
    let bad = dns.networks.iter().filter(|text| Network::parse(text).is_none());
    wrong.extend(bad.map(|text| format!("`{text}` is no network, such as 192.168.1.0/24")));
    let upstreams = dns.upstream.len().max(of_this_computer().len());
    if upstreams == 0 {
        wrong.push("nobody to ask: this computer knows no resolver, so say one with --upstream".to_owned());
    }
    let mut checks = vec![match wrong.is_empty() {
        true => Check::new("resolver", Outcome::Well, format!("{upstreams} to ask upstream")),
        false => Check::new("resolver", Outcome::Wrong, wrong.join("; ")),
    }];
    if !dns.dns_tls.is_empty() || !dns.dns_https.is_empty() {
        checks.push(certificate::check(dns));
    }
    checks
}
