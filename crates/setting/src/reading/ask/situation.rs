//! "May I…?": a question about this setting, now, answered by its policy.

use crate::reading::ask::question::Question;
use crate::reading::ratio;
use crate::reading::ratio::Sum;
use crate::record::ids::{ChildId, PersonId, PlaceId, VisitId};
use crate::record::moment::date_of;
use crate::record::state::State;
use crate::registers::day::state::Presence;
use crate::registers::devices::state::Device;
use crate::registers::people::state::Person;
use crate::registers::places::state::Place;
use crate::registers::visitors::state::Visit;
use belisha_policy::KnownRole;
use belisha_policy::{Catalogue, DeviceKind, Policy, Value};
use jiff::Timestamp;
use std::borrow::Cow;

/// The kind of the place that is nowhere on the premises.
pub const OFF_PREMISES: &str = "off premises";

/// At most this many children are named in one remedy.
pub(crate) const NAMES_MAX: usize = 5;

pub(crate) enum Who<'a> {
    Person(&'a PersonId, &'a Person),
    Visitor(&'a Visit),
    Child,
    Roles(&'a str),
    Anybody,
}

/// A question with everything it refers to looked up once.
pub(crate) struct Situation<'a> {
    pub(super) state: &'a State,
    pub(super) policy: &'a Policy,
    pub(super) now: Timestamp,
    pub(super) question: &'a Question,
    pub(super) who: Who<'a>,
    pub(super) roles: Vec<&'a str>,
    pub(super) device: Option<(&'a str, &'a Device)>,
    pub(super) kind_name: &'a str,
    pub(super) can: Cow<'a, [String]>,
    pub(super) place: Option<(&'a PlaceId, &'a Place)>,
    pub(super) place_kind: &'a str,
}

impl<'a> Situation<'a> {
    pub(super) fn new(state: &'a State, policy: &'a Policy, now: Timestamp, question: &'a Question) -> Self {
        let catalogue: &'a Catalogue = &policy.catalogue;
        let who = find_who(state, question);
        let roles = match &who {
            Who::Person(_, person) => catalogue.with_classes(person.roles.iter().map(String::as_str)),
            Who::Visitor(_) => vec![KnownRole::Visitor.id()],
            Who::Child => vec![KnownRole::Child.id()],
            Who::Roles(role) => catalogue.with_classes([*role]),
            Who::Anybody => catalogue.with_classes([KnownRole::Practitioner.id()]),
        };
        let device = question.device.as_deref().and_then(|id| Some((id, state.devices.all.get(id)?)));
        let kind_name =
            device.map_or(question.device.as_deref().unwrap_or(""), |(_, device)| &device.particulars.kind);
        let can = match &question.can {
            Some(can) => Cow::Borrowed(can.as_slice()),
            None => abilities(state, catalogue, kind_name),
        };
        let place = question.place.as_deref().and_then(|word| state.places.find(word));
        let place_kind = place.map_or(question.place.as_deref().unwrap_or(""), |(_, place)| &place.kind);
        Self { state, policy, now, question, who, roles, device, kind_name, can, place, place_kind }
    }

    pub(super) fn can(&self, ability: &str) -> Value<'static> {
        Value::Bool(self.can.iter().any(|known| known == ability))
    }

    pub(super) fn recorded(&self, of: impl FnOnce(&Device) -> bool) -> Value<'static> {
        Value::Bool(self.device.is_some_and(|(_, device)| of(device)))
    }

    /// Whether there is a setting with a day behind the question, or only a policy.
    pub(super) fn lived(&self) -> bool {
        self.state.profile.founded.is_some()
    }

    pub(super) fn children_in(&self) -> bool {
        !self.lived() || !self.state.day.children.is_empty()
    }

    pub(super) fn in_hours(&self) -> bool {
        let today = date_of(self.now);
        let away = self.place_kind == OFF_PREMISES && !self.on_outing();
        if away && self.lived() && matches!(self.who, Who::Person(..)) && self.presence().is_none() {
            // Somebody who is not in today, elsewhere: not at work, whatever the hour.
            return false;
        }
        if !self.lived() || self.state.day.open_on(today) {
            return true;
        }
        // Where no hours are on record, nobody can say that these are none.
        let hours_said = !self.state.profile.hours.is_empty();
        !self.state.day.closed_on(today) && (!hours_said || self.state.profile.open_at(self.now))
    }

    pub(super) fn children_in_place(&self, place: &Place) -> bool {
        place.children && self.children_in()
    }

    pub(super) fn presence(&self) -> Option<&Presence> {
        let Who::Person(id, _) = &self.who else { return None };
        self.state.day.people.get(*id)
    }

    pub(super) fn ratio_without(&self) -> Sum {
        let without = if let Who::Person(id, _) = &self.who { Some(*id) } else { None };
        ratio::sum(self.state, &self.policy.catalogue.ratios, date_of(self.now), without)
    }

    pub(super) fn on_outing(&self) -> bool {
        matches!(&self.who, Who::Person(id, _) if self.state.outings.has(id))
    }

    /// The words by which an exception may name the place.
    pub(super) fn place_words(&self) -> Vec<&str> {
        let of_place = self.place.map(|(id, place)| [id.as_str(), place.name.as_str(), place.kind.as_str()]);
        of_place.map_or_else(|| vec![self.place_kind], |words| words.to_vec())
    }
}

pub(super) fn abilities<'a>(state: &'a State, catalogue: &'a Catalogue, kind: &str) -> Cow<'a, [String]> {
    if let Some(own) = state.devices.kinds.get(kind) {
        return Cow::Borrowed(&own.can);
    }
    catalogue
        .kinds
        .get(kind)
        .map_or(Cow::Borrowed(&[]), |kind: &DeviceKind| Cow::Borrowed(kind.can.as_slice()))
}

fn find_who<'a>(state: &'a State, question: &'a Question) -> Who<'a> {
    let Some(word) = question.who.as_deref() else { return Who::Anybody };
    if let Some((id, person)) = state.people.all.get_key_value(word) {
        return Who::Person(id, person);
    }
    if let Some(visit) = state.visitors.here.get(&VisitId::from(word)) {
        return Who::Visitor(visit);
    }
    if *word == KnownRole::Child || state.children.all.contains_key(&ChildId::from(word)) {
        return Who::Child;
    }
    Who::Roles(word)
}
