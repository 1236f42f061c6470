//! What narrows an adoption, whatever the control: for whom, where, when, since and until which day, how strictly.

use crate::catalogue::rule::Effect;
use crate::facts::FactKey;
use crate::pack::own::fields::{Fields, Reader, Words};
use jiff::civil::Date;

/// The parameters that every control takes beside its own.
pub const EVERY_CONTROL: &[(&str, &str)] = &[
    ("only_for", "roles: it holds for these alone"),
    ("except_for", "roles: it does not hold for these"),
    ("only_in", "places: its rules hold in these alone"),
    ("not_in", "places: its rules do not hold in these"),
    ("hours", "\"in\" or \"out\": its rules hold in working hours alone, or outside them"),
    ("strength", "\"forbid\" or \"advise\": whether what it forbids is forbidden, or advised against"),
    ("since", "a date: it begins on that day"),
    ("until", "a date: it ends with that day"),
];

/// How an adoption is narrowed; nothing of it by itself.
#[derive(Debug, Clone, Default)]
pub struct Narrowing {
    /// What must be so beside the condition of each rule, in Cedar; empty: nothing.
    pub(crate) condition: String,
    pub(crate) mentions: Vec<FactKey>,
    /// Its duties are asked of these roles alone; empty: of all that they name.
    pub(crate) only_for: Vec<String>,
    /// Its duties are not asked of these.
    pub(crate) except_for: Vec<String>,
    pub(crate) since: Option<Date>,
    pub(crate) until: Option<Date>,
    /// What it forbids is advised against.
    pub(crate) advises: bool,
}

impl Narrowing {
    /// An effect, as strict as the adoption is.
    pub(crate) fn effect(&self, effect: Effect) -> Effect {
        if self.advises && effect == Effect::Forbid { Effect::Advise } else { effect }
    }
}

impl Reader<'_, '_> {
    /// Reads what narrows an adoption. The same words narrow rules and duties.
    pub(crate) fn narrowing(&mut self, fields: &mut Fields<'_>) -> Narrowing {
        let only_for = self.words(fields, "only_for", Words::Roles);
        let except_for = self.words(fields, "except_for", Words::Roles);
        let since = self.date(fields, "since");
        let until = self.date(fields, "until");
        let advises = match fields.take("strength") {
            None => false,
            Some((at, value)) => match value.as_str() {
                Some("advise") => true,
                Some("forbid") => false,
                _ => {
                    self.wrong(&at, "`strength` is \"forbid\" or \"advise\"");
                    false
                }
            },
        };
        let mut condition = self.narrowed(fields, &only_for, &except_for);
        condition.days(since, until);
        let mentions = condition.mentions.clone();
        let condition = if condition.is_empty() { String::new() } else { condition.cedar() };
        Narrowing { condition, mentions, only_for, except_for, since, until, advises }
    }
}
