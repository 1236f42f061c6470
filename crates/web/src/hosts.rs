//! By which names this program is known. A page that another name led to could be somebody else's doing (DNS rebinding), and
//! a link made from it would lead elsewhere: so names are checked, and links are made from the public name.

use std::net::IpAddr;

/// Endings that only a network of one's own answers (RFC 6762, RFC 8375, and ICANN's reservation of `internal`).
const LOCAL: [&str; 4] = [".local", ".home.arpa", ".internal", ".localhost"];

/// The name and port of a request, or of the address a browser was given, without the port.
fn without_port(host: &str) -> &str {
    if host.starts_with('[') {
        return host.split_once(']').map_or(host, |(inner, _)| inner.trim_start_matches('['));
    }
    host.rsplit_once(':').map_or(host, |(name, _)| name)
}

/// Whether a request that names this host is meant for this program: its public name, an address, or a name that no
/// outsider can point here.
pub(crate) fn is_ours(host: &str, public: Option<&str>) -> bool {
    let name = without_port(host).trim_end_matches('.').to_ascii_lowercase();
    let is_public = || {
        public.is_some_and(|public| without_port(public).trim_end_matches('.').eq_ignore_ascii_case(&name))
    };
    let is_local = || !name.contains('.') || LOCAL.iter().any(|ending| name.ends_with(ending));
    !name.is_empty() && (name.parse::<IpAddr>().is_ok() || is_local() || is_public())
}

#[cfg(test)]
mod tests {
    use super::is_ours;

    #[test]
    fn a_name_that_an_outsider_can_point_here_is_not_ours_unless_it_was_named() {
        for ours in [
            "127.0.0.1:7878",
            "192.168.1.2",
            "[fd00::1]:443",
            "[::1]",
            "localhost:7878",
            "belisha",
            "Belisha.local:7878",
            "belisha.home.arpa.",
        ] {
            assert!(is_ours(ours, None), "{ours}");
        }
        for not in
            ["evil.example", "evil.example:7878", "192.168.1.2.nip.example", "local.example", "", ":80"]
        {
            assert!(!is_ours(not, None), "{not}");
            assert!(!is_ours(not, Some("hall.example.org")), "{not}");
        }
        for named in ["hall.example.org", "HALL.example.org.:443", "hall.example.org:8443"] {
            assert!(is_ours(named, Some("hall.example.org:443")), "{named}");
        }
    }
}
