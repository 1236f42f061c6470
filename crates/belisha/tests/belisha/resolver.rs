//! The whole program with its resolver, on real sockets: what each clause about the internet says, seen on the wire.

mod lists;
mod running;

use running::*;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

/// jigsaw.6, all-saints.1 .6 .7 .11 .15, information-security.7 .9 .10 .41, beaumont.6 .7 .15 .20 .43, portreath.15: on
/// the wire, under each of the five policies.
#[test]
fn the_internet_is_closed_until_an_adult_opens_it() {
    let upstream = upstream();
    for policy in ["jigsaw", "all-saints", "information-security", "beaumont", "portreath"] {
        let data = tempfile::tempdir().unwrap();
        let mut running = start(data.path(), upstream, &[]);
        assert_eq!(running.asked(OFFICE, "songs.example"), Said::Nothing, "{policy}: nobody has begun");
        running.begin(policy);
        running.ready();
        checked(&running, policy);
        running.within_a_second(OFFICE, "somewhere.example", true);
        for device in [CHILDRENS, SECOND, VISITOR] {
            assert!(!running.resolves(device, "songs.example"), "{policy}: shut without a session");
        }
        running.opens("s1", 10);
        running.within_a_second(CHILDRENS, "songs.example", true);
        assert!(running.resolves(CHILDRENS, "cdn.songs.example"), "{policy}: and what is below it");
        assert!(!running.resolves(CHILDRENS, "somewhere.example"), "{policy}: approved sites alone");
        assert!(!running.resolves(SECOND, "songs.example"), "{policy}: another tablet stays shut");
        for name in
            ["www.facebook.com", "mail.google.com", "www.youtube.com", "dns.google", "www.nordvpn.com"]
        {
            assert!(
                !running.resolves(CHILDRENS, name),
                "{policy}: {name} is shut to children in a session too"
            );
        }
        let on_office = |name: &str| running.resolves(OFFICE, name);
        assert_eq!(on_office("www.youtube.com"), policy != "information-security", "{policy}: video sharing");
        let social = ["information-security", "beaumont"].contains(&policy);
        assert_eq!(on_office("www.facebook.com"), !social, "{policy}: social networks in working hours");
        let webmail = ["all-saints", "beaumont"].contains(&policy);
        assert_eq!(on_office("outlook.live.com"), !webmail, "{policy}: personal webmail");
        for name in ["dns.google", "use-application-dns.net", "mask.icloud.com"] {
            assert!(!on_office(name), "{policy}: {name} goes round the filter");
        }
        // The supervisor takes a break, and comes back: shut, and shut.
        running.give(r#"{"day":{"start-break":{"person":"nia"}}}"#);
        running.within_a_second(CHILDRENS, "songs.example", false);
        running.give(r#"{"day":{"end-break":{"person":"nia"}}}"#);
        assert!(!running.resolves(CHILDRENS, "songs.example"), "{policy}");
        running.opens("s2", 10);
        running.within_a_second(CHILDRENS, "songs.example", true);
        running.give(r#"{"online":{"end":{"session":"s2"}}}"#);
        running.within_a_second(CHILDRENS, "songs.example", false);
        // The filter's own test, device by device, is a duty done with what was found.
        if ["all-saints", "beaumont", "portreath"].contains(&policy) {
            let url = format!("{}/internet/network/test", running.pages);
            let tested = agent().post(url).header("cookie", &running.session).send_empty().unwrap();
            assert_eq!(tested.status(), 303, "{policy}");
            assert!(running.page("/internet/network").contains("it held"), "{policy}: it is on record");
            assert!(running.page("/log").contains("3 devices tested"), "{policy}: with what was tested");
        }
        // A tablet that is off the register does not pass for a visitor's.
        running.give(r#"{"network":{"set-visitors":{"open":true}}}"#);
        running.within_a_second(VISITOR, "somewhere.example", true);
        running.give(r#"{"devices":{"retire":{"device":"tab-2","why":"its screen is broken"}}}"#);
        for _ in 0..20 {
            paced();
            assert!(!running.resolves(SECOND, "somewhere.example"), "{policy}: off the register, and shut");
        }
        let page = running.page("/internet");
        assert!(
            page.contains("somewhere.example") && page.contains("Red tablet"),
            "{policy}: refused lately"
        );
    }
}

/// information-security.7: what was open before a crash ends when it would have, and nothing else opens. By TCP as well;
/// what was looked up in a session is on record.
#[test]
fn a_restart_opens_nothing_and_what_was_looked_up_is_on_record() {
    let upstream = upstream();
    let data = tempfile::tempdir().unwrap();
    let mut running = start(data.path(), upstream, &[]);
    running.begin("information-security");
    running.opens("s1", 10);
    running.within_a_second(CHILDRENS, "songs.example", true);
    running.child.kill().unwrap();
    running.child.wait().unwrap();
    let mut running = start(data.path(), upstream, &[]);
    assert!(!running.resolves(SECOND, "songs.example"), "shut from the first question on");
    assert!(running.resolves(CHILDRENS, "songs.example"), "its session goes on until its end");
    running.sign_in();
    running.give(r#"{"online":{"end":{"session":"s1"}}}"#);
    running.within_a_second(CHILDRENS, "songs.example", false);
    running.opens("s2", 10);
    running.within_a_second(CHILDRENS, "songs.example", true);

    let mut stream = TcpStream::connect(running.dns).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    let asked = question("elsewhere.example");
    stream.write_all(&[&u16::try_from(asked.len()).unwrap().to_be_bytes()[..], &asked].concat()).unwrap();
    let mut length = [0; 2];
    stream.read_exact(&mut length).unwrap();
    let mut answer = vec![0; usize::from(u16::from_be_bytes(length))];
    stream.read_exact(&mut answer).unwrap();
    assert_eq!(read(&answer), Said::Nothing, "by TCP nobody knows this device");

    assert!(!running.resolves(CHILDRENS, "refused.example"));
    running.give(r#"{"online":{"end":{"session":"s2"}}}"#);
    let since = Instant::now();
    loop {
        let page = running.page("/internet");
        if page.contains("refused.example: 1 refused") && page.contains("songs.example: ") {
            break;
        }
        assert!(since.elapsed() < Duration::from_secs(20), "what was looked up is not on record: {page}");
        paced();
    }
}

/// The page in place of a site that is shut: the reason, the clause, and a way to ask for it.
#[test]
fn the_page_in_place_of_a_site_says_why_and_asks() {
    let upstream = upstream();
    let free = std::net::TcpListener::bind("127.0.0.44:0").unwrap().local_addr().unwrap();
    let data = tempfile::tempdir().unwrap();
    let mut running = start(data.path(), upstream, &["--why-page", &free.to_string()]);
    running.begin("jigsaw");
    let leads = running.asked(VISITOR, "somewhere.example");
    assert_eq!(leads, Said::Address([127, 0, 0, 44]), "it leads to the page");
    let waits = running.asked(CHILDRENS, "somewhere.example");
    assert_eq!(waits, Said::Nothing, "what a session opens later is not kept by a browser");
    let from = |device: [u8; 4], head: &str, body: &str| {
        let socket = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None).unwrap();
        socket.bind(&SocketAddr::from((device, 0)).into()).unwrap();
        socket.connect(&free.into()).unwrap();
        let mut stream: TcpStream = socket.into();
        let length = body.len();
        write!(stream, "{head} HTTP/1.1\r\nHost: somewhere.example\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    };
    let page = from(CHILDRENS, "GET /any/where?at=all", "");
    assert!(page.starts_with("HTTP/1.1 403") && page.contains("no-store"), "{page}");
    assert!(page.contains("somewhere.example is shut here") && page.contains("house.8"), "{page}");
    assert!(page.contains("Ask for this site"), "{page}");
    let stranger = from(VISITOR, "GET /", "");
    assert!(
        !stranger.contains("Ask for this site") && stranger.contains("not on the register"),
        "{stranger}"
    );
    let asked = from(CHILDRENS, "POST /belisha/ask", "why=the+dinosaurs");
    assert!(asked.contains("Asked."), "{asked}");
    let sites = running.page("/internet/sites");
    assert!(sites.contains("somewhere.example") && sites.contains("the dinosaurs"), "the manager sees it");
    assert!(from(VISITOR, "POST /belisha/ask", "why=x").starts_with("HTTP/1.1 403"));
}
