//! What would make a no a yes: the moves to another place that the asker could make.

use crate::reading::ask::situation::{OFF_PREMISES, Situation, Who};
use crate::reading::due::status;
use crate::record::ids::PlaceId;
use crate::record::moment::date_of;
use crate::registers::duties::event::Subject;
use belisha_policy::{Fact, FactKey, Lever, Value};
use std::borrow::Cow;

impl Situation<'_> {
    /// The moves to another place that the asker could make, each with what depends on the place.
    pub(super) fn moves(&self) -> Vec<Lever> {
        let place_duties: Vec<_> = self
            .policy
            .duties
            .iter()
            .filter(|duty| {
                matches!(
                    duty.per,
                    belisha_policy::Per::Place
                        | belisha_policy::Per::PhonePlace
                        | belisha_policy::Per::WatchPlace
                )
            })
            .collect();
        let today = date_of(self.now);
        let lever = |id: Option<&PlaceId>, kind: &str, name: &str, children: bool| {
            let mut sets = vec![
                (FactKey::Known(Fact::Place), Value::Word(Cow::Owned(kind.to_owned()))),
                (FactKey::Known(Fact::ChildrenHere), children.into()),
            ];
            if let Who::Person(person, _) = &self.who {
                let words = [id.map_or(kind, PlaceId::as_str), name, kind];
                if self.state.exceptions.cover(person, &self.question.act, &words, self.now) {
                    sets.push((FactKey::Known(Fact::Granted), true.into()));
                }
            }
            for duty in &place_duties {
                let subject = id.map(|id| Subject::Place(id.clone()));
                let done = subject.is_some_and(|subject| {
                    status::in_date(duty, &subject, self.state, &self.policy.catalogue, today)
                });
                // Leaving an assessment out of a move keeps it a change of its own, so that the remedy names it.
                if done {
                    sets.push((FactKey::Done(duty.key.clone()), true.into()));
                }
            }
            let says = if kind == OFF_PREMISES {
                "a place off the premises".to_owned()
            } else {
                format!("the {name}")
            };
            Lever { sets, says }
        };
        let mut moves: Vec<Lever> = if self.state.places.all.is_empty() {
            let places = self.policy.pack.places.iter().filter(|place| !place.store);
            places.map(|place| lever(None, &place.kind, &place.name, place.children)).collect()
        } else {
            let places = self.state.places.all.iter().filter(|(_, place)| !place.store);
            places
                .map(|(id, place)| lever(Some(id), &place.kind, &place.name, self.children_in_place(place)))
                .collect()
        };
        moves.push(lever(None, OFF_PREMISES, "", false));
        moves
    }
}
