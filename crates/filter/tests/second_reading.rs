//! Fifty lists of rules, read a second time by a few lines that follow AdGuard's description of its rules word by word, slowly
//! and with nothing of ours: what they say of a name, the table says too.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests stop at the first surprise")]

use belisha_filter::{Category, Format, Lists, Name};

/// A generator that is the same everywhere (Marsaglia's xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, count: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(count).unwrap()).unwrap()
    }

    fn one_of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }
}

const LABELS: [&str; 12] =
    ["ads", "track", "cdn", "img", "www", "stats", "pixel", "shop", "news", "play", "kids", "mail"];
const TOPS: [&str; 4] = ["example", "test.example", "co.example", "site.test"];

fn name(dice: &mut Dice) -> String {
    let depth = 1 + dice.below(3);
    let labels: Vec<&str> = (0..depth).map(|_| dice.one_of(&LABELS)).collect();
    format!("{}.{}", labels.join("."), dice.one_of(&TOPS))
}

/// A rule as lists have them; most mean a whole name.
fn rule(dice: &mut Dice) -> String {
    let name = name(dice);
    let whole = [
        "",
        "$important",
        "$all",
        "$document",
        "$dnsrewrite=NXDOMAIN",
        "$dnsrewrite=0.0.0.0",
        "$important,all",
    ];
    match dice.below(20) {
        0 => format!("! {name}"),
        1 => format!("{name}##.banner"),
        2 => format!("@@||{name}^"),
        3 => format!("@@||{name}^$important"),
        4 => format!("|{name}^"),
        5 => format!("||*.{name}^"),
        6 => name,
        7 => format!("0.0.0.0 {name}"),
        8 => format!("||{name}"),
        9 => format!("||{name}^$third-party"),
        10 => format!("||{name}/path"),
        _ => format!("||{name}^{}", dice.one_of(&whole)),
    }
}

/// What one rule says of a name: nothing, or whether it is refused and whether firmly.
fn says(rule: &str, name: &str) -> Option<(bool, bool)> {
    if rule.starts_with('!') || rule.contains("##") {
        return None;
    }
    if let Some(listed) = rule.strip_prefix("0.0.0.0 ") {
        return (listed == name).then_some((true, false));
    }
    let (rule, refuses) = match rule.strip_prefix("@@") {
        Some(rule) => (rule, false),
        None => (rule, true),
    };
    let (pattern, modifiers) = rule.split_once('$').unwrap_or((rule, ""));
    let narrow = |modifier: &str| modifier == "third-party";
    if pattern.contains('/') || modifiers.split(',').any(narrow) {
        return None;
    }
    let firm = modifiers.split(',').any(|modifier| modifier == "important");
    let plain = pattern.trim_end_matches('^');
    let under = |parent: &str| name.strip_suffix(parent).is_some_and(|rest| rest.ends_with('.'));
    let matches = if let Some(parent) = plain.strip_prefix("||*.") {
        under(parent)
    } else if let Some(parent) = plain.strip_prefix("||") {
        name == parent || under(parent)
    } else if let Some(exact) = plain.strip_prefix('|') {
        name == exact
    } else {
        name == plain || under(plain)
    };
    matches.then_some((refuses, firm))
}

/// Important rules before the others, exceptions before rules of the same weight.
fn refused(rules: &[String], name: &str) -> bool {
    let said: Vec<(bool, bool)> = rules.iter().filter_map(|rule| says(rule, name)).collect();
    let any = |refuses, firm| said.contains(&(refuses, firm));
    if any(false, true) {
        return false;
    }
    any(true, true) || any(true, false) && !any(false, false)
}

#[test]
fn fifty_lists_are_read_alike() {
    let (mut compared, mut shut) = (0, 0);
    for seed in 1..=50 {
        let mut dice = Dice(0x9e37_79b9_7f4a_7c15 ^ (seed * 7_919));
        let rules: Vec<String> = (0..400).map(|_| rule(&mut dice)).collect();
        let text = rules.join("\n");
        let builder = Lists::builder(seed).with_good_percent_min(0);
        let category = Category::new(0).unwrap();
        let (builder, _) = builder.add(category, Some(Format::Adguard), text.as_bytes()).unwrap();
        let lists = builder.build();
        for _ in 0..400 {
            let asked = name(&mut dice);
            let ours = lists.categories(&Name::from_text(&asked).unwrap()) != 0;
            let theirs = refused(&rules, &asked);
            let about: Vec<&String> = rules.iter().filter(|rule| says(rule, &asked).is_some()).collect();
            assert_eq!(ours, theirs, "list {seed}, {asked}: {about:?}");
            (compared, shut) = (compared + 1, shut + usize::from(ours));
        }
    }
    assert!(compared == 20_000 && (2_000..18_000).contains(&shut), "{shut} of {compared} are shut");
}
