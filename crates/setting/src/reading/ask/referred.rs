//! What a question refers to on the registers, and what is on record of it.

use crate::reading::ask::situation::{Situation, Who, abilities};
use crate::reading::due::status;
use crate::record::ids::{FriendshipId, PersonId, PlaceId, ToolId};
use crate::record::moment::date_of;
use crate::registers::concerns::route;
use crate::registers::concerns::state::Concern;
use crate::registers::devices::event::Owner;
use crate::registers::devices::state::Device;
use crate::registers::duties::event::Subject;
use crate::registers::friendships::state::Friendship;
use crate::registers::online::supervision;
use crate::registers::tools::state::Tool;
use belisha_policy::KnownRole;
use belisha_policy::controls::AssistantGoverned;

impl<'a> Situation<'a> {
    /// Whether the device is in a supervised session that goes on.
    pub(super) fn in_session(&self) -> bool {
        let session = self.device.and_then(|(id, _)| self.state.online.of_device(id, self.now));
        session.is_some_and(|(_, session)| {
            self.may_supervise(&session.supervisor)
                && supervision::can_supervise(&session.supervisor, self.state, self.now)
        })
    }

    pub(super) fn administration(&self, computer: &str) -> bool {
        let known = self.state.devices.all.get(computer);
        known.is_some_and(|known| known.retired.is_none() && known.particulars.administration)
    }

    pub(super) fn concern(&self) -> Option<&'a Concern> {
        self.state.concerns.all.get(self.question.concern.as_ref()?)
    }

    pub(super) fn on_route(&self) -> bool {
        let Who::Person(id, _) = &self.who else { return false };
        self.concern().is_some_and(|concern| route::on_route(id, concern, self.state, self.policy, self.now))
    }

    /// The friendship from before between the asker and the family in question.
    pub(super) fn friendship(&self) -> Option<(&'a FriendshipId, &'a Friendship)> {
        let (Who::Person(person, _), Some(child)) = (&self.who, &self.question.with) else { return None };
        self.state.friendships.between(person, child)
    }

    pub(super) fn tool(&self) -> Option<(&'a ToolId, &'a Tool)> {
        self.state.tools.all.get_key_value(self.question.tool.as_deref()?)
    }

    pub(super) fn owner(&self) -> &'a str {
        match self.device {
            Some((_, device)) if device.particulars.owner == Owner::Setting => "setting",
            Some(_) => "personal",
            None => self.question.owner.as_deref().unwrap_or(match self.who {
                Who::Visitor(_) => "personal",
                Who::Child => "child",
                Who::Roles(role) if *role == KnownRole::Visitor || *role == KnownRole::Parent => "personal",
                _ => "setting",
            }),
        }
    }

    /// On the team, and in while the day is open.
    pub(super) fn may_supervise(&self, person: &PersonId) -> bool {
        let known = self.state.people.active(person);
        let in_now = !self.state.day.open_on(date_of(self.now)) || self.state.day.people.contains_key(person);
        known.is_ok_and(|known| known.has_role(KnownRole::Team, &self.policy.catalogue)) && in_now
    }

    /// Governed from a setting phone on the register, by a person of a role that the policy names.
    pub(super) fn governed(&self, device: &Device) -> bool {
        let phone =
            device.particulars.governed_from.as_ref().and_then(|phone| self.state.devices.active(phone).ok());
        let person =
            device.particulars.responsible.as_ref().and_then(|person| self.state.people.active(person).ok());
        let named = self.policy.adopted::<AssistantGoverned>().next().map(|adopted| &*adopted.params.roles);
        let rightly = person
            .is_some_and(|person| named.is_none_or(|roles| person.is_any(roles, &self.policy.catalogue)));
        let calls = |phone: &Device| {
            abilities(self.state, &self.policy.catalogue, &phone.particulars.kind)
                .iter()
                .any(|ability| ability == "calls")
        };
        phone.is_some_and(|phone| phone.particulars.owner == Owner::Setting && calls(phone)) && rightly
    }

    pub(super) fn done(&self, key: &str) -> bool {
        let Some(duty) = self.policy.duties.iter().find(|duty| *duty.key == *key) else { return false };
        if duty.per == belisha_policy::Per::Child {
            // Of every child concerned; where none is named, of nobody.
            let date = date_of(self.now);
            let done = |child: &String| {
                let subject = Subject::Child(child.as_str().into());
                status::in_date(duty, &subject, self.state, &self.policy.catalogue, date)
            };
            return !self.question.children.is_empty() && self.question.children.iter().all(done);
        }
        let place = self.place.map(|(id, _)| id);
        self.subject(duty.per, place).is_some_and(|subject| {
            status::in_date(duty, &subject, self.state, &self.policy.catalogue, date_of(self.now))
        })
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
            Per::DeclaredDevice => match (&self.device?.1.particulars.owner, &self.who) {
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
