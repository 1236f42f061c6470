//! The resolver on real sockets, with an upstream that counts.

use std::net::UdpSocket;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::support::*;
use belisha_filter::{
    BlockAddress, Category, Config, Door, Lists, Moment, Network, Rate, Reason, RefusalCause,
    RefusedCategories, Resolver,
};
use hickory_proto::op::{Edns, Message, OpCode, ResponseCode};
use hickory_proto::rr::{RData, RecordType};

#[test]
fn a_session_opens_and_shuts_with_the_very_next_question() {
    let upstream = Fake::start(Manner::Honest);
    let resolver = start(config(&[&upstream]), table(vec![(2, shut())]));
    let device = Device::at(2, &resolver);
    for round in 0..50 {
        let answer = device.ask("cbeebies.example", RecordType::A);
        assert_eq!(answer.metadata.response_code, ResponseCode::NXDomain, "round {round}");
        assert_eq!(extended(&answer), Some((18, "No session is open. (4.1)".into())));
        resolver.swap(table(vec![(2, session(&["cbeebies.example"]))]));
        assert_eq!(device.addresses("cbeebies.example"), OUTSIDE, "round {round}");
        let other = device.ask("other.example", RecordType::A);
        assert_eq!(extended(&other), Some((15, "The site was not approved. (4.2)".into())));
        resolver.swap(table(vec![(2, shut())]));
    }
    assert_eq!(upstream.asked("cbeebies.example"), 1);
    assert_eq!(upstream.asked("other.example"), 0);
}

#[test]
fn an_answer_kept_for_one_is_not_given_to_another_who_is_shut() {
    let upstream = Fake::start(Manner::Honest);
    let resolver = start(config(&[&upstream]), table(vec![(1, open()), (2, shut())]));
    let (open, shut, unknown) =
        (Device::at(1, &resolver), Device::at(2, &resolver), Device::at(9, &resolver));
    assert_eq!(open.addresses("a.example"), OUTSIDE);
    for device in [&shut, &unknown] {
        for kind in [RecordType::A, RecordType::AAAA, RecordType::HTTPS, RecordType::TXT, RecordType::ANY] {
            let answer = device.ask("a.example", kind);
            assert_eq!((answer.metadata.response_code, answer.answers.len()), (ResponseCode::NXDomain, 0));
        }
    }
    assert_eq!(open.addresses("a.example"), OUTSIDE);
    assert_eq!(upstream.asked_in_all(), 1);
    assert_eq!(
        unknown.addresses("belisha.setting.example"),
        ["127.0.0.1".parse::<std::net::IpAddr>().unwrap()]
    );
}

#[test]
fn a_door_that_shuts_while_upstream_is_asked_is_shut_for_the_answer() {
    let upstream = Fake::start(Manner::Honest);
    let resolver = start(config(&[&upstream]), table(vec![(2, session(&["held.example"]))]));
    let device = Device::at(2, &resolver);
    device.send(&question("held.example", RecordType::A).to_vec().unwrap());
    upstream.wait_for("held.example");
    resolver.swap(table(vec![(2, shut())]));
    upstream.release();
    let answer = Message::from_vec(&device.receive()).unwrap();
    assert_eq!((answer.metadata.response_code, answer.answers.len()), (ResponseCode::NXDomain, 0));
}

#[test]
fn the_same_question_is_asked_upstream_once() {
    let upstream = Fake::start(Manner::Honest);
    let resolver = start(config(&[&upstream]), table((1..=5).map(|last| (last, open())).collect()));
    let devices: Vec<Device> = (1..=5).map(|last| Device::at(last, &resolver)).collect();
    for device in &devices {
        device.send(&question("held.example", RecordType::A).to_vec().unwrap());
    }
    upstream.wait_for("held.example");
    assert_eq!(
        devices[0].socket.local_addr().unwrap().ip(),
        "127.0.0.1".parse::<std::net::IpAddr>().unwrap()
    );
    upstream.release();
    for device in &devices {
        assert_eq!(addresses(&Message::from_vec(&device.receive()).unwrap()), OUTSIDE);
    }
    assert_eq!(upstream.asked("held.example"), 1);
}

#[test]
fn answers_in_a_session_are_not_kept_by_the_device() {
    let upstream = Fake::start(Manner::Honest);
    let resolver =
        start(config(&[&upstream]), table(vec![(1, open()), (2, session(&["a.example"])), (3, shut())]));
    let ttl = |last| Device::at(last, &resolver).ask("a.example", RecordType::A).answers[0].ttl;
    assert!((50..=60).contains(&ttl(1)));
    assert_eq!(ttl(2), 1);
    let mut page = table(vec![(3, session(&["b.example"])), (4, shut())]);
    page.block_address = BlockAddress { v4: Some("127.0.0.1".parse().unwrap()), v6: None };
    resolver.swap(page);
    let device = Device::at(3, &resolver);
    let refused = device.ask("a.example", RecordType::A);
    assert_eq!((refused.answers[0].ttl, refused.metadata.response_code), (1, ResponseCode::NoError));
    assert_eq!(addresses(&refused)[0].to_string(), "127.0.0.1");
    assert_eq!(extended(&refused).unwrap().0, 15);
    let six = device.ask("a.example", RecordType::AAAA);
    assert_eq!((six.answers.len(), six.metadata.response_code), (0, ResponseCode::NoError));
    // What a session opens later must not lead to the page until a browser forgets it.
    let waits = Device::at(4, &resolver).ask("a.example", RecordType::A);
    assert_eq!((waits.answers.len(), waits.metadata.response_code), (0, ResponseCode::NXDomain));
}

#[test]
fn a_flood_from_one_does_not_keep_another_waiting() {
    let upstream = Fake::start(Manner::Honest);
    let config = Config { rate: Some(Rate { per_second: 100, burst: 200 }), ..config(&[&upstream]) };
    let resolver = start(config, table(vec![(2, open()), (3, open())]));
    let server = resolver.addresses().dns[0];
    let flood = Device::at(3, &resolver);
    let good = Device::at(2, &resolver);
    let bytes = question("flood.example", RecordType::A).to_vec().unwrap();
    std::thread::scope(|scope| {
        scope.spawn(|| (0..100_000).for_each(|_| drop(flood.socket.send_to(&bytes, server))));
        for round in 0..40 {
            // A packet may be lost in the kernel's full buffer; a device asks again.
            good.socket.set_read_timeout(Some(Duration::from_millis(500))).unwrap();
            let asked = question(&format!("n{round}.example"), RecordType::A).to_vec().unwrap();
            let answered = (0..4).any(|_| {
                good.send(&asked);
                good.socket.recv_from(&mut [0; 2048]).is_ok()
            });
            assert!(answered, "round {round}");
        }
    });
    flood.socket.set_nonblocking(true).unwrap();
    let answers = std::iter::from_fn(|| flood.socket.recv_from(&mut [0; 2048]).ok()).count();
    assert!(answers < 5_000, "{answers} answers to the flood");
}

#[test]
fn an_upstream_that_lies_fails_or_is_gone_is_passed_over() {
    let good = Fake::start(Manner::Honest);
    for manner in [Manner::Failing, Manner::Silent, Manner::Liar] {
        let bad = Fake::start(manner);
        let resolver = start(config(&[&bad, &good]), table(vec![(1, open())]));
        let device = Device::at(1, &resolver);
        assert_eq!(device.addresses("first.example"), OUTSIDE);
        if manner != Manner::Failing {
            // The next question does not wait for it again.
            let asked = bad.asked_in_all();
            assert_eq!(device.addresses("second.example"), OUTSIDE);
            assert_eq!(bad.asked_in_all(), asked);
        }
    }
    let gone = UdpSocket::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut config = config(&[&good]);
    config.upstreams.insert(0, belisha_filter::Upstream::Plain(gone));
    let resolver = start(config, table(vec![(1, open())]));
    assert_eq!(Device::at(1, &resolver).addresses("third.example"), OUTSIDE);
}

#[test]
fn without_upstream_there_is_a_failure_and_never_an_open_door() {
    for upstreams in [vec![], vec![Fake::start(Manner::Liar)], vec![Fake::start(Manner::Failing)]] {
        let resolver = start(config(&upstreams.iter().collect::<Vec<_>>()), table(vec![(1, open())]));
        let device = Device::at(1, &resolver);
        let answer = device.ask("a.example", RecordType::A);
        assert_eq!((answer.metadata.response_code, answer.answers.len()), (ResponseCode::ServFail, 0));
        assert!([22, 23].contains(&extended(&answer).unwrap().0));
        assert_eq!(device.addresses("belisha.setting.example").len(), 1);
    }
}

#[test]
fn safe_search_leads_to_the_strict_variant_and_nowhere_else() {
    let upstream = Fake::start(Manner::Honest);
    let resolver = start(config(&[&upstream]), table(vec![(1, open())]));
    let device = Device::at(1, &resolver);
    for kind in [RecordType::A, RecordType::AAAA] {
        let answer = device.ask("www.google.co.uk", kind);
        let RData::CNAME(target) = &answer.answers[0].data else { panic!("{answer:?}") };
        assert_eq!(target.0.to_string(), "forcesafesearch.google.com.");
        assert_eq!(answer.answers[1].name.to_string(), "forcesafesearch.google.com.");
        assert_eq!(addresses(&answer).len(), 1);
    }
    for kind in [RecordType::HTTPS, RecordType::SVCB, RecordType::TXT] {
        let answer = device.ask("www.google.co.uk", kind);
        assert_eq!((answer.metadata.response_code, answer.answers.len()), (ResponseCode::NoError, 0));
    }
    assert_eq!(upstream.asked("www.google.co.uk"), 0);
    assert_eq!(upstream.asked("forcesafesearch.google.com"), 2);
}

#[test]
fn an_alias_of_a_listed_name_is_refused_for_those_who_refuse_it() {
    let upstream = Fake::start(Manner::Honest);
    let adult = Category::new(0).unwrap();
    let mut careful = open();
    careful.door =
        Door::Open { refused: RefusedCategories::from_reasons([(adult, Reason::new("On a list."))]) };
    let mut table = table(vec![(1, open()), (2, careful), (3, session(&["alias.example"]))]);
    let (builder, _) = Lists::builder(1).add(adult, None, &b"worse.example\n"[..]).unwrap();
    table.lists = Arc::new(builder.build());
    let resolver = start(config(&[&upstream]), table);
    assert_eq!(Device::at(1, &resolver).addresses("alias.example"), OUTSIDE);
    assert_eq!(Device::at(3, &resolver).addresses("alias.example"), OUTSIDE);
    let answer = Device::at(2, &resolver).ask("alias.example", RecordType::A);
    assert_eq!(answer.metadata.response_code, ResponseCode::NXDomain);
    assert_eq!(extended(&answer), Some((17, "On a list.".into())));
    let seen = resolver.drain();
    assert!(seen.iter().any(|seen| seen.why == Some(RefusalCause::Alias(adult))));
}

#[test]
fn an_outside_name_that_leads_inside_is_refused() {
    let upstream = Fake::start(Manner::Honest);
    let resolver = start(config(&[&upstream]), table(vec![(1, open())]));
    let answer = Device::at(1, &resolver).ask("inside.example", RecordType::A);
    assert_eq!((answer.metadata.response_code, answer.answers.len()), (ResponseCode::ServFail, 0));
    let config = Config { refuse_inside_addresses: false, ..config(&[&upstream]) };
    let resolver = start(config, table(vec![(1, open())]));
    assert_eq!(Device::at(1, &resolver).addresses("inside.example").len(), 1);
}

#[test]
fn what_is_too_long_for_a_packet_comes_by_tcp() {
    let upstream = Fake::start(Manner::Honest);
    let resolver = start(config(&[&upstream]), table(vec![(1, open())]));
    let answer = Device::at(1, &resolver).ask("big.example", RecordType::A);
    assert!(answer.metadata.truncation && answer.answers.is_empty(), "{answer:?}");
    let mut stream = connect(&resolver);
    write_framed(&mut stream, &question("big.example", RecordType::A).to_vec().unwrap());
    let answer = Message::from_vec(&read_framed(&mut stream).unwrap()).unwrap();
    assert_eq!((answer.answers.len(), answer.metadata.truncation), (120, false));
}

#[test]
fn a_connection_takes_many_questions_at_once() {
    let upstream = Fake::start(Manner::Honest);
    let resolver = start(config(&[&upstream]), table(vec![(1, open())]));
    let mut stream = connect(&resolver);
    // The first has to wait for upstream; the others do not wait for it.
    let first = question("held.example", RecordType::A);
    write_framed(&mut stream, &first.to_vec().unwrap());
    let others: Vec<_> = (0..30).map(|index| question(&format!("n{index}.example"), RecordType::A)).collect();
    for question in &others {
        write_framed(&mut stream, &question.to_vec().unwrap());
    }
    let mut ids: Vec<u16> = others
        .iter()
        .map(|_| {
            let answer = Message::from_vec(&read_framed(&mut stream).unwrap()).unwrap();
            assert_eq!(addresses(&answer), OUTSIDE);
            answer.metadata.id
        })
        .collect();
    ids.sort_unstable();
    let mut asked: Vec<u16> = others.iter().map(|question| question.metadata.id).collect();
    asked.sort_unstable();
    assert_eq!(ids, asked);
    upstream.release();
    assert_eq!(Message::from_vec(&read_framed(&mut stream).unwrap()).unwrap().metadata.id, first.metadata.id);
}

#[test]
fn odd_packets_get_an_answer_that_says_so_or_none() {
    let upstream = Fake::start(Manner::Honest);
    let resolver = start(config(&[&upstream]), table(vec![(1, open())]));
    let device = Device::at(1, &resolver);
    let good = question("a.example", RecordType::A);
    let mut notify = good.clone();
    notify.metadata.op_code = OpCode::Notify;
    assert_eq!(device.ask_bytes(&notify.to_vec().unwrap()).metadata.response_code, ResponseCode::NotImp);
    let mut two = good.clone();
    two.add_query(two.queries[0].clone());
    assert_eq!(device.ask_bytes(&two.to_vec().unwrap()).metadata.response_code, ResponseCode::FormErr);
    let mut version = good.clone();
    let mut edns = Edns::new();
    edns.set_version(1);
    version.set_edns(edns);
    assert_eq!(u16::from(device.ask_bytes(&version.to_vec().unwrap()).metadata.response_code), 16);
    // No answer to these; the one after them is the next that comes.
    let mut response = good.to_vec().unwrap();
    response[2] |= 0x80;
    for silent in [&response[..], b"", b"x", &[0; 11]] {
        device.send(silent);
    }
    assert_eq!(device.addresses("belisha.setting.example").len(), 1);
    assert_eq!(upstream.asked_in_all(), 0);
}

#[test]
fn capitals_come_back_as_they_were_sent() {
    let upstream = Fake::start(Manner::Honest);
    let resolver = start(config(&[&upstream]), table(vec![(1, open())]));
    let device = Device::at(1, &resolver);
    for text in ["wWw.CaPiTaLs.eXample", "WWW.capitals.EXAMPLE"] {
        let answer = device.ask(text, RecordType::A);
        assert_eq!(answer.queries[0].name().to_string(), format!("{text}."));
        assert_eq!(addresses(&answer), OUTSIDE);
    }
    assert_eq!(upstream.asked("www.capitals.example"), 1);
}

#[test]
fn networks_that_are_not_served_hear_nothing() {
    let upstream = Fake::start(Manner::Honest);
    let mut only = table(vec![(1, open()), (2, open())]);
    only.networks = vec![Network::parse("127.0.0.2").unwrap()];
    let resolver = start(config(&[&upstream]), only);
    let (outside, inside) = (Device::at(1, &resolver), Device::at(2, &resolver));
    outside.send(&question("belisha.setting.example", RecordType::A).to_vec().unwrap());
    assert_eq!(inside.addresses("a.example"), OUTSIDE);
    outside.socket.set_nonblocking(true).unwrap();
    assert!(outside.socket.recv_from(&mut [0; 512]).is_err());
    // By TCP from 127.0.0.1: closed without a word.
    assert!(read_framed(&mut connect(&resolver)).is_none());
}

#[test]
fn the_journal_counts_what_watched_devices_look_up() {
    let upstream = Fake::start(Manner::Honest);
    let mut silent = open();
    silent.watch = false;
    let resolver = start(config(&[&upstream]), table(vec![(1, silent), (2, session(&["a.example"]))]));
    let (unwatched, watched) = (Device::at(1, &resolver), Device::at(2, &resolver));
    for _ in 0..3 {
        unwatched.addresses("a.example");
        watched.addresses("a.example");
        watched.ask("b.example", RecordType::A);
    }
    watched.ask("mask.icloud.com", RecordType::A);
    let mut seen = resolver.drain();
    seen.sort_by_key(|seen| seen.name.to_string());
    let short: Vec<_> = seen.iter().map(|seen| (seen.name.to_string(), seen.why, seen.count)).collect();
    assert_eq!(
        short,
        [
            ("a.example".to_owned(), None, 3),
            ("b.example".to_owned(), Some(RefusalCause::NotApproved), 3),
            ("mask.icloud.com".to_owned(), Some(RefusalCause::Bypass), 1),
        ]
    );
    assert_eq!(seen[1].session.as_deref(), Some("ladybirds"));
    assert_eq!(seen[1].reason.as_ref().unwrap().clause.as_deref(), Some("4.2"));
    assert!(resolver.drain().is_empty());
}

#[test]
fn a_cleared_cache_asks_again_and_any_address_answers_from_where_it_was_asked() {
    let upstream = Fake::start(Manner::Honest);
    let mut everywhere = config(&[&upstream]);
    everywhere.listen = vec!["0.0.0.0:0".parse().unwrap()];
    let resolver = start(everywhere, table(vec![(1, open())]));
    let port = resolver.addresses().dns[0].port();
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    for (round, server) in ["127.0.0.5", "127.0.0.6", "127.0.0.5"].into_iter().enumerate() {
        socket.connect((server, port)).unwrap();
        socket.send(&question("a.example", RecordType::A).to_vec().unwrap()).unwrap();
        let mut buffer = [0; 512];
        let size = socket.recv(&mut buffer).unwrap();
        assert_eq!(addresses(&Message::from_vec(&buffer[..size]).unwrap()), OUTSIDE);
        if round == 1 {
            resolver.clear_cache();
        }
    }
    assert_eq!(upstream.asked("a.example"), 2);
}

#[test]
fn wishes_for_dnssec_go_upstream_and_have_answers_of_their_own() {
    let upstream = Fake::start(Manner::Honest);
    let resolver = start(config(&[&upstream]), table(vec![(1, open())]));
    let device = Device::at(1, &resolver);
    for _ in 0..2 {
        for (dnssec, unchecked) in [(false, false), (true, false), (true, true), (false, true)] {
            let mut asked = question("wish.example", RecordType::TXT);
            asked.metadata.checking_disabled = unchecked;
            let mut edns = Edns::new();
            edns.set_dnssec_ok(dnssec);
            asked.set_edns(edns);
            let answer = device.ask_bytes(&asked.to_vec().unwrap());
            assert_eq!(answer.answers[0].data.to_string(), format!("dnssec {dnssec}, unchecked {unchecked}"));
            assert_eq!(answer.edns.unwrap().flags().dnssec_ok, dnssec);
            assert_eq!(answer.metadata.checking_disabled, unchecked);
        }
    }
    assert_eq!(upstream.asked("wish.example"), 4);
}

#[test]
fn a_burst_of_new_names_is_answered_and_too_many_at_once_are_told_so() {
    let upstream = Fake::start(Manner::Honest);
    let config = Config { waiting_per_client_max: 200, ..config(&[&upstream]) };
    let resolver = start(config, table(vec![(1, open()), (2, open())]));
    let (busy, other) = (Device::at(1, &resolver), Device::at(2, &resolver));
    for index in 0..250 {
        busy.send(&question(&format!("held{index}.example"), RecordType::A).to_vec().unwrap());
    }
    // The fifty that found no place hear so at once; another device does not notice.
    for _ in 0..50 {
        let answer = Message::from_vec(&busy.receive()).unwrap();
        assert_eq!(answer.metadata.response_code, ResponseCode::ServFail);
        assert_eq!(extended(&answer).unwrap().0, 23);
    }
    assert_eq!(other.addresses("quick.example"), OUTSIDE);
    upstream.release();
    for _ in 0..200 {
        assert_eq!(addresses(&Message::from_vec(&busy.receive()).unwrap()), OUTSIDE);
    }
}

#[test]
fn by_ipv6_as_by_ipv4() {
    let upstream = Fake::start(Manner::Honest);
    let mut both = config(&[&upstream]);
    both.listen = vec!["[::1]:0".parse().unwrap(), "[::]:0".parse().unwrap()];
    let mut rules = table(vec![]);
    rules.add(belisha_filter::Client::Address("::1".parse().unwrap()), session(&["a.example"]));
    let resolver = start(both, rules);
    for address in &resolver.addresses().dns {
        let socket = UdpSocket::bind("[::1]:0").unwrap();
        socket.set_read_timeout(Some(PATIENCE)).unwrap();
        socket.connect(("::1", address.port())).unwrap();
        socket.send(&question("a.example", RecordType::AAAA).to_vec().unwrap()).unwrap();
        let mut buffer = [0; 512];
        let size = socket.recv(&mut buffer).unwrap();
        assert_eq!(addresses(&Message::from_vec(&buffer[..size]).unwrap()).len(), 1);
    }
}

#[test]
fn a_session_ends_by_the_clock_without_anybody_doing_anything() {
    let upstream = Fake::start(Manner::Honest);
    let ticks = Arc::new(AtomicU64::new(5_000));
    let clock = ticks.clone();
    // The clock on the wall stands still, as if somebody kept setting it back.
    let clock = move || Moment { wall_ms: 1_000, ticks_ms: clock.load(Ordering::SeqCst) };
    let mut profile = session(&["a.example"]);
    if let Door::Sites { until, .. } = &mut profile.door {
        *until = Moment { wall_ms: 61_000, ticks_ms: 65_000 };
    }
    let resolver = Resolver::start(config(&[&upstream]), table(vec![(2, profile)]), clock).unwrap();
    let device = Device::at(2, &resolver);
    assert_eq!(device.addresses("a.example"), OUTSIDE);
    ticks.store(64_999, Ordering::SeqCst);
    assert_eq!(device.addresses("a.example"), OUTSIDE);
    ticks.store(65_000, Ordering::SeqCst);
    let answer = device.ask("a.example", RecordType::A);
    assert_eq!(extended(&answer), Some((18, "The session is over.".into())));
}

#[test]
fn no_packet_from_a_shut_device_reaches_upstream() {
    let upstream = Fake::start(Manner::Honest);
    let resolver = start(config(&[&upstream]), table(vec![(2, shut())]));
    let device = Device::at(2, &resolver);
    let good = question("a.example", RecordType::A).to_vec().unwrap();
    let mut random = 0x9e37_79b9_7f4a_7c15u64;
    let mut next = || {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(random >> 33).unwrap()
    };
    for round in 0..20_000 {
        let mut bytes = good.clone();
        for _ in 0..=next() % 4 {
            let at = next() % bytes.len();
            bytes[at] = u8::try_from(next() & 0xff).unwrap();
        }
        bytes.truncate(bytes.len() - next() % 6);
        device.send(&bytes);
        if round % 500 == 0 {
            // In step with the server, so that none is lost in a full buffer.
            device.socket.set_nonblocking(true).unwrap();
            while device.socket.recv_from(&mut [0; 2048]).is_ok() {}
            device.socket.set_nonblocking(false).unwrap();
        }
    }
    let alive = Device::at(3, &resolver);
    assert_eq!(alive.addresses("belisha.setting.example").len(), 1);
    assert_eq!(upstream.asked_in_all(), 0);
}

#[test]
fn several_threads_share_an_address_and_a_table() {
    let upstream = Fake::start(Manner::Honest);
    let config = Config { threads_per_address: 3, ..config(&[&upstream]) };
    let resolver = start(config, table(vec![(2, session(&["a.example"]))]));
    assert_eq!(resolver.addresses().dns.len(), 1);
    for round in 0..40 {
        // The kernel picks a thread by the port that a question comes from.
        let device = Device::at(2, &resolver);
        let opened = round % 2 == 0;
        resolver.swap(table(vec![(2, if opened { session(&["a.example"]) } else { shut() })]));
        assert_eq!(device.addresses("a.example").len(), usize::from(opened));
    }
    let counts: Vec<u64> = resolver.drain().iter().map(|seen| seen.count).collect();
    assert_eq!(counts, [20, 20], "merged over all threads");
}
