//! Who is shown the link to the records: asked once for each line of the log and each minute, not for every page. Whether
//! somebody may open them is asked anew when they do.

use belisha_policy::KnownAct;
use belisha_service::Current;
use belisha_setting::{PersonId, Question, ask};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// What was asked since the latest line, in this minute.
#[derive(Debug, Default)]
pub(crate) struct LinksToRecords(Mutex<Asked>);

#[derive(Debug, Default)]
struct Asked {
    lines: u64,
    minute: i64,
    /// By who, and whether on a device of their own.
    shown: BTreeMap<(PersonId, bool), bool>,
}

impl LinksToRecords {
    /// Whether somebody is shown the link, on a device of the setting's or on one of their own.
    pub(crate) fn shown(&self, person: &PersonId, own_device: bool, now: &Current, time: Timestamp) -> bool {
        let (lines, minute) = (now.state.lines, time.as_second() / 60);
        let mut asked = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if (asked.lines, asked.minute) != (lines, minute) {
            *asked = Asked { lines, minute, shown: BTreeMap::new() };
        }
        let key = (person.clone(), own_device);
        if let Some(shown) = asked.shown.get(&key) {
            return *shown;
        }
        let question = Question {
            act: KnownAct::OpenRecords.into(),
            who: Some(person.to_string()),
            owner: own_device.then(|| "personal".to_owned()),
            ..Question::default()
        };
        let shown = ask::verdict(&now.state, &now.policy, time, &question).allows();
        asked.shown.insert(key, shown);
        shown
    }
}
