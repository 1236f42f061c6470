//! A finding judged by the controls that speak of it.

use crate::reading::wording::finding::{Found, Verdict};
use crate::reading::wording::outlet::Outlet;
use crate::record::ids::PersonId;
use crate::record::state::State;
use belisha_policy::{Adoption, Policy};
use belisha_textcheck::{Finding, Sure, What, Whose};

/// One control's opinion of a finding: the clause, if it is a clause's, and why.
struct Opinion<'a>(Verdict, Option<&'a Adoption>, String);

fn as_sure(sure: Sure) -> Verdict {
    if sure == Sure::Certain { Verdict::Stop } else { Verdict::Look }
}

/// What a finding is judged by.
pub(crate) struct Judge<'a> {
    pub(super) outlet: Outlet,
    pub(super) by: Option<&'a PersonId>,
    /// How sure a remark about work is that stands in the text.
    pub(super) remark: Option<Sure>,
    /// Whether pictures go with the text.
    pub(super) pictures: bool,
    pub(super) state: &'a State,
    pub(super) policy: &'a Policy,
}

impl<'a> Judge<'a> {
    pub(super) fn judged(&self, text: &str, finding: Finding) -> Option<Found> {
        let words = text.get(finding.at.clone()).unwrap_or_default().to_owned();
        if finding.what == What::Telephone && self.own_number(&words) {
            return None;
        }
        let mut opinions = Vec::new();
        match self.outlet {
            Outlet::Message => self.message(&finding, &mut opinions),
            Outlet::StaffPost => self.staff_post(&finding, &mut opinions),
            Outlet::Email => self.email(&finding, &mut opinions),
            Outlet::Page | Outlet::Group => {
                self.page(&finding, &mut opinions);
                self.consent(&finding, &mut opinions);
            }
            Outlet::Website | Outlet::Publicity => self.consent(&finding, &mut opinions),
            Outlet::Display => {}
        }
        if self.pictures {
            self.beside_picture(&finding, &mut opinions);
        }
        if opinions.is_empty() {
            opinions.extend(self.plain_care(&finding));
        }
        let verdict = opinions.iter().map(|Opinion(verdict, ..)| *verdict).max()?;
        opinions.retain(|Opinion(there, ..)| *there == verdict);
        let says = opinions.first().map(|Opinion(_, _, says)| says.clone())?;
        let mut clauses: Vec<String> = opinions
            .iter()
            .filter_map(|Opinion(_, adoption, _)| Some(adoption.as_ref()?.clause.to_string()))
            .collect();
        clauses.dedup();
        Some(Found { at: finding.at, words, what: finding.what, sure: finding.sure, verdict, clauses, says })
    }

    fn of_control(&self, control: &'a str) -> impl Iterator<Item = &'a Adoption> {
        self.policy.of_control(control)
    }

    fn message(&self, finding: &Finding, opinions: &mut Vec<Opinion<'a>>) {
        for adoption in self.of_control("messaging.no-full-names").filter(|_| of_child(finding)) {
            let (verdict, says) = match finding.what {
                What::FullName => {
                    (as_sure(finding.sure), "a child's full name: write the first name or the initials")
                }
                _ => (Verdict::Pass, "a first name or initials may stand in a message"),
            };
            opinions.push(Opinion(verdict, Some(adoption), says.to_owned()));
        }
    }

    fn staff_post(&self, finding: &Finding, opinions: &mut Vec<Opinion<'a>>) {
        for adoption in self.of_control("social.no-naming-setting") {
            let never =
                adoption.params.get("mode").is_none_or(|mode| mode.iter().any(|word| word == "never"));
            let (verdict, says) = match (finding.what, never, self.remark) {
                (What::SettingName, true, _) => (
                    as_sure(finding.sure),
                    "staff do not name the setting in posts of their own: leave it out",
                ),
                (What::SettingName, false, Some(Sure::Certain)) => {
                    (as_sure(finding.sure), "the setting may be named, but not beside a remark that harms it")
                }
                (What::SettingName, false, Some(Sure::Possible)) => (
                    Verdict::Look,
                    "the setting may be named, but never so that it harms it: judge the remark beside it",
                ),
                (What::SettingName, false, None) => {
                    (Verdict::Pass, "the setting may be named, but never so that it harms it")
                }
                (What::RemarkAboutWork, true, _) => (
                    Verdict::Look,
                    "a remark about work can hint at the setting: judge whether it should stand",
                ),
                (What::RemarkAboutWork, false, _) => {
                    (Verdict::Look, "a remark about work: judge whether it harms the setting")
                }
                _ => continue,
            };
            opinions.push(Opinion(verdict, Some(adoption), says.to_owned()));
        }
        let own = self.by.is_some_and(|by| finding.of.iter().all(|of| of == by.as_str()));
        let ours = matches!(finding.whose, Some(Whose::Child | Whose::Staff)) && is_name(finding.what);
        for adoption in self.of_control("social.no-naming-people").filter(|_| ours && !own) {
            let who = if of_child(finding) { "a child" } else { "a colleague" };
            let says = format!(
                "{who} is mentioned: on their own pages staff mention neither children nor colleagues"
            );
            opinions.push(Opinion(as_sure(finding.sure), Some(adoption), says));
        }
    }

    fn page(&self, finding: &Finding, opinions: &mut Vec<Opinion<'a>>) {
        for adoption in self.of_control("social.official-no-names").filter(|_| of_child(finding)) {
            let says = "a child is named: no child is named on our pages".to_owned();
            opinions.push(Opinion(as_sure(finding.sure), Some(adoption), says));
        }
    }

    /// A child's name and a child's picture do not go out together; inside the setting no full name stands beside one.
    fn beside_picture(&self, finding: &Finding, opinions: &mut Vec<Opinion<'a>>) {
        if !of_child(finding) || self.outlet == Outlet::Display && finding.what != What::FullName {
            return;
        }
        let says = "a child's name beside a picture: leave it out";
        let adoptions =
            self.of_control("social.official-photo-consent").chain(self.of_control("cameras.publicity"));
        let before = opinions.len();
        opinions.extend(
            adoptions
                .filter(|_| self.outlet != Outlet::Display)
                .map(|adoption| Opinion(as_sure(finding.sure), Some(adoption), says.to_owned())),
        );
        if opinions.len() == before {
            opinions.push(Opinion(as_sure(finding.sure), None, says.to_owned()));
        }
    }

    /// Nothing personal without consent: names by whoever they are, and ways to reach somebody.
    fn consent(&self, finding: &Finding, opinions: &mut Vec<Opinion<'a>>) {
        let purpose = self.outlet.word();
        for adoption in self.of_control("data.publication-consent") {
            let channels = adoption.params.get("channels").map_or(&[][..], Vec::as_slice);
            let covered = channels.is_empty() || channels.iter().any(|channel| channel == purpose);
            if !covered || matches!(finding.what, What::SettingName | What::RemarkAboutWork) {
                continue;
            }
            let without: Vec<String> = finding
                .of
                .iter()
                .filter(|id| !self.state.consents.has(id, purpose))
                .map(|id| self.name_of(id))
                .collect();
            let (verdict, says) = if finding.of.is_empty() {
                (Verdict::Look, "personal information: whose is it, and did they agree?".to_owned())
            } else if without.is_empty() {
                (Verdict::Pass, "consent for this is on record".to_owned())
            } else {
                let names = belisha_policy::join_and(&without);
                let says = format!(
                    "no consent of {names} for the {purpose} is on record: ask for it, or leave it out"
                );
                (as_sure(finding.sure), says)
            };
            opinions.push(Opinion(verdict, Some(adoption), says));
        }
    }

    fn email(&self, finding: &Finding, opinions: &mut Vec<Opinion<'a>>) {
        let personal = matches!(finding.what, What::DateOfBirth | What::Address)
            || of_child(finding) && finding.what == What::FullName;
        for adoption in self.of_control("email.secure-sending").filter(|_| personal) {
            let says = "personal: send it in a sealed parcel or by the secure email service".to_owned();
            opinions.push(Opinion(Verdict::Look, Some(adoption), says));
        }
    }

    /// Where the policy does not speak of it, a child's name, a date of birth and a way to reach somebody are looked at.
    fn plain_care(&self, finding: &Finding) -> Option<Opinion<'a>> {
        let what = match finding.what {
            What::DateOfBirth => "a date of birth",
            What::Telephone | What::Email | What::Postcode | What::Address | What::Handle
                if self.outlet.official() =>
            {
                "a way to reach somebody"
            }
            What::FullName if of_child(finding) => "a child's full name",
            What::FullName if finding.whose == Some(Whose::Parent) => "a parent's full name",
            _ if of_child(finding) && self.outlet != Outlet::Message && self.outlet != Outlet::Email => {
                "a child's name"
            }
            _ => return None,
        };
        let says = format!("{what}: no clause of the policy speaks of it here, so judge for yourself");
        Some(Opinion(Verdict::Look, None, says))
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

fn is_name(what: What) -> bool {
    matches!(what, What::FullName | What::FirstName | What::Surname | What::Initials)
}

fn of_child(finding: &Finding) -> bool {
    is_name(finding.what) && finding.whose == Some(Whose::Child)
}
