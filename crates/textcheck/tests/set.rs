//! The published test set: how much of what a careful reader would want to see is found, and how much beside it.
//!
//! `cargo test -p belisha-textcheck --test set -- --nocapture` prints the figures of `docs/textcheck.md` and every post
//! that came out otherwise than expected.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::cast_possible_truncation,
    reason = "helpers of tests stop at the first surprise"
)]

use belisha_textcheck::{Checker, Finding, FindingKind, Named, Names, Sure};
use serde::Deserialize;

/// A file of posts with the roster they were written for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Set {
    setting: Vec<String>,
    people: Vec<Named>,
    #[serde(default)]
    held_back: Vec<Post>,
    #[serde(default)]
    develop: Vec<Post>,
    #[serde(default)]
    posts: Vec<Post>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Post {
    text: String,
    #[serde(default)]
    certain: Vec<String>,
    #[serde(default)]
    possible: Vec<String>,
}

/// What is expected of one finding.
struct Wanted<'a> {
    words: &'a str,
    what: FindingKind,
    sure: Sure,
}

/// Found and expected, found, expected.
#[derive(Default, Clone, Copy)]
struct Count {
    right: u32,
    found: u32,
    wanted: u32,
}

impl Count {
    fn precision(self) -> f64 {
        f64::from(self.right) / f64::from(self.found)
    }

    fn recall(self) -> f64 {
        f64::from(self.right) / f64::from(self.wanted)
    }
}

#[derive(Default)]
struct Figures {
    certain: Count,
    all: Count,
    posts: usize,
    innocuous: usize,
    /// Innocuous posts in which something was found, and in which something was found for certain.
    troubled: (usize, usize),
}

fn wanted(post: &Post) -> Vec<Wanted<'_>> {
    let read = |sure: Sure| {
        move |line: &'_ String| -> (String, FindingKind, Sure) {
            let (words, kind) = line.rsplit_once(": ").unwrap();
            (words.to_owned(), toml::Value::String(kind.to_owned()).try_into().unwrap(), sure)
        }
    };
    let lines =
        post.certain.iter().map(read(Sure::Certain)).chain(post.possible.iter().map(read(Sure::Possible)));
    lines
        .map(|(words, what, sure)| {
            let at = post.text.find(&words).unwrap_or_else(|| panic!("`{words}` is not in `{}`", post.text));
            Wanted { words: &post.text[at..at + words.len()], what, sure }
        })
        .collect()
}

/// The same kind and the same words. Where a remark begins and ends is a matter of taste.
fn agrees(text: &str, finding: &Finding, wanted: &Wanted<'_>) -> bool {
    let words = &text[finding.at.clone()];
    let remark = finding.kind == FindingKind::RemarkAboutWork;
    finding.kind == wanted.what
        && (words == wanted.words || remark && (words.contains(wanted.words) || wanted.words.contains(words)))
}

/// How many of the wanted ones were found, each finding counting once.
fn matched(text: &str, found: &[&Finding], wanted: &[&Wanted<'_>]) -> u32 {
    let mut left: Vec<&Wanted<'_>> = wanted.to_vec();
    let mut right = 0;
    for finding in found {
        if let Some(at) = left.iter().position(|wanted| agrees(text, finding, wanted)) {
            left.remove(at);
            right += 1;
        }
    }
    right
}

fn add(count: &mut Count, text: &str, found: &[&Finding], wanted: &[&Wanted<'_>]) -> bool {
    let right = matched(text, found, wanted);
    count.right += right;
    count.found += found.len() as u32;
    count.wanted += wanted.len() as u32;
    right == found.len() as u32 && right == wanted.len() as u32
}

fn figures(checker: &Checker, posts: &[Post]) -> Figures {
    let mut figures = Figures { posts: posts.len(), ..Figures::default() };
    for post in posts {
        let (found, wanted) = (checker.check(&post.text), wanted(post));
        let sure_found: Vec<&Finding> = found.iter().filter(|found| found.sure == Sure::Certain).collect();
        let sure_wanted: Vec<&Wanted<'_>> =
            wanted.iter().filter(|wanted| wanted.sure == Sure::Certain).collect();
        let certain = add(&mut figures.certain, &post.text, &sure_found, &sure_wanted);
        let (every, each): (Vec<&Finding>, Vec<&Wanted<'_>>) =
            (found.iter().collect(), wanted.iter().collect());
        let all = add(&mut figures.all, &post.text, &every, &each);
        if wanted.is_empty() {
            figures.innocuous += 1;
            figures.troubled.0 += usize::from(!found.is_empty());
            figures.troubled.1 += usize::from(!sure_found.is_empty());
        }
        if !certain || !all {
            let words = |found: &Finding| {
                format!("{:?} {:?} {:?}", &post.text[found.at.clone()], found.kind, found.sure)
            };
            let found: Vec<String> = found.iter().map(words).collect();
            println!(
                "{:?}\n  wanted {:?} ? {:?}\n  found  {found:?}",
                post.text, post.certain, post.possible
            );
        }
    }
    figures
}

/// What must hold: precision and recall of what is certain, then of everything, in hundredths. A little under what was
/// measured, which `docs/textcheck.md` publishes.
struct Floor {
    name: &'static str,
    certain: (f64, f64),
    all: (f64, f64),
}

const FLOORS: [Floor; 3] = [
    Floor { name: "held back", certain: (0.95, 0.89), all: (0.91, 0.92) },
    Floor { name: "developed on", certain: (0.98, 0.97), all: (0.97, 0.98) },
    Floor { name: "later", certain: (0.94, 0.94), all: (0.92, 0.96) },
];

#[test]
fn the_published_sets() {
    let read = |text: &str| -> (Set, Checker) {
        let set: Set = toml::from_str(text).unwrap();
        let names = Names { people: set.people.clone(), setting: set.setting.clone() };
        (set, Checker::new(&names).unwrap())
    };
    let (first, checker) = read(include_str!("set.toml"));
    let (later, other) = read(include_str!("later.toml"));
    let all = [(&checker, &first.held_back), (&checker, &first.develop), (&other, &later.posts)];
    let mut table = String::new();
    for ((checker, posts), floor) in all.into_iter().zip(&FLOORS) {
        println!("--- {}", floor.name);
        let Figures { certain, all, posts, innocuous, troubled } = figures(checker, posts);
        let row = [certain.precision(), certain.recall(), all.precision(), all.recall()];
        let cells: Vec<String> = row.iter().map(|share| format!("{:.0} %", share * 100.0)).collect();
        let (some, sure) = troubled;
        table += &format!(
            "| {} | {posts} | {} | {some} of {innocuous}, {sure} of them for certain |\n",
            floor.name,
            cells.join(" | ")
        );
        for (share, least) in row.iter().zip([floor.certain.0, floor.certain.1, floor.all.0, floor.all.1]) {
            assert!(*share >= least, "{}: {row:?}", floor.name);
        }
    }
    println!("{table}");
}
