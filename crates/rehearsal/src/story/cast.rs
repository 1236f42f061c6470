//! Who and what a made-up setting has.

use super::{Cast, Teller, Telling};
use belisha_policy::controls::AssistantSupervised;
use belisha_setting::PlaceId;
use belisha_setting::people::Secret;
use belisha_setting::{ChildId, Command, PersonId, adoption, children, devices, people, places, profile};
use jiff::ToSpan;
use jiff::civil::{Date, Time};

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

impl Teller {
    pub(super) fn begin(&mut self, telling: &Telling<'_>, first: Date, last: Date) -> Vec<Cast> {
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
            self.program(
                people::Prepared::SetSecret { person: person.clone(), secret: Secret::Pin, hash }.into(),
            );
            let password = match at {
                0 => Some("otter lamp gravel".to_owned()),
                2 => Some("puddle crayon kite".to_owned()),
                _ => None,
            };
            if let Some(password) = &password {
                let hash = (telling.hash)(password);
                let (person, secret) = (person.clone(), Secret::Password);
                self.program(people::Prepared::SetSecret { person, secret, hash }.into());
            }
            cast.push(Cast { id: person, name, roles, pin, password });
        }
        cast
    }

    fn devices(&mut self, cast: &[Cast]) {
        let store = self.state.places.all.iter().find(|(_, place)| place.store).map(|(id, _)| id.clone());
        let sighted = self.state.places.all.iter().find(|(_, place)| place.sighted).map(|(id, _)| id.clone());
        let blank = |name: &str, kind: &str| particulars(name, kind, store.clone());
        let tablet = |name: &str| devices::Particulars {
            make: "Sparrow".into(),
            model: "Tab 8".into(),
            ..blank(name, "tablet")
        };
        let manager = cast.first().map(|person| person.id.clone());
        let all = [
            ("tablet-1", tablet("Red tablet")),
            ("tablet-2", tablet("Blue tablet")),
            ("tablet-3", tablet("Green tablet")),
            (
                "camera-1",
                devices::Particulars {
                    make: "Heron".into(),
                    model: "H10".into(),
                    serial: "HX-4410".into(),
                    ..blank("The camera", "camera")
                },
            ),
            (
                "phone-1",
                devices::Particulars {
                    setting_phone: true,
                    sim: true,
                    ..blank("Setting phone", "basic-phone")
                },
            ),
            (
                "office-pc",
                devices::Particulars { administration: true, ..blank("Office computer", "computer") },
            ),
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
            let wanted = device != "speaker-1" || self.policy.adopts::<AssistantSupervised>();
            if wanted {
                self.program(Command::Devices(devices::Command::Set { device: device.into(), particulars }));
            }
        }
    }
}

/// A device of the setting's, with nothing special about it.
fn particulars(name: &str, kind: &str, store: Option<PlaceId>) -> devices::Particulars {
    devices::Particulars { store, ..devices::Particulars::new(name, kind, devices::Owner::Setting) }
}
