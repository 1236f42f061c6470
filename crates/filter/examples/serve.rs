//! Servers for the bench: the resolver, an echo that parses nothing, and an upstream that knows every name.
//!
//! `serve filter <listen> <upstream> <devices> <list>…`, `serve echo <listen>`, `serve upstream <listen>`; and
//! `serve door <upstream> <devices>`, which opens and shuts a session and says how long that takes.

use std::error::Error;
use std::fs::{self, File};
use std::io::BufReader;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use belisha_filter::wire::Code;
use belisha_filter::wire::answer::AnswerWriter;
use belisha_filter::wire::question::Message;
use belisha_filter::{
    Category, Client, Clock, Config, Door, Lists, Moment, Profile, Reason, RefusedCategories, Resolver, Site,
    Sites, SystemClock, Table,
};
use tokio::net::UdpSocket;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["filter", listen, upstream, devices, lists @ ..] => {
            filter(listen.parse()?, upstream, devices.parse()?, lists)
        }
        ["door", upstream, devices] => door(upstream, devices.parse()?),
        ["echo", listen] => run(echo(listen.parse()?)),
        ["upstream", listen] => run(upstream(listen.parse()?)),
        _ => Err(
            "usage: serve filter <listen> <upstream> <devices> <list>… | echo <listen> | upstream <listen>"
                .into(),
        ),
    }
}

fn filter(listen: SocketAddr, upstream: &str, devices: u32, lists: &[&str]) -> Result<(), Box<dyn Error>> {
    let clock = SystemClock::start();
    let before_kib = resident_kib()?;
    let begun_ms = clock.now().ticks_ms;
    let mut builder = Lists::builder(0x5eed);
    for (index, list) in lists.iter().enumerate() {
        let category = Category::new(u8::try_from(index % 32)?).ok_or("no such category")?;
        (builder, _) = builder.add(category, None, BufReader::with_capacity(1 << 16, File::open(list)?))?;
    }
    let names = builder.build();
    let (took_ms, after_kib) = (clock.now().ticks_ms - begun_ms, resident_kib()?);
    eprintln!(
        "{} names in {} lists: {took_ms} ms, table {} KiB, resident {} KiB more",
        names.len(),
        lists.len(),
        names.memory_bytes() / 1024,
        after_kib.saturating_sub(before_kib),
    );
    let reason = Reason::with_clause("This site is on a list.", "7.2");
    let refused = RefusedCategories::from_reasons(
        (0..32).filter_map(Category::new).map(|category| (category, reason.clone())),
    );
    let mut table = table_of(devices, &Door::Open { refused })?;
    table.lists = Arc::new(names);
    let config =
        Config { listen: vec![listen], upstreams: vec![upstream.parse()?], rate: None, ..Config::default() };
    let resolver = Resolver::start(config, table, clock)?;
    eprintln!("ready on {:?}", resolver.addresses().dns);
    loop {
        std::thread::park();
    }
}

/// Every device has a rule of its own, with the same door.
fn table_of(devices: u32, door: &Door) -> Result<Table, Box<dyn Error>> {
    let mut table = Table::new(Profile::shut("unknown", Reason::new("Nobody knows this device.")))?;
    for device in 0..devices {
        let address = IpAddr::V4(Ipv4Addr::from(0x7f00_0001 + device));
        let mut profile = Profile::shut(format!("tablet {device}"), Reason::new("No session is open."));
        profile.door = door.clone();
        table.add(Client::Address(address), profile);
    }
    Ok(table)
}

/// From the decision to open, the building of a new table included, to the answer in hand.
fn door(upstream: &str, devices: u32) -> Result<(), Box<dyn Error>> {
    const ROUNDS: usize = 200;
    let shut = Door::Shut(Reason::new("No session is open."));
    let sites = Arc::new([Site::parse("www.site1.test")?].into_iter().collect::<Sites>());
    let open = Door::Sites {
        sites,
        otherwise: Reason::new("The site was not approved."),
        refused: RefusedCategories::none(),
        until: Moment { wall_ms: i64::MAX, ticks_ms: u64::MAX },
        after: Reason::new("The session is over."),
    };
    let clock = SystemClock::start();
    let config = Config {
        listen: vec!["127.0.0.1:0".parse()?],
        upstreams: vec![upstream.parse()?],
        rate: None,
        ..Config::default()
    };
    let resolver = Resolver::start(config, table_of(devices, &shut)?, clock)?;
    let socket = std::net::UdpSocket::bind("127.0.0.1:0")?;
    socket.connect(resolver.addresses().dns.first().ok_or("no address")?)?;
    let question =
        b"\x00\x07\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x03www\x05site1\x04test\x00\x00\x01\x00\x01";
    let (mut slowest_ms, mut wrong) = (0, 0);
    for round in 0..ROUNDS {
        let opened = round % 2 == 0;
        let begun_ms = clock.now().ticks_ms;
        resolver.swap(table_of(devices, if opened { &open } else { &shut })?);
        socket.send(question)?;
        let mut buffer = [0u8; 512];
        socket.recv(&mut buffer)?;
        slowest_ms = slowest_ms.max(clock.now().ticks_ms - begun_ms);
        // The count of answers is one when it is open, none when it is shut.
        wrong += usize::from((buffer.get(7) == Some(&1)) != opened);
    }
    eprintln!("door {devices} devices, {ROUNDS} times: slowest {slowest_ms} ms, {wrong} wrong");
    Ok(())
}

fn run(server: impl Future<Output = Result<(), Box<dyn Error>>>) -> Result<(), Box<dyn Error>> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(server)
}

/// As little as a server can do: the same bytes, marked as an answer.
async fn echo(listen: SocketAddr) -> Result<(), Box<dyn Error>> {
    let socket = UdpSocket::bind(listen).await?;
    eprintln!("ready on {listen}");
    let mut buffer = vec![0u8; 2048];
    loop {
        let (size, from) = socket.recv_from(&mut buffer).await?;
        if let Some(byte) = buffer.get_mut(2) {
            *byte |= 0x80;
        }
        socket.send_to(buffer.get(..size).unwrap_or(&[]), from).await?;
    }
}

/// Every name has the same address, for an hour.
async fn upstream(listen: SocketAddr) -> Result<(), Box<dyn Error>> {
    let socket = UdpSocket::bind(listen).await?;
    eprintln!("ready on {listen}");
    let mut buffer = vec![0u8; 2048];
    let mut out = Vec::new();
    loop {
        let (size, from) = socket.recv_from(&mut buffer).await?;
        if let Message::Question(question) = Message::read(buffer.get(..size).unwrap_or(&[])) {
            let mut answer = AnswerWriter::to(&question, Code::NoError, false, &mut out);
            if question.kind == 1 {
                answer.address(IpAddr::V4(Ipv4Addr::new(198, 51, 100, 7)), 3600);
            }
            answer.end(&question, None);
            socket.send_to(&out, from).await?;
        }
    }
}

fn resident_kib() -> Result<usize, Box<dyn Error>> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
    Ok(line.trim().trim_end_matches("kB").trim().parse()?)
}
