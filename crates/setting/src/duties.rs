//! Duties done, with their evidence.

use crate::authority::Author;
use crate::devices::Owner;
use crate::ids::{
    AssessmentId, ChannelId, ChildId, DeviceId, FriendshipId, OccasionId, PersonId, PlaceId, ToolId,
};
use crate::moment::date_of;
use crate::private::{Private, SETTING};
use crate::refusal::Refusal;
use crate::state::{Context, Line, words_within};
use crate::{due, kept};
use belisha_policy::{DutyInForce, Per};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// For whom or what a duty is done.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Subject {
    /// The setting as a whole.
    Setting,
    /// An adult.
    Person(PersonId),
    /// A device.
    Device(DeviceId),
    /// A place.
    Place(PlaceId),
    /// A child.
    Child(ChildId),
    /// A kind of device.
    Kind(String),
    /// A policy that this one points to.
    Policy(String),
    /// A friendship from before a child came.
    Friendship(FriendshipId),
    /// An online tool.
    Tool(ToolId),
    /// A risk assessment that does no duty of the policy.
    Assessment(AssessmentId),
    /// A mailbox.
    Mailbox(ChannelId),
    /// An event for families.
    Occasion(OccasionId),
}

/// The risks of the online world, under which assessments are filed (KCSIE's four Cs; the first three are the
/// policies').
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Risk {
    /// Illegal, inappropriate or harmful material.
    Content,
    /// Harmful interaction with others.
    Contact,
    /// Own behaviour that causes harm.
    Conduct,
    /// Gambling, advertising, fraud.
    Commerce,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// A duty was done.
    Done { duty: String, subject: Subject, passed: bool, note: Private, risk: Option<Risk> },
    /// What a failed check found was put right.
    Remedied { duty: String, subject: Subject, note: Private },
}

/// What can be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Put a duty done on record.
    Do {
        /// `control/duty`.
        duty: String,
        subject: Subject,
        #[serde(default)]
        failed: bool,
        /// What was found or done; the evidence.
        #[serde(default)]
        note: String,
        #[serde(default)]
        risk: Option<Risk>,
    },
    /// Put right what a failed check found.
    Remedy { duty: String, subject: Subject, note: String },
}

/// The latest time a duty was done for a subject.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Done {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: Author,
    /// Whether it passed, or was put right since.
    pub passed: bool,
    /// The evidence: what was found.
    pub note: Private,
    /// What was done about it since, where the check had failed.
    pub remedy: Option<Private>,
    /// The line of the log.
    pub line: u64,
    /// How often it was done.
    pub times: u32,
    /// The day by which the assessment behind it is to be looked at again, where that is before the duty's own.
    #[serde(default)]
    pub review: Option<Date>,
}

impl Done {
    /// The day.
    pub fn on(&self) -> Date {
        date_of(self.at)
    }
}

/// The register of duties done.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Duties {
    /// By duty, then by subject.
    pub done: BTreeMap<String, BTreeMap<Subject, Done>>,
    /// How many assessments were filed under each risk.
    pub risks: BTreeMap<Risk, u32>,
}

impl Duties {
    pub(crate) fn apply(&mut self, event: &Event, line: &Line) {
        match event.clone() {
            Event::Done { duty, subject, passed, note, risk } => {
                let done = self.done.entry(duty).or_default();
                let times = done.get(&subject).map_or(0, |there| there.times) + 1;
                done.insert(
                    subject,
                    Done {
                        at: line.at,
                        by: line.author.clone(),
                        passed,
                        note,
                        remedy: None,
                        line: line.seq,
                        times,
                        review: None,
                    },
                );
                if let Some(risk) = risk {
                    *self.risks.entry(risk).or_default() += 1;
                }
            }
            Event::Remedied { duty, subject, note } => {
                let done = self.done.get_mut(&duty).and_then(|done| done.get_mut(&subject));
                if let Some(done) = done {
                    (done.passed, done.remedy) = (true, Some(note));
                }
            }
        }
    }

    /// The latest time a duty was done for a subject.
    pub fn last(&self, duty: &str, subject: &Subject) -> Option<&Done> {
        self.done.get(duty)?.get(subject)
    }

    /// Whether any check of this device failed and was not put right.
    pub fn failed(&self, device: &DeviceId) -> bool {
        let subject = Subject::Device(device.clone());
        self.done.values().any(|done| done.get(&subject).is_some_and(|last| !last.passed))
    }
}

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let event = match command {
        Command::Do { duty, subject, failed, note, risk } => {
            let asked = asked(&duty, &subject, context)?;
            has_no_page(asked)?;
            by_whom(asked, &subject, context)?;
            in_order(asked, context)?;
            if failed && !asked.finds {
                return Err(Refusal::Invalid(
                    "This is either done or not done: there is no failing it.".into(),
                ));
            }
            if (failed || asked.note) && note.trim().is_empty() {
                return Err(Refusal::Invalid(
                    "Write down what was found or done: a tick alone is no evidence.".into(),
                ));
            }
            if asked.key.ends_with("/assessment") {
                filed_rightly(risk, context)?;
            }
            let note =
                if note.trim().is_empty() { String::new() } else { words_within(&note, 2_000, "The note")? };
            Event::Done { note: about(&subject, note), duty, subject, passed: !failed, risk }
        }
        Command::Remedy { duty, subject, note } => {
            let asked = asked(&duty, &subject, context)?;
            has_no_page(asked)?;
            by_whom(asked, &subject, context)?;
            if context.state.duties.last(&duty, &subject).is_none_or(|done| done.passed) {
                return Err(Refusal::Contradiction("There is nothing left to put right.".into()));
            }
            let note = words_within(&note, 2_000, "What was done")?;
            Event::Remedied { note: about(&subject, note), duty, subject }
        }
    };
    Ok(vec![event])
}

/// Words about the subject of a duty: about a person under their own key.
fn about(subject: &Subject, words: String) -> Private {
    match subject {
        Subject::Person(person) => Private::new(person, words),
        Subject::Child(child) => Private::new(child, words),
        _ => Private::new(SETTING, words),
    }
}

/// What a register of its own puts on record is not ticked off beside it.
fn has_no_page(asked: &DutyInForce) -> Result<(), Refusal> {
    let says = match asked.per {
        Per::Friendship => "This goes on record with the friendship itself, on its own page.",
        Per::Occasion => "That parents were reminded goes on record on the page of the event.",
        Per::Journal if !asked.key.ends_with("/assessment") => {
            "Permission for a journal is given on the page of tools."
        }
        _ => return Ok(()),
    };
    Err(Refusal::Invalid(says.into()))
}

/// The duty of the policy that is asked for this subject, so that the right clause answers for it.
pub(crate) fn asked<'a>(
    duty: &str,
    subject: &Subject,
    context: &Context<'a>,
) -> Result<&'a DutyInForce, Refusal> {
    let mut of_that_key = context.policy.duties.iter().filter(|there| *there.key == *duty).peekable();
    if of_that_key.peek().is_none() {
        return Err(Refusal::Invalid(format!("The policy asks for no duty `{duty}`.")));
    }
    exists(subject, context)?;
    let asked = of_that_key.find(|there| due::asked_for(there, subject, context.state, context.policy));
    let asked = asked.ok_or_else(|| {
        Refusal::Invalid(format!(
            "The policy does not ask for this of {}.",
            due::subject_name(subject, context.state)
        ))
    })?;
    if let Some(by) = &asked.kept_by {
        return Err(Refusal::Invalid(kept::where_kept(by).into()));
    }
    if asked.per == Per::Login {
        return Err(Refusal::Invalid("A login is renewed by setting a new password or PIN.".into()));
    }
    Ok(asked)
}

/// A duty is done by the roles that the policy names; a declaration by everyone for themselves.
pub(crate) fn by_whom(asked: &DutyInForce, subject: &Subject, context: &Context<'_>) -> Result<(), Refusal> {
    let Author::Person(id) = context.author else { return Ok(()) };
    let person = context.state.people.active(id)?;
    if let Subject::Mailbox(mailbox) = subject
        && !context.state.channels.all.get(mailbox).is_some_and(|there| there.run_by.contains(id))
    {
        return Err(Refusal::clause(&*asked.clause, "only a holder has its password, and renews it"));
    }
    if asked.who.is_empty() {
        return match subject {
            Subject::Person(about) if about != id => {
                Err(Refusal::Authority("Everyone declares this for themselves.".into()))
            }
            Subject::Device(device) => owner_declares(device, id, context),
            _ => Ok(()),
        };
    }
    let own = *subject == Subject::Person(id.clone());
    if own && asked.who.iter().any(|who| who == "self") {
        return Ok(());
    }
    if own && asked.by_another {
        return Err(Refusal::clause(
            &*asked.clause,
            "somebody else puts this on record, not the person it is for",
        ));
    }
    if person.is_any(&asked.who, &context.policy.catalogue) {
        return Ok(());
    }
    let who: Vec<&str> =
        asked.who.iter().map(|who| if who == "self" { "person themself" } else { who.as_str() }).collect();
    let says = format!("this is done by the {}", belisha_policy::join_or(&who));
    Err(Refusal::clause(&*asked.clause, says))
}

/// What is declared of somebody's own device, its owner declares.
fn owner_declares(device: &DeviceId, id: &PersonId, context: &Context<'_>) -> Result<(), Refusal> {
    match &context.state.devices.active(device)?.is.owner {
        Owner::Person(owner) if owner != id => {
            Err(Refusal::Authority("Everyone declares this of their own device.".into()))
        }
        _ => Ok(()),
    }
}

/// Some things are read or heard only once they are there.
fn in_order(asked: &DutyInForce, context: &Context<'_>) -> Result<(), Refusal> {
    let Some(after) = &asked.after else { return Ok(()) };
    if context.state.duties.last(after, &Subject::Setting).is_some_and(|done| done.passed) {
        return Ok(());
    }
    let first = context.policy.duties.iter().find(|duty| duty.key == *after);
    let says = first.map_or("something else", |first| first.does.as_str());
    Err(Refusal::clause(&*asked.clause, format!("first {says}")))
}

/// Where the policy files assessments by risk, each is filed under one of its risks.
pub(crate) fn filed_rightly(risk: Option<Risk>, context: &Context<'_>) -> Result<(), Refusal> {
    let Some(adoption) = context.policy.of_control("governance.risks").next() else { return Ok(()) };
    let named = adoption.params.get("risks").map_or(&[][..], Vec::as_slice);
    let word = risk.map(|risk| format!("{risk:?}").to_lowercase());
    match word {
        Some(word) if named.contains(&word) => Ok(()),
        _ => {
            let says = format!("an assessment is filed under {}", belisha_policy::join_or(named));
            Err(Refusal::clause(&*adoption.clause, says))
        }
    }
}

pub(crate) fn exists(subject: &Subject, context: &Context<'_>) -> Result<(), Refusal> {
    let state = context.state;
    let there = match subject {
        Subject::Setting | Subject::Policy(_) => true,
        Subject::Person(person) => return state.people.active(person).map(|_| ()),
        Subject::Device(device) => return state.devices.active(device).map(|_| ()),
        Subject::Child(child) => return state.children.active(child).map(|_| ()),
        Subject::Place(place) => state.places.all.contains_key(place),
        Subject::Mailbox(mailbox) => state.channels.mailboxes().any(|(id, _)| id == mailbox),
        Subject::Occasion(occasion) => state.occasions.here().any(|(id, _)| id == occasion),
        Subject::Kind(kind) => state.devices.kind(kind, &context.policy.catalogue).is_some(),
        Subject::Friendship(friendship) => return state.friendships.open(friendship).map(|_| ()),
        Subject::Tool(tool) => return state.tools.active(tool).map(|_| ()),
        Subject::Assessment(assessment) => return state.assessments.active(assessment).map(|_| ()),
    };
    if there { Ok(()) } else { Err(Refusal::Invalid("There is no such thing on the registers.".into())) }
}
