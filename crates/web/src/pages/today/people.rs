//! The staff who are in, with what they can do about phones, watches and breaks; and those who can still sign in.

use crate::action::Button;
use crate::asker::Asker;
use crate::view::choices::name_order;
use crate::view::dates::hour;
use belisha_policy::Policy;
use belisha_setting::attention::Alarm;
use belisha_setting::day::{self, Item, Presence, PutAway};
use belisha_setting::put_away;
use belisha_setting::{Command, PersonId, PlaceId, State};

/// At most this many places are offered to put a phone or a watch in.
const PLACES_MAX: usize = 4;

pub(super) struct PersonRow {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) since: String,
    pub(super) on_break: bool,
    pub(super) supervising: bool,
    /// Where the phone is; empty: not said.
    pub(super) phone: String,
    /// Where the watch is; empty: not said.
    pub(super) watch: String,
    pub(super) wrong: bool,
    pub(super) acts: Vec<Button>,
    /// Behind "More".
    pub(super) further: Vec<Button>,
    me: bool,
}

/// What can be done with a phone or a watch under this policy.
pub(super) struct PutAwayOffer {
    places: Vec<(PlaceId, String)>,
    off: bool,
    silent: bool,
    pub(super) watches: bool,
}

impl PutAwayOffer {
    pub(super) fn new(policy: &Policy, state: &State) -> Self {
        let (accepted, places) =
            (put_away::accepted_for_phones(policy), put_away::places_for_phones(policy, state));
        Self {
            places: places.map(|(id, place)| (id.clone(), place.name.clone())).take(PLACES_MAX).collect(),
            off: accepted.off,
            silent: accepted.silent,
            watches: put_away::asks_of_watches(policy),
        }
    }

    fn phone(&self, person: &PersonId) -> Vec<Button> {
        let put = |label: &'static str, put| put_away(label, person, Item::Phone, put);
        let mut buttons = self.stores("Phone", person, Item::Phone, "main");
        if self.off {
            buttons.push(put("Phone off", PutAway::Off));
        }
        if self.silent {
            buttons.push(put("Phone on silent", PutAway::Silent));
        }
        buttons.push(put("No phone today", PutAway::None));
        buttons
    }

    fn watch(&self, person: &PersonId) -> Vec<Button> {
        let put = |label: &'static str, put| put_away(label, person, Item::Watch, put);
        let mut buttons = self.stores("Watch", person, Item::Watch, "");
        buttons.push(put("Watch off or disconnected", PutAway::Disconnected));
        buttons.push(put("No watch", PutAway::None));
        buttons
    }

    fn stores(&self, name: &str, person: &PersonId, item: Item, class: &'static str) -> Vec<Button> {
        let stored = |(place, title): &(PlaceId, String)| {
            let label = format!("{name} in the {title}");
            put_away(label, person, item, PutAway::Stored(place.clone())).class(class)
        };
        self.places.iter().map(stored).collect()
    }
}

fn put_away(
    label: impl Into<std::borrow::Cow<'static, str>>,
    person: &PersonId,
    item: Item,
    put: PutAway,
) -> Button {
    Button::new(label, &Command::Day(day::Command::PutAway { person: person.clone(), item, put }))
}

/// Those who are in: first whoever has something wrong, then whoever looks, then by name.
pub(super) fn present(
    state: &State,
    asker: &Asker,
    alarms: &[Alarm],
    offer: &PutAwayOffer,
) -> Vec<PersonRow> {
    let mut rows: Vec<PersonRow> = (state.day.people.iter())
        .map(|(id, presence)| {
            let name = state.people.name(id);
            let phone = words_of(presence.put.get(&Item::Phone), state);
            let watch = words_of(presence.put.get(&Item::Watch), state);
            PersonRow {
                id: id.to_string(),
                since: hour(presence.since),
                on_break: presence.on_break.is_some(),
                supervising: presence.supervising,
                wrong: alarms.iter().any(|alarm| alarm.about == id.as_str()),
                me: asker.person.as_ref() == Some(id),
                acts: acts(id, presence, offer, (phone.is_empty(), watch.is_empty())),
                further: further(id, presence, &name, !phone.is_empty()),
                name,
                phone,
                watch,
            }
        })
        .collect();
    rows.sort_by_cached_key(|row| (!row.wrong, !row.me, name_order(&row.name)));
    rows
}

/// What is to be said of a phone and a watch, where it is not said yet, and breaks.
fn acts(
    person: &PersonId,
    presence: &Presence,
    offer: &PutAwayOffer,
    (phone, watch): (bool, bool),
) -> Vec<Button> {
    let mut acts = if phone { offer.phone(person) } else { Vec::new() };
    if offer.watches && watch {
        acts.extend(offer.watch(person));
    }
    let person = person.clone();
    acts.push(if presence.on_break.is_some() {
        Button::new("Back from break", &Command::Day(day::Command::EndBreak { person }))
    } else {
        Button::new("Break", &Command::Day(day::Command::StartBreak { person })).class("quiet")
    });
    acts
}

/// The less common acts.
fn further(id: &PersonId, presence: &Presence, name: &str, has_phone: bool) -> Vec<Button> {
    let person = || id.clone();
    let mut further = Vec::with_capacity(3);
    if has_phone {
        let command = Command::Day(day::Command::TakeBack { person: person(), item: Item::Phone });
        further.push(Button::new("Phone back", &command).class("quiet"));
    }
    if presence.on_break.is_none() {
        let supervise = |yes| Command::Day(day::Command::Supervise { person: person(), yes });
        further.push(if presence.supervising {
            Button::new("Not supervising", &supervise(false)).class("quiet")
        } else {
            Button::new("Supervising again", &supervise(true))
        });
    }
    let out = Command::Day(day::Command::Out { person: person() });
    further.push(Button::new(format!("{name} goes home"), &out).class("quiet"));
    further
}

/// Those who are not in, by name, each with the button that signs them in.
pub(super) fn absent(state: &State) -> Vec<Button> {
    let absent = state.people.here().filter(|(id, _)| !state.day.people.contains_key(*id));
    let mut absent: Vec<(&PersonId, &str)> = absent.map(|(id, person)| (id, person.name.words())).collect();
    absent.sort_by_cached_key(|(_, name)| name_order(name));
    let sign_in = |(id, name): (&PersonId, &str)| {
        Button::new(name.to_owned(), &Command::Day(day::Command::In { person: id.clone() }))
    };
    absent.into_iter().map(sign_in).collect()
}

fn words_of(put: Option<&PutAway>, state: &State) -> String {
    match put {
        None => String::new(),
        Some(PutAway::Stored(place)) => format!("in the {}", state.places.name(place)),
        Some(PutAway::Off) => "off".into(),
        Some(PutAway::Silent) => "on silent".into(),
        Some(PutAway::Disconnected) => "disconnected".into(),
        Some(PutAway::None) => "none today".into(),
    }
}
