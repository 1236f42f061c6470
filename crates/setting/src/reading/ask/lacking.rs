//! Who lacks the permission that a question turns on.

use crate::reading::ask::situation::{NAMES_MAX, Situation};
use crate::record::ids::ChildId;
use crate::record::moment::date_of;
use crate::registers::online::supervision;
use crate::registers::permissions::standing;
use crate::registers::pictures::permitted;
use crate::registers::teaching::topics;
use belisha_policy::{Fact, Purpose};

/// Those without the permission or consent that a purpose needs.
struct Lacking<'a> {
    /// The purpose asked for.
    purpose: &'a Purpose,
    /// Children whose parents have not permitted it, each with the purpose that it needs.
    children: Vec<(ChildId, &'a Purpose)>,
    /// Whether an adult who can be seen has not consented to it.
    adults: bool,
}

impl Lacking<'_> {
    fn nobody(&self) -> bool {
        self.children.is_empty() && !self.adults
    }
}

impl<'a> Situation<'a> {
    /// Whether everybody concerned permits or consents to the purpose in question. Where nobody is named, or the purpose
    /// is none that parents are asked for, that is a no as well.
    pub(super) fn permitted(&self) -> bool {
        self.question.nobody || self.lacking().is_some_and(|lacking| lacking.nobody())
    }

    /// Who of those concerned lacks the permission that the purpose needs; `None` where nobody is named, or the purpose
    /// is none that parents are asked for.
    fn lacking(&self) -> Option<Lacking<'a>> {
        let (question, state) = (self.question, self.state);
        let purpose = self.policy.catalogue.purpose(question.purpose.as_deref()?)?;
        if let Some(picture) = &question.picture {
            let picture = state.pictures.all.get(picture)?;
            let journey = question.with.as_deref();
            let children = permitted::unpermitted(picture, purpose, journey, self.policy, state);
            let adults = permitted::unconsenting(picture, purpose, state).next().is_some();
            return Some(Lacking { purpose, children, adults });
        }
        let today = || date_of(self.now);
        let (children, day): (Vec<ChildId>, _) = match &question.occasion {
            Some(occasion) => {
                let occasion = state.occasions.all.get(occasion)?;
                (occasion.children.clone(), occasion.on)
            }
            None => (self.together()?, question.day.unwrap_or_else(today)),
        };
        if children.is_empty() {
            return None;
        }
        let lacks = |child: &ChildId| !standing::standing(child, &purpose.id, day, state).permits();
        let children = children.into_iter().filter(lacks).map(|child| (child, purpose)).collect();
        Some(Lacking { purpose, children, adults: false })
    }

    /// What would have to be done for the permission that is missing, as an instruction.
    pub(super) fn permission_wanted(&self) -> Option<String> {
        if self.question.nobody {
            return None;
        }
        let lacking = self.lacking()?;
        let Some((_, needed)) = lacking.children.first() else {
            let title = &lacking.purpose.title;
            let consent = format!("have the consent of the adults who can be seen, for {title}");
            return lacking.adults.then_some(consent);
        };
        let title = &needed.title;
        let named = lacking.children.iter().take(NAMES_MAX);
        let names: Vec<String> =
            named.map(|(child, _)| format!("{}’s", self.state.children.name(child))).collect();
        let more = lacking.children.len() - names.len();
        let others = if more == 0 { String::new() } else { format!(" and {more} other children’s") };
        let cover = if self.question.picture.is_some() { ", or cover them" } else { "" };
        let names = if more == 0 { belisha_policy::join_and(&names) } else { names.join(", ") };
        Some(format!("have {names}{others} parents’ permission for {title} on record{cover}"))
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
                let lacking = names(&|child| !supervision::permitted(child, self.state))?;
                Some(format!(
                    "have the written permission of a parent who was shown the policy on record, for {lacking}"
                ))
            }
            Fact::Taught => {
                let gaps = |child: &ChildId| topics::stay_safe_gaps(child, self.policy, self.state);
                let lacking = names(&|child| !gaps(child).is_empty())?;
                Some(format!("teach every stay-safe principle, and put it on record, for {lacking}"))
            }
            _ => None,
        }
    }
}
