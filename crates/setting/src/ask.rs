//! "May I…?": a question about this setting, now, answered by its policy.

use crate::devices::{Device, Owner};
use crate::duties::Subject;
use crate::friendships::{self, Friendship};
use crate::ids::{
    ChildId, ConcernId, FriendshipId, OccasionId, PersonId, PictureId, PlaceId, ToolId, VisitId,
};
use crate::moment::date_of;
use crate::places::Place;
use crate::refusal::Refusal;
use crate::state::{Context, State};
use crate::tools::Tool;
use crate::{concerns, due, online, people, permissions, pictures, ratio, teaching, visitors};
use belisha_policy::{
    Catalogue, DeviceKind, Fact, FactKey, Facts, Lever, Policy, Purpose, Remedy, Value, Verdict,
};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The kind of the place that is nowhere on the premises.
pub const OFF_PREMISES: &str = "off premises";

/// A question. What is left out is as the registers have it, or as it usually is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Question {
    /// The act, an id of the catalogue.
    pub act: String,
    /// Who: the id of a person, a visit or a child; or a role.
    pub who: Option<String>,
    /// With which device: the id of one on the register, or a kind.
    pub device: Option<String>,
    /// What it can do, where it is neither on the register nor of a known kind.
    pub can: Option<Vec<String>>,
    /// Whose a device is that is not on the register: `setting` or `personal`.
    pub owner: Option<String>,
    /// Where: the id, name or kind of a place, or `off premises`.
    pub place: Option<String>,
    /// What for.
    pub purpose: Option<String>,
    /// `personal` or `work` email.
    pub mail: Option<String>,
    /// `official` or `other` account.
    pub account: Option<String>,
    /// Which mailbox: the id or name of one on the register, or the policy's word for it.
    pub mailbox: Option<String>,
    /// That it is an emergency.
    pub emergency: bool,
    /// Who supervises.
    pub supervised_by: Option<PersonId>,
    /// The outing has the setting phone.
    pub kit_phone: bool,
    /// The outing has the contact folder.
    pub kit_folder: bool,
    /// The device is to be the setting's own telephone.
    pub setting_phone: bool,
    /// The concern that it is about, or that gives cause for it.
    pub concern: Option<ConcernId>,
    /// That the asker gave a second proof of who they are.
    pub second_factor: bool,
    /// Whose family, for a friendship: the id of a child.
    pub with: Option<String>,
    /// Which tool: an id of the register of tools.
    pub tool: Option<String>,
    /// Which children it is about: ids. Left out: those who are in.
    pub children: Vec<String>,
    /// On which day a picture is made; today when left out.
    pub day: Option<Date>,
    /// That nobody can be seen.
    pub nobody: bool,
    /// Which picture of the vault it is about.
    pub picture: Option<PictureId>,
    /// At which event for families.
    pub occasion: Option<OccasionId>,
    /// On which computer: the id of one on the register. Left out: nothing is downloaded to a computer.
    pub computer: Option<String>,
    /// That somebody looked for what tells who a child is.
    pub identifiers_checked: bool,
    /// Facts to suppose, whatever the registers say, by their names.
    pub suppose: BTreeMap<String, Supposition>,
}

/// A fact that is supposed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Supposition {
    /// Yes or no.
    Bool(bool),
    /// A word.
    Word(String),
}

/// The answer to a question.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The verdict, with what decided it.
    pub verdict: Verdict,
    /// What would make a no a yes.
    pub remedies: Vec<Remedy>,
    /// The ratio's sum, where the answer turned on it.
    pub sum: Option<String>,
}

impl Question {
    /// Asks, and refuses unless the policy lets it.
    pub(crate) fn must_be_let(&self, context: &Context<'_>) -> Result<(), Refusal> {
        let answer = ask(context.state, context.policy, context.now, self);
        if answer.verdict.lets() { Ok(()) } else { Err(Refusal::Policy(Box::new(answer))) }
    }
}

/// Answers a question from the state and the policy.
pub fn ask(state: &State, policy: &Policy, now: Timestamp, question: &Question) -> Answer {
    let situation = Situation::of(state, policy, now, question);
    let verdict = policy.decide(&question.act, &situation);
    if verdict.lets() {
        return Answer { verdict, remedies: Vec::new(), sum: None };
    }
    let turned_on_ratio = verdict.reasons().iter().any(|reason| reason.says.contains("ratio"));
    let remedies = policy.remedies(&question.act, &situation, &verdict, &situation.moves());
    let sum = turned_on_ratio.then(|| format!("Without this adult. {}", situation.ratio_without()));
    Answer { verdict, remedies, sum }
}

/// Only the verdict, without looking for remedies.
pub fn verdict(state: &State, policy: &Policy, now: Timestamp, question: &Question) -> Verdict {
    policy.decide(&question.act, &Situation::of(state, policy, now, question))
}

enum Who<'a> {
    Person(&'a PersonId, &'a people::Person),
    Visitor(&'a visitors::Visit),
    Child,
    Roles(&'a str),
    Anybody,
}

/// A question with everything it refers to looked up once.
struct Situation<'a> {
    state: &'a State,
    policy: &'a Policy,
    now: Timestamp,
    question: &'a Question,
    who: Who<'a>,
    roles: Vec<&'a str>,
    device: Option<(&'a str, &'a Device)>,
    kind_name: &'a str,
    can: Cow<'a, [String]>,
    place: Option<(&'a PlaceId, &'a Place)>,
    place_kind: &'a str,
}

impl<'a> Situation<'a> {
    fn of(state: &'a State, policy: &'a Policy, now: Timestamp, question: &'a Question) -> Self {
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

    fn can(&self, ability: &str) -> Value<'static> {
        Value::Bool(self.can.iter().any(|there| there == ability))
    }

    fn recorded(&self, of: impl FnOnce(&Device) -> bool) -> Value<'static> {
        Value::Bool(self.device.is_some_and(|(_, device)| of(device)))
    }

    /// Whether there is a setting with a day behind the question, or only a policy.
    fn lived(&self) -> bool {
        self.state.profile.founded.is_some()
    }

    fn children_in(&self) -> bool {
        !self.lived() || !self.state.day.children.is_empty()
    }

    fn in_hours(&self) -> bool {
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

    fn children_in_place(&self, place: &Place) -> bool {
        place.children && self.children_in()
    }

    fn presence(&self) -> Option<&crate::day::Presence> {
        let Who::Person(id, _) = &self.who else { return None };
        self.state.day.people.get(*id)
    }

    fn ratio_without(&self) -> ratio::Sum {
        let without = if let Who::Person(id, _) = &self.who { Some(*id) } else { None };
        ratio::sum(self.state, &self.policy.catalogue.ratios, date_of(self.now), without)
    }

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

    /// The children concerned who lack the permission that the purpose needs, each with that purpose. `None` where
    /// nobody is named, or the purpose is none that parents are asked for: that is a no as well.
    fn unpermitted(&self) -> Option<Vec<(ChildId, &'a Purpose)>> {
        let (question, state) = (self.question, self.state);
        if question.nobody {
            return Some(Vec::new());
        }
        let purpose = self.policy.catalogue.purpose(question.purpose.as_deref()?)?;
        if let Some(picture) = &question.picture {
            let there = state.pictures.all.get(picture)?;
            let mut lacking =
                pictures::unpermitted(there, purpose, question.with.as_deref(), self.policy, state);
            if !purpose.channels.is_empty()
                && there.shot.adults.iter().any(|adult| !state.consents.has(adult.as_str(), &purpose.id))
            {
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
    fn together(&self) -> Option<Vec<ChildId>> {
        let named: Vec<ChildId> = self.question.children.iter().map(|id| id.as_str().into()).collect();
        let all = if named.is_empty() { self.state.day.children.iter().cloned().collect() } else { named };
        (!all.is_empty()).then_some(all)
    }

    /// Which children lack what before they go online, as an instruction.
    fn before_going_online(&self, fact: Fact) -> Option<String> {
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
    fn in_session(&self) -> bool {
        let session = self.device.and_then(|(id, _)| self.state.online.of_device(id, self.now));
        session.is_some_and(|(_, session)| self.may_supervise(&session.supervisor))
    }

    fn administration(&self, computer: &str) -> bool {
        let there = self.state.devices.all.get(computer);
        there.is_some_and(|there| there.retired.is_none() && there.is.administration)
    }

    fn concern(&self) -> Option<&'a crate::concerns::Concern> {
        self.state.concerns.all.get(self.question.concern.as_ref()?)
    }

    fn on_route(&self) -> bool {
        let Who::Person(id, _) = &self.who else { return false };
        self.concern()
            .is_some_and(|concern| concerns::on_route(id, concern, self.state, self.policy, self.now))
    }

    /// The friendship from before between the asker and the family in question.
    fn friendship(&self) -> Option<(&'a FriendshipId, &'a Friendship)> {
        let (Who::Person(person, _), Some(child)) = (&self.who, &self.question.with) else { return None };
        self.state.friendships.between(person, child)
    }

    fn tool(&self) -> Option<(&'a ToolId, &'a Tool)> {
        self.state.tools.all.get_key_value(self.question.tool.as_deref()?)
    }

    fn on_outing(&self) -> bool {
        matches!(&self.who, Who::Person(id, _) if self.state.outings.has(id))
    }

    fn owner(&self) -> &'a str {
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
    fn may_supervise(&self, person: &PersonId) -> bool {
        let there = self.state.people.active(person);
        let in_now = !self.state.day.open_on(date_of(self.now)) || self.state.day.people.contains_key(person);
        there.is_ok_and(|there| there.is("team", &self.policy.catalogue)) && in_now
    }

    /// The words by which an exception may name the place.
    fn place_words(&self) -> Vec<&str> {
        let of_place = self.place.map(|(id, place)| [id.as_str(), place.name.as_str(), place.kind.as_str()]);
        of_place.map_or_else(|| vec![self.place_kind], |words| words.to_vec())
    }

    /// Governed from a setting phone on the register, by a person of a role that the policy names.
    fn governed(&self, device: &Device) -> bool {
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

    fn done(&self, key: &str) -> bool {
        let Some(duty) = self.policy.duties.iter().find(|duty| *duty.key == *key) else { return false };
        let place = self.place.map(|(id, _)| id);
        self.subject(duty.per, place)
            .is_some_and(|subject| due::in_date(duty, &subject, self.state, date_of(self.now)))
    }

    fn subject(&self, per: belisha_policy::Per, place: Option<&PlaceId>) -> Option<Subject> {
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

    /// The moves to another place that the asker could make, each with what depends on the place.
    fn moves(&self) -> Vec<Lever> {
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
                let done = subject.is_some_and(|subject| due::in_date(duty, &subject, self.state, today));
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

/// At most this many children are named in one remedy.
const NAMES_MAX: usize = 5;

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
