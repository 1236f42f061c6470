use std::fmt::Write as _;
use std::io::{BufReader, Read};

use super::*;
use crate::name::Name;
use crate::rule::Category;

fn category(index: u8) -> Category {
    Category::new(index).unwrap()
}

fn read(format: Option<Format>, text: &str) -> (Lists, ListReport) {
    let (builder, report) = Lists::builder(7).add(category(0), format, text.as_bytes()).unwrap();
    (builder.build(), report)
}

fn categories(lists: &Lists, name: &str) -> u32 {
    lists.categories(&Name::from_text(name).unwrap())
}

#[test]
fn a_name_whose_set_is_gone_is_in_every_category() {
    let (mut lists, _) = read(None, "ads.example\n");
    lists.sets = Box::new([]);
    assert_eq!(categories(&lists, "ads.example"), u32::MAX);
    assert_eq!(categories(&lists, "other.example"), 0);
}

#[test]
fn a_hosts_file_names_the_name_alone() {
    let text = "# head\n127.0.0.1 localhost\n0.0.0.0 ads.example tracker.example # two\n::1 six.example\nrubbish line\n";
    let text = text.repeat(3) + &"0.0.0.0 good.example\n".repeat(60);
    let (lists, report) = read(None, &text);
    assert_eq!(report.format, Format::Hosts);
    assert_eq!((report.wrong, report.first_wrong.len()), (3, 3));
    assert_eq!(report.first_wrong[0].line, 5);
    assert_eq!(lists.len(), 4);
    assert_eq!(categories(&lists, "ADS.example"), 1);
    assert_eq!(categories(&lists, "tracker.example"), 1);
    assert_eq!(categories(&lists, "six.example."), 1);
    assert_eq!(categories(&lists, "www.ads.example"), 0);
    assert_eq!(categories(&lists, "localhost"), 0);
}

#[test]
fn a_name_on_a_line_covers_what_is_under_it() {
    let (lists, report) = read(None, "\u{feff}bad.example\r\n*.star.example\nbücher.example\n# note\n\n");
    assert_eq!((report.format, report.taken, report.skipped), (Format::Domains, 3, 2));
    assert_eq!(categories(&lists, "bad.example"), 1);
    assert_eq!(categories(&lists, "a.b.c.bad.example"), 1);
    assert_eq!(categories(&lists, "notbad.example"), 0);
    assert_eq!(categories(&lists, "example"), 0);
    assert_eq!(categories(&lists, "star.example"), 1);
    assert_eq!(categories(&lists, "x.star.example"), 1);
    assert_eq!(categories(&lists, "xn--bcher-kva.example"), 1);
}

/// What a list comes to: the names of a few that are shut, and the lines that are wrong.
fn comes_to(format: Option<Format>, text: &str, names: &[&str]) -> (Format, Vec<u32>, Vec<u64>) {
    let builder = Lists::builder(7).with_good_percent_min(0);
    let (builder, report) = builder.add(category(0), format, text.as_bytes()).unwrap();
    let lists = builder.build();
    let wrong = report.first_wrong.iter().map(|wrong| wrong.line).collect();
    (report.format, names.iter().map(|name| categories(&lists, name)).collect(), wrong)
}

#[test]
fn an_ad_blockers_list_has_exceptions_and_rules_for_browsers() {
    let text = "! title\n[Adblock Plus]\n||bad.example^\n@@||good.bad.example^\nsite.example##.banner\n\
        ||strong.example^$important\nplain.example\n0.0.0.0 host.example\n";
    let (lists, report) = read(None, text);
    assert_eq!((report.format, report.taken, report.exceptions, report.wrong), (Format::Adguard, 5, 1, 0));
    for (name, shut) in [
        ("x.bad.example", 1),
        ("good.bad.example", 0),
        ("x.good.bad.example", 0),
        ("site.example", 0),
        ("strong.example", 1),
        ("plain.example", 1),
        ("host.example", 1),
    ] {
        assert_eq!(categories(&lists, name), shut, "{name}");
    }
}

/// Case 07 and its kind: a rule that means a whole name is in force, whatever it looks like.
#[test]
fn rules_that_refuse_a_whole_name_are_in_force() {
    let names = ["a.example", "x.a.example"];
    for (rule, shut) in [
        ("||a.example^", [1, 1]),
        ("||a.example", [1, 1]),
        ("||a.example^|", [1, 1]),
        ("||a.example.^", [1, 1]),
        ("||A.Example^", [1, 1]),
        ("||a.example/", [1, 1]),
        ("|a.example^", [1, 0]),
        ("|https://a.example^", [1, 0]),
        ("://a.example^", [1, 1]),
        ("a.example^", [1, 1]),
        ("||*.a.example^", [0, 1]),
        ("*.a.example", [1, 1]),
        ("||a.example^$important,all", [1, 1]),
        ("||a.example^$all, document", [1, 1]),
        ("||a.example^$dnsrewrite=NXDOMAIN", [1, 1]),
        ("||a.example^$dnsrewrite=NXDOMAIN;;", [1, 1]),
        ("||a.example^$dnsrewrite=REFUSED;;,important", [1, 1]),
        ("||a.example^$dnsrewrite=0.0.0.0", [1, 1]),
        ("||a.example^$dnsrewrite=::", [1, 1]),
        ("||a.example^$dnsrewrite=NOERROR;;", [1, 1]),
        ("||a.example^$dnsrewrite=NOERROR;A;0.0.0.0", [1, 1]),
    ] {
        let (_, seen, wrong) = comes_to(Some(Format::Adguard), &format!("{rule}\n||pad.example^\n"), &names);
        assert_eq!((seen.as_slice(), wrong.len()), (&shut[..], 0), "{rule}");
    }
}

#[test]
fn rules_that_cannot_be_put_in_force_are_counted_wrong_and_shown() {
    for rule in [
        "||a.example^$dnstype=A",
        "||a.example^$third-party",
        "||a.example^$script",
        "||a.example^$client=tablet",
        "||a.example^$denyallow=x.a.example",
        "||a.example^$badfilter",
        "||a.example^$dnsrewrite=192.0.2.7",
        "||a.example^$dnsrewrite=NOERROR;CNAME;safe.example",
        "||a.example/path^",
        "||a.example:8080^",
        "||a.*^",
        "||*a.example^",
        "/^ad[0-9]+\\.example/",
        "||192.0.2.1^",
        "||example^",
    ] {
        let (_, seen, wrong) =
            comes_to(Some(Format::Adguard), &format!("||pad.example^\n{rule}\n"), &["a.example"]);
        assert_eq!((seen.as_slice(), wrong.as_slice()), (&[0][..], &[2][..]), "{rule}");
    }
}

#[test]
fn an_exception_takes_back_no_important_rule() {
    let names = ["a.example", "b.example", "c.example"];
    let text = "||a.example^$important\n@@||a.example^\n||b.example^\n@@||b.example^\n||c.example^$important\n@@||c.example^$important\n";
    assert_eq!(comes_to(None, text, &names).1, [1, 0, 0]);
}

/// Case 08 and its kind: what stands among names and is none, and remarks of every format.
#[test]
fn addresses_among_names_are_passed_over_and_so_are_all_remarks() {
    let text = "// one\n; two\n! three\n# four\n[five]\n\nbad.example\n192.0.2.1\n2001:db8::1\n192.0.2.0/24\n192.0.2.1:8080\n\
        https://whole.example/\nhttp://also.example\n*.star.example # six\n";
    let names = ["bad.example", "whole.example", "also.example", "x.star.example"];
    assert_eq!(comes_to(None, text, &names), (Format::Domains, vec![1, 1, 1, 1], vec![]));
    let text = "bad.example\nhttps://page.example/one\nads*.example\nname,reason\nword\n";
    assert_eq!(comes_to(None, text, &["page.example"]), (Format::Domains, vec![0], vec![2, 3, 4, 5]));
    let hosts = "; remark\n0.0.0.0 bad.example\n! remark\n0.0.0.0 192.0.2.7\n:: six.example\nwrong line\n";
    assert_eq!(comes_to(None, hosts, &["bad.example", "six.example"]), (Format::Hosts, vec![1, 1], vec![6]));
}

/// Case 06 and its kind: zones as transfers and files write them.
#[test]
fn zones_are_read_as_they_are_written() {
    let names = ["bad.example", "x.worse.example", "worse.example", "free.example"];
    let transfer = "; a transfer\nrpz.test.\t3600\tIN\tSOA\tns.test. host.test. 7 3600 600 86400 60\n\
        rpz.test.\t3600\tIN\tNS\tns.test.\nbad.example.rpz.test.\t60\tIN\tCNAME\t.\n\
        *.worse.example.rpz.test.\t60\tIN\tCNAME\t.\nfree.example.rpz.test. 60 IN CNAME rpz-passthru.\n";
    let shut = vec![1, 1, 0, 0];
    assert_eq!(comes_to(None, transfer, &names), (Format::Rpz, shut.clone(), vec![]));
    for zone in [
        "$TTL 2h\n@ IN SOA ns. host. (\n 7 ; serial\n 1h 10m 1d 1m )\n  IN NS ns.\nbad.example 1h30m IN CNAME .\n*.worse.example IN 1h CNAME *.\nfree.example CNAME free.example.\n",
        "$ORIGIN rpz.test.\n@ SOA ns. host. 7 1 1 1 1\nbad.example A 0.0.0.0\n  AAAA ::\n*.worse.example.rpz.test. CNAME rpz-drop.\n",
        "$ORIGIN rpz.test.\n@ SOA ns. host. 7 1 1 1 1\n$ORIGIN example.rpz.test.\nbad CNAME .\n*.worse CNAME .\n",
        "rpz.test. SOA ns. host. 7 1 1 1 1\nBAD.Example.RPZ.test. cname .\n*.worse.example.rpz.test. CNAME . ; why\n",
    ] {
        assert_eq!(comes_to(Some(Format::Rpz), zone, &names), (Format::Rpz, shut.clone(), vec![]), "{zone}");
    }
    let narrower = "bad.example CNAME .\n24.0.2.0.192.rpz-ip CNAME .\nsearch.example CNAME safe.search.example.\n$INCLUDE other\nx.example CNAME rpz-tcp-only.\n";
    assert_eq!(comes_to(Some(Format::Rpz), narrower, &names[..1]).2, [2, 3, 4, 5]);
}

#[test]
fn the_configuration_of_other_resolvers_is_read() {
    let names = ["a.example", "x.b.example", "c.example", "free.example"];
    let dnsmasq = "# list\naddress=/a.example/0.0.0.0\naddress=/b.example/c.example/\nserver=/free.example/#\nlocal=/d.example/\nserver=/e.example/192.0.2.1\n";
    assert_eq!(comes_to(None, dnsmasq, &names), (Format::Dnsmasq, vec![1, 1, 1, 0], vec![6]));
    let unbound = "server:\n local-zone: \"a.example\" always_nxdomain\nlocal-zone: 'b.example.' static\n\
        local-data: \"c.example A 0.0.0.0\"\nlocal-zone: \"free.example\" transparent\nlocal-data: \"x.example TXT hello\"\n";
    assert_eq!(comes_to(None, unbound, &names), (Format::Unbound, vec![1, 1, 1, 0], vec![6]));
}

#[test]
fn a_zone_names_relative_to_its_origin() {
    let text = "$TTL 30\n@ SOA rpz.zone. host. 1 2 3 4 5\n NS localhost.\n\
        bad.example CNAME .\n*.bad.example 60 IN CNAME .\ngood.bad.example CNAME rpz-passthru.\n\
        $ORIGIN rpz.zone.\nwhole.example.rpz.zone. CNAME .\n\
        local.example A 192.0.2.1 ; data\n";
    let (lists, report) = read(None, text);
    assert_eq!((report.format, report.taken, report.wrong), (Format::Rpz, 5, 0));
    assert_eq!(categories(&lists, "bad.example"), 1);
    assert_eq!(categories(&lists, "x.bad.example"), 1);
    assert_eq!(categories(&lists, "good.bad.example"), 0);
    assert_eq!(categories(&lists, "x.good.bad.example"), 1, "an exact exception is about the name alone");
    assert_eq!(categories(&lists, "whole.example"), 1);
}

#[test]
fn lists_share_a_table_and_an_exception_is_of_its_category() {
    let (builder, _) = Lists::builder(1).add(category(0), None, &b"a.example\nboth.example\n"[..]).unwrap();
    let (builder, _) = builder.add(category(5), None, &b"b.example\nboth.example\n"[..]).unwrap();
    let (builder, _) =
        builder.add(category(5), Some(Format::Adguard), &b"@@||both.example^\n@@||a.example^\n"[..]).unwrap();
    let lists = builder.build();
    assert_eq!(lists.len(), 3);
    assert_eq!(categories(&lists, "a.example"), 1);
    assert_eq!(categories(&lists, "b.example"), 1 << 5);
    assert_eq!(categories(&lists, "both.example"), 1);
}

#[test]
fn a_bad_list_is_refused_and_so_is_an_empty_one() {
    let page = "<html>\n<body>\nThe list has moved\n</body>\n</html>\n";
    assert!(matches!(check(page.as_bytes(), None, 90), Err(ListError::Empty(_))));
    let mixed = "good.example\n".repeat(8) + page;
    let Err(ListError::Bad(report)) = check(mixed.as_bytes(), None, 90) else { panic!("taken") };
    assert_eq!((report.taken, report.wrong), (8, 5));
    assert!(check(mixed.as_bytes(), None, 50).is_ok());
    assert!(matches!(check(&b""[..], None, 0), Err(ListError::Empty(_))));
    assert!(Lists::builder(0).add(category(0), None, page.as_bytes()).is_err());
}

/// A reader that gives the same wrong line a million times, a few bytes at a time.
struct Endless(usize);

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        const LINE: &[u8] = b"<<<< this is no name >>>>\n";
        let size = buffer.len().min(self.0).min(4099);
        for (index, byte) in buffer[..size].iter_mut().enumerate() {
            *byte = LINE[(self.0 - index) % LINE.len()];
        }
        self.0 -= size;
        Ok(size)
    }
}

#[test]
fn a_million_errors_are_counted_and_few_are_kept() {
    let Err(ListError::Empty(report)) = check(BufReader::new(Endless(26_000_000)), None, 90) else {
        panic!("taken")
    };
    assert!(report.wrong >= 999_999, "{}", report.wrong);
    assert_eq!(report.first_wrong.len(), 8);
    let long = vec![b'a'; 5_000_000];
    let Err(ListError::Empty(report)) = check(&long[..], None, 90) else { panic!("taken") };
    assert_eq!(report.wrong, 1);
}

#[test]
fn however_the_bytes_arrive_the_lines_are_the_same() {
    let text = "one.example\nlonger.two.example\r\n# x\nthree.example";
    for capacity in 1..40 {
        let (builder, report) = Lists::builder(3)
            .add(category(1), Some(Format::Domains), BufReader::with_capacity(capacity, text.as_bytes()))
            .unwrap();
        assert_eq!((report.taken, report.wrong), (3, 0), "{capacity}");
        assert_eq!(categories(&builder.build(), "three.example"), 2);
    }
}

#[test]
fn more_ways_to_overlap_than_can_be_numbered_are_refused() {
    let mut builder = Lists::builder(9);
    for bit in 0..13u8 {
        let mut text = String::new();
        for name in (1u32..8192).filter(|name| name >> bit & 1 == 1) {
            writeln!(text, "n{name}.example").unwrap();
        }
        match builder.add(category(bit), None, text.as_bytes()) {
            Ok((next, _)) => builder = next,
            Err(error) => {
                assert!(matches!(error, ListError::TooManyWays));
                return;
            }
        }
    }
    panic!("taken");
}

#[test]
fn a_million_names_are_small_and_every_one_is_found() {
    let mut text = String::new();
    for name in 0..1_000_000u32 {
        writeln!(text, "n{name}.b{}.example", name % 997).unwrap();
    }
    let (lists, _) = read(Some(Format::Domains), &text);
    assert_eq!(lists.len(), 1_000_000);
    assert!(lists.memory_bytes() <= 40 << 20, "{}", lists.memory_bytes());
    for name in (0..1_000_000u32).step_by(17) {
        assert_eq!(categories(&lists, &format!("n{name}.b{}.example", name % 997)), 1);
        assert_eq!(categories(&lists, &format!("m{name}.b{}.example", name % 997)), 0);
    }
}
