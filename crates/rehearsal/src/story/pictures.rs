//! What parents permit in a made-up setting, what was written into learning journeys, and an event that is coming.

use super::{Cast, Teller};
use belisha_setting::journeys::Command as Journey;
use belisha_setting::occasions::Command as Occasion;
use belisha_setting::permissions::{Command as Permit, How};
use belisha_setting::{ChildId, Command, PersonId, date_of};
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// An area of learning, what was seen, what comes next.
const SEEN: [(&str, &str, &str); 8] = [
    ("arts", "Mixed blue and yellow, and called it pond.", "Put white beside the other paints."),
    ("mathematics", "Counted the steps of the slide, and went back up to count them again.", ""),
    (
        "communication",
        "Told a friend at lunch how the kettle works.",
        "Ask for the story of the washing machine.",
    ),
    ("physical", "Went over the beam alone for the first time.", "Lay the beam across the little ditch."),
    ("personal", "Waited with the red scooter until a friend was ready.", ""),
    ("world", "Found a snail under the log, and built it a wall.", "Bring the magnifying glass outside."),
    ("literacy", "Wrote the first letter of the name on the fogged window.", "Keep chalk by the door."),
    ("world", "Asked where the rain goes.", "Watch the gutter together when it rains next."),
];

impl Teller {
    /// The forms of the first day: nearly everybody says yes to most; some say no; one form has not come back.
    pub(super) fn permissions(&mut self, cast: &[Cast]) {
        let Some(manager) = cast.first().map(|known| known.id.clone()) else { return };
        let today = date_of(self.now);
        let purposes: Vec<String> =
            self.policy.catalogue.purposes.iter().map(|purpose| purpose.id.clone()).collect();
        let children: Vec<ChildId> = self.state.children.here().map(|(id, _)| id.clone()).collect();
        for (at, child) in children.into_iter().enumerate() {
            let yes = |purpose: &str| match at {
                1 => false,
                2 => ["learning journey", "display"].contains(&purpose),
                _ => purpose != "publicity" || at % 3 != 0,
            };
            let answers: BTreeMap<String, bool> =
                purposes.iter().map(|purpose| (purpose.clone(), yes(purpose))).collect();
            if at == 4 {
                continue;
            }
            let by = if at % 2 == 0 { "the child's mother" } else { "the child's father" }.to_owned();
            let answer = Permit::Answer { child, answers, by, how: How::Paper, on: Some(today) };
            self.pass(20);
            self.by(&manager, Command::Permissions(answer));
        }
    }

    /// Whoever comes in reads what changed about permissions: those who lead at once, the others mostly.
    pub(super) fn read_changes(&mut self, person: &PersonId, leads: bool) {
        let unread = self.state.permissions.unread(person).next().is_some();
        if unread && (leads || self.chance(70)) {
            self.by(person, Command::Permissions(Permit::Read { person: person.clone() }));
        }
    }

    /// Now and then something is seen and written down, without a picture.
    pub(super) fn observed(&mut self, staff: &[PersonId]) {
        let here: Vec<ChildId> = self.state.day.children.iter().cloned().collect();
        if here.is_empty() || staff.is_empty() || !self.chance(60) {
            return;
        }
        let entry = self.id("entry").as_str().into();
        let child = here.get(self.rng.usize(0..here.len())).cloned();
        let person = staff.get(self.rng.usize(0..staff.len())).cloned();
        let seen = SEEN.get(self.rng.usize(0..SEEN.len()));
        let (Some(child), Some(person), Some((area, observation, next))) = (child, person, seen) else {
            return;
        };
        let (area, observation, next_steps) = ((*area).into(), (*observation).into(), (*next).into());
        let write = Journey::Write { entry, child, observation, area, next_steps, pictures: Vec::new() };
        self.pass(60);
        self.by(&person, Command::Journeys(write));
    }

    /// Before the last day: a permission is taken back, and an event is planned.
    pub(super) fn coming_up(&mut self, last: Date, cast: &[Cast]) {
        let (Some(manager), Some(deputy)) = (cast.first(), cast.get(1)) else { return };
        let child = self.state.children.here().nth(3).map(|(id, _)| id.clone());
        if let Some(child) = child {
            let (purpose, by) = ("website".to_owned(), "the child's mother".to_owned());
            let back = Permit::Withdraw { child, purpose, by, how: How::InPerson };
            self.by(&deputy.id, Command::Permissions(back));
        }
        let (occasion, title) = ("event-1".into(), "Harvest supper".to_owned());
        let on = last.saturating_add(9.days());
        let plan = Occasion::Plan { occasion, title, on, children: Vec::new() };
        self.pass(120);
        self.by(&manager.id, Command::Occasions(plan));
    }
}
