//! The reader of questions and answers, against hickory's and against bytes that mean harm.
#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests stop at the first surprise")]

use belisha_filter::Name;
use belisha_filter::wire::Code;
use belisha_filter::wire::question::Message;
use belisha_filter::wire::response::{Stored, Unusable};
use hickory_proto::op::{Edns, Message as Proto, MessageType, OpCode, Query, ResponseCode};
use hickory_proto::rr::rdata::svcb::{IpHint, SvcParamKey, SvcParamValue};
use hickory_proto::rr::rdata::{A, AAAA, CNAME, HTTPS, SOA, SVCB};
use hickory_proto::rr::{Name as ProtoName, RData, Record, RecordType};
use proptest::prelude::*;

fn proto_name(text: &str) -> ProtoName {
    // The root's own name is the stop alone.
    ProtoName::from_ascii(if text == "." { text.to_owned() } else { format!("{text}.") }).unwrap()
}

fn question(text: &str, kind: RecordType) -> Proto {
    let mut message = Proto::query();
    message.metadata.recursion_desired = true;
    message.add_query(Query::query(proto_name(text), kind));
    message
}

fn response(text: &str, kind: RecordType) -> Proto {
    let mut message = question(text, kind);
    message.metadata.message_type = MessageType::Response;
    message
}

/// A label as it may stand in a message: some in the form that letters beyond ASCII are written in, some badly so.
fn label() -> impl Strategy<Value = String> {
    prop_oneof![8 => "[a-zA-Z0-9_][a-zA-Z0-9-]{0,62}", 1 => "[xX][nN]--[a-zA-Z0-9-]{0,59}"]
}

fn host() -> impl Strategy<Value = String> {
    proptest::collection::vec(label(), 1..8)
        .prop_map(|labels| labels.join("."))
        .prop_filter("too long", |name| name.len() < 253)
}

fn labels(name: &Name) -> Vec<Vec<u8>> {
    (0..name.labels()).map(|index| name.label(index).unwrap().to_vec()).collect()
}

fn code(bytes: &[u8]) -> Option<Code> {
    match Message::read(bytes) {
        Message::Odd(odd) => Some(odd.code),
        Message::Question(_) => None,
        Message::Ignored => panic!("ignored"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever hickory writes is read as it was meant.
    #[test]
    fn reads_what_hickory_writes(
        host in host(), kind in 1u16..128, id: u16, dnssec: bool, size: u16, edns: bool, cd: bool,
    ) {
        prop_assume!(kind != 41);
        let mut message = question(&host, RecordType::from(kind));
        message.metadata.id = id;
        message.metadata.checking_disabled = cd;
        if edns {
            let mut with = Edns::new();
            with.set_max_payload(size).set_version(0).set_dnssec_ok(dnssec);
            message.set_edns(with);
        }
        let bytes = message.to_vec().unwrap();
        let Message::Question(read) = Message::read(&bytes) else { panic!("not read") };
        prop_assert_eq!((read.id, read.kind, read.checking_disabled), (id, kind, cd));
        prop_assert_eq!(read.name.to_string(), host.to_ascii_lowercase());
        prop_assert_eq!(read.edns.is_some(), edns);
        if let Some(read) = read.edns {
            prop_assert_eq!(read.dnssec, dnssec);
            prop_assert!((512..=1232).contains(&read.bytes_max));
        }
    }

    /// Any bytes at all: no panic, and what is a question to us is one to hickory too.
    #[test]
    fn never_believes_more_than_hickory(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        if let Message::Question(read) = Message::read(&bytes) {
            let Ok(proto) = Proto::from_vec(&bytes) else { return Ok(()) };
            prop_assert_eq!(proto.queries.len(), 1);
            prop_assert_eq!(u16::from(proto.queries[0].query_type()), read.kind);
        }
        let _ = Stored::read(&bytes, &Name::ROOT, 1);
    }

    /// A good question with some bytes changed or cut: no panic; what is still read has the name that hickory reads.
    #[test]
    fn survives_damage(host in host(), changes in proptest::collection::vec((any::<u16>(), any::<u8>()), 1..4), cut: u8) {
        let mut message = question(&host, RecordType::A);
        message.set_edns(Edns::new());
        let mut bytes = message.to_vec().unwrap();
        for (at, to) in changes {
            let at = usize::from(at) % bytes.len();
            bytes[at] = to;
        }
        bytes.truncate(bytes.len() - usize::from(cut) % 8);
        if let Message::Question(read) = Message::read(&bytes) {
            // What hickory has against options that nobody here reads does not matter.
            let Ok(proto) = Proto::from_vec(&bytes) else { return Ok(()) };
            let theirs: Vec<Vec<u8>> = proto.queries[0].name().iter().map(<[u8]>::to_ascii_lowercase).collect();
            prop_assert_eq!(labels(&read.name), theirs);
        }
    }

    /// The parents of a name, from itself to its last label.
    #[test]
    fn walks_the_same_parents(host in host()) {
        let name = Name::from_text(&host).unwrap();
        let mut proto = proto_name(&host).to_lowercase();
        for suffix in name.suffixes() {
            let (suffix, used) = Name::from_wire(suffix).unwrap();
            prop_assert_eq!(used, suffix.wire().len());
            // As bytes: hickory shows a label that begins with xn-- in the letters it stands for.
            let theirs: Vec<Vec<u8>> = proto.iter().map(<[u8]>::to_vec).collect();
            prop_assert_eq!(labels(&suffix), theirs);
            prop_assert_eq!(format!("{suffix}."), proto.to_ascii());
            proto = proto.base_name();
        }
        prop_assert!(proto.is_root());
    }

    /// Damaged answers from upstream: no panic.
    #[test]
    fn survives_damaged_answers(changes in proptest::collection::vec((any::<u16>(), any::<u8>()), 0..6)) {
        let mut bytes = answer().to_vec().unwrap();
        for (at, to) in changes {
            let at = usize::from(at) % bytes.len();
            bytes[at] = to;
        }
        let _ = Stored::read(&bytes, &Name::from_text("www.site.example").unwrap(), 1);
    }
}

fn answer() -> Proto {
    let mut message = response("www.site.example", RecordType::A);
    message.add_answer(Record::from_rdata(
        proto_name("www.site.example"),
        300,
        RData::CNAME(CNAME(proto_name("cdn.example"))),
    ));
    message.add_answer(Record::from_rdata(proto_name("cdn.example"), 40, RData::A(A::new(198, 51, 100, 1))));
    message.set_edns(Edns::new());
    message
}

#[test]
fn an_answer_is_kept_with_its_times_and_aliases() {
    let name = Name::from_text("www.site.example").unwrap();
    let stored = Stored::read(&answer().to_vec().unwrap(), &name, 1).unwrap();
    assert_eq!(stored.ttl_seconds(), 40);
    assert_eq!(stored.aliases(), [Name::from_text("cdn.example").unwrap()]);
    let mut asked = question("WWW.site.Example", RecordType::A);
    asked.set_edns(Edns::new());
    let bytes = asked.to_vec().unwrap();
    let Message::Question(asked) = Message::read(&bytes) else { panic!() };
    let mut out = Vec::new();
    stored.write(&asked, 15, None, &mut out);
    let read = Proto::from_vec(&out).unwrap();
    assert_eq!(read.metadata.id, asked.id);
    assert_eq!(read.queries[0].name().to_string(), "WWW.site.Example.");
    assert_eq!(read.answers.iter().map(|record| record.ttl).collect::<Vec<_>>(), [285, 25]);
    assert!(read.edns.is_some());
    stored.write(&asked, 15, Some(1), &mut out);
    let read = Proto::from_vec(&out).unwrap();
    assert!(read.answers.iter().all(|record| record.ttl == 1));
}

#[test]
fn answers_that_lie_are_not_used() {
    let name = Name::from_text("www.site.example").unwrap();
    let read = |message: &Proto| Stored::read(&message.to_vec().unwrap(), &name, 1).unwrap_err();
    assert_eq!(read(&question("www.site.example", RecordType::A)), Unusable::AnotherQuestion);
    assert_eq!(read(&response("www.other.example", RecordType::A)), Unusable::AnotherQuestion);
    assert_eq!(read(&response("www.site.example", RecordType::AAAA)), Unusable::AnotherQuestion);
    let mut cut = response("www.site.example", RecordType::A);
    cut.metadata.truncation = true;
    assert_eq!(read(&cut), Unusable::Cut);
    let mut failed = response("www.site.example", RecordType::A);
    failed.metadata.response_code = ResponseCode::ServFail;
    assert_eq!(read(&failed), Unusable::Failed);
}

/// M7: whoever answers one question has no say about other names, and proves nothing by saying that it did.
#[test]
fn what_was_not_asked_for_is_not_handed_on() {
    let name = Name::from_text("www.site.example").unwrap();
    let address = |owner: &str| Record::from_rdata(proto_name(owner), 60, RData::A(A::new(198, 51, 100, 7)));
    let mut message = answer();
    message.metadata.authentic_data = true;
    message.add_additional(address("bank.example"));
    message.add_authority(Record::from_rdata(
        proto_name("example"),
        900,
        RData::NS(hickory_proto::rr::rdata::NS(proto_name("ns.example"))),
    ));
    let stored = Stored::read(&message.to_vec().unwrap(), &name, 1).unwrap();
    let bytes = question("www.site.example", RecordType::A).to_vec().unwrap();
    let Message::Question(asked) = Message::read(&bytes) else { panic!() };
    let mut out = Vec::new();
    stored.write(&asked, 0, None, &mut out);
    let read = Proto::from_vec(&out).unwrap();
    assert!(!read.metadata.authentic_data);
    assert_eq!((read.answers.len(), read.authorities.len(), read.additionals.len()), (2, 1, 0));
    for other in ["bank.example", "site.example", "example"] {
        let mut message = answer();
        message.add_answer(address(other));
        let read = Stored::read(&message.to_vec().unwrap(), &name, 1);
        assert_eq!(read.map(|_| ()), Err(Unusable::Malformed), "{other}");
    }
}

#[test]
fn what_does_not_exist_is_remembered_as_long_as_the_zone_says() {
    let name = Name::from_text("no.site.example").unwrap();
    let mut message = response("no.site.example", RecordType::A);
    message.metadata.response_code = ResponseCode::NXDomain;
    let soa = SOA::new(proto_name("ns.example"), proto_name("host.example"), 1, 2, 3, 4, 20);
    message.add_authority(Record::from_rdata(proto_name("site.example"), 900, RData::SOA(soa)));
    assert_eq!(Stored::read(&message.to_vec().unwrap(), &name, 1).unwrap().ttl_seconds(), 20);
}

#[test]
fn addresses_of_machines_inside_are_seen() {
    let name = Name::from_text("rebind.example").unwrap();
    for (address, inside) in [
        ([192, 168, 1, 1], true),
        ([10, 0, 0, 1], true),
        ([127, 0, 0, 1], true),
        ([0, 0, 0, 0], true),
        ([169, 254, 169, 254], true),
        ([100, 64, 0, 1], true),
        ([198, 51, 100, 1], false),
    ] {
        let mut message = response("rebind.example", RecordType::A);
        let [a, b, c, d] = address;
        message.add_answer(Record::from_rdata(proto_name("rebind.example"), 1, RData::A(A::new(a, b, c, d))));
        assert_eq!(
            Stored::read(&message.to_vec().unwrap(), &name, 1).unwrap().leads_inside(),
            inside,
            "{address:?}"
        );
    }
}

/// The audit's list: addresses inside in every form that leads there.
#[test]
fn addresses_inside_are_seen_in_every_form_and_record() {
    let name = Name::from_text("rebind.example").unwrap();
    let read = |kind: RecordType, data: RData| {
        let mut message = response("rebind.example", kind);
        message.add_answer(Record::from_rdata(proto_name("rebind.example"), 1, data));
        Stored::read(&message.to_vec().unwrap(), &name, kind.into()).unwrap()
    };
    for four in ["192.0.0.8", "198.18.0.1", "240.0.0.1", "255.255.255.255"] {
        assert!(read(RecordType::A, RData::A(A(four.parse().unwrap()))).leads_inside(), "{four}");
    }
    for (six, inside) in [
        ("64:ff9b::c0a8:101", true),
        ("64:ff9b:1::1", true),
        ("2002:c0a8:101::1", true),
        ("::192.168.1.1", true),
        ("::ffff:192.168.1.1", true),
        ("fec0::1", true),
        ("fe80::1", true),
        ("fd00::1", true),
        ("2001::1", true),
        ("::1", true),
        ("2a00:1450:4009::200e", false),
        ("64:ff9b::808:808", false),
        ("2002:808:808::1", false),
    ] {
        let stored = read(RecordType::AAAA, RData::AAAA(AAAA(six.parse().unwrap())));
        assert_eq!(stored.leads_inside(), inside, "{six}");
    }
    let hint = |target: &str, param: SvcParamKey, value: SvcParamValue| {
        read(RecordType::HTTPS, RData::HTTPS(HTTPS(SVCB::new(1, proto_name(target), vec![(param, value)]))))
    };
    let four = |text: &str| {
        SvcParamValue::Ipv4Hint(IpHint(vec![A("203.0.113.7".parse().unwrap()), A(text.parse().unwrap())]))
    };
    assert!(hint(".", SvcParamKey::Ipv4Hint, four("192.168.1.1")).leads_inside());
    assert!(!hint(".", SvcParamKey::Ipv4Hint, four("203.0.113.8")).leads_inside());
    let six = SvcParamValue::Ipv6Hint(IpHint(vec![AAAA("fd00::1".parse().unwrap())]));
    assert!(hint(".", SvcParamKey::Ipv6Hint, six).leads_inside());
    // An alias by another record is an alias.
    let alias =
        read(RecordType::HTTPS, RData::HTTPS(HTTPS(SVCB::new(0, proto_name("www.facebook.com"), vec![]))));
    assert_eq!(alias.aliases(), [Name::from_text("www.facebook.com").unwrap()]);
}

#[test]
fn odd_messages_are_answered_as_what_they_are() {
    let good = question("a.example", RecordType::A).to_vec().unwrap();
    assert!(matches!(Message::read(&good), Message::Question(_)));
    // Too short, and answers.
    assert!(matches!(Message::read(&[]), Message::Ignored));
    assert!(matches!(Message::read(&good[..11]), Message::Ignored));
    assert!(matches!(
        Message::read(&response("a.example", RecordType::A).to_vec().unwrap()),
        Message::Ignored
    ));
    // Other kinds of message.
    for opcode in [OpCode::Notify, OpCode::Update, OpCode::Status] {
        let mut other = question("a.example", RecordType::A);
        other.metadata.op_code = opcode;
        assert_eq!(code(&other.to_vec().unwrap()), Some(Code::NotImp));
    }
    // No question, two questions, an answer within a question.
    for (at, value) in [(5, 0), (5, 2), (7, 1), (9, 1)] {
        let mut bytes = good.clone();
        bytes[at] = value;
        assert_eq!(code(&bytes), Some(Code::FormErr));
    }
    // A pointer in the question, to itself or elsewhere; a label that is too long; the end within a name.
    for name in [&[0xc0, 12][..], &[0xc0, 0], &[1, b'a', 0xc0, 12], &[64], &[63, b'a'], &[0x80, 0], &[]] {
        let mut bytes = good[..12].to_vec();
        bytes.extend_from_slice(name);
        assert_eq!(code(&bytes), Some(Code::FormErr), "{name:?}");
        bytes.extend_from_slice(&[0, 1, 0, 1]);
        assert_eq!(code(&bytes), Some(Code::FormErr), "{name:?}");
    }
    // Something after the end.
    let mut bytes = good.clone();
    bytes.push(0);
    assert_eq!(code(&bytes), Some(Code::FormErr));
    // Transfers, and classes other than the internet's.
    for (kind, class) in [(252, 1), (251, 1), (249, 1), (0, 1), (41, 1), (1, 3), (1, 255)] {
        let mut bytes = good.clone();
        let end = bytes.len();
        bytes[end - 3] = kind;
        bytes[end - 1] = class;
        assert_eq!(code(&bytes), Some(Code::Refused));
    }
}

#[test]
fn edns_of_any_size_is_bounded_and_of_any_form_is_checked() {
    let opt = |name: u8, size: u16, version: u8, options: &[u8]| {
        let mut record = vec![name, 0, 41];
        record.extend_from_slice(&size.to_be_bytes());
        record.extend_from_slice(&[0, version, 0, 0]);
        record.extend_from_slice(&u16::try_from(options.len()).unwrap().to_be_bytes());
        record.extend_from_slice(options);
        record
    };
    let with = |records: &[Vec<u8>]| {
        let mut bytes = question("a.example", RecordType::A).to_vec().unwrap();
        bytes[11] = u8::try_from(records.len()).unwrap();
        records.iter().for_each(|record| bytes.extend_from_slice(record));
        bytes
    };
    for (size, read) in [(0, 512), (1, 512), (512, 512), (1000, 1000), (1232, 1232), (65535, 1232)] {
        let bytes = with(&[opt(0, size, 0, &[])]);
        let Message::Question(question) = Message::read(&bytes) else { panic!() };
        assert_eq!(question.edns.unwrap().bytes_max, read);
    }
    let cookie = [0, 10, 0, 8, 1, 2, 3, 4, 5, 6, 7, 8];
    assert!(matches!(Message::read(&with(&[opt(0, 1232, 0, &cookie)])), Message::Question(_)));
    assert_eq!(code(&with(&[opt(0, 1232, 1, &[])])), Some(Code::BadVers));
    assert_eq!(code(&with(&[opt(0, 1232, 0, &cookie[..7])])), Some(Code::FormErr));
    assert_eq!(code(&with(&[opt(0, 1232, 0, &[]), opt(0, 1232, 0, &[])])), Some(Code::FormErr));
    let mut short = with(&[opt(0, 1232, 0, &cookie)]);
    short.truncate(short.len() - 1);
    assert_eq!(code(&short), Some(Code::FormErr));
    let mut many = with(&[]);
    many[10] = 255;
    assert_eq!(code(&many), Some(Code::FormErr));
}

#[test]
fn circles_of_pointers_end() {
    let mut message = answer().to_vec().unwrap();
    let name = Name::from_text("www.site.example").unwrap();
    // The owner of the first record, a pointer to the question, is made to point at itself, then ahead.
    let at = 12 + name.wire().len() + 4;
    for target in [at, at + 2, at + 40] {
        let pointer = 0xc000 | u16::try_from(target).unwrap();
        message[at..at + 2].copy_from_slice(&pointer.to_be_bytes());
        assert_eq!(Stored::read(&message, &name, 1).unwrap_err(), Unusable::Malformed);
    }
}
