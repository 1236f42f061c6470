//! Rules that a clause brings itself.

use crate::catalogue::rule::{Effect, OwnRule, RuleText};
use crate::pack::own::fields::{Fields, Reader, Table, Words};
use crate::text::{join_and, join_or};
use std::ops::Range;

/// How deep `any` and `unless` may stand in each other.
const DEPTH_MAX: usize = 3;

impl Reader<'_, '_> {
    /// A rule of a clause; `number` is its place among the clause's own.
    pub(crate) fn rule(&mut self, table: &Table, at: Range<usize>, number: usize) -> Option<RuleText> {
        let mut fields = Fields::of(table, at);
        let effect = self.effect(&mut fields);
        let id = self.text(&mut fields, "id").unwrap_or_else(|| format!("rule-{number}"));
        let acts = self.words(&mut fields, "acts", Words::Acts);
        let says = self.text(&mut fields, "says");
        let lifts = self.words(&mut fields, "lifts", Words::Lifted);
        let first = self.words(&mut fields, "first", Words::Things);
        let permission = self.words(&mut fields, "permission", Words::Roles);
        let mut condition = self.condition(&mut fields, DEPTH_MAX);
        let asked = Asked::of(&fields, self);
        self.finish(&fields, "a rule");
        let effect = effect?;
        if acts.is_empty() {
            if !fields.has("acts") {
                self.wrong(&fields.at, "a rule says which acts it is about: acts = [\"use\", \"call\"]");
            }
            return None;
        }
        if effect != Effect::Permit && !lifts.is_empty() {
            self.wrong(&fields.at, "only a rule that permits lifts others");
        }
        // A permit holds once all was done and permitted; a forbid bites until then.
        let permits = effect == Effect::Permit;
        condition.done(&first, permits);
        if !permission.is_empty() {
            condition.granted(permits);
        }
        let says = says.unwrap_or_else(|| asked.sentence(effect, &acts, self));
        let own = OwnRule {
            condition: condition.cedar(),
            mentions: condition.mentions,
            grantors: permission,
            places: condition.places,
            purposes: condition.purposes,
        };
        Some(RuleText { id, effect, acts, when: String::new(), says, lifts, own: Some(own) })
    }

    fn effect(&mut self, fields: &mut Fields<'_>) -> Option<Effect> {
        let Some((at, value)) = fields.take("effect") else {
            let at = fields.at.clone();
            self.wrong(
                &at,
                "a rule says what it does: effect = \"forbid\", \"permit\" or \"advise\" (against)",
            );
            return None;
        };
        match value.as_str() {
            Some("forbid") => Some(Effect::Forbid),
            Some("permit") => Some(Effect::Permit),
            Some("advise") => Some(Effect::Advise),
            _ => {
                self.wrong(&at, "`effect` is \"forbid\", \"permit\" or \"advise\" (against)");
                None
            }
        }
    }
}

/// What a rule says of when, in words, for the sentence that is made of it.
struct Asked(Vec<String>, Option<String>);

impl Asked {
    fn of(fields: &Fields<'_>, reader: &Reader<'_, '_>) -> Self {
        let list = |name: &str| -> Vec<String> {
            match fields.seen(name) {
                Some(toml::Value::String(word)) => vec![word.clone()],
                Some(toml::Value::Array(all)) => {
                    all.iter().filter_map(|word| word.as_str().map(str::to_owned)).collect()
                }
                _ => Vec::new(),
            }
        };
        let yes = |name: &str| fields.seen(name).and_then(|value| reader.read_yes_no(value));
        let mut parts = Vec::new();
        let mut say = |words: &[String], lead: &str| {
            if !words.is_empty() {
                parts.push(format!("{lead} {}", join_or(words)));
            }
        };
        say(&list("in"), "in the");
        say(&list("not_in"), "outside the");
        say(&list("purposes"), "for");
        say(&list("not_purposes"), "for anything but");
        say(&list("kinds"), "with a");
        say(&list("permission"), "with the permission of the");
        for (name, is, is_not) in [
            ("children_here", "where children are", "away from the children"),
            ("children_in", "while children are in", "when no child is in"),
            ("on_break", "on a break", "outside breaks"),
            ("on_outing", "on an outing", "on the premises"),
            ("emergency", "in an emergency", "where it is no emergency"),
            ("supervised", "while supervised", "unsupervised"),
            ("connected", "while it is connected", "while it is off or disconnected"),
            ("sim", "with a SIM card in it", "without a SIM card"),
        ] {
            match yes(name) {
                Some(true) => parts.push(is.to_owned()),
                Some(false) => parts.push(is_not.to_owned()),
                None => {}
            }
        }
        match fields.seen("hours").and_then(toml::Value::as_str) {
            Some("in") => parts.push("in working hours".into()),
            Some("out") => parts.push("outside working hours".into()),
            _ => {}
        }
        for name in ["since", "until"] {
            if let Some(date) = fields.seen(name) {
                parts.push(format!("{name} {}", date.to_string().trim_matches('"')));
            }
        }
        let who = list("who");
        let except = list("except");
        let who = match (who.is_empty(), except.is_empty()) {
            (true, true) => None,
            (true, false) => Some(format!("everybody but the {}", join_and(&except))),
            (false, true) => Some(format!("the {}", join_and(&who))),
            (false, false) => Some(format!("the {} but the {}", join_and(&who), join_and(&except))),
        };
        Self(parts, who)
    }

    fn sentence(&self, effect: Effect, acts: &[String], reader: &Reader<'_, '_>) -> String {
        let catalogue = reader.vocabulary.catalogue;
        let does = |act: &String| {
            let does = catalogue.acts.get(act).map_or(act.as_str(), |act| act.does.as_str());
            does.replace("{device}", "a device")
        };
        let does: Vec<String> = acts.iter().map(does).collect();
        let verb = match effect {
            Effect::Forbid => "not allowed",
            Effect::Permit => "allowed",
            Effect::Advise => "advised against",
        };
        let mut sentence = format!("{verb}: {}", join_or(&does));
        if let Some(who) = &self.1 {
            sentence.push_str(&format!(" by {who}"));
        }
        for part in &self.0 {
            sentence.push(' ');
            sentence.push_str(part);
        }
        sentence
    }
}
