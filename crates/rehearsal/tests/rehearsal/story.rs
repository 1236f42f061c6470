//! A made-up history under each of the five policies: lifelike, and clean under that policy's own rules.

use belisha_policy::{Catalogue, Pack, Policy, builtin_packs};
use belisha_rehearsal::story::{Scale, Telling, tell};
use belisha_setting::permissions::{self, Standing};
use belisha_setting::pictures::{self, Mark};
use belisha_setting::standing::{self, Standing as Stands};
use belisha_setting::{Event, date_of, day, devices, duties, visitors};

#[test]
fn every_policy_has_a_story() {
    let until = "2026-09-16T10:00:00Z".parse().unwrap();
    for (id, text) in builtin_packs() {
        let scale = Scale { adults: 14, children: 30, weeks: 6 };
        let story =
            tell(&Telling { policy: text, scale, until, seed: 7, hash: &|_| "$argon2id$".into() }).unwrap();
        let count =
            |wanted: fn(&Event) -> bool| story.lines.iter().filter(|line| wanted(&line.event)).count();
        assert!(story.lines.len() > 2_500, "{id}: {}", story.lines.len());
        assert!(
            count(|event| matches!(event, Event::Day(day::Event::Closed { counted: true, .. }))) > 25,
            "{id}"
        );
        assert!(count(|event| matches!(event, Event::Devices(devices::Event::Taken { .. }))) > 30, "{id}");
        assert!(count(|event| matches!(event, Event::Visitors(visitors::Event::In { .. }))) > 3, "{id}");
        assert!(count(|event| matches!(event, Event::Duties(duties::Event::Done { .. }))) > 20, "{id}");
        assert!(
            count(|event| matches!(event, Event::Journeys(_))) > 8,
            "{id}: learning journeys are written"
        );
        let with = |purpose: &str, wanted: fn(Standing) -> bool| {
            let of = |at: i32| {
                permissions::standing(
                    &format!("c{at}").as_str().into(),
                    purpose,
                    date_of(until),
                    &story.state,
                )
            };
            (0..30).filter(|at| wanted(of(*at))).count()
        };
        assert_eq!(
            with("learning journey", |is| is == Standing::Unanswered),
            1,
            "{id}: a form has not come back"
        );
        assert_eq!(with("learning journey", |is| matches!(is, Standing::Refused(_))), 1, "{id}");
        assert_eq!(with("website", |is| matches!(is, Standing::Refused(_))), 2, "{id}");
        assert_eq!(with("website", |is| matches!(is, Standing::Withdrawn(_))), 1, "{id}: taken back");
        assert!(story.state.permissions.read.len() > 8, "{id}: the team has read what changed");
        assert_eq!(story.state.occasions.here().count(), 1, "{id}: an event is coming");
        let made = "made with a device of the setting's";
        let mark = Mark { make: "Heron".into(), model: "H10".into(), serial: "HX-4410".into() };
        assert!(pictures::device_of(&mark, &story.state).is_some(), "{id}: {made}");
        assert!(story.state.day.open, "{id}: the last day is under way");
        let catalogue = Catalogue::builtin();
        let policy = Policy::compile(Pack::parse("x", text, &catalogue).unwrap(), catalogue).unwrap();
        let standings = standing::all(&story.state, &policy, until);
        let kept = standings.iter().filter(|known| known.standing == Stands::Kept).count();
        assert!(kept >= 5, "{id}: {kept} clauses kept");
        // What the program does not carry out is never counted as kept.
        for known in &standings {
            let later = policy.of_clause(&known.clause).any(|adoption| adoption.not_yet.is_some());
            assert!(!later || known.standing != Stands::Kept, "{id}: {} is said to be kept", known.clause);
        }
    }
}
