//! What is looked up for a fact where that takes more than a line.

use crate::reading::ask::situation::{OFF_PREMISES, Situation, Who};
use crate::record::ids::ChildId;
use crate::record::moment::date_of;
use crate::registers::channels::state::Channel;
use crate::registers::devices::state::Device;
use crate::registers::online::supervision;
use crate::registers::teaching::topics;
use belisha_policy::KnownAct;

impl Situation<'_> {
    /// The date as one number, so that a rule can begin or end on a day.
    pub(super) fn today(&self) -> i64 {
        let today = date_of(self.now);
        i64::from(today.year()) * 10_000 + i64::from(today.month()) * 100 + i64::from(today.day())
    }

    pub(super) fn supervising(&self) -> bool {
        match self.who {
            Who::Person(..) if self.lived() => self.presence().is_some_and(|presence| presence.supervising),
            _ => true,
        }
    }

    pub(super) fn supervised(&self) -> bool {
        let named = self.question.supervised_by.iter();
        match self.who {
            Who::Visitor(visit) => {
                visit.arrival.supervisor.iter().chain(named).any(|person| self.may_supervise(person))
            }
            // What is looked up is supervised by a session on record, and by nothing that is merely said.
            _ if self.question.act == KnownAct::OpenSite => self.in_session(),
            _ => {
                let out = self.device.and_then(|(_, device)| device.out.as_ref());
                let recorded = out.and_then(|out| out.supervisor.as_ref());
                recorded.into_iter().chain(named).any(|person| self.may_supervise(person))
                    || self.in_session()
            }
        }
    }

    pub(super) fn children_here(&self) -> bool {
        match self.place {
            Some((_, place)) => self.children_in_place(place),
            None if self.place_kind == OFF_PREMISES => self.on_outing(),
            None => {
                let of_pack = self.policy.pack.places.iter().find(|place| place.kind == self.place_kind);
                self.children_in() && of_pack.is_none_or(|place| place.children)
            }
        }
    }

    pub(super) fn setting_phone(&self) -> bool {
        self.question.setting_phone || self.device.is_some_and(|(_, device)| device.particulars.setting_phone)
    }

    pub(super) fn in_sight(&self, device: &Device) -> bool {
        let place = device.particulars.place.as_ref().and_then(|place| self.state.places.all.get(place));
        place.is_some_and(|place| place.sighted)
    }

    pub(super) fn kind_known(&self) -> bool {
        self.kind_name.is_empty() || self.policy.catalogue.kinds.contains_key(self.kind_name)
    }

    pub(super) fn granted(&self) -> bool {
        let Who::Person(id, _) = &self.who else { return false };
        // Whoever may read their mail may open the site it is read on.
        let act = if self.question.act == KnownAct::OpenSite { "email" } else { &self.question.act };
        self.state.exceptions.cover(id, act, &self.place_words(), self.now)
    }

    pub(super) fn about_asker(&self) -> bool {
        let Who::Person(asker, _) = &self.who else { return false };
        self.concern().is_some_and(|concern| concern.adults.contains(*asker))
    }

    pub(super) fn tool_kind(&self) -> &'static str {
        match self.tool() {
            Some((_, tool)) => tool.kind.word(),
            None => match self.question.purpose.as_deref() {
                Some("journal" | "learning journey") => "journal",
                _ => "social",
            },
        }
    }

    pub(super) fn tool_assessed(&self) -> bool {
        let (Who::Person(person, _), Some((tool, _))) = (&self.who, self.tool()) else { return false };
        self.state.assessments.of_tool_by(tool, person, date_of(self.now)).is_some()
    }

    /// The policy's word for the mailbox, or the word that was given where none on the register goes by it.
    pub(super) fn mailbox(&self) -> &str {
        let word = self.question.mailbox.as_deref().unwrap_or("");
        self.state.channels.mailbox(word).map_or(word, |(_, mailbox)| &mailbox.serves)
    }

    pub(super) fn holds_mailbox(&self) -> bool {
        let mailbox = self.question.mailbox.as_deref().and_then(|word| self.state.channels.mailbox(word));
        let held =
            |mailbox: &Channel| matches!(&self.who, Who::Person(id, _) if mailbox.run_by.contains(*id));
        mailbox.is_none_or(|(_, mailbox)| held(mailbox))
    }

    pub(super) fn taught(&self) -> bool {
        let taught = |child: &ChildId| topics::stay_safe_gaps(child, self.policy, self.state).is_empty();
        self.together().is_some_and(|all| all.iter().all(taught))
    }

    pub(super) fn may_go_online(&self) -> bool {
        self.together().is_some_and(|all| all.iter().all(|child| supervision::permitted(child, self.state)))
    }

    pub(super) fn reminded(&self) -> bool {
        let occasion = self.question.occasion.as_ref().and_then(|id| self.state.occasions.all.get(id));
        occasion.is_some_and(|occasion| occasion.reminded.is_some())
    }
}
