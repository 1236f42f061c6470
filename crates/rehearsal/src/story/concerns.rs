//! The concerns of a made-up setting: open and closed, on time and late, one about an adult.

use super::{Cast, Teller};
use belisha_setting::concerns::Command as Concern;
use belisha_setting::{ChildId, Command, ConcernId, PersonId};
use jiff::civil::Date;

/// What is seen: days before the end of the story, kind, words, a child's words, how far it got.
const SEEN: [(i32, &str, &str, &str, usize); 8] = [
    (
        70,
        "cyberbullying",
        "An older cousin sends cruel voice messages to a child's family tablet.",
        "He said I am a baby.",
        9,
    ),
    (52, "offensive-material", "An advert with violence came up between two songs on the laptop.", "", 9),
    (41, "lost-device", "The small camera was missing for a night; it was in the outing bag.", "", 9),
    (26, "device-misuse", "A phone rang in the play room and was answered there.", "", 9),
    (
        16,
        "parents-upload",
        "Pictures of the summer party with three other children are on a parent's page.",
        "",
        1,
    ),
    (9, "breach", "Somebody talked about a family in the queue of the shop.", "", 1),
    (4, "post-that-harms", "A post calls the preschool's garden dangerous; a parent shared it.", "", 0),
    (
        1,
        "other",
        "A child knows the name of a game for adults and what happens in it.",
        "You shoot them all.",
        0,
    ),
];

impl Teller {
    /// What was seen on this day is raised, read, acted on, and some of it closed.
    pub(super) fn concerns_of(&mut self, day: Date, last: Date, cast: &[Cast]) {
        let days = last.since(day).map_or(0, |span| span.get_days());
        for (at, (before, kind, said, child_said, steps)) in SEEN.iter().enumerate() {
            let id = ConcernId::from(format!("concern-{at}"));
            // On the day itself, or the first one after it that is no weekend.
            let now = (days..days + 3).contains(before) && !self.state.concerns.all.contains_key(&id);
            if !now {
                continue;
            }
            let raiser = cast.get(2 + at % 3).map(|known| known.id.clone());
            let child = self.state.children.here().nth(at).map(|(child, _)| child.clone());
            let about: Option<PersonId> = (*kind == "breach" || *kind == "device-misuse")
                .then(|| cast.last().map(|known| known.id.clone()))
                .flatten();
            let Some(raiser) = raiser else { continue };
            let children: Vec<ChildId> = child.filter(|_| about.is_none()).into_iter().collect();
            let raise = Concern::Raise {
                concern: id.clone(),
                kind: (*kind).to_owned(),
                said: (*said).to_owned(),
                child_said: (*child_said).to_owned(),
                risk: None,
                children,
                adults: about.into_iter().collect(),
                from: String::new(),
            };
            self.by(&raiser, Command::Concerns(raise));
            self.act_on(&id, *steps);
        }
    }

    /// Whoever is first on the route reads it, does so many of its steps, and closes it when none is left.
    fn act_on(&mut self, id: &ConcernId, steps: usize) {
        let route = |teller: &Self| {
            let concern = teller.state.concerns.all.get(id)?;
            Some(belisha_setting::concerns::route(concern, &teller.state, &teller.policy, teller.now))
        };
        for step in 0..=steps {
            let Some(way) = route(self) else { return };
            let Some(holder) = way.holders.first().cloned() else { return };
            self.pass(2_400);
            if step == 0 && steps > 0 {
                self.by(&holder, Command::Concerns(Concern::Open { concern: id.clone() }));
            }
            let Some(next) = way.next().filter(|_| step < steps) else {
                if steps > 1 {
                    let outcome = "Spoken about at the staff meeting; nothing further is needed.".to_owned();
                    self.by(&holder, Command::Concerns(Concern::Close { concern: id.clone(), outcome }));
                }
                return;
            };
            let done = Concern::Do {
                concern: id.clone(),
                step: next.text.id.clone(),
                note: "Done the same day, by telephone; written up in the book.".to_owned(),
                reference: if next.text.reference { "40312277".to_owned() } else { String::new() },
                sure: true,
                told: next.text.parents.then_some(true),
            };
            self.by(&holder, Command::Concerns(done));
        }
    }
}
