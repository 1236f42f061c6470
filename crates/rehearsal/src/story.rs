//! A made-up history of a setting, told through the same commands as a real one and the same for the same seed. It
//! fills `belisha try`, and it is what the benches measure on.

mod assessments;
mod cast;
mod concerns;
mod days;
mod families;
mod online;
mod pictures;
mod publishing;

use belisha_policy::{Catalogue, Error, Pack, Policy};
use belisha_setting::in_memory::carry_out;
use belisha_setting::{Author, Command, Line, PersonId, State, date_of, from_london};
use fastrand::Rng;
use jiff::ToSpan;
use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp};

/// How large a story is.
#[derive(Debug, Clone, Copy)]
pub struct Scale {
    /// How many adults.
    pub adults: usize,
    /// How many children.
    pub children: usize,
    /// How many weeks before the last day.
    pub weeks: i32,
}

/// What is needed to tell a story.
pub struct Telling<'a> {
    /// The policy's text.
    pub policy: &'a str,
    /// How large.
    pub scale: Scale,
    /// The moment at which it ends; its last day is still open then.
    pub until: Timestamp,
    /// The seed.
    pub seed: u64,
    /// The hash of a secret: hashing is slow and random, so it comes in.
    pub hash: &'a dyn Fn(&str) -> String,
}

/// Somebody of the story, and how they sign in.
#[derive(Debug, Clone)]
pub struct Cast {
    /// Their id.
    pub id: PersonId,
    /// Their name.
    pub name: String,
    /// Their roles.
    pub roles: Vec<String>,
    /// Their PIN.
    pub pin: String,
    /// Their password, for the first two.
    pub password: Option<String>,
}

/// A story told.
pub struct Story {
    /// The lines of its log.
    pub lines: Vec<Line>,
    /// What follows from them.
    pub state: State,
    /// Its adults.
    pub cast: Vec<Cast>,
}

/// Tells a story.
///
/// # Errors
/// When the policy does not compile.
pub fn tell(telling: &Telling<'_>) -> Result<Story, Error> {
    let catalogue = Catalogue::builtin();
    let pack = Pack::parse("policy", telling.policy, &catalogue)?;
    let policy = Policy::compile(pack, catalogue)?;
    let last = date_of(telling.until);
    let first = last.checked_sub((telling.scale.weeks * 7).days()).unwrap_or(last);
    let start = from_london(first, Time::constant(7, 0, 0, 0)).unwrap_or(telling.until);
    let mut teller = Teller {
        policy,
        state: State::default(),
        lines: Vec::new(),
        now: start.min(telling.until),
        rng: Rng::with_seed(telling.seed),
        new: 0,
    };
    let cast = teller.begin(telling, first, last);
    teller.inform_families(&cast);
    teller.permissions(&cast);
    teller.online(&cast);
    teller.assess_risks(&cast);
    teller.channels(&cast);
    let mut day = first;
    while day < last {
        let monday_to_friday = day.weekday().to_monday_one_offset() <= 5;
        if monday_to_friday {
            teller.advice(first.until(day).map_or(0, |span| span.get_days()));
            teller.whole_day(day, &cast);
            teller.concerns_of(day, last, &cast);
        }
        day = day.saturating_add(1.days());
    }
    teller.publish(&cast);
    teller.coming_up(last, &cast);
    teller.open_morning(telling.until, &cast);
    Ok(Story { lines: teller.lines, state: teller.state, cast })
}

struct Teller {
    policy: Policy,
    state: State,
    lines: Vec<Line>,
    now: Timestamp,
    rng: Rng,
    new: u32,
}

impl Teller {
    /// Gives a command; what the policy refuses simply did not happen.
    fn give(&mut self, author: &Author, command: Command) -> bool {
        let carried_out = carry_out(&mut self.state, command, &self.policy, self.now, author);
        carried_out.map(|lines| self.lines.extend(lines)).is_ok()
    }

    fn by(&mut self, person: &PersonId, command: Command) -> bool {
        self.give(&Author::Person(person.clone()), command)
    }

    fn program(&mut self, command: Command) {
        self.give(&Author::Program, command);
    }

    fn id(&mut self, kind: &str) -> String {
        self.new += 1;
        format!("{kind}-{}", self.new)
    }

    fn chance(&mut self, percent: u8) -> bool {
        self.rng.u8(0..100) < percent
    }

    fn at(&mut self, day: Date, hour: i8, minute: i8) {
        if let Some(at) = from_london(day, Time::constant(hour, minute, 0, 0)) {
            self.now = self.now.max(at);
        }
    }

    fn pass(&mut self, seconds: i64) {
        self.now = self.now.checked_add(SignedDuration::from_secs(seconds)).unwrap_or(self.now);
    }
}
