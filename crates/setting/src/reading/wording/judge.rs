//! A finding judged by the opinions of the catalogue: those of the controls that are adopted, and where none speaks,
//! those of plain care.

use crate::reading::wording::finding::{Found, Verdict};
use crate::record::ids::PersonId;
use crate::record::state::State;
use belisha_policy::{
    Adoption, ConsentStanding, Judgement, OpinionText, Policy, Remark, TextOutlet as Outlet, Whose as Of,
    WordKind,
};
use belisha_textcheck::{Finding, FindingKind, Sure, Whose};

/// An opinion that holds of a finding, and whose it is: a clause's, or plain care's.
struct Held<'a> {
    verdict: Verdict,
    adoption: Option<&'a Adoption>,
    says: String,
}

/// What a finding is judged by.
pub(crate) struct Judge<'a> {
    outlet: Outlet,
    by: Option<&'a PersonId>,
    /// How certain a remark about work is that stands in the text.
    remark: Remark,
    /// Whether pictures go with the text.
    pictures: bool,
    state: &'a State,
    /// The opinions of the policy for this outlet.
    opinions: Vec<(&'a Adoption, &'a OpinionText)>,
    /// The opinions of plain care for this outlet.
    plain: Vec<&'a OpinionText>,
}

impl<'a> Judge<'a> {
    pub(super) fn new(
        outlet: Outlet,
        by: Option<&'a PersonId>,
        pictures: bool,
        found: &[Finding],
        state: &'a State,
        policy: &'a Policy,
    ) -> Self {
        let remarks = found.iter().filter(|finding| finding.kind == FindingKind::RemarkAboutWork);
        let remark = match remarks.map(|finding| finding.sure).max() {
            None => Remark::None,
            Some(Sure::Possible) => Remark::Possible,
            Some(Sure::Certain) => Remark::Certain,
        };
        let speaks = |opinion: &&OpinionText| opinion.outlets.contains(&outlet);
        let of_policy = policy.adoptions.iter().flat_map(|adoption| {
            adoption.opinions.iter().filter(speaks).map(move |opinion| (adoption, opinion))
        });
        let plain = policy.catalogue.opinions.iter().filter(speaks).collect();
        Self { outlet, by, remark, pictures, state, opinions: of_policy.collect(), plain }
    }

    /// A finding, judged. A name inside an address or a handle is judged like any other name, and the stricter verdict
    /// counts.
    pub(super) fn judged(&self, text: &str, mut finding: Finding) -> Option<Found> {
        let names = std::mem::take(&mut finding.names);
        let inside = names.into_iter().filter_map(|name| self.judged_alone(text, name));
        let strictest = inside.reduce(|one, other| if other.verdict > one.verdict { other } else { one });
        let (at, words) = (finding.at.clone(), text.get(finding.at.clone()).unwrap_or_default().to_owned());
        let whole = self.judged_alone(text, finding);
        match (whole, strictest) {
            (Some(whole), Some(name)) if name.verdict > whole.verdict => Some(Found { at, words, ..name }),
            (None, Some(name)) => Some(Found { at, words, ..name }),
            (whole, _) => whole,
        }
    }

    fn judged_alone(&self, text: &str, finding: Finding) -> Option<Found> {
        let words = text.get(finding.at.clone()).unwrap_or_default().to_owned();
        if finding.kind == FindingKind::Telephone && self.own_number(&words) {
            return None;
        }
        let held = self.held(&finding);
        let verdict = held.iter().map(|held| held.verdict).max()?;
        let weightiest: Vec<Held<'_>> = held.into_iter().filter(|held| held.verdict == verdict).collect();
        let says = weightiest.first().map(|held| held.says.clone())?;
        let mut clauses: Vec<String> =
            weightiest.iter().filter_map(|held| Some(held.adoption?.clause.to_string())).collect();
        clauses.dedup();
        Some(Found { at: finding.at, words, kind: finding.kind, sure: finding.sure, verdict, clauses, says })
    }

    /// The opinions of the policy that hold. No child is named beside a picture, whether or not a clause says so; and
    /// where nothing is said at all, plain care speaks.
    fn held(&self, finding: &Finding) -> Vec<Held<'a>> {
        let hold = self.opinions.iter().filter(|(_, opinion)| self.holds(opinion, finding));
        let mut held: Vec<Held<'a>> =
            hold.clone().map(|(adoption, opinion)| self.opinion(opinion, Some(adoption), finding)).collect();
        let mut plain = self.plain.iter().filter(|opinion| self.holds(opinion, finding));
        let beside = hold.clone().any(|(_, opinion)| opinion.beside_picture);
        let care = if self.pictures && !beside {
            plain
                .clone()
                .find(|opinion| opinion.beside_picture)
                .or_else(|| plain.next().filter(|_| held.is_empty()))
        } else {
            plain.next().filter(|_| held.is_empty())
        };
        held.extend(care.map(|opinion| self.opinion(opinion, None, finding)));
        held
    }

    fn opinion(&self, opinion: &OpinionText, adoption: Option<&'a Adoption>, finding: &Finding) -> Held<'a> {
        let verdict = match opinion.verdict {
            Judgement::Pass => Verdict::Pass,
            Judgement::Look => Verdict::Look,
            Judgement::ByCertainty if finding.sure == Sure::Certain => Verdict::Stop,
            Judgement::ByCertainty => Verdict::Look,
        };
        let mut says = opinion.says.replace("{outlet}", self.outlet.word());
        if says.contains("{names}") {
            let names: Vec<String> = self.without_consent(finding).map(|id| self.name_of(id)).collect();
            says = says.replace("{names}", &belisha_policy::join_and(&names));
        }
        Held { verdict, adoption, says }
    }

    fn holds(&self, opinion: &OpinionText, finding: &Finding) -> bool {
        let own = || self.by.is_some_and(|by| finding.of.iter().all(|of| of == by.as_str()));
        opinion.finds.contains(&kind_of(finding.kind))
            && (opinion.whose.is_empty()
                || whose_name(finding).is_some_and(|whose| opinion.whose.contains(&whose)))
            && opinion.remark.is_none_or(|remark| remark == self.remark)
            && (self.pictures || !opinion.beside_picture)
            && opinion.consent.is_none_or(|standing| standing == self.consent(finding))
            && !(opinion.not_own && own())
    }

    fn consent(&self, finding: &Finding) -> ConsentStanding {
        if finding.of.is_empty() {
            ConsentStanding::Unknown
        } else if self.without_consent(finding).next().is_none() {
            ConsentStanding::Given
        } else {
            ConsentStanding::Lacking
        }
    }

    /// Those whom the words are about and whose consent for the outlet is not on record.
    fn without_consent<'f>(&'f self, finding: &'f Finding) -> impl Iterator<Item = &'f str> {
        let purpose = self.outlet.word();
        finding.of.iter().map(AsRef::as_ref).filter(move |id| !self.state.consents.has(id, purpose))
    }

    fn own_number(&self, words: &str) -> bool {
        let digits = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
        let own = digits(&self.state.profile.number);
        !own.is_empty() && digits(words) == own
    }

    fn name_of(&self, id: &str) -> String {
        let child = self.state.children.all.get(id).map(|child| child.name.words());
        let adult = self.state.people.all.get(id).map(|person| person.name.words());
        child.or(adult).unwrap_or("somebody").to_owned()
    }
}

/// The catalogue's word for what was found.
fn kind_of(what: FindingKind) -> WordKind {
    match what {
        FindingKind::FullName => WordKind::FullName,
        FindingKind::FirstName => WordKind::FirstName,
        FindingKind::Surname => WordKind::Surname,
        FindingKind::Initials => WordKind::Initials,
        FindingKind::SettingName => WordKind::SettingName,
        FindingKind::Telephone => WordKind::Telephone,
        FindingKind::Email => WordKind::Email,
        FindingKind::Postcode => WordKind::Postcode,
        FindingKind::Address => WordKind::Address,
        FindingKind::Handle => WordKind::Handle,
        FindingKind::DateOfBirth => WordKind::DateOfBirth,
        FindingKind::RemarkAboutWork => WordKind::RemarkAboutWork,
    }
}

fn whose_name(finding: &Finding) -> Option<Of> {
    finding.whose.map(|whose| match whose {
        Whose::Child => Of::Child,
        Whose::Parent => Of::Parent,
        Whose::Staff => Of::Staff,
    })
}
