//! The text of a scenario.

use crate::error::Error;
use belisha_setting::standing::Standing;
use belisha_setting::wording::Outlet;
use belisha_setting::{Command, Prepared, Question};
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A scenario as written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// What it is about, one line.
    pub title: String,
    /// The policy it is about; may be left out where a pack is given beside it.
    #[serde(default)]
    pub policy: String,
    /// The clauses it shows.
    #[serde(default)]
    pub shows: Vec<String>,
    /// The first day.
    pub starts: jiff::civil::Date,
    /// The setting's telephone number.
    #[serde(default)]
    pub number: String,
    /// Adults: a role, several, or particulars.
    #[serde(default)]
    pub people: BTreeMap<String, PersonText>,
    /// The setting's name; "The rehearsed setting" when left out.
    #[serde(default)]
    pub setting: Option<String>,
    /// Children: their dates of birth, or particulars.
    #[serde(default)]
    pub children: BTreeMap<String, ChildText>,
    /// Places beside those of the policy.
    #[serde(default)]
    pub places: BTreeMap<String, PlaceText>,
    /// Kinds of device beside those of the catalogue: what they can do.
    #[serde(default)]
    pub kinds: BTreeMap<String, Vec<String>>,
    /// Devices.
    #[serde(default)]
    pub devices: BTreeMap<String, DeviceText>,
    /// What happens, in order.
    pub step: Vec<Step>,
}

/// An adult.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum PersonText {
    /// One role.
    Role(String),
    /// Several.
    Roles(Vec<String>),
    /// Particulars.
    Full {
        /// Their name; the id when left out.
        name: Option<String>,
        /// Their roles.
        roles: Vec<String>,
        /// Whether they count in the ratio.
        #[serde(default)]
        counted: bool,
    },
}

/// A child.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum ChildText {
    /// Their date of birth.
    Born(jiff::civil::Date),
    /// Particulars.
    Full {
        /// Their name; the id when left out.
        name: Option<String>,
        /// Their date of birth.
        born: jiff::civil::Date,
        /// Their family.
        #[serde(default)]
        family: String,
    },
}

/// A text to be checked before it goes out.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WordsText {
    /// Where it is to go.
    pub channel: Outlet,
    /// What it says.
    pub text: String,
    /// Whose text it is.
    pub by: Option<String>,
}

/// A name that is looked up on a device.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LookUpText {
    /// The id of the device; one that is not on the register is a visitor's.
    pub device: String,
    /// The name.
    pub name: String,
}

/// A place.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaceText {
    /// The word by which the policy knows it.
    pub kind: String,
    /// Whether children are there.
    #[serde(default)]
    pub children: bool,
    /// Whether staff can see what happens there.
    #[serde(default)]
    pub sighted: bool,
    /// Whether devices are kept there.
    #[serde(default)]
    pub store: bool,
}

/// A device: its particulars, with the owner's id and the name left out where it is the device's id.
#[derive(Debug, Clone, Deserialize)]
pub struct DeviceText(serde_json::Map<String, serde_json::Value>);

impl DeviceText {
    /// The command that puts the device on the register.
    pub(crate) fn set(&self, id: &str) -> Result<Command, String> {
        let mut fields = self.0.clone();
        fields.entry("name").or_insert_with(|| id.into());
        if let Some(owner) = fields.get_mut("owner").filter(|owner| owner.is_string() && *owner != "setting")
        {
            *owner = json!({ "person": owner.take() });
        }
        fields.insert("device".to_owned(), id.into());
        Command::from_json(json!({ "devices": { "set": fields } }))
            .map_err(|error| format!("device `{id}`: {error}"))
    }
}

/// One step: at a time, by somebody, something done or asked, and what is then expected.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Step {
    /// When: `09:00` on the day of the step before, or `2026-09-15 09:00`.
    pub at: Option<String>,
    /// Who gives the command; the program itself when left out.
    pub by: Option<String>,
    /// The command.
    #[serde(rename = "do", deserialize_with = "command")]
    pub command: Option<Command>,
    /// Who signs the version in force.
    pub sign: Vec<String>,
    /// Adopts the same policy with this date as its version.
    pub adopt: Option<String>,
    /// A question.
    pub ask: Option<Question>,
    /// A text to be checked.
    pub words: Option<WordsText>,
    /// A name that a device looks up.
    pub look_up: Option<LookUpText>,
    /// What is expected.
    pub expect: Expect,
}

/// What is expected after a step. What is left out is not looked at; a command without `refused` must be carried out.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Expect {
    /// `yes`, `no`, `advised against` or `silent`.
    pub verdict: Option<String>,
    /// Circumstances that must be asked for; the verdict is then `asks`.
    pub asks: Vec<String>,
    /// Clauses that must be among those that decided.
    pub clauses: Vec<String>,
    /// Whether the name that is looked up resolves.
    pub resolves: Option<bool>,
    /// Sessions: `open`, or words of why one is over.
    pub session: BTreeMap<String, String>,
    /// Words that must be in one and the same remedy; one list for each remedy.
    pub remedies: Vec<Vec<String>>,
    /// Words that must be in the answer's sentence: the ratio's sum, or the refusal.
    pub says: Vec<String>,
    /// The command is refused, citing at least these clauses (an empty list: refused for another reason).
    pub refused: Option<Vec<String>>,
    /// Due, not yet overdue: `duty of subject`.
    pub due: Vec<String>,
    /// Overdue: `duty of subject`.
    pub overdue: Vec<String>,
    /// Neither due nor overdue.
    pub not_due: Vec<String>,
    /// Alarms that must be there: `clause about id`.
    pub alarms: Vec<String>,
    /// Alarms that must not be there.
    pub no_alarms: Vec<String>,
    /// Where clauses stand.
    pub standing: BTreeMap<String, Standing>,
    /// What a clause puts on pages must hold these words.
    pub shown: BTreeMap<String, String>,
    /// What a clause puts on pages must not hold these words.
    pub not_shown: BTreeMap<String, String>,
    /// Clauses that must not be among those that decided.
    pub no_clauses: Vec<String>,
    /// A duty's sentence must hold these words: `"duty of subject" = "words"`.
    pub due_says: BTreeMap<String, String>,
    /// The controls that a clause's evidence must come from.
    pub evidence: BTreeMap<String, Vec<String>>,
    /// Versions of the policy that must be there, with their text.
    pub versions: Vec<String>,
    /// Clauses that a visitor reads before coming in.
    pub visitors_read: Vec<String>,
    /// Where concerns stand, by id.
    pub concern: BTreeMap<String, ConcernExpect>,
    /// How often the record of a child or person was opened, by id.
    pub openings: BTreeMap<String, u32>,
    /// The words that must not go out: these and no others, in the order of the text.
    pub stops: Vec<String>,
    /// Words that somebody has to look at: these and no others.
    pub looks: Vec<String>,
    /// What is known of pictures, by id.
    pub pictures: BTreeMap<String, PictureExpect>,
    /// What the manager's view of a month shows: `"2026-09"`.
    pub month: BTreeMap<String, MonthExpect>,
    /// Uses to be called back: words that one of them must hold, where it went and what to do.
    pub recall: Vec<String>,
    /// No use is to be called back.
    pub no_recall: bool,
    /// Children who may be in pictures, by purpose.
    pub permitted: BTreeMap<String, Vec<String>>,
    /// Children who may not.
    pub not_permitted: BTreeMap<String, Vec<String>>,
    /// Who has not read what changed about permissions.
    pub unread_by: Option<Vec<String>>,
    /// Children of an event without permission for other parents' pictures.
    pub event_lacks: BTreeMap<String, Vec<String>>,
    /// Whether the text may go out as it is, or once it was looked at: nothing in it is stopped.
    pub passes: Option<bool>,
}

/// What should be known of a picture.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PictureExpect {
    /// The day on which it is erased.
    pub erase_by: Option<jiff::civil::Date>,
    /// Whether it was erased.
    pub erased: Option<bool>,
    /// Whether its bytes are gone.
    pub gone: Option<bool>,
    /// Who can be seen.
    pub visible: Option<Vec<String>>,
    /// What it was made with.
    pub device: Option<String>,
    /// How many uses go on.
    pub uses: Option<usize>,
    /// Who can be seen against what their parents say.
    pub against: Option<Vec<String>>,
}

/// What a month's view should show.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MonthExpect {
    /// How many pictures.
    pub total: Option<usize>,
    /// By whom, how many.
    pub people: BTreeMap<String, usize>,
    /// Of whom, how many.
    pub children: BTreeMap<String, usize>,
    /// With what, how many.
    pub devices: BTreeMap<String, usize>,
    /// For what, how many.
    pub purposes: BTreeMap<String, usize>,
    /// What stands out: `"nia of asha"`.
    pub outliers: Option<Vec<String>>,
    /// Who took pictures outside the opening hours.
    pub out_of_hours: Option<Vec<String>>,
}

/// Where a concern should stand.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ConcernExpect {
    /// People who may open it.
    pub seen_by: Vec<String>,
    /// People who may not.
    pub hidden_from: Vec<String>,
    /// Steps still to be done.
    pub to_do: Vec<String>,
    /// Steps done.
    pub done: Vec<String>,
    /// Steps that are late.
    pub late: Vec<String>,
    /// Steps that its route does not have.
    pub no_step: Vec<String>,
    /// Clauses that send it this way.
    pub clauses: Vec<String>,
    /// Whether it is closed.
    pub closed: Option<bool>,
    /// Whether nobody is left who may take it.
    pub nobody: Option<bool>,
    /// The outside bodies whose numbers are on its page.
    pub bodies: Vec<String>,
    /// How often it was read.
    pub times_read: Option<u32>,
    /// Steps that are done or not late.
    pub not_late: Vec<String>,
    /// The child's words, as kept.
    pub child_said: Option<String>,
    /// Lines of its chronology, in this order among others: `"person: words"`.
    pub wrote: Vec<String>,
    /// References on record: `"step" = "reference"`.
    pub references: BTreeMap<String, String>,
    /// The decision about parents.
    pub told: Option<bool>,
}

/// A command goes through JSON, the one format that commands are read from; TOML adds the line of what is wrong.
fn command<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Command>, D::Error> {
    let given = Value::deserialize(deserializer)?;
    Prepared::command_in_scenario(given).map(Some).map_err(serde::de::Error::custom)
}

impl Scenario {
    /// Reads a scenario.
    ///
    /// # Errors
    /// [`Error::Text`] with the line of the first mistake.
    pub fn parse(file: &str, text: &str) -> Result<Self, Error> {
        toml::from_str(text).map_err(|error| {
            let start = error.span().map_or(0, |span| span.start);
            let line = text.get(..start).map_or(0, |before| before.matches('\n').count() + 1);
            Error::Text { file: file.to_owned(), line, reason: error.message().to_owned() }
        })
    }
}

#[cfg(test)]
mod tests;
