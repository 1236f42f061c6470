//! Truth tables of the verdict, with clocks that jump both ways.
#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests stop at the first surprise")]

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use belisha_filter::{
    Category, Client, Door, Lift, Lists, Moment, Name, Network, Profile, Reason, RefusalCause,
    RefusedCategories, Signal, Site, Sites, Table, Verdict,
};

const A: u16 = 1;
const NOW: Moment = Moment { wall_ms: 1_000_000, ticks_ms: 500_000 };

fn name(text: &str) -> Name {
    Name::from_text(text).unwrap()
}

fn client(last: u8) -> Client {
    Client::Address(IpAddr::V4(Ipv4Addr::new(192, 168, 1, last)))
}

fn sites(names: &[&str]) -> Arc<Sites> {
    Arc::new(names.iter().map(|name| Site::parse(name).unwrap()).collect())
}

fn adult() -> Category {
    Category::new(3).unwrap()
}

fn session(until: Moment) -> Profile {
    let mut profile = Profile::shut("tablet", Reason::new("closed"));
    profile.session = Some("ladybirds".into());
    profile.door = Door::Sites {
        sites: sites(&["cbeebies.example", "bad.example"]),
        otherwise: Reason::new("not approved"),
        refused: RefusedCategories::from_reasons([(adult(), Reason::new("adult"))]),
        until,
        after: Reason::new("over"),
    };
    profile
}

fn table() -> Table {
    let mut table = Table::new(Profile::shut("unknown", Reason::new("who are you"))).unwrap();
    let (builder, _) = Lists::builder(1).add(adult(), None, &b"bad.example\nworse.example\n"[..]).unwrap();
    table.lists = Arc::new(builder.build());
    table.own_names.insert(&name("belisha.setting.example"), ["192.168.1.1".parse().unwrap()]);
    table.add(client(1), Profile::shut("cot-room", Reason::new("closed")));
    table.add(client(2), session(NOW.plus_ms(60_000)));
    let mut staff = Profile::shut("office", Reason::new("closed"));
    staff.door = Door::Open { refused: RefusedCategories::from_reasons([(adult(), Reason::new("adult"))]) };
    staff.safe_search = false;
    table.add(client(3), staff);
    table
}

fn why(verdict: Verdict<'_>) -> RefusalCause {
    match verdict {
        Verdict::Refuse { why, .. } => why,
        other => panic!("{other:?}"),
    }
}

fn resolves(verdict: Verdict<'_>) -> Option<u32> {
    match verdict {
        Verdict::Resolve { ttl_seconds_max } => ttl_seconds_max,
        other => panic!("{other:?}"),
    }
}

#[test]
fn who_may_what() {
    let table = table();
    let decide = |last, text: &str| table.decide(&client(last), &name(text), A, NOW);
    // Nobody, and a device without a session: nothing at all.
    for text in ["cbeebies.example", "bad.example", "anything.example", "com"] {
        assert_eq!(why(decide(9, text)), RefusalCause::UnknownClient);
        assert_eq!(why(decide(1, text)), RefusalCause::NoSession);
    }
    // In a session: the sites of the session and what is under them; what is refused is refused all the same.
    assert_eq!(resolves(decide(2, "cbeebies.example")), Some(1));
    assert_eq!(resolves(decide(2, "cdn.CBeebies.example.")), Some(1));
    assert_eq!(why(decide(2, "evilcbeebies.example")), RefusalCause::NotApproved);
    assert_eq!(why(decide(2, "example")), RefusalCause::NotApproved);
    assert_eq!(why(decide(2, "bad.example")), RefusalCause::Category(adult()));
    assert_eq!(why(decide(2, "worse.example")), RefusalCause::Category(adult()));
    // Open: everything but what is refused.
    assert_eq!(resolves(decide(3, "anything.example")), None);
    assert_eq!(why(decide(3, "x.bad.example")), RefusalCause::Category(adult()));
    // Own names and ways around, for everybody.
    for last in [1, 2, 3, 9] {
        assert_eq!(decide(last, "belisha.setting.example"), Verdict::Own(&["192.168.1.1".parse().unwrap()]));
        assert_eq!(decide(last, "use-application-dns.net"), Verdict::Signal(Signal::NoName));
        assert_eq!(decide(last, "mask.icloud.com"), Verdict::Signal(Signal::NoName));
        assert_eq!(decide(last, "_dns.resolver.arpa"), Verdict::Signal(Signal::NoData));
        assert_eq!(decide(last, "resolver.arpa"), Verdict::Signal(Signal::NoData));
    }
    assert_eq!(why(decide(9, "sub.belisha.setting.example")), RefusalCause::UnknownClient);
}

#[test]
fn a_session_ends_by_whichever_clock_comes_first() {
    let table = table();
    let at = |wall_ms, ticks_ms| {
        table.decide(&client(2), &name("cbeebies.example"), A, Moment { wall_ms, ticks_ms })
    };
    let (wall, ticks) = (NOW.wall_ms, NOW.ticks_ms);
    assert!(matches!(at(wall + 59_999, ticks + 59_999), Verdict::Resolve { .. }));
    assert_eq!(why(at(wall + 60_000, ticks + 60_000)), RefusalCause::SessionOver);
    // The clock on the wall set back an hour, or a year: ticks end it.
    assert_eq!(why(at(wall - 3_600_000, ticks + 60_000)), RefusalCause::SessionOver);
    assert_eq!(why(at(i64::MIN, ticks + 60_000)), RefusalCause::SessionOver);
    // Set forward: it ends too early rather than too late.
    assert_eq!(why(at(wall + 3_600_000, ticks)), RefusalCause::SessionOver);
    assert_eq!(why(at(i64::MAX, u64::MAX)), RefusalCause::SessionOver);
}

#[test]
fn a_lift_is_one_site_for_one_device_for_a_while() {
    let mut table = table();
    let mut lifted = Profile::shut("lifted", Reason::new("closed"));
    lifted.lifts = vec![Lift { site: Site::parse("worse.example").unwrap(), until: NOW.plus_ms(1000) }];
    table.add(client(4), lifted);
    let at = |text: &str, now| table.decide(&client(4), &name(text), A, now);
    assert_eq!(resolves(at("www.worse.example", NOW)), Some(1));
    assert_eq!(why(at("cbeebies.example", NOW)), RefusalCause::NoSession);
    assert_eq!(why(at("worse.example", NOW.plus_ms(1000))), RefusalCause::NoSession);
    assert_eq!(
        why(at("worse.example", Moment { wall_ms: 0, ticks_ms: NOW.ticks_ms + 1000 })),
        RefusalCause::NoSession
    );
    assert_eq!(at("mask.icloud.com", NOW), Verdict::Signal(Signal::NoName));
    assert_eq!(why(table.decide(&client(1), &name("worse.example"), A, NOW)), RefusalCause::NoSession);
}

#[test]
fn a_session_that_is_over_takes_what_was_lifted_in_it_with_it() {
    let mut table = table();
    let mut lifted = Profile::shut("lifted", Reason::new("closed"));
    lifted.door = Door::Sites {
        sites: Sites::none(),
        otherwise: Reason::new("not approved"),
        refused: RefusedCategories::none(),
        until: NOW.plus_ms(500),
        after: Reason::new("over"),
    };
    lifted.lifts = vec![Lift { site: Site::parse("worse.example").unwrap(), until: NOW.plus_ms(9_000) }];
    table.add(client(4), lifted);
    let at = |now| table.decide(&client(4), &name("worse.example"), A, now);
    assert_eq!(resolves(at(NOW)), Some(1));
    assert_eq!(why(at(NOW.plus_ms(500))), RefusalCause::SessionOver);
}

/// Tablets look these up to see whether a Wi-Fi leads anywhere; one that does not, they leave for mobile data.
#[test]
fn what_tablets_test_a_wifi_with_is_answered_and_opens_nothing() {
    let table = table();
    for text in
        ["connectivitycheck.gstatic.com", "captive.apple.com", "www.msftconnecttest.com", "time.apple.com"]
    {
        for last in [1, 2, 3] {
            let decided = table.decide(&client(last), &name(text), A, NOW);
            assert!(matches!(decided, Verdict::Resolve { .. }), "{text} for {last}: {decided:?}");
        }
        assert_eq!(why(table.decide(&client(9), &name(text), A, NOW)), RefusalCause::UnknownClient);
    }
    for text in ["gstatic.com", "www.gstatic.com", "apple.com", "x.captive.apple.com"] {
        assert_eq!(why(table.decide(&client(1), &name(text), A, NOW)), RefusalCause::NoSession, "{text}");
    }
}

#[test]
fn safe_search_is_for_exact_names_that_would_be_resolved() {
    let mut table = table();
    let mut child = Profile::shut("tablet", Reason::new("closed"));
    child.door = Door::Open { refused: RefusedCategories::none() };
    table.add(client(5), child);
    let decide = |last, text: &str| table.decide(&client(last), &name(text), A, NOW);
    for (asked, target) in [
        ("www.google.com", "forcesafesearch.google.com"),
        ("WWW.Google.co.uk", "forcesafesearch.google.com"),
        ("www.bing.com", "strict.bing.com"),
        ("duckduckgo.com", "safe.duckduckgo.com"),
        ("m.youtube.com", "restrict.youtube.com"),
    ] {
        let Verdict::Rewrite { target: to, .. } = decide(5, asked) else { panic!("{asked}") };
        assert_eq!(*to, name(target));
        assert!(matches!(decide(3, asked), Verdict::Resolve { .. }), "without safe search");
        assert_eq!(why(decide(2, asked)), RefusalCause::NotApproved);
        assert_eq!(why(decide(1, asked)), RefusalCause::NoSession);
    }
    assert_eq!(decide(5, "html.duckduckgo.com"), Verdict::Signal(Signal::NoName), "it has no strict variant");
    for text in ["google.com", "mail.google.com", "x.www.google.com", "forcesafesearch.google.com"] {
        assert!(matches!(decide(5, text), Verdict::Resolve { .. }), "{text}");
    }
    assert_eq!(table.decide(&client(5), &name("a.example"), 255, NOW), Verdict::Minimal);
    assert_eq!(why(table.decide(&client(1), &name("a.example"), 255, NOW)), RefusalCause::NoSession);
}

#[test]
fn empty_lists_and_sites_open_nothing() {
    let mut table = table();
    table.lists = Arc::new(Lists::none());
    let mut bare = session(NOW.plus_ms(1000));
    if let Door::Sites { sites, .. } = &mut bare.door {
        *sites = Sites::none();
    }
    table.add(client(6), bare);
    for last in [1, 6, 9] {
        let verdict = table.decide(&client(last), &name("cbeebies.example"), A, NOW);
        assert!(matches!(verdict, Verdict::Refuse { .. }), "{verdict:?}");
    }
    // A table just built knows nobody and answers nobody.
    let fresh = Table::new(Profile::shut("unknown", Reason::new("who"))).unwrap();
    assert_eq!(why(fresh.decide(&client(2), &name("cbeebies.example"), A, NOW)), RefusalCause::UnknownClient);
}

#[test]
fn an_alias_in_a_refused_category_is_refused_unless_lifted() {
    let table = table();
    let (asked, alias) = (name("cbeebies.example"), name("edge.worse.example"));
    let of = |last| {
        table.refused_alias(table.profile(&client(last)), &asked, &alias, NOW).map(|(category, _)| category)
    };
    assert_eq!(of(2), Some(adult()));
    assert_eq!(of(3), Some(adult()));
    assert_eq!(table.refused_alias(table.profile(&client(2)), &asked, &name("cdn.example"), NOW), None);
}

#[test]
fn clients_are_addresses_or_names_of_their_own() {
    let mut table = table();
    table.add(Client::Name("Tablet-7F3A".into()), session(NOW.plus_ms(1000)));
    assert!(table.known_name("tablet-7f3a").is_some());
    let of = |client| table.decide(&client, &name("cbeebies.example"), A, NOW);
    assert!(matches!(of(Client::Name("tablet-7f3a".into())), Verdict::Resolve { .. }));
    assert_eq!(why(of(Client::Name("other".into()))), RefusalCause::UnknownClient);
    let mapped = Client::Address("::ffff:192.168.1.2".parse().unwrap());
    assert!(matches!(of(mapped), Verdict::Resolve { .. }));
    let served = |text: &str| table.serves(text.parse().unwrap());
    assert!(served("10.9.8.7") && served("127.0.0.2") && served("fd00::1") && served("::1"));
    assert!(!served("8.8.8.8") && !served("2001:db8::1"));
    assert!(Network::parse("0.0.0.0/0").unwrap().contains("8.8.8.8".parse().unwrap()));
    assert!(Network::parse("10.0.0.0/33").is_none() && Network::parse("x").is_none());
}

#[test]
fn sites_are_checked_in_words() {
    for (text, part) in [
        ("", "empty"),
        ("https://cbeebies.example/", "page"),
        ("cbeebies.example/games", "page"),
        ("192.0.2.1", "address"),
        ("2001:db8::1", "address"),
        ("com", "one word"),
        ("a..example", "not a name"),
        ("a b.example", "not a name"),
        ("*.example.org", "not a name"),
    ] {
        let error = Site::parse(text).unwrap_err().to_string();
        assert!(error.contains(part), "{text}: {error}");
    }
    assert!(Site::parse(&format!("{}.example", "a".repeat(64))).is_err());
    assert_eq!(Site::parse(" CBeebies.Example. ").unwrap().to_string(), "cbeebies.example");
    assert_eq!(Site::parse("bücher.example").unwrap().to_string(), "xn--bcher-kva.example");
}
