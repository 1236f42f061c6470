//! A made-up history of a setting, told through the same commands as a real one and the same for the same seed. It
//! fills `belisha try`, and it is what the benches measure on.

use belisha_policy::{Catalogue, Error, Pack, Policy};
use belisha_setting::day::{Command as Day, Item, PutAway};
use belisha_setting::duties::{Command as Duty, Risk, Subject};
use belisha_setting::people::Secret;
use belisha_setting::{
    Author, ChildId, Command, Context, DeviceId, Line, PersonId, PlaceId, State, adoption, children, date_of,
    decide, devices, due, exceptions, finds, from_london, outings, people, places, profile, visitors,
};
use fastrand::Rng;
use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp, ToSpan};

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

const ADULTS: [&str; 20] = [
    "Mo Tern",
    "Dee Alder",
    "Nia Rowan",
    "Sam Wren",
    "Pia Linnet",
    "Jo Maple",
    "Ravi Heron",
    "Tess Aspen",
    "Oli Finch",
    "Bea Hazel",
    "Uma Lark",
    "Vic Willow",
    "Ana Plover",
    "Gus Elder",
    "Isa Robin",
    "Kit Cedar",
    "Lou Swift",
    "Max Birch",
    "Ned Siskin",
    "Zoe Thorn",
];
const CHILDREN: [&str; 24] = [
    "Asha", "Ben", "Cleo", "Dev", "Edie", "Femi", "Gil", "Hana", "Idris", "June", "Kofi", "Lila", "Milo",
    "Noor", "Otis", "Posy", "Quin", "Remy", "Suki", "Theo", "Una", "Vera", "Wilf", "Zadie",
];
const VISITORS: [(&str, &str); 4] = [
    ("Pat Smith-Example", "speech therapy"),
    ("Alex Brook", "boiler service"),
    ("Cam Reed", "the council"),
    ("Jay Ford", ""),
];

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
    let mut day = first;
    while day < last {
        let monday_to_friday = day.weekday().to_monday_one_offset() <= 5;
        if monday_to_friday {
            teller.whole_day(day, &cast);
        }
        day = day.saturating_add(1.days());
    }
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
        let context = Context { state: &self.state, policy: &self.policy, now: self.now, author };
        let Ok(events) = decide(command, &context) else { return false };
        for event in events {
            let line = Line { seq: self.state.lines, at: self.now, author: author.clone(), event };
            self.state.apply(&line);
            self.lines.push(line);
        }
        true
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

    fn begin(&mut self, telling: &Telling<'_>, first: Date, last: Date) -> Vec<Cast> {
        let (name, number) = ("Amber Lane Preschool".to_owned(), "01632 960123".to_owned());
        self.program(Command::Setting(profile::Command::Found { name, number }));
        self.program(Command::Policy(adoption::Command::Adopt { text: telling.policy.to_owned() }));
        for weekday in 1..=5 {
            let (from, to) = (Some(Time::constant(8, 30, 0, 0)), Some(Time::constant(15, 30, 0, 0)));
            self.program(Command::Setting(profile::Command::SetHours { weekday, from, to }));
        }
        let to = last.saturating_add(28.days());
        self.program(Command::Setting(profile::Command::SetTerm {
            name: "This term".into(),
            from: first,
            to,
        }));
        for place in self.policy.pack.places.clone() {
            self.program(Command::Places(places::Command::Set {
                place: place.name.replace(' ', "-").into(),
                name: place.name,
                kind: place.kind,
                children: place.children,
                sighted: place.sighted,
                store: place.store,
            }));
        }
        let cast = self.cast(telling);
        for at in 0..telling.scale.children {
            let given = CHILDREN.get(at % CHILDREN.len()).copied().unwrap_or("Robin");
            let letter = char::from(b'A' + u8::try_from(at / CHILDREN.len()).unwrap_or(0));
            let months = self.rng.i32(22..56);
            let born = first
                .checked_sub(months.months())
                .unwrap_or(first)
                .saturating_add(self.rng.i32(0..28).days());
            let child: ChildId = format!("c{at}").into();
            let name = format!("{given} {letter}.");
            self.program(Command::Children(children::Command::Add {
                child,
                name,
                born,
                family: format!("family {at}"),
            }));
        }
        self.devices(&cast);
        cast
    }

    fn cast(&mut self, telling: &Telling<'_>) -> Vec<Cast> {
        let mut cast = Vec::new();
        for at in 0..telling.scale.adults {
            let roles: &[&str] = match at {
                0 => &["manager", "dsl"],
                1 => &["deputy", "deputy-dsl"],
                2 => &["practitioner", "e-safety-coordinator"],
                3 => &["chair"],
                4 => &["volunteer"],
                5 => &["student"],
                6 => &["bank"],
                7 => &["trustee"],
                8 => &["sessional"],
                _ => &["practitioner"],
            };
            let name = match ADULTS.get(at) {
                Some(name) => (*name).to_owned(),
                None => format!("Adult {at}"),
            };
            let person: PersonId = format!("p{at}").into();
            let roles: Vec<String> = roles.iter().map(|role| (*role).to_owned()).collect();
            let counted = !roles
                .iter()
                .any(|role| ["chair", "trustee", "student", "volunteer"].contains(&role.as_str()));
            let level = counted.then_some(3);
            let add = people::Command::Add {
                person: person.clone(),
                name: name.clone(),
                roles: roles.clone(),
                counted,
                level,
            };
            self.program(Command::People(add));
            let pin = format!("{:06}", 274_913 + 37_129 * at % 700_000);
            let hash = (telling.hash)(&pin);
            self.program(Command::People(people::Command::SetSecret {
                person: person.clone(),
                secret: Secret::Pin,
                hash,
            }));
            let password = match at {
                0 => Some("otter lamp gravel".to_owned()),
                2 => Some("puddle crayon kite".to_owned()),
                _ => None,
            };
            if let Some(password) = &password {
                let hash = (telling.hash)(password);
                let (person, secret) = (person.clone(), Secret::Password);
                self.program(Command::People(people::Command::SetSecret { person, secret, hash }));
            }
            cast.push(Cast { id: person, name, roles, pin, password });
        }
        cast
    }

    fn devices(&mut self, cast: &[Cast]) {
        let store = self.state.places.all.iter().find(|(_, place)| place.store).map(|(id, _)| id.clone());
        let sighted = self.state.places.all.iter().find(|(_, place)| place.sighted).map(|(id, _)| id.clone());
        let blank = |name: &str, kind: &str| devices::Particulars {
            name: name.into(),
            kind: kind.into(),
            owner: devices::Owner::Setting,
            sim: false,
            connected: true,
            store: store.clone(),
            place: None,
            for_children: false,
            setting_phone: false,
            second_hand: false,
            governed_from: None,
            responsible: None,
        };
        let manager = cast.first().map(|person| person.id.clone());
        let all = [
            ("tablet-1", blank("Red tablet", "tablet")),
            ("tablet-2", blank("Blue tablet", "tablet")),
            ("tablet-3", blank("Green tablet", "tablet")),
            ("camera-1", blank("The camera", "camera")),
            (
                "phone-1",
                devices::Particulars {
                    setting_phone: true,
                    sim: true,
                    ..blank("Setting phone", "basic-phone")
                },
            ),
            ("office-pc", blank("Office computer", "computer")),
            (
                "childs-pc",
                devices::Particulars {
                    for_children: true,
                    place: sighted,
                    ..blank("Children's computer", "computer")
                },
            ),
            (
                "old-laptop",
                devices::Particulars {
                    for_children: true,
                    second_hand: true,
                    ..blank("Donated laptop", "computer")
                },
            ),
            (
                "speaker-1",
                devices::Particulars {
                    governed_from: Some("phone-1".into()),
                    responsible: manager,
                    ..blank("Story speaker", "voice-assistant")
                },
            ),
        ];
        for (device, particulars) in all {
            let wanted =
                device != "speaker-1" || self.policy.of_control("assistants.supervised").next().is_some();
            if wanted {
                self.program(Command::Devices(devices::Command::Set { device: device.into(), particulars }));
            }
        }
    }

    fn whole_day(&mut self, day: Date, cast: &[Cast]) {
        self.at(day, 8, 15);
        let staff = self.arrive(cast);
        self.at(day, 9, 0);
        self.children_come();
        self.at(day, 9, 20);
        self.duties(cast, 70);
        self.at(day, 9, 40);
        let taken = self.take_devices(&staff);
        self.at(day, 10, 30);
        self.breaks(&staff);
        self.something(cast, &staff, day);
        self.at(day, 12, 15);
        for device in taken {
            if let Some(person) = staff.first() {
                self.by(person, Command::Devices(devices::Command::Return { device, off_at_mains: true }));
            }
        }
        self.at(day, 15, 0);
        for child in self.state.day.children.clone() {
            self.pass(20);
            self.program(Command::Day(Day::ChildOut { child }));
        }
        self.at(day, 15, 35);
        for visit in self.state.visitors.here.keys().cloned().collect::<Vec<_>>() {
            self.program(Command::Visitors(visitors::Command::Out { visit }));
        }
        self.duties(cast, 95);
        for person in staff.iter().skip(1) {
            self.pass(30);
            self.by(person, Command::Day(Day::TakeBack { person: person.clone(), item: Item::Phone }));
            self.by(person, Command::Day(Day::Out { person: person.clone() }));
        }
        if let Some(person) = staff.first() {
            self.by(person, Command::Day(Day::Close { missing: Vec::new(), uncounted: false }));
        }
    }

    /// The last day is under way when the story ends: some phones are not away, a tablet is out, a visitor is here.
    fn open_morning(&mut self, until: Timestamp, cast: &[Cast]) {
        let midnight = from_london(date_of(until), Time::midnight()).unwrap_or(until);
        let start = until.checked_sub(SignedDuration::from_mins(100)).unwrap_or(until).max(midnight);
        self.now = self.now.max(start);
        let staff = self.arrive(cast);
        self.children_come();
        if let Some(late) = staff.get(2) {
            self.by(late, Command::Day(Day::TakeBack { person: late.clone(), item: Item::Phone }));
        }
        if let Some(rests) = staff.get(3) {
            self.by(rests, Command::Day(Day::StartBreak { person: rests.clone() }));
        }
        self.take_devices(&staff);
        self.visitor(&staff);
        self.now = self.now.min(until);
        for line in &mut self.lines {
            line.at = line.at.min(until);
        }
    }

    fn arrive(&mut self, cast: &[Cast]) -> Vec<PersonId> {
        let team: Vec<&Cast> = cast
            .iter()
            .filter(|there| !there.roles.iter().any(|role| role == "chair" || role == "trustee"))
            .collect();
        let mut staff = Vec::new();
        if let Some(first) = team.first() {
            self.by(&first.id, Command::Day(Day::Open {}));
        }
        for (at, there) in team.iter().enumerate() {
            if at > 2 && self.chance(20) {
                continue;
            }
            self.pass(40);
            let person = there.id.clone();
            if self.by(&person, Command::Day(Day::In { person: person.clone() })) {
                self.put_away(&person);
                staff.push(person);
            }
            if !self.state.adoption.signed_by(&there.id) && (at < 3 || self.chance(60)) {
                let version = self.policy.pack.version.clone();
                self.by(
                    &there.id,
                    Command::Policy(adoption::Command::Sign { person: there.id.clone(), version }),
                );
            }
        }
        staff
    }

    fn put_away(&mut self, person: &PersonId) {
        let stores: Vec<PlaceId> = self
            .state
            .places
            .all
            .iter()
            .filter(|(_, place)| !place.children)
            .map(|(id, _)| id.clone())
            .collect();
        for put in stores.into_iter().map(PutAway::Stored).chain([PutAway::Off]) {
            let item = Item::Phone;
            if self.by(person, Command::Day(Day::PutAway { person: person.clone(), item, put })) {
                break;
            }
        }
        if self.policy.of_control("watches.staff").next().is_some() {
            let (item, put) = (Item::Watch, PutAway::None);
            self.by(person, Command::Day(Day::PutAway { person: person.clone(), item, put }));
        }
    }

    fn children_come(&mut self) {
        let all: Vec<ChildId> = self.state.children.here().map(|(id, _)| id.clone()).collect();
        for child in all {
            if self.chance(85) {
                self.pass(15);
                self.program(Command::Day(Day::ChildIn { child }));
            }
        }
    }

    fn take_devices(&mut self, staff: &[PersonId]) -> Vec<DeviceId> {
        let purposes = ["observation", "learning journey", "planning", "assessment"];
        let mut taken = Vec::new();
        for device in ["tablet-1", "tablet-2", "childs-pc", "speaker-1"] {
            if !self.chance(70) {
                continue;
            }
            let Some(person) = staff.get(self.rng.usize(0..staff.len().max(1))).cloned() else { continue };
            let purpose =
                purposes.get(self.rng.usize(0..purposes.len())).copied().unwrap_or("observation").to_owned();
            let supervisor = (device == "speaker-1").then(|| person.clone());
            let take = devices::Command::Take {
                device: device.into(),
                person: person.clone(),
                purpose,
                supervisor,
                off_premises: false,
            };
            self.pass(90);
            if self.by(&person, Command::Devices(take)) {
                taken.push(DeviceId::from(device));
            }
        }
        taken
    }

    fn breaks(&mut self, staff: &[PersonId]) {
        for person in staff.iter().skip(1) {
            if self.chance(80) {
                self.pass(60);
                self.by(person, Command::Day(Day::StartBreak { person: person.clone() }));
                self.pass(120);
                self.by(person, Command::Day(Day::EndBreak { person: person.clone() }));
            }
        }
    }

    /// Puts on record what is due, by somebody who may.
    fn duties(&mut self, cast: &[Cast], percent: u8) {
        let open = due::open(&self.state, &self.policy, self.now);
        for item in open.into_iter().filter(|item| item.duty != "equipment.locked-away/count") {
            let leftover =
                matches!(&item.subject, Subject::Device(device) if device.as_str() == "old-laptop");
            if leftover || !self.chance(percent) {
                continue;
            }
            let doer = match &item.subject {
                Subject::Person(person) if item.who.is_empty() => Some(person.clone()),
                _ => {
                    let able = |there: &&Cast| {
                        let person = self.state.people.all.get(&there.id);
                        let named =
                            |person: &people::Person| person.is_any(&item.who, &self.policy.catalogue);
                        item.who.is_empty() || person.is_some_and(named)
                    };
                    cast.iter().find(able).map(|there| there.id.clone())
                }
            };
            let Some(doer) = doer else { continue };
            let note = "looked at and as it should be".to_owned();
            let risk = item.duty.ends_with("/assessment").then_some(Risk::Contact);
            self.pass(30);
            self.by(
                &doer,
                Command::Duties(Duty::Do {
                    duty: item.duty,
                    subject: item.subject,
                    failed: false,
                    note,
                    risk,
                }),
            );
        }
    }

    /// Now and then a visitor, an outing, an exception, a toy phone in a pocket.
    fn something(&mut self, cast: &[Cast], staff: &[PersonId], day: Date) {
        if self.chance(30) {
            self.visitor(staff);
        }
        let (Some(manager), Some(person)) = (cast.first(), staff.get(1)) else { return };
        if self.chance(10) {
            let outing: belisha_setting::OutingId = self.id("outing").into();
            let people = staff.iter().take(3).cloned().collect();
            let children = self.state.day.children.iter().take(6).cloned().collect();
            let plan =
                outings::Command::Plan { outing: outing.clone(), to: "the library".into(), people, children };
            self.by(person, Command::Outings(plan));
            let leave = outings::Command::Leave {
                outing: outing.clone(),
                phone: Some("phone-1".into()),
                folder: true,
            };
            self.by(person, Command::Outings(leave));
            self.at(day, 11, 40);
            self.by(person, Command::Outings(outings::Command::Return { outing }));
        }
        if self.chance(8) {
            let exception = self.id("exception").into();
            let why = "a call from the hospital is expected".to_owned();
            let (person, act) = (person.clone(), "use".to_owned());
            let grant = exceptions::Command::Grant { exception, person, act, place: None, why, until: None };
            self.by(&manager.id, Command::Exceptions(grant));
        }
        let child = self.state.day.children.first().cloned();
        if let (true, Some(child)) = (self.chance(4), child) {
            let find: belisha_setting::FindId = self.id("find").into();
            let record =
                finds::Command::Record { find: find.clone(), child, what: "a toy phone that rings".into() };
            self.by(person, Command::Finds(record));
            for place in self.state.places.all.keys().cloned().collect::<Vec<_>>() {
                if self.by(person, Command::Finds(finds::Command::LockAway { find: find.clone(), place })) {
                    break;
                }
            }
            self.by(person, Command::Finds(finds::Command::HandOver { find, to: "a parent".into() }));
        }
    }

    fn visitor(&mut self, staff: &[PersonId]) {
        let (name, organisation) =
            VISITORS.get(self.rng.usize(0..VISITORS.len())).copied().unwrap_or(("Pat", ""));
        let visit = self.id("visit").into();
        let sign_in = visitors::Command::In {
            visit,
            name: name.into(),
            organisation: organisation.into(),
            purpose: "a visit".into(),
            phone: visitors::Phone::Kept,
            watch: false,
            lone_working: false,
            supervisor: staff.first().cloned(),
            agreed: true,
        };
        self.program(Command::Visitors(sign_in));
    }
}
