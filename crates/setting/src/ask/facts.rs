//! The facts of a question, as rules see them.

use super::situation::{Situation, Who};
use super::{NAMES_MAX, OFF_PREMISES, Supposition};
use crate::friendships;
use crate::ids::ChildId;
use crate::moment::date_of;
use crate::{online, teaching};
use belisha_policy::{Fact, FactKey, Facts, Value};
use std::borrow::Cow;

impl Situation<'_> {
    fn fact(&self, fact: Fact) -> Value<'_> {
        let question = self.question;
        match fact {
            Fact::Roles => Value::Words(self.roles.iter().map(|role| Cow::Borrowed(*role)).collect()),
            Fact::OnBreak => self.presence().is_some_and(|there| there.on_break.is_some()).into(),
            Fact::Supervising => match self.who {
                Who::Person(..) if self.lived() => {
                    self.presence().is_some_and(|there| there.supervising).into()
                }
                _ => true.into(),
            },
            Fact::RatioHolds => (!self.lived() || self.ratio_without().met()).into(),
            Fact::Authenticated => true.into(),
            Fact::LoneWorking => matches!(self.who, Who::Visitor(visit) if visit.is.lone_working).into(),
            Fact::Supervised => match self.who {
                Who::Visitor(visit) => {
                    let named = visit.is.supervisor.iter().chain(&question.supervised_by);
                    named.into_iter().any(|person| self.may_supervise(person))
                }
                // What is looked up is supervised by a session on record, and by nothing that is merely said.
                _ if question.act == "open-site" => self.in_session(),
                _ => {
                    let out = self.device.and_then(|(_, device)| device.out.as_ref());
                    let named = out.and_then(|out| out.supervisor.as_ref());
                    named.into_iter().chain(&question.supervised_by).any(|person| self.may_supervise(person))
                        || self.in_session()
                }
            }
            .into(),
            Fact::InHours => self.in_hours().into(),
            Fact::ChildrenIn => self.children_in().into(),
            Fact::ChildrenHere => match self.place {
                Some((_, place)) => self.children_in_place(place).into(),
                None if self.place_kind == OFF_PREMISES => self.on_outing().into(),
                None => {
                    let of_pack = self.policy.pack.places.iter().find(|place| place.kind == self.place_kind);
                    (self.children_in() && of_pack.is_none_or(|place| place.children)).into()
                }
            },
            Fact::Place => self.place_kind.into(),
            Fact::OnOuting => self.on_outing().into(),
            Fact::Owner => self.owner().into(),
            Fact::Kind => self.kind_name.into(),
            Fact::Calls => self.can("calls"),
            Fact::Messages => self.can("messages"),
            Fact::Internet => self.can("internet"),
            Fact::Camera => self.can("camera"),
            Fact::Records => self.can("records"),
            Fact::Worn => self.can("worn"),
            Fact::Computer => self.can("computer"),
            Fact::Assistant => self.can("assistant"),
            Fact::Sim => self.recorded(|device| device.is.sim),
            Fact::Connected => self.device.is_none_or(|(_, device)| device.is.connected).into(),
            Fact::ForChildren => self.recorded(|device| device.is.for_children),
            Fact::SettingPhone => (question.setting_phone
                || self.device.is_some_and(|(_, device)| device.is.setting_phone))
            .into(),
            Fact::SecondHand => self.recorded(|device| device.is.second_hand),
            Fact::Failed => self.device.is_some_and(|(id, _)| self.state.duties.failed(&id.into())).into(),
            Fact::InSight => self.recorded(|device| {
                let place = device.is.place.as_ref().and_then(|place| self.state.places.all.get(place));
                place.is_some_and(|place| place.sighted)
            }),
            Fact::Governed => self.recorded(|device| self.governed(device)),
            Fact::KindKnown => {
                (self.kind_name.is_empty() || self.policy.catalogue.kinds.contains_key(self.kind_name)).into()
            }
            Fact::Purpose => question.purpose.as_deref().unwrap_or("").into(),
            Fact::Mail => question.mail.as_deref().unwrap_or("work").into(),
            Fact::Account => question.account.as_deref().unwrap_or("official").into(),
            Fact::Emergency => question.emergency.into(),
            Fact::Granted => {
                let Who::Person(id, _) = &self.who else { return false.into() };
                // Whoever may read their mail may open the site it is read on.
                let act = if question.act == "open-site" { "email" } else { &question.act };
                self.state.exceptions.cover(id, act, &self.place_words(), self.now).into()
            }
            Fact::KitPhone => question.kit_phone.into(),
            Fact::KitFolder => question.kit_folder.into(),
            Fact::SecondFactor => question.second_factor.into(),
            Fact::OnRoute => self.on_route().into(),
            Fact::AboutAsker => {
                let asker = if let Who::Person(id, _) = &self.who { Some(*id) } else { None };
                self.concern()
                    .zip(asker)
                    .is_some_and(|(concern, asker)| concern.adults.contains(asker))
                    .into()
            }
            Fact::Concern => {
                self.concern().is_some_and(|concern| concern.closed.is_none() && self.on_route()).into()
            }
            Fact::FriendshipTold => {
                self.friendship().is_some_and(|(_, there)| there.acknowledged.is_some()).into()
            }
            Fact::FriendshipAssessed => self.done(friendships::ASSESSMENT).into(),
            Fact::FriendshipAgreed => {
                self.friendship().is_some_and(|(_, there)| there.agreed.is_some()).into()
            }
            Fact::FriendshipLapsed => (self.friendship().is_some() && !self.done(friendships::REVIEW)).into(),
            Fact::ToolKind => match self.tool() {
                Some((_, tool)) => tool.kind.word().into(),
                None if ["journal", "learning journey"]
                    .contains(&question.purpose.as_deref().unwrap_or("")) =>
                {
                    "journal".into()
                }
                None => "social".into(),
            },
            Fact::ToolAssessed => match (&self.who, self.tool()) {
                (Who::Person(person, _), Some((tool, _))) => {
                    self.state.assessments.of_tool_by(tool, person, date_of(self.now)).is_some().into()
                }
                _ => false.into(),
            },
            Fact::Mailbox => {
                let word = question.mailbox.as_deref().unwrap_or("");
                self.state.channels.mailbox(word).map_or(word, |(_, there)| &there.serves).into()
            }
            Fact::Holder => {
                let there = question.mailbox.as_deref().and_then(|word| self.state.channels.mailbox(word));
                let held = |there: &crate::channels::Channel| matches!(&self.who, Who::Person(id, _) if there.run_by.contains(*id));
                there.is_none_or(|(_, there)| held(there)).into()
            }
            Fact::Sealed => false.into(),
            Fact::Permission if question.act == "go-online" => self
                .together()
                .is_some_and(|all| all.iter().all(|child| online::permitted(child, self.state)))
                .into(),
            Fact::Site => "".into(),
            Fact::SiteApproved => false.into(),
            Fact::Taught => {
                let taught = |child: &ChildId| {
                    teaching::gaps(child, "internet.stay-safe-principles", self.policy, self.state).is_empty()
                };
                self.together().is_some_and(|all| all.iter().all(taught)).into()
            }
            Fact::Permission => self.unpermitted().is_some_and(|lacking| lacking.is_empty()).into(),
            Fact::IdentifiersChecked => question.identifiers_checked.into(),
            Fact::AdminComputer => {
                question.computer.as_ref().is_none_or(|computer| self.administration(computer)).into()
            }
            Fact::Reminded => {
                let there = question.occasion.as_ref().and_then(|id| self.state.occasions.all.get(id));
                there.is_some_and(|there| there.reminded.is_some()).into()
            }
        }
    }
}

impl Facts for Situation<'_> {
    fn get(&self, key: &FactKey) -> Value<'_> {
        let supposed = |name: &str| self.question.suppose.get(name);
        match key {
            FactKey::Known(fact) => match supposed(fact.name()) {
                Some(Supposition::Bool(yes)) => Value::Bool(*yes),
                Some(Supposition::Word(word)) => Value::Word(Cow::Borrowed(word)),
                None => self.fact(*fact),
            },
            FactKey::Done(duty) => match supposed(duty) {
                Some(Supposition::Bool(yes)) => Value::Bool(*yes),
                _ => Value::Bool(self.done(duty)),
            },
        }
    }

    fn change(&self, fact: Fact) -> Option<String> {
        if self.question.act == "go-online" {
            return self.before_going_online(fact);
        }
        if fact != Fact::Permission {
            return None;
        }
        let lacking = self.unpermitted()?;
        let (child, purpose) = lacking.first()?;
        let names: Vec<String> = lacking
            .iter()
            .take(NAMES_MAX)
            .filter(|(child, _)| !child.as_str().is_empty())
            .map(|(child, _)| format!("{}’s", self.state.children.name(child)))
            .collect();
        if names.is_empty() || child.as_str().is_empty() {
            return Some(format!("have the consent of the adults who can be seen, for {}", purpose.title));
        }
        let more = lacking.len().saturating_sub(names.len());
        let others = if more == 0 { String::new() } else { format!(" and {more} other children’s") };
        let cover = if self.question.picture.is_some() { ", or cover them" } else { "" };
        let names = if more == 0 { belisha_policy::join_and(&names) } else { names.join(", ") };
        Some(format!("have {names}{others} parents’ permission for {} on record{cover}", purpose.title))
    }
}
