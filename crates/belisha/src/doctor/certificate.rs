//! The certificate of the resolver over TLS and HTTPS: it can be read, its key fits, and it is in date.

use super::{Check, Outcome};
use crate::clock::SystemClock;
use crate::resolver::Dns;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::sign::CertifiedKey;
use rustls::{CertificateError, Error, RootCertStore};
use std::sync::Arc;
use std::time::Duration;

/// A certificate that ends sooner should be renewed.
const RENEW_WITHIN_DAYS: u64 = 14;

pub(super) fn check(dns: &Dns) -> Check {
    let (outcome, says) = match looked_at(dns) {
        Ok(ending) => ending,
        Err(error) => (Outcome::Wrong, format!("{error:#}")),
    };
    Check::new("certificate", outcome, says)
}

fn looked_at(dns: &Dns) -> anyhow::Result<(Outcome, String)> {
    let (Some(chain), Some(key)) = (&dns.dns_certificate, &dns.dns_key) else {
        anyhow::bail!("TLS and HTTPS want --dns-certificate and --dns-key");
    };
    let chain: Vec<CertificateDer<'static>> =
        CertificateDer::pem_file_iter(chain)?.collect::<Result<_, _>>()?;
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let certified = CertifiedKey::from_der(chain.clone(), PrivateKeyDer::from_pem_file(key)?, &provider)?;
    certified.keys_match()?;
    let now = u64::try_from(SystemClock.now().as_second()).unwrap_or_default();
    let after = |days: u64| UnixTime::since_unix_epoch(Duration::from_secs(now + days * 24 * 60 * 60));
    Ok(match (in_date(&chain, after(0))?, in_date(&chain, after(RENEW_WITHIN_DAYS))?) {
        (false, _) => (Outcome::Wrong, "it is out of date".to_owned()),
        (true, false) => (Outcome::Look, format!("it ends within {RENEW_WITHIN_DAYS} days")),
        (true, true) => (Outcome::Well, "its key fits, and it is in date".to_owned()),
    })
}

/// Whether the first certificate is in date. Who vouches for it is for the devices to know; its dates are looked at
/// before that.
fn in_date(chain: &[CertificateDer<'static>], at: UnixTime) -> anyhow::Result<bool> {
    let Some((first, rest)) = chain.split_first() else { anyhow::bail!("the file holds no certificate") };
    let mut roots = RootCertStore::empty();
    roots.add(chain.last().unwrap_or(first).clone())?;
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider).build()?;
    let name = ServerName::try_from("resolver.invalid")?;
    Ok(!matches!(
        verifier.verify_server_cert(first, rest, &name, &[], at),
        Err(Error::InvalidCertificate(
            CertificateError::Expired
                | CertificateError::ExpiredContext { .. }
                | CertificateError::NotValidYet
                | CertificateError::NotValidYetContext { .. }
        ))
    ))
}
