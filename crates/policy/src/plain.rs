//! Understanding a question in plain words, by the cues in the data. No cleverness: every word that was understood is
//! shown back, and can be put right.

use crate::catalogue::whole::Catalogue;
use std::collections::BTreeMap;

/// What was understood of a plain question.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Understood {
    /// The act.
    pub act: Option<String>,
    /// The kind of device.
    pub kind: Option<String>,
    /// `personal` or `setting`, from "my" and "our".
    pub owner: Option<String>,
    /// The place, one of those given.
    pub place: Option<String>,
    /// Purposes known to the policy.
    pub purpose: Option<String>,
    /// Which mailbox.
    pub mailbox: Option<String>,
    /// On a break.
    pub on_break: bool,
    /// In an emergency.
    pub emergency: bool,
    /// On an outing.
    pub on_outing: bool,
    /// Personal rather than work email.
    pub personal_mail: bool,
    /// Outside working hours.
    pub after_hours: bool,
}

impl Understood {
    /// Reads a question such as "use my phone in the staff room on my break".
    pub fn read(question: &str, catalogue: &Catalogue, places: &[String], purposes: &[String]) -> Self {
        let text = format!(" {} ", normal(question));
        let has = |cue: &str| text.contains(&format!(" {} ", normal(cue)));
        let kinds = catalogue.kinds.iter().map(|(id, kind)| (id, &kind.cues)).collect::<BTreeMap<_, _>>();
        let kind = longest(kinds.iter().map(|(id, cues)| (id.as_str(), cues.as_slice())), &has);
        let act = longest(catalogue.acts.iter().map(|(id, act)| (id.as_str(), act.cues.as_slice())), &has);
        let mine = ["my", "mine", "own", "personal"].iter().any(|word| has(word));
        let ours = ["our", "the setting's", "preschool", "setting"].iter().any(|word| has(word));
        let found =
            |words: &[String]| words.iter().filter(|word| has(word)).max_by_key(|word| word.len()).cloned();
        let place = found(places).or_else(|| {
            ["off site", "outside the gate", "in my car"]
                .iter()
                .any(|cue| has(cue))
                .then(|| "off premises".to_owned())
        });
        Self {
            act: act.or_else(|| kind.is_some().then(|| "use".to_owned())),
            kind,
            owner: if mine { Some("personal".into()) } else { ours.then(|| "setting".into()) },
            place,
            purpose: found(purposes),
            mailbox: ["general", "admissions"].into_iter().find(|word| has(word)).map(str::to_owned),
            on_break: ["break", "lunch", "my break", "lunchtime"].iter().any(|cue| has(cue)),
            emergency: ["emergency", "urgent"].iter().any(|cue| has(cue)),
            on_outing: ["outing", "trip", "walk"].iter().any(|cue| has(cue)),
            personal_mail: has("personal email")
                || has("my email")
                || has("my own email")
                || has("personal mail"),
            after_hours: ["after work", "evening", "at home", "weekend", "out of hours"]
                .iter()
                .any(|cue| has(cue)),
        }
    }
}

fn normal(text: &str) -> String {
    let lower = text.to_lowercase();
    let plain: String =
        lower.chars().map(|c| if c.is_alphanumeric() || c == '\'' || c == '-' { c } else { ' ' }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The id with the longest cue that is in the question; among equals the first.
fn longest<'a>(
    ids: impl Iterator<Item = (&'a str, &'a [String])>,
    has: &dyn Fn(&str) -> bool,
) -> Option<String> {
    let mut best: Option<(usize, &str)> = None;
    for (id, cues) in ids {
        for cue in cues.iter().filter(|cue| has(cue)) {
            if best.is_none_or(|(length, _)| cue.len() > length) {
                best = Some((cue.len(), id));
            }
        }
    }
    best.map(|(_, id)| id.to_owned())
}
