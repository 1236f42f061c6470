//! A question with everything it refers to looked up once.

use super::{NAMES_MAX, OFF_PREMISES, Question};
use crate::devices::{Device, Owner};
use crate::duties::Subject;
use crate::friendships::Friendship;
use crate::ids::{ChildId, FriendshipId, PersonId, PlaceId, ToolId, VisitId};
use crate::moment::date_of;
use crate::places::Place;
use crate::state::State;
use crate::tools::Tool;
use crate::{concerns, due, online, people, permissions, pictures, ratio, teaching, visitors};
use belisha_policy::{Catalogue, DeviceKind, Fact, Policy, Purpose, Value};
use jiff::Timestamp;
use std::borrow::Cow;

pub(super) enum Who<'a> {
    Person(&'a PersonId, &'a people::Person),
    Visitor(&'a visitors::Visit),
    Child,
    Roles(&'a str),
    Anybody,
}

/// A question with everything it refers to looked up once.
pub(super) struct Situation<'a> {
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
    pub(super) fn of(state: &'a State, policy: &'a Policy, now: Timestamp, question: &'a Question) -> Self {
        let catalogue: &'a Catalogue = &policy.catalogue;
        let who = find_who(state, question);
        let roles = match &who {
            Who::Person(_, person) => catalogue.with_classes(person.roles.iter().map(String::as_str)),
            Who::Visitor(_) => vec!["visitor"],
            Who::Child => vec!["child"],
            Who::Roles(role) => catalogue.with_classes([*role]),
            Who::Anybody => catalogue.with_classes(["practitioner"]),
        };
        let device = question.device.as_deref().and_then(|id| Some((id, state.devices.all.get(id)?)));
        let kind_name =
            device.map_or(question.device.as_deref().unwrap_or(""), |(_, device)| &device.is.kind);
        let can = match &question.can {
            Some(can) => Cow::Borrowed(can.as_slice()),
            None => abilities(state, catalogue, kind_name),
        };
        let place = question.place.as_deref().and_then(|word| state.places.find(word));
        let place_kind = place.map_or(question.place.as_deref().unwrap_or(""), |(_, place)| &place.kind);
        Self { state, policy, now, question, who, roles, device, kind_name, can, place, place_kind }
    }

    pub(super) fn can(&self, ability: &str) -> Value<'static> {
        Value::Bool(self.can.iter().any(|there| there == ability))
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
        !self.state.day.closed_on(today) && self.state.profile.open_at(self.now)
    }

    pub(super) fn children_in_place(&self, place: &Place) -> bool {
        place.children && self.children_in()
    }

    pub(super) fn presence(&self) -> Option<&crate::day::Presence> {
        let Who::Person(id, _) = &self.who else { return None };
        self.state.day.people.get(*id)
    }

    pub(super) fn ratio_without(&self) -> ratio::Sum {
        let without = if let Who::Person(id, _) = &self.who { Some(*id) } else { None };
        ratio::sum(self.state, &self.policy.catalogue.ratios, date_of(self.now), without)
    }

    /// The children concerned who lack the permission that the purpose needs, each with that purpose. `None` where
    /// nobody is named, or the purpose is none that parents are asked for: that is a no as well.
    pub(super) fn unpermitted(&self) -> Option<Vec<(ChildId, &'a Purpose)>> {
        let (question, state) = (self.question, self.state);
        if question.nobody {
            return Some(Vec::new());
        }
        let purpose = self.policy.catalogue.purpose(question.purpose.as_deref()?)?;
        if let Some(picture) = &question.picture {
            let there = state.pictures.all.get(picture)?;
            let mut lacking =
                pictures::unpermitted(there, purpose, question.with.as_deref(), self.policy, state);
            if pictures::unconsenting(there, purpose, state).next().is_some() {
                // An adult who can be seen and has not consented: told apart in words, by `change`.
                lacking.push((ChildId::from(""), purpose));
            }
            return Some(lacking);
        }
        let day = question.day.unwrap_or_else(|| date_of(self.now));
        let (children, day): (Vec<ChildId>, _) = match &question.occasion {
            Some(occasion) => {
                let there = state.occasions.all.get(occasion)?;
                (there.children.clone(), there.on)
            }
            None if !question.children.is_empty() => {
                (question.children.iter().map(|child| child.as_str().into()).collect(), day)
            }
            None => (state.day.children.iter().cloned().collect(), day),
        };
        if children.is_empty() {
            return None;
        }
        let lacks = |child: &ChildId| !permissions::standing(child, &purpose.id, day, state).permits();
        Some(children.into_iter().filter(lacks).map(|child| (child, purpose)).collect())
    }

    /// The children who go online together: those named, or those who are in.
    pub(super) fn together(&self) -> Option<Vec<ChildId>> {
        let named: Vec<ChildId> = self.question.children.iter().map(|id| id.as_str().into()).collect();
        let all = if named.is_empty() { self.state.day.children.iter().cloned().collect() } else { named };
        (!all.is_empty()).then_some(all)
    }

    /// Which children lack what before they go online, as an instruction.
    pub(super) fn before_going_online(&self, fact: Fact) -> Option<String> {
        let names = |lacks: &dyn Fn(&ChildId) -> bool| {
            let all = self.together()?;
            let named = all.iter().filter(|child| lacks(child)).take(NAMES_MAX);
            let named: Vec<String> = named.map(|child| self.state.children.name(child)).collect();
            (!named.is_empty()).then(|| belisha_policy::join_and(&named))
        };
        match fact {
            Fact::Permission => {
                let lacking = names(&|child| !online::permitted(child, self.state))?;
                Some(format!(
                    "have the written permission of a parent who was shown the policy on record, for {lacking}"
                ))
            }
            Fact::Taught => {
                let control = "internet.stay-safe-principles";
                let gaps = |child: &ChildId| teaching::gaps(child, control, self.policy, self.state);
                let lacking = names(&|child| !gaps(child).is_empty())?;
                Some(format!("teach every stay-safe principle, and put it on record, for {lacking}"))
            }
            _ => None,
        }
    }

    /// Whether the device is in a supervised session that goes on.
    pub(super) fn in_session(&self) -> bool {
        let session = self.device.and_then(|(id, _)| self.state.online.of_device(id, self.now));
        session.is_some_and(|(_, session)| {
            self.may_supervise(&session.supervisor)
                && online::can_supervise(&session.supervisor, self.state, self.now)
        })
    }

    pub(super) fn administration(&self, computer: &str) -> bool {
        let there = self.state.devices.all.get(computer);
        there.is_some_and(|there| there.retired.is_none() && there.is.administration)
    }

    pub(super) fn concern(&self) -> Option<&'a crate::concerns::Concern> {
        self.state.concerns.all.get(self.question.concern.as_ref()?)
    }

    pub(super) fn on_route(&self) -> bool {
        let Who::Person(id, _) = &self.who else { return false };
        self.concern()
            .is_some_and(|concern| concerns::on_route(id, concern, self.state, self.policy, self.now))
    }

    /// The friendship from before between the asker and the family in question.
    pub(super) fn friendship(&self) -> Option<(&'a FriendshipId, &'a Friendship)> {
        let (Who::Person(person, _), Some(child)) = (&self.who, &self.question.with) else { return None };
        self.state.friendships.between(person, child)
    }

    pub(super) fn tool(&self) -> Option<(&'a ToolId, &'a Tool)> {
        self.state.tools.all.get_key_value(self.question.tool.as_deref()?)
    }

    pub(super) fn on_outing(&self) -> bool {
        matches!(&self.who, Who::Person(id, _) if self.state.outings.has(id))
    }

    pub(super) fn owner(&self) -> &'a str {
        match self.device {
            Some((_, device)) if device.is.owner == Owner::Setting => "setting",
            Some(_) => "personal",
            None => self.question.owner.as_deref().unwrap_or(match self.who {
                Who::Visitor(_) => "personal",
                Who::Child => "child",
                Who::Roles("visitor" | "parent") => "personal",
                _ => "setting",
            }),
        }
    }

    /// On the team, and in while the day is open.
    pub(super) fn may_supervise(&self, person: &PersonId) -> bool {
        let there = self.state.people.active(person);
        let in_now = !self.state.day.open_on(date_of(self.now)) || self.state.day.people.contains_key(person);
        there.is_ok_and(|there| there.is("team", &self.policy.catalogue)) && in_now
    }

    /// The words by which an exception may name the place.
    pub(super) fn place_words(&self) -> Vec<&str> {
        let of_place = self.place.map(|(id, place)| [id.as_str(), place.name.as_str(), place.kind.as_str()]);
        of_place.map_or_else(|| vec![self.place_kind], |words| words.to_vec())
    }

    /// Governed from a setting phone on the register, by a person of a role that the policy names.
    pub(super) fn governed(&self, device: &Device) -> bool {
        let phone = device.is.governed_from.as_ref().and_then(|phone| self.state.devices.active(phone).ok());
        let person = device.is.responsible.as_ref().and_then(|person| self.state.people.active(person).ok());
        let named = self
            .policy
            .of_control("assistants.governed-by-app")
            .find_map(|adoption| adoption.params.get("roles"));
        let rightly = person
            .is_some_and(|person| named.is_none_or(|roles| person.is_any(roles, &self.policy.catalogue)));
        let calls = |phone: &Device| {
            abilities(self.state, &self.policy.catalogue, &phone.is.kind)
                .iter()
                .any(|ability| ability == "calls")
        };
        phone.is_some_and(|phone| phone.is.owner == Owner::Setting && calls(phone)) && rightly
    }

    pub(super) fn done(&self, key: &str) -> bool {
        let Some(duty) = self.policy.duties.iter().find(|duty| *duty.key == *key) else { return false };
        let place = self.place.map(|(id, _)| id);
        self.subject(duty.per, place)
            .is_some_and(|subject| due::in_date(duty, &subject, self.state, date_of(self.now)))
    }

    pub(super) fn subject(&self, per: belisha_policy::Per, place: Option<&PlaceId>) -> Option<Subject> {
        use belisha_policy::Per;
        Some(match per {
            Per::Setting => Subject::Setting,
            Per::Person | Per::Team | Per::Login => match &self.who {
                Who::Person(id, _) => Subject::Person((*id).clone()),
                _ => return None,
            },
            Per::Place | Per::PhonePlace | Per::WatchPlace => Subject::Place(place?.clone()),
            Per::Kind => Subject::Kind(self.kind_name.to_owned()),
            Per::Friendship => Subject::Friendship(self.friendship()?.0.clone()),
            Per::Journal => Subject::Tool(self.tool()?.0.clone()),
            Per::Occasion => Subject::Occasion(self.question.occasion.clone()?),
            Per::Child | Per::Family | Per::LinkedPolicy => return None,
            Per::DeclaredDevice => match (&self.device?.1.is.owner, &self.who) {
                (Owner::Setting, _) => Subject::Device(self.device?.0.into()),
                (Owner::Person(owner), Who::Person(id, _)) if owner == *id => {
                    Subject::Device(self.device?.0.into())
                }
                _ => return None,
            },
            _ => Subject::Device(self.device?.0.into()),
        })
    }
}

fn abilities<'a>(state: &'a State, catalogue: &'a Catalogue, kind: &str) -> Cow<'a, [String]> {
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
    if word == "child" || state.children.all.contains_key(&ChildId::from(word)) {
        return Who::Child;
    }
    Who::Roles(word)
}
