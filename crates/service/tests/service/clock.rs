//! A clock that is put wrong dates nothing, and a log that ends in the future is brought back.

use belisha_ledger::{MasterKey, Sqlite, Store};
use belisha_policy::{Catalogue, builtin_packs};
use belisha_service::{Anchor, Clock, Doubt, Error, FixedClock, Machine, Setting, TrustedClock};
use belisha_setting::{Author, Command, date_of};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A machine whose clock anybody may set, and that runs on whatever it says.
#[derive(Clone)]
struct Desk(Arc<Mutex<(Timestamp, Duration, String)>>);

impl Desk {
    fn at(wall: &str) -> Self {
        Self(Arc::new(Mutex::new((wall.parse().unwrap(), Duration::from_secs(100), "one".into()))))
    }

    fn wait(&self, seconds: u64) {
        let mut desk = self.0.lock().unwrap();
        desk.0 += SignedDuration::from_secs(seconds.cast_signed());
        desk.1 += Duration::from_secs(seconds);
    }

    fn set(&self, wall: &str) {
        self.0.lock().unwrap().0 = wall.parse().unwrap();
    }

    fn start_again(&self) {
        let mut desk = self.0.lock().unwrap();
        (desk.1, desk.2) = (Duration::from_secs(5), "another".into());
    }
}

impl Machine for Desk {
    fn wall(&self) -> Timestamp {
        self.0.lock().unwrap().0
    }

    fn running(&self) -> Duration {
        self.0.lock().unwrap().1
    }

    fn boot(&self) -> String {
        self.0.lock().unwrap().2.clone()
    }
}

const START: &str = "2026-11-26T09:00:00Z";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[test]
fn time_goes_on_when_the_clock_jumps_and_is_followed_when_it_comes_back() {
    let desk = Desk::at(START);
    let clock = TrustedClock::new(desk.clone(), None);
    for wrong in
        ["2028-11-26T09:00:00Z", "2026-11-27T09:00:10Z", "1970-01-01T00:00:00Z", "2026-11-26T08:00:00Z"]
    {
        desk.set(wrong);
        desk.wait(60);
        let now = clock.now();
        assert!(now.duration_since(at(START)) <= SignedDuration::from_mins(5), "{wrong}: {now}");
        assert!(clock.doubt().is_some_and(|doubt| doubt.expected == now), "{wrong}");
    }
    desk.set("2026-11-26T09:04:10Z");
    desk.wait(60);
    assert_eq!(
        (clock.now(), clock.doubt()),
        (at("2026-11-26T09:05:00Z"), None),
        "ten seconds off is no jump"
    );
}

#[test]
fn many_small_steps_are_no_way_to_a_large_one() {
    let desk = Desk::at(START);
    let clock = TrustedClock::new(desk.clone(), None);
    for _ in 0..100 {
        desk.wait(2);
        let ahead = desk.wall() + SignedDuration::from_secs(100);
        desk.set(&ahead.to_string());
        clock.now();
    }
    assert!(clock.now().duration_since(at(START)) < SignedDuration::from_mins(10), "{}", clock.now());
    assert!(clock.doubt().is_some());
}

#[test]
fn a_start_with_a_wrong_clock_is_noticed_within_a_run_of_the_machine_and_after_it() {
    let desk = Desk::at(START);
    let before: Anchor = TrustedClock::new(desk.clone(), None).anchor();
    desk.wait(7_200);
    let expected = at("2026-11-26T11:00:00Z");
    for wall in ["2026-11-28T11:00:00Z", "2026-11-26T09:00:00Z"] {
        desk.set(wall);
        let clock = TrustedClock::new(desk.clone(), Some(before.clone()));
        assert_eq!(clock.doubt(), Some(Doubt { machine: desk.wall(), expected }), "{wall}, in the same run");
    }
    // A clock that was put right while the program was down is believed, once in a run of the machine.
    desk.set("2026-11-27T11:00:00Z");
    let clock = TrustedClock::new(desk.clone(), Some(before.clone()));
    assert_eq!((clock.doubt(), clock.now()), (None, at("2026-11-27T11:00:00Z")));
    let leapt = clock.anchor();
    desk.set("2026-11-28T11:00:00Z");
    let again = TrustedClock::new(desk.clone(), Some(leapt));
    assert!(again.doubt().is_some(), "many starts are no way to a large step");

    // After a new start of the machine: a long weekend is believed, a fortnight is asked about, and so is the past.
    desk.start_again();
    for (wall, is_believed) in [
        ("2026-11-30T08:00:00Z", true),
        ("2026-12-14T08:00:00Z", false),
        ("2028-11-26T08:00:00Z", false),
        ("2026-11-26T08:00:00Z", false),
    ] {
        desk.set(wall);
        let clock = TrustedClock::new(desk.clone(), Some(before.clone()));
        assert_eq!(clock.doubt().is_none(), is_believed, "{wall}");
        assert_eq!(clock.now() == at(wall), is_believed, "{wall}");
    }
}

#[test]
fn what_was_stated_holds_although_the_machine_goes_on_wrongly_and_over_a_start() {
    let desk = Desk::at(START);
    let clock = TrustedClock::new(desk.clone(), None);
    desk.set("2001-01-01T00:00:00Z");
    desk.wait(60);
    assert!(clock.doubt().is_some());
    clock.stated(at("2026-11-26T09:01:00Z"));
    desk.wait(3_600);
    assert_eq!((clock.now(), clock.doubt()), (at("2026-11-26T10:01:00Z"), None));
    let clock = TrustedClock::new(desk.clone(), Some(clock.anchor()));
    assert_eq!((clock.now(), clock.doubt()), (at("2026-11-26T10:01:00Z"), None), "in the same run");
    desk.set("2026-11-26T10:01:00Z");
    desk.wait(60);
    assert_eq!((clock.now(), clock.doubt()), (at("2026-11-26T10:02:00Z"), None), "and when it is put right");
}

fn command(text: serde_json::Value) -> Command {
    belisha_setting::Prepared::command_in_scenario(text).unwrap()
}

fn first_lines() -> Vec<Command> {
    let text = builtin_packs()[0].1;
    let _ = Catalogue::builtin();
    vec![
        command(json!({ "setting": { "found": { "name": "Larch Lane" } } })),
        command(json!({ "policy": { "adopt": { "text": text } } })),
        command(json!({ "people": { "add": { "person": "mo", "name": "Mo Tern", "roles": ["manager"] } } })),
        command(
            json!({ "people": { "add": { "person": "pia", "name": "Pia Wren", "roles": ["volunteer"] } } }),
        ),
    ]
}

/// An old log may end in the future: it was written with a clock that ran ahead.
#[tokio::test]
async fn a_setting_with_a_line_from_the_future_is_brought_back_by_whoever_leads() {
    let folder = tempfile::tempdir().unwrap();
    let store: Arc<dyn Store> = Arc::new(Sqlite::open(&folder.path().join("belisha.db")).unwrap());
    let master = MasterKey::generate();
    let ahead = Arc::new(FixedClock::fixed(at("2028-11-26T09:00:00Z")));
    let setting = Setting::create(store.clone(), &master, "s", ahead).unwrap();
    setting.submit_all(Author::Program, first_lines()).await.unwrap();
    let mo = || Author::Person("mo".into());
    setting.submit(mo(), command(json!({ "day": { "open": {} } }))).await.unwrap();
    setting.submit(mo(), command(json!({ "day": { "close": { "missing": [] } } }))).await.unwrap();
    drop(setting);

    let desk = Desk::at(START);
    let setting =
        Setting::open(store.clone(), &master, "s", Arc::new(TrustedClock::new(desk.clone(), None))).unwrap();
    assert!(setting.doubt().is_some());
    assert!(
        setting.submit(mo(), command(json!({ "day": { "open": {} } }))).await.is_err(),
        "that day was closed"
    );

    let volunteer = setting.state_time(Author::Person("pia".into()), at(START)).await;
    assert!(matches!(volunteer, Err(Error::Refused(_))), "only whoever leads");
    assert!(setting.doubt().is_some());
    let lines = setting.state_time(mo(), at(START)).await.unwrap();
    assert_eq!(lines[0].at, at(START));
    assert_eq!((setting.doubt(), date_of(setting.time()).to_string()), (None, "2026-11-26".into()));
    let lines = setting.submit(mo(), command(json!({ "day": { "open": {} } }))).await.unwrap();
    assert_eq!(date_of(lines[0].at).to_string(), "2026-11-26", "the day can be opened, and is this one");
    let again = setting.state_time(mo(), at("2026-11-20T09:00:00Z")).await;
    assert!(matches!(again, Err(Error::Refused(_))), "nobody dates lines as they please");

    drop(setting);
    let setting = Setting::open(store, &master, "s", Arc::new(TrustedClock::new(desk, None))).unwrap();
    assert_eq!((setting.doubt(), setting.now().state.day.open), (None, true), "and so it stays");
}
