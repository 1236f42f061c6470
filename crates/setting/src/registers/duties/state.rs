//! What the lines about duties done fold into.

use crate::record::author::Author;
use crate::record::ids::DeviceId;
use crate::record::moment::date_of;
use crate::record::private::{Private, SETTING};
use crate::record::stamp::Stamp;
use crate::registers::duties::event::{Event, Risk, Subject};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
    /// How often on that day.
    pub times_on_day: u32,
    /// The day by which the assessment behind it is to be looked at again, where that is before the duty's own.
    #[serde(default)]
    pub review: Option<Date>,
}

impl Done {
    /// The day.
    pub fn date(&self) -> Date {
        date_of(self.at)
    }
}

/// The register of duties done.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Duties {
    /// By duty, then by subject.
    pub done: BTreeMap<String, BTreeMap<Subject, Done>>,
    /// The time before the latest: it counts again when the latest is taken back.
    pub before: BTreeMap<String, BTreeMap<Subject, Done>>,
    /// How many assessments were filed under each risk.
    pub risks: BTreeMap<Risk, u32>,
}

impl Duties {
    pub(crate) fn apply(&mut self, event: &Event, line: Stamp<'_>) {
        match event.clone() {
            Event::Done { duty, subject, passed, note, risk } => {
                let done = self.done.entry(duty.clone()).or_default();
                let before = done.remove(&subject);
                let times = before.as_ref().map_or(0, |known| known.times) + 1;
                let today = before.as_ref().filter(|known| known.date() == date_of(line.at));
                let times_on_day = today.map_or(0, |known| known.times_on_day) + 1;
                if let Some(before) = before {
                    self.before.entry(duty).or_default().insert(subject.clone(), before);
                }
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
                        times_on_day,
                        review: None,
                    },
                );
                if let Some(risk) = risk {
                    *self.risks.entry(risk).or_default() += 1;
                }
            }
            Event::TakenBack { duty, subject, .. } => {
                self.undo(&duty, &subject, None);
                let before = self.before.get_mut(&duty).and_then(|before| before.remove(&subject));
                if let Some(before) = before {
                    self.done.entry(duty).or_default().insert(subject, before);
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

    /// Nothing was done later than now.
    pub(crate) fn brought_back(&mut self, now: Timestamp) {
        let all = self.done.values_mut().chain(self.before.values_mut());
        for done in all.flat_map(BTreeMap::values_mut) {
            done.at = done.at.min(now);
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

impl Duties {
    /// An assessment is filed under a risk, and no more under the one it was filed under before.
    pub(crate) fn file(&mut self, risk: Option<Risk>, before: Option<Risk>) {
        if risk == before {
            return;
        }
        if let Some(count) = before.and_then(|before| self.risks.get_mut(&before)) {
            *count = count.saturating_sub(1);
        }
        if let Some(risk) = risk {
            *self.risks.entry(risk).or_default() += 1;
        }
    }

    /// Something of another register did a duty: an assessment was made, a friendship acknowledged, a journal permitted.
    pub(crate) fn did(&mut self, duty: &str, subject: Subject, line: Stamp<'_>, review: Option<Date>) {
        let note = Private::new(SETTING, String::new());
        let done =
            Event::Done { duty: duty.to_owned(), subject: subject.clone(), passed: true, note, risk: None };
        self.apply(&done, line);
        let done = self.done.get_mut(duty).and_then(|done| done.get_mut(&subject));
        if let Some(done) = done {
            done.review = review;
        }
    }

    /// What did a duty no longer stands; `line` says which doing of it is meant, any when left out.
    pub(crate) fn undo(&mut self, duty: &str, subject: &Subject, line: Option<u64>) {
        if let Some(done) = self.done.get_mut(duty)
            && done.get(subject).is_some_and(|last| line.is_none_or(|line| last.line == line))
        {
            done.remove(subject);
        }
    }

    /// Nothing is asked any more of a subject that is over.
    pub(crate) fn forget(&mut self, subject: &Subject) {
        for done in self.done.values_mut().chain(self.before.values_mut()) {
            done.remove(subject);
        }
    }
}
