//! The facts of a question, as rules see them.

use crate::reading::ask::question::Supposition;
use crate::reading::ask::situation::{Situation, Who};
use crate::registers::friendships::state::{ASSESSMENT, Friendship, REVIEW};
use belisha_policy::KnownAct;
use belisha_policy::{Fact, FactKey, FactType, Facts, Value};
use std::borrow::Cow;

impl Situation<'_> {
    fn fact(&self, fact: Fact) -> Value<'_> {
        let question = self.question;
        match fact {
            Fact::Roles => Value::Words(self.roles.iter().map(|role| Cow::Borrowed(*role)).collect()),
            Fact::OnBreak => self.presence().is_some_and(|presence| presence.on_break.is_some()).into(),
            Fact::Supervising => self.supervising().into(),
            Fact::RatioHolds => (!self.lived() || self.ratio_without().met()).into(),
            Fact::Authenticated => true.into(),
            Fact::LoneWorking => matches!(self.who, Who::Visitor(visit) if visit.arrival.lone_working).into(),
            Fact::Supervised => self.supervised().into(),
            Fact::InHours => self.in_hours().into(),
            Fact::ChildrenIn => self.children_in().into(),
            Fact::ChildrenHere => self.children_here().into(),
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
            Fact::Sim => self.recorded(|device| device.particulars.sim),
            Fact::Connected => self.device.is_none_or(|(_, device)| device.particulars.connected).into(),
            Fact::ForChildren => self.recorded(|device| device.particulars.for_children),
            Fact::SettingPhone => self.setting_phone().into(),
            Fact::SecondHand => self.recorded(|device| device.particulars.second_hand),
            Fact::Failed => self.device.is_some_and(|(id, _)| self.state.duties.failed(&id.into())).into(),
            Fact::InSight => self.recorded(|device| self.in_sight(device)),
            Fact::Governed => self.recorded(|device| self.governed(device)),
            Fact::KindKnown => self.kind_known().into(),
            Fact::Purpose => question.purpose.as_deref().unwrap_or("").into(),
            Fact::Mail => question.mail.as_deref().unwrap_or("work").into(),
            Fact::Account => question.account.as_deref().unwrap_or("official").into(),
            Fact::Emergency => question.emergency.into(),
            Fact::Granted => self.granted().into(),
            Fact::KitPhone => question.kit_phone.into(),
            Fact::KitFolder => question.kit_folder.into(),
            Fact::SecondFactor => question.second_factor.into(),
            Fact::OnRoute => self.on_route().into(),
            Fact::AboutAsker => self.about_asker().into(),
            Fact::Concern => {
                self.concern().is_some_and(|concern| concern.closed.is_none() && self.on_route()).into()
            }
            Fact::FriendshipTold => self.of_friendship(|friendship| friendship.acknowledged.is_some()),
            Fact::FriendshipAssessed => self.done(ASSESSMENT).into(),
            Fact::FriendshipAgreed => self.of_friendship(|friendship| friendship.agreed.is_some()),
            Fact::FriendshipLapsed => (self.friendship().is_some() && !self.done(REVIEW)).into(),
            Fact::ToolKind => self.tool_kind().into(),
            Fact::ToolAssessed => self.tool_assessed().into(),
            Fact::Mailbox => self.mailbox().into(),
            Fact::Holder => self.holds_mailbox().into(),
            Fact::Sealed => false.into(),
            Fact::Site => "".into(),
            Fact::SiteApproved => false.into(),
            Fact::Today => self.today().into(),
            Fact::Taught => self.taught().into(),
            Fact::Permission if question.act == KnownAct::GoOnline => self.may_go_online().into(),
            Fact::Permission => self.permitted().into(),
            Fact::IdentifiersChecked => question.identifiers_checked.into(),
            Fact::AdminComputer => {
                question.computer.as_ref().is_none_or(|computer| self.administration(computer)).into()
            }
            Fact::Reminded => self.reminded().into(),
        }
    }

    fn of_friendship(&self, holds: impl FnOnce(&Friendship) -> bool) -> Value<'static> {
        Value::Bool(self.friendship().is_some_and(|(_, friendship)| holds(friendship)))
    }
}

impl Situation<'_> {
    /// What whoever asks said of a circumstance; where they said nothing, what makes nothing easier is not guessed: see
    /// [`super::answer`].
    fn circumstance(&self, name: &str) -> Value<'_> {
        let known = self.policy.catalogue.circumstances.get(name);
        let is_number = known.is_some_and(|known| known.kind == FactType::Number);
        match self.question.said(name) {
            Some(Supposition::Bool(yes)) => Value::Bool(*yes),
            Some(Supposition::Number(number)) => Value::Number(*number),
            _ if is_number => Value::Number(0),
            _ => Value::Bool(false),
        }
    }
}

impl Facts for Situation<'_> {
    fn get(&self, key: &FactKey) -> Value<'_> {
        let supposed = self.question.suppose.get(key);
        match key {
            FactKey::Known(fact) => match supposed {
                Some(Supposition::Bool(yes)) => Value::Bool(*yes),
                Some(Supposition::Word(word)) => Value::Word(Cow::Borrowed(word)),
                Some(Supposition::Number(number)) => Value::Number(*number),
                None => self.fact(*fact),
            },
            FactKey::Circumstance(name) => self.circumstance(name),
            FactKey::Done(duty) => match supposed {
                Some(Supposition::Bool(yes)) => Value::Bool(*yes),
                _ => Value::Bool(self.done(duty)),
            },
        }
    }

    fn change(&self, fact: Fact) -> Option<String> {
        if self.question.act == KnownAct::GoOnline {
            return self.before_going_online(fact);
        }
        if fact == Fact::Permission { self.permission_wanted() } else { None }
    }
}
