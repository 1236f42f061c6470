//! Looking a text over for names beside a bare search for the same names.

use crate::table::{Table, in_turn, per_second, short, time};
use aho_corasick::{AhoCorasick, MatchKind};
use belisha_textcheck::{Checker, Named, Names, Whose};
use std::hint::black_box;
use std::time::Duration;

const PEOPLE: usize = 2_000;
const TEXT_BYTES: usize = 1 << 20;
const POST_WORDS: usize = 300;

/// What newsletters are made of; `{}` is where a name goes.
const SENTENCES: [&str; 12] = [
    "Thank you to everyone who came to the summer fair on Saturday, we raised over two hundred pounds! ",
    "This week the children have been learning about growing, and the beans are already as tall as the fence. ",
    "A big well done to {} for tidying up the book corner without being asked. ",
    "Please remember to send in a named water bottle, a sun hat and a spare set of clothes every day. ",
    "Will you be able to help with the stay and play morning? May we remind you that the gate closes at 9.15. ",
    "On Tuesday we walked to the library, where a lovely lady read us a story about a hungry bear.\n",
    "If your child is poorly, ring the office before nine and leave a message; we will call you back. ",
    "{} and {} built a bridge out of blocks and drove every single car across it. ",
    "We are looking for clean yoghurt pots, egg boxes and old buttons for our junk modelling table. ",
    "The café at the park has kindly offered us the room upstairs for the committee’s meeting in October. ",
    "Hope to see lots of you there, and thank you again for all of your support this term.\n\n",
    "There are still two places on the trip, so let us know by Friday if you would like to come along. ",
];

pub(crate) fn measure(table: &mut Table) -> anyhow::Result<()> {
    let names = names();
    let checker = Checker::new(&names)?;
    // What a search without rules would look for: each whole name, each first name, each surname.
    let mut patterns: Vec<&str> = names.people.iter().map(|person| person.name.as_str()).collect();
    patterns.extend(names.people.iter().flat_map(|person| person.name.split(' ')));
    patterns.sort_unstable();
    patterns.dedup();
    let bare = AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::LeftmostLongest)
        .build(&patterns)?;
    let text = text(&names);
    anyhow::ensure!(checker.check(&text).len() > TEXT_BYTES / 1000, "the text should have names in it");
    let ours = || time(|| black_box(checker.check(black_box(&text))).len()).1;
    let beside = || time(|| black_box(bare.find_iter(black_box(&text)).count())).1;
    let (ours, beside, ratio) = in_turn(ours, beside);
    let name = format!("looking over 1 MB for {PEOPLE} names / a bare search for them, in bytes");
    table.at_least(&name, per_second(text.len(), ours), per_second(text.len(), beside), 1.0 / ratio, 0.6);

    let words: Vec<&str> = text.split_inclusive(' ').skip(1_000).take(POST_WORDS).collect();
    let post = words.concat();
    let one = || time(|| black_box(checker.check(black_box(&post))).len()).1;
    let (ours, _, _) = in_turn(one, || Duration::from_millis(1));
    let ratio = ours.as_secs_f64() / 0.001;
    table.at_most("looking over a post of 300 words / 1 ms", short(ours), "1 ms".into(), ratio, 1.0);
    Ok(())
}

/// People with made-up names, of which many share a first name or a surname, as they do.
fn names() -> Names {
    let (starts, ends) = (
        [
            "Ab", "Bren", "Cor", "Dal", "El", "Fen", "Gar", "Hol", "Is", "Jor", "Kes", "Lin", "Mor", "Nel",
            "Os", "Per",
        ],
        [
            "a", "ia", "in", "ie", "on", "is", "y", "ara", "ette", "o", "wen", "mund", "ley", "ina", "ric",
            "elle",
        ],
    );
    let word = |number: usize, middle: &[&str]| {
        let part = |all: &[&'static str], at: usize| all.get(at % all.len()).copied().unwrap_or("");
        let middle = middle.get(number / 256 % middle.len().max(1)).copied().unwrap_or("");
        format!("{}{middle}{}", part(&starts, number), part(&ends, number / 16))
    };
    let people = (0..PEOPLE).map(|number| Named {
        id: format!("c{number}"),
        whose: Whose::Child,
        name: format!(
            "{} {}",
            word(number * 7 % 512, &["", "d"]),
            word(number * 13, &["st", "rr", "ck", "mb"])
        ),
        known_as: Vec::new(),
        born: None,
    });
    Names { people: people.collect(), setting: vec!["Amber Lane Pre-school".to_owned()] }
}

fn text(names: &Names) -> String {
    let mut text = String::with_capacity(TEXT_BYTES + 200);
    let mut people = names.people.iter().cycle();
    for sentence in SENTENCES.iter().cycle() {
        if text.len() >= TEXT_BYTES {
            break;
        }
        let mut parts = sentence.split("{}");
        text.push_str(parts.next().unwrap_or(""));
        for part in parts {
            // Mostly the first name alone.
            let name = people.next().map_or("", |person| person.name.as_str());
            let first = name.split(' ').next().unwrap_or("");
            text.push_str(if text.len().is_multiple_of(4) { name } else { first });
            text.push_str(part);
        }
    }
    text
}
