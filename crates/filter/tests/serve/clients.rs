//! Clients that others wrote are content with what they get: dig (of BIND) and kdig (of Knot), which complain of
//! everything that is not as it should be. Both are in Debian; `./test` installs them.

use std::process::Command;

use belisha_filter::{BlockAddress, Resolver};

use super::support::{Fake, Manner, config, open, session, shut, start, table};

/// What either says when an answer is not in order.
const COMPLAINTS: [&str; 9] = [
    ";; Warning",
    ";; WARNING",
    "malformed",
    "bad packet",
    "mismatch",
    "communications error",
    "timed out",
    ";; ERROR",
    "extra bytes",
];

fn said(client: &str, resolver: &Resolver, device: u8, more: &[&str]) -> String {
    let at = resolver.addresses().dns[0];
    let out = Command::new(client)
        .args([&format!("@{}", at.ip()), "-p", &at.port().to_string(), "-b", &format!("127.0.0.{device}")])
        .args(more)
        .output()
        .unwrap_or_else(|error| unreachable!("{client} is wanted for this test: {error}"));
    let said = String::from_utf8_lossy(&[out.stdout, out.stderr].concat()).into_owned();
    for complaint in COMPLAINTS {
        assert!(!said.contains(complaint), "{client} {more:?} complains: {said}");
    }
    said
}

#[test]
fn dig_and_kdig_are_content_with_every_kind_of_answer() {
    let upstream = Fake::start(Manner::Honest);
    let mut rules = table(vec![(1, open()), (2, session(&["a.example"])), (3, shut())]);
    rules.block_address = BlockAddress { v4: Some("127.0.0.9".parse().unwrap()), v6: None };
    let resolver = start(config(&[&upstream]), rules);
    for client in ["dig", "kdig"] {
        for transport in ["+notcp", "+tcp"] {
            for option in ["+noedns", "+edns=0", "+dnssec", "+bufsize=512", "+bufsize=4096", "+cdflag"] {
                let ask = |device, name: &str, kind: &str| {
                    said(client, &resolver, device, &["+time=4", transport, option, name, kind])
                };
                for kind in ["A", "AAAA", "HTTPS", "TXT", "MX", "SOA"] {
                    assert!(ask(1, "a.example", kind).contains("NOERROR"), "{client} {option} {kind}");
                }
                assert!(ask(1, "a.example", "ANY").contains("NOERROR"), "{client} {option} ANY");
                assert!(ask(2, "a.example", "A").contains("NOERROR"));
                let refused = ask(2, "other.example", "A");
                assert!(refused.contains("NOERROR") && refused.contains("127.0.0.9"), "{refused}");
                let shut = ask(3, "a.example", "A");
                assert!(shut.contains("NXDOMAIN"), "{client} {transport} {option}: {shut}");
            }
            // The reason comes with the refusal (RFC 8914), where the client speaks EDNS.
            let why = said(client, &resolver, 3, &["+time=4", transport, "+edns=0", "a.example", "A"]);
            assert!(
                why.contains("18") && why.contains("rohibited"),
                "{client} shows the extended error: {why}"
            );
        }
        // What is no plain question is answered in form, and never with an address.
        let other = |more: &[&str]| said(client, &resolver, 1, more);
        assert!(other(&["+time=4", "+notcp", "a.example", "CH", "TXT"]).contains("status: "));
    }
}
