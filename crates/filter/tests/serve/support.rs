//! A resolver under test, an upstream that counts and misbehaves on demand, and clients at addresses of their own.

use std::collections::HashMap;
use std::io::{Read, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::Duration;

use belisha_filter::{
    Client, Config, Door, Moment, Name, Profile, Reason, RefusedCategories, Resolver, Site, Sites,
    SystemClock, Table, Upstream,
};
use hickory_proto::op::{Edns, Message, MessageType, Query, ResponseCode};
use hickory_proto::rr::rdata::opt::EdnsOption;
use hickory_proto::rr::rdata::{A, AAAA, CNAME, TXT};
use hickory_proto::rr::{Name as ProtoName, RData, Record, RecordType};

pub const FOREVER: Moment = Moment { wall_ms: i64::MAX, ticks_ms: u64::MAX };
pub const PATIENCE: Duration = Duration::from_secs(8);

pub fn name(text: &str) -> Name {
    Name::from_text(text).unwrap()
}

pub fn proto_name(text: &str) -> ProtoName {
    ProtoName::from_ascii(format!("{text}.")).unwrap()
}

/// What an upstream does with every question.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    Honest,
    Liar,
    Silent,
    Failing,
}

#[derive(Default)]
struct State {
    asked: HashMap<String, u32>,
    released: bool,
}

/// An upstream. Names that begin with `held` wait for [`Fake::release`]; `alias`, `inside` and `big` have answers of
/// their own.
pub struct Fake {
    pub address: SocketAddr,
    state: Arc<(Mutex<State>, Condvar)>,
}

impl Fake {
    pub fn start(manner: Manner) -> Fake {
        // A port that is free for the one may be taken for the other.
        let both = || {
            let udp = UdpSocket::bind("127.0.0.1:0").unwrap();
            let tcp = TcpListener::bind(udp.local_addr().unwrap()).ok()?;
            Some((udp, tcp))
        };
        let (udp, tcp) = (0..16).find_map(|_| both()).unwrap();
        let address = udp.local_addr().unwrap();
        let state = Arc::new((Mutex::new(State::default()), Condvar::new()));
        let fake = Fake { address, state: state.clone() };
        let for_tcp = state.clone();
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok((size, from)) = udp.recv_from(&mut buffer) {
                let (question, udp, state) =
                    (buffer[..size].to_vec(), udp.try_clone().unwrap(), state.clone());
                thread::spawn(move || {
                    if let Some(answer) = answer(&question, manner, &state, true) {
                        udp.send_to(&answer, from).unwrap();
                    }
                });
            }
        });
        thread::spawn(move || {
            for stream in tcp.incoming() {
                let (mut stream, state) = (stream.unwrap(), for_tcp.clone());
                thread::spawn(move || {
                    while let Some(question) = read_framed(&mut stream) {
                        if let Some(answer) = answer(&question, manner, &state, false) {
                            write_framed(&mut stream, &answer);
                        }
                    }
                });
            }
        });
        fake
    }

    /// How often a name was asked for.
    pub fn asked(&self, text: &str) -> u32 {
        self.state.0.lock().unwrap().asked.get(text).copied().unwrap_or(0)
    }

    /// How often anything was.
    pub fn asked_in_all(&self) -> u32 {
        self.state.0.lock().unwrap().asked.values().sum()
    }

    /// Waits until a name has been asked for.
    pub fn wait_for(&self, text: &str) {
        let state = self.state.0.lock().unwrap();
        let waited = self
            .state
            .1
            .wait_timeout_while(state, PATIENCE, |state| !state.asked.contains_key(text))
            .unwrap();
        assert!(!waited.1.timed_out(), "{text} was never asked for");
    }

    /// Answers what is held.
    pub fn release(&self) {
        self.state.0.lock().unwrap().released = true;
        self.state.1.notify_all();
    }
}

fn answer(question: &[u8], manner: Manner, state: &(Mutex<State>, Condvar), udp: bool) -> Option<Vec<u8>> {
    let mut message = Message::from_vec(question).unwrap();
    let asked = message.queries[0].clone();
    let text = asked.name().to_string().trim_end_matches('.').to_ascii_lowercase();
    let mut held = state.0.lock().unwrap();
    *held.asked.entry(text.clone()).or_default() += 1;
    state.1.notify_all();
    if text.starts_with("held") {
        drop(state.1.wait_while(held, |state| !state.released).unwrap());
    } else {
        drop(held);
    }
    message.metadata.message_type = MessageType::Response;
    message.metadata.recursion_available = true;
    match manner {
        Manner::Honest => {}
        Manner::Silent => return None,
        Manner::Failing => {
            message.metadata.response_code = ResponseCode::ServFail;
            return message.to_vec().ok();
        }
        Manner::Liar => {
            message.queries[0] = Query::query(proto_name("liar.example"), asked.query_type());
            message.add_answer(Record::from_rdata(
                proto_name("liar.example"),
                60,
                RData::A(A::new(203, 0, 113, 66)),
            ));
            return message.to_vec().ok();
        }
    }
    fill(&mut message, &asked, &text, udp);
    message.to_vec().ok()
}

fn fill(message: &mut Message, asked: &Query, text: &str, udp: bool) {
    let owner = asked.name().clone();
    if text.starts_with("big") {
        if udp {
            message.metadata.truncation = true;
            return;
        }
        for index in 0..120u8 {
            message.add_answer(Record::from_rdata(owner.clone(), 60, RData::A(A::new(198, 51, 100, index))));
        }
        return;
    }
    let target = if text.starts_with("alias") {
        message.add_answer(Record::from_rdata(
            owner,
            60,
            RData::CNAME(CNAME(proto_name("edge.worse.example"))),
        ));
        proto_name("edge.worse.example")
    } else {
        owner
    };
    let data = match asked.query_type() {
        RecordType::A if text.starts_with("inside") => RData::A(A::new(192, 168, 1, 1)),
        RecordType::A => RData::A(A::new(198, 51, 100, 7)),
        RecordType::AAAA => RData::AAAA(AAAA::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 7)),
        RecordType::TXT => {
            // What the question wished for.
            let dnssec = message.edns.as_ref().is_some_and(|edns| edns.flags().dnssec_ok);
            let unchecked = message.metadata.checking_disabled;
            RData::TXT(TXT::new(vec![format!("dnssec {dnssec}, unchecked {unchecked}")]))
        }
        RecordType::HTTPS => RData::Unknown {
            code: RecordType::HTTPS,
            rdata: hickory_proto::rr::rdata::NULL::with(vec![0, 1, 0]),
        },
        _ => return,
    };
    message.add_answer(Record::from_rdata(target, 60, data));
}

pub fn read_framed(stream: &mut impl Read) -> Option<Vec<u8>> {
    let mut size = [0; 2];
    stream.read_exact(&mut size).ok()?;
    let mut bytes = vec![0; usize::from(u16::from_be_bytes(size))];
    stream.read_exact(&mut bytes).ok()?;
    Some(bytes)
}

pub fn write_framed(stream: &mut impl Write, bytes: &[u8]) {
    let mut framed = u16::try_from(bytes.len()).unwrap().to_be_bytes().to_vec();
    framed.extend_from_slice(bytes);
    stream.write_all(&framed).unwrap();
}

/// A question with EDNS.
pub fn question(text: &str, kind: RecordType) -> Message {
    let mut message = Message::query();
    message.metadata.recursion_desired = true;
    message.add_query(Query::query(proto_name(text), kind));
    let mut edns = Edns::new();
    edns.set_max_payload(1232).set_version(0);
    message.set_edns(edns);
    message
}

/// A client at an address of its own.
pub struct Device {
    pub socket: UdpSocket,
    server: SocketAddr,
}

impl Device {
    pub fn at(last: u8, resolver: &Resolver) -> Device {
        let socket = UdpSocket::bind((Ipv4Addr::new(127, 0, 0, last), 0)).unwrap();
        socket.set_read_timeout(Some(PATIENCE)).unwrap();
        Device { socket, server: resolver.addresses().dns[0] }
    }

    pub fn send(&self, bytes: &[u8]) {
        self.socket.send_to(bytes, self.server).unwrap();
    }

    pub fn receive(&self) -> Vec<u8> {
        let mut buffer = [0; 4096];
        let (size, from) = self.socket.recv_from(&mut buffer).expect("an answer");
        assert_eq!(from, self.server, "the answer comes from where it was asked");
        buffer[..size].to_vec()
    }

    pub fn ask_bytes(&self, bytes: &[u8]) -> Message {
        self.send(bytes);
        Message::from_vec(&self.receive()).unwrap()
    }

    pub fn ask(&self, text: &str, kind: RecordType) -> Message {
        let question = question(text, kind);
        let answer = self.ask_bytes(&question.to_vec().unwrap());
        assert_eq!(answer.metadata.id, question.metadata.id);
        assert_eq!(answer.queries, question.queries);
        answer
    }

    /// The addresses of a name.
    pub fn addresses(&self, text: &str) -> Vec<IpAddr> {
        addresses(&self.ask(text, RecordType::A))
    }
}

pub fn addresses(message: &Message) -> Vec<IpAddr> {
    let of = |record: &Record| match &record.data {
        RData::A(a) => Some(IpAddr::V4(a.0)),
        RData::AAAA(aaaa) => Some(IpAddr::V6(aaaa.0)),
        _ => None,
    };
    message.answers.iter().filter_map(of).collect()
}

/// The number and the text of the extended error.
pub fn extended(message: &Message) -> Option<(u16, String)> {
    let edns = message.edns.as_ref()?;
    let bytes = edns.options().as_ref().iter().find_map(|(_, option)| match option {
        EdnsOption::Unknown(15, bytes) => Some(bytes),
        _ => None,
    })?;
    let (number, text) = bytes.split_first_chunk::<2>()?;
    Some((u16::from_be_bytes(*number), String::from_utf8(text.to_vec()).unwrap()))
}

pub const OUTSIDE: [IpAddr; 1] = [IpAddr::V4(Ipv4Addr::new(198, 51, 100, 7))];

pub fn client(last: u8) -> Client {
    Client::Address(IpAddr::V4(Ipv4Addr::new(127, 0, 0, last)))
}

pub fn shut() -> Profile {
    let mut profile = Profile::shut("tablet", Reason::with_clause("No session is open.", "4.1"));
    profile.watch = true;
    profile
}

pub fn open() -> Profile {
    let mut profile = shut();
    profile.door = Door::Open { refused: RefusedCategories::none() };
    profile
}

pub fn session(sites: &[&str]) -> Profile {
    let mut profile = shut();
    profile.session = Some("ladybirds".into());
    profile.door = Door::Sites {
        sites: Arc::new(sites.iter().map(|site| Site::parse(site).unwrap()).collect::<Sites>()),
        otherwise: Reason::with_clause("The site was not approved.", "4.2"),
        refused: RefusedCategories::none(),
        until: FOREVER,
        after: Reason::new("The session is over."),
    };
    profile
}

/// A table with these devices.
pub fn table(devices: Vec<(u8, Profile)>) -> Table {
    let mut table = Table::new(Profile::shut("unknown", Reason::new("Nobody knows this device."))).unwrap();
    table.own_names.insert(&name("belisha.setting.example"), ["127.0.0.1".parse().unwrap()]);
    for (last, profile) in devices {
        table.add(client(last), profile);
    }
    table
}

pub fn config(upstreams: &[&Fake]) -> Config {
    Config {
        listen: vec!["127.0.0.1:0".parse().unwrap()],
        upstreams: upstreams.iter().map(|fake| Upstream::Plain(fake.address)).collect(),
        ..Config::default()
    }
}

pub fn start(config: Config, table: Table) -> Resolver {
    Resolver::start(config, table, SystemClock::start()).unwrap()
}

pub fn connect(resolver: &Resolver) -> TcpStream {
    let stream = TcpStream::connect(resolver.addresses().dns[0]).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream
}
