//! What happens on the days of a made-up setting.

use super::{Cast, Teller};
use belisha_policy::RenewedBy;
use belisha_setting::day::{Command as Day, Item, PutAway};
use belisha_setting::duties::{Command as Duty, Risk, Subject};
use belisha_setting::put_away;
use belisha_setting::{
    ChildId, Command, DeviceId, PersonId, PlaceId, adoption, date_of, devices, due, exceptions, finds,
    from_london, outings, people, visitors,
};
use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp};

const VISITORS: [(&str, &str); 4] = [
    ("Pat Smith-Example", "speech therapy"),
    ("Alex Brook", "boiler service"),
    ("Cam Reed", "the council"),
    ("Jay Ford", ""),
];

impl Teller {
    pub(super) fn whole_day(&mut self, day: Date, cast: &[Cast]) {
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
        self.observed(&staff);
        self.something(cast, &staff, day);
        self.at(day, 11, 0);
        self.online_day(&staff, day);
        self.at(day, 12, 15);
        for device in taken {
            if let Some(person) = staff.first() {
                self.by(
                    person,
                    Command::Devices(devices::Command::Return {
                        device,
                        off_at_mains: true,
                        emptied: Some(true),
                    }),
                );
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
    pub(super) fn open_morning(&mut self, until: Timestamp, cast: &[Cast]) {
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
        self.asked_for(&staff);
        self.now = self.now.min(until);
        for line in &mut self.lines {
            line.at = line.at.min(until);
        }
    }

    fn arrive(&mut self, cast: &[Cast]) -> Vec<PersonId> {
        let team: Vec<&Cast> = cast
            .iter()
            .filter(|known| !known.roles.iter().any(|role| role == "chair" || role == "trustee"))
            .collect();
        let mut staff = Vec::new();
        if let Some(first) = team.first() {
            self.by(&first.id, Command::Day(Day::Open {}));
        }
        for (at, known) in team.iter().enumerate() {
            if at > 2 && self.chance(20) {
                continue;
            }
            self.pass(40);
            let person = known.id.clone();
            if self.by(&person, Command::Day(Day::In { person: person.clone() })) {
                self.put_away(&person);
                self.read_changes(&person, at < 3);
                staff.push(person);
            }
            if !self.state.adoption.signed_by(&known.id) && (at < 3 || self.chance(60)) {
                let version = self.policy.pack.version.clone();
                self.by(
                    &known.id,
                    Command::Policy(adoption::Command::Sign { person: known.id.clone(), version }),
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
        if put_away::asks_of_watches(&self.policy) {
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
        for device in ["tablet-1", "tablet-2", "camera-1", "childs-pc", "speaker-1"] {
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
        for item in open.into_iter().filter(|item| item.renewed_by != Some(RenewedBy::CountOfDevices)) {
            let behind = cast.get(5).map(|known| &known.id);
            let leftover = match &item.subject {
                Subject::Device(device) => device.as_str() == "old-laptop",
                Subject::Person(person) => Some(person) == behind && item.duty.ends_with("/trained"),
                _ => false,
            };
            if leftover || !self.chance(percent) {
                continue;
            }
            let doer = match &item.subject {
                Subject::Person(person) if item.who.is_empty() => Some(person.clone()),
                _ => {
                    let able = |known: &&Cast| {
                        let person = self.state.people.all.get(&known.id);
                        let named =
                            |person: &people::Person| person.is_any(&item.who, &self.policy.catalogue);
                        item.who.is_empty() || person.is_some_and(named)
                    };
                    cast.iter().find(able).map(|known| known.id.clone())
                }
            };
            let Some(doer) = doer else { continue };
            let note = match &item.subject {
                Subject::Person(_) if item.duty.ends_with("/trained") => {
                    "a course, certificate in the folder"
                }
                Subject::Person(_) => "seen to",
                _ => "looked at and as it should be",
            };
            let note = note.to_owned();
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
                finds::Command::Record { find: find.clone(), child, item: "a toy phone that rings".into() };
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
