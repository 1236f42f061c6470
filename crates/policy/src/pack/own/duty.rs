//! Duties, facts and documents that a clause brings itself: each is something done and put on record for a subject.

use crate::catalogue::duty::{DutyText, Per, Who};
use crate::pack::own::fields::{Fields, Reader, Table, Words};
use crate::period::{Every, Trigger};
use serde::Deserialize;
use std::ops::Range;

impl Reader<'_, '_> {
    /// Something to be done: again and again, once for each subject, or after an event.
    pub(crate) fn duty(&mut self, table: &Table, at: Range<usize>) -> Option<DutyText> {
        let mut fields = Fields::of(table, at);
        let id = self.thing_id(&mut fields, "a duty")?;
        let does = self.text(&mut fields, "does");
        let on = self.trigger(&mut fields);
        let per = self.per(&mut fields, "per", on);
        let every = self.period(&mut fields, "every");
        let within = self.period(&mut fields, "within");
        let grace = self.period(&mut fields, "grace");
        let gone = matches!(on, Some(Trigger::PersonLeaves | Trigger::ChildLeaves));
        // Whoever has left does nothing any more.
        let who = if gone {
            self.leaders_unless(&mut fields)
        } else {
            self.words(&mut fields, "who", Words::Roles)
        };
        let of = self.words(&mut fields, "of", Words::Roles);
        let after = self.words(&mut fields, "after", Words::Things);
        let note = self.text(&mut fields, "evidence");
        let finds = self.yes_no(&mut fields, "finds").unwrap_or(false);
        let by_another = self.yes_no(&mut fields, "by_another").unwrap_or(false);
        let points = self.words(&mut fields, "points", Words::Free);
        let if_device = self.words(&mut fields, "if_device", Words::Abilities).into_iter().next();
        self.finish(&fields, "a duty");
        if does.is_none() && !fields.has("does") {
            self.wrong(&fields.at, "a duty says what is done: does = \"…\"");
        }
        if every.is_some() && on.is_some() {
            self.wrong(&fields.at, "a duty recurs (`every`) or follows an event (`on`), not both");
        }
        if every.is_none() && on.is_none() && !fields.has("every") && !fields.has("on") {
            self.wrong(
                &fields.at,
                "a duty says how often (every = \"3 months\") or after what (on = \"person leaves\")",
            );
        }
        if within.is_some() && on.is_none() {
            self.wrong(&fields.at, "`within` goes with `on`; for time to begin with, use `grace`");
        }
        Some(DutyText {
            does: does? + &evidence_words(note.as_deref()),
            per: per?,
            every: every.unwrap_or_else(|| "once".to_owned()),
            who: Who::Roles(who),
            finds,
            note: note.is_some(),
            of: Who::Roles(of),
            after_key: after.into_iter().next(),
            by_another,
            if_device,
            points,
            on,
            within,
            grace,
            ..DutyText::of_id(id)
        })
    }

    /// Something that is so or not, with evidence and perhaps an end: nobody is asked for it, and rules wait for it.
    pub(crate) fn fact(&mut self, table: &Table, at: Range<usize>) -> Option<DutyText> {
        let mut fields = Fields::of(table, at);
        let id = self.thing_id(&mut fields, "a fact")?;
        let says = self.text(&mut fields, "says");
        let per = self.per(&mut fields, "about", None);
        let lasts = self.period(&mut fields, "lasts");
        let who = self.leaders_unless(&mut fields);
        let evidence = self.text(&mut fields, "evidence");
        self.finish(&fields, "a fact");
        if says.is_none() && !fields.has("says") {
            self.wrong(&fields.at, "a fact says what is so: says = \"{subject} has …\"");
        }
        let by_another = matches!(per, Some(Per::Person | Per::Team));
        Some(DutyText {
            does: format!("put on record that {}", says?) + &evidence_words(evidence.as_deref()),
            per: per?,
            every: lasts.unwrap_or_else(|| "once".to_owned()),
            who: Who::Roles(who),
            note: evidence.is_some(),
            by_another,
            optional: true,
            ..DutyText::of_id(id)
        })
    }

    /// Something to be signed: by the people it binds, by parents for their child, or by children with an adult.
    pub(crate) fn document(&mut self, table: &Table, at: Range<usize>) -> Vec<DutyText> {
        let mut fields = Fields::of(table, at);
        let Some(id) = self.thing_id(&mut fields, "a document") else { return Vec::new() };
        let title = self.text(&mut fields, "title");
        let by = self.words(&mut fields, "by", Words::Roles);
        let every = self.period(&mut fields, "every").unwrap_or_else(|| "once".to_owned());
        let grace = self.period(&mut fields, "grace");
        let points = self.words(&mut fields, "points", Words::Free);
        self.finish(&fields, "a document");
        let Some(title) = title else {
            if !fields.has("title") {
                self.wrong(&fields.at, "a document has a title: title = \"Acceptable use agreement\"");
            }
            return Vec::new();
        };
        if by.is_empty() && !fields.has("by") {
            self.wrong(
                &fields.at,
                "a document says who signs it: by = [\"team\"], [\"parent\"], [\"child\"] …",
            );
        }
        let one = |id: String, does: String, per: Per, of: Vec<String>| DutyText {
            does,
            per,
            every: every.clone(),
            of: Who::Roles(of),
            points: points.clone(),
            grace: grace.clone(),
            ..DutyText::of_id(id)
        };
        let mut duties = Vec::new();
        let works_here: Vec<String> =
            by.iter().filter(|role| self.vocabulary.catalogue.works_here(role)).cloned().collect();
        if !works_here.is_empty() {
            duties.push(one(id.clone(), format!("{{subject}}: sign “{title}”"), Per::Person, works_here));
        }
        for (role, words) in [
            ("parent", format!("have a parent of {{subject}} sign “{title}”")),
            ("child", format!("have {{subject}} sign “{title}”, with an adult")),
        ] {
            if by.iter().any(|known| known == role) {
                let id = if duties.is_empty() { id.clone() } else { format!("{id}-{role}") };
                duties.push(one(id, words, Per::Child, Vec::new()));
            }
        }
        if duties.is_empty() && !by.is_empty() {
            self.wrong(&fields.at, "visitors sign nothing on record: ask it as a circumstance");
        }
        duties
    }

    /// Who puts it on record; whoever leads where nobody is named.
    fn leaders_unless(&mut self, fields: &mut Fields<'_>) -> Vec<String> {
        let who = self.words(fields, "who", Words::Roles);
        if who.is_empty() { vec!["leader".to_owned()] } else { who }
    }

    pub(crate) fn thing_id(&mut self, fields: &mut Fields<'_>, what: &str) -> Option<String> {
        let at = fields.at.clone();
        let id = self.text(fields, "id");
        let plain = |id: &String| {
            id.len() <= 60 && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        };
        match id {
            Some(id) if plain(&id) => Some(id),
            Some(id) => {
                self.wrong(&at, format!("the id `{id}` of {what} is in small letters, digits and dashes"));
                None
            }
            None => {
                self.wrong(&at, format!("{what} has an id, such as id = \"weekly-count\""));
                None
            }
        }
    }

    fn per(&mut self, fields: &mut Fields<'_>, name: &'static str, on: Option<Trigger>) -> Option<Per> {
        let Some((at, value)) = fields.take(name) else {
            return Some(on.and_then(Trigger::per).unwrap_or(Per::Setting));
        };
        let read = Per::deserialize(value.clone()).ok();
        let Some(per) = read else {
            let known = Per::WORDS;
            let given = toml::Spanned::new(at, value.as_str().unwrap_or_default().to_owned());
            let mut mistake = self.source.unknown("subject of duties", &given, known.iter().copied());
            mistake.says.push_str(&format!(" (there are: {})", known.join(", ")));
            self.mistakes.push(mistake);
            return None;
        };
        if let Some(wanted) = on.and_then(Trigger::per)
            && wanted != per
        {
            self.wrong(&at, format!("what happens there happens to each `{}`", wanted.word()));
        }
        Some(per)
    }

    fn trigger(&mut self, fields: &mut Fields<'_>) -> Option<Trigger> {
        let (at, value) = fields.take("on")?;
        let word = value.as_str().unwrap_or_default();
        let read = Trigger::parse(word);
        if read.is_none() {
            let known: Vec<&str> = Trigger::ALL.iter().map(|one| one.words()).collect();
            let given = toml::Spanned::new(at, word.to_owned());
            let mut mistake = self.source.unknown("event", &given, known.iter().copied());
            mistake.says.push_str(&format!(" (there are: {})", known.join(", ")));
            self.mistakes.push(mistake);
        }
        read
    }

    fn period(&mut self, fields: &mut Fields<'_>, name: &'static str) -> Option<String> {
        let (at, value) = fields.take(name)?;
        let words = value.as_str().unwrap_or_default();
        if Every::parse(words).is_none() {
            self.wrong(
                &at,
                format!("`{words}` is no period: write such as \"1 week\", \"3 months\", \"1 term\", \"once\", \"open day\", \"2 times a day\" or \"day of use\""),
            );
            return None;
        }
        Some(words.to_owned())
    }
}

fn evidence_words(evidence: Option<&str>) -> String {
    evidence.map_or(String::new(), |evidence| format!(" (write down: {evidence})"))
}

/// What people do by hand: the program carries nothing of it out, and takes evidence.
pub(crate) fn by_hand(what: &str) -> DutyText {
    DutyText {
        does: format!("put evidence on record that this was done by hand: {what}"),
        per: Per::Setting,
        every: "once".to_owned(),
        note: true,
        optional: true,
        ..DutyText::of_id(BY_HAND.to_owned())
    }
}

/// The duty under which evidence of what is done by hand is put on record.
pub const BY_HAND: &str = "by-hand";
