//! Where a list's server may send us on to: nowhere inside this network, and to nothing less private (ASVS 12.6.1).
//!
//! Whoever runs the program may name a list on a machine of their own. A server outside may not: it would make this
//! machine ask what stands behind the router.

use belisha_filter::wire::response::leads_inside;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::{Attempt, Policy};
use reqwest::{ClientBuilder, Url};
use std::net::IpAddr;
use std::sync::Arc;

/// How often a list may be said to be elsewhere.
const REDIRECTS_MAX: usize = 5;

/// A client that follows a redirect to outside addresses alone, or to the machine that was named.
pub(super) fn only(client: ClientBuilder, address: &str) -> ClientBuilder {
    let named = Url::parse(address).ok();
    let host = named.as_ref().and_then(Url::host_str).unwrap_or_default().to_owned();
    let policy =
        Policy::custom(move |attempt: Attempt<'_>| match refusal(attempt.url(), attempt.previous()) {
            Some(reason) => attempt.error(reason),
            None => attempt.follow(),
        });
    client.redirect(policy).dns_resolver(Arc::new(Outside { named: host }))
}

/// Why this redirect is not followed.
fn refusal(to: &Url, before: &[Url]) -> Option<&'static str> {
    if before.len() > REDIRECTS_MAX {
        return Some("it is said to be elsewhere again and again");
    }
    let from = before.first()?;
    if from.scheme() == "https" && to.scheme() != "https" {
        return Some("it is said to be at an address that anybody on the way can change");
    }
    let host = to.host_str().unwrap_or_default();
    let inside = |host: &str| {
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        bare.parse::<IpAddr>().is_ok_and(leads_inside)
    };
    (from.host_str() != Some(host) && inside(host)).then_some(INSIDE)
}

const INSIDE: &str = "it is said to be on a machine inside this network";

/// Looks names up; only the machine that was named may be inside.
struct Outside {
    named: String,
}

impl Resolve for Outside {
    fn resolve(&self, name: Name) -> Resolving {
        let (name, named) = (name.as_str().to_owned(), self.named.clone());
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let may = |address: &std::net::SocketAddr| name == named || !leads_inside(address.ip());
            let found: Vec<_> = found.filter(may).collect();
            if found.is_empty() {
                return Err(INSIDE.into());
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_outside_sends_us_nowhere_inside() {
        let refused = |from: &str, to: &str| {
            let (from, to) = (Url::parse(from).unwrap(), Url::parse(to).unwrap());
            refusal(&to, &[from]).is_some()
        };
        let list = "https://lists.example/bets.txt";
        for inside in ["127.0.0.1", "192.168.1.1", "10.0.0.5:8080", "[::1]", "[fd00::1]", "[::ffff:10.0.0.1]"]
        {
            assert!(refused(list, &format!("https://{inside}/")), "{inside}");
        }
        assert!(refused(list, "http://lists.example/bets.txt"), "less private");
        assert!(!refused(list, "https://mirror.example/bets.txt"));
        assert!(!refused("http://192.168.1.5/a", "http://192.168.1.5/b"), "the machine that was named");
        assert!(refused("http://192.168.1.5/a", "http://192.168.1.1/b"), "another one inside");
    }

    #[tokio::test]
    async fn a_name_that_leads_inside_is_not_followed() {
        let outside = Outside { named: "lists.example".to_owned() };
        assert!(outside.resolve("localhost".parse().unwrap()).await.is_err());
        let named = Outside { named: "localhost".to_owned() };
        assert!(named.resolve("localhost".parse().unwrap()).await.is_ok());
    }
}
