//! Lists of names in a folder, changed by two at once.

use belisha_service::internet::{About, Fetched, Fetching, import, listed, refresh, remove};
use jiff::Timestamp;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// The resolver fetches a list anew while a command takes it out: what was taken out stays out, whichever was first.
#[test]
fn what_was_taken_out_does_not_come_back_with_a_refresh() {
    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("arrived.txt");
    let names: Vec<String> = (0..2_000).map(|number| format!("site{number}.example")).collect();
    std::fs::write(&text, names.join("\n")).unwrap();
    let lists = folder.path().join("lists");
    let fetching = Fetching::from("https://lists.example/bets.txt", None, Timestamp::UNIX_EPOCH);
    let about = || About {
        title: "bets".into(),
        category: "gambling".into(),
        source: "lists.example".into(),
        names: 0,
        version: String::new(),
        fetching: Some(fetching.clone()),
    };
    let (over, refreshed, rounds) = (AtomicBool::new(false), AtomicBool::new(false), AtomicUsize::new(0));
    let mut came_back = 0;
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !over.load(Ordering::Relaxed) {
                let fetched = Fetched::Text(&text, None);
                let report = refresh(&lists, "bets", &fetching, fetched, Timestamp::UNIX_EPOCH);
                refreshed.fetch_or(matches!(report, Ok(Some(_))), Ordering::Relaxed);
                rounds.fetch_add(1, Ordering::Release);
            }
        });
        for _ in 0..40 {
            let taken_out = import(&lists, "bets", &text, about()).and_then(|_| {
                std::thread::yield_now();
                remove(&lists, "bets")
            });
            // What was under way when it was taken out is over after one more round.
            let under_way = rounds.load(Ordering::Acquire);
            while rounds.load(Ordering::Acquire) < under_way + 2 {
                std::thread::yield_now();
            }
            came_back += usize::from(taken_out.is_err() || !listed(&lists).is_empty());
        }
        over.store(true, Ordering::Relaxed);
    });
    assert_eq!(came_back, 0, "of 40 times");
    assert!(refreshed.into_inner(), "a refresh met the list at least once");
}
