//! What must hold of any bytes at all. The tests ask it of the bytes in `fuzz/corpus`, the fuzzer of those it makes.
#![allow(dead_code, reason = "each target of the fuzzer asks one of these")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a check stops at the first surprise")]

use belisha_filter::wire::Code;
use belisha_filter::wire::answer::{AnswerWriter, empty, minimal, odd, truncated, udp_bytes_max};
use belisha_filter::wire::question::Message;
use belisha_filter::wire::response::Stored;
use belisha_filter::{Category, Format, Lists, Name};
use hickory_proto::op::Message as Proto;
use std::io::BufReader;
use std::net::{IpAddr, Ipv4Addr};

/// A packet from a client: what we read is what hickory reads; what we answer, hickory can read, and it is an answer to
/// that question and no larger than the client takes.
pub fn question(bytes: &[u8]) {
    match Message::read(bytes) {
        Message::Ignored => {}
        Message::Odd(message) => {
            let mut out = Vec::new();
            odd(&message, &mut out);
            assert!(out.len() <= bytes.len().max(12) + 11, "an answer larger than what was asked");
            assert_eq!(out.get(..2), bytes.get(..2), "another question's number");
        }
        Message::Question(asked) => {
            if let Ok(proto) = Proto::from_vec(bytes) {
                assert_eq!(proto.queries.len(), 1);
                let query = proto.queries.first().unwrap();
                assert_eq!(u16::from(query.query_type()), asked.kind);
                let theirs: Vec<_> = query.name().iter().map(<[u8]>::to_ascii_lowercase).collect();
                let ours: Vec<_> = (0..asked.name.labels())
                    .filter_map(|at| asked.name.label(at))
                    .map(<[u8]>::to_vec)
                    .collect();
                assert_eq!(ours, theirs);
            }
            let mut out = Vec::new();
            let mut answers = vec![];
            let mut answer = AnswerWriter::to(&asked, Code::NoError, true, &mut out);
            answer.address(IpAddr::V4(Ipv4Addr::LOCALHOST), 5);
            answer.end(&asked, None);
            answers.push(out.clone());
            for write in [minimal, truncated] {
                write(&asked, &mut out);
                answers.push(out.clone());
            }
            empty(&asked, Code::ServFail, &mut out);
            answers.push(out);
            for out in answers {
                assert!(out.len() <= udp_bytes_max(&asked), "more than the client takes");
                let proto = Proto::from_vec(&out).unwrap();
                assert_eq!(proto.metadata.id, asked.id);
            }
        }
    }
}

/// A packet from upstream: it is refused, or what is kept of it is written so that hickory can read it.
pub fn answer(bytes: &[u8]) {
    let name = Name::from_text("www.site.example").unwrap();
    for kind in [1, 28, 65] {
        let Ok(stored) = Stored::read(bytes, &name, kind) else { continue };
        assert!(stored.aliases().len() <= 64 && stored.memory_bytes() < 200_000);
        let _ = (stored.leads_inside(), stored.addresses(kind).count());
        let mut asked = vec![0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0];
        asked.extend(name.wire());
        asked.extend([0, u8::try_from(kind).unwrap(), 0, 1]);
        let Message::Question(asked) = Message::read(&asked) else { panic!("a plain question") };
        let mut out = Vec::new();
        stored.write(&asked, 15, None, &mut out);
        assert_eq!(out.get(..2), Some([0x12, 0x34].as_slice()));
    }
}

/// A list of names in any of the formats: counted, and of what was counted nothing is lost.
pub fn list(bytes: &[u8]) {
    let formats =
        [None, Some(Format::Hosts), Some(Format::Domains), Some(Format::Adguard), Some(Format::Rpz)];
    for format in formats {
        let Ok(report) = belisha_filter::check(BufReader::new(bytes), format, 0) else { continue };
        let builder = Lists::builder(7).with_good_percent_min(0);
        let Ok((builder, added)) = builder.add(Category::new(0).unwrap(), format, BufReader::new(bytes))
        else {
            continue;
        };
        assert_eq!((report.taken, report.wrong, report.skipped), (added.taken, added.wrong, added.skipped));
        let lists = builder.build();
        assert!(lists.len() as u64 <= report.taken);
    }
}
