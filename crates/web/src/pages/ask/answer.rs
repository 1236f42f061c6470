//! An answer in words, with its clauses and the ways out.

use super::form::Form;
use belisha_policy::KnownAct;
use belisha_policy::{NeedsDevice, Verdict};
use belisha_service::Current;
use belisha_setting::Answer;
use belisha_setting::ask::OFF_PREMISES;

pub(super) struct Asked {
    pub(super) question: String,
    pub(super) word: &'static str,
    pub(super) class: &'static str,
    pub(super) because: Vec<(String, String, String)>,
    pub(super) remedies: Vec<String>,
    pub(super) sum: Option<String>,
    /// What the program does not carry out yet of the controls that decided.
    pub(super) not_yet: Vec<String>,
    /// What would have forbidden it had something not been done or permitted: clause and words.
    pub(super) gates: Vec<(String, String)>,
    /// Where the policy says nothing: the nearest rule's clause, its words, and what was not so.
    pub(super) nearest: Option<(String, String, String)>,
}

/// The question as it was understood, in full.
pub(super) fn sentence(form: &Form, now: &Current) -> String {
    let mut words = act_words(form, now);
    let place = now.state.places.find(&form.place).map(|(_, place)| place.name.clone());
    match (form.place.as_str(), place) {
        ("", _) => {}
        (OFF_PREMISES, _) => words.push_str(" off the premises"),
        (_, Some(place)) => words.push_str(&format!(" in the {place}")),
        (other, None) => words.push_str(&format!(" in the {other}")),
    }
    for (when, says) in [
        (form.on_break == "yes", " on a break"),
        (form.emergency == "yes", " in an emergency"),
        (form.on_outing == "yes", " on an outing"),
        (form.in_hours == "no", " outside working hours"),
    ] {
        if when {
            words.push_str(says);
        }
    }
    if let Some(child) =
        now.state.children.all.get(form.with.as_str()).filter(|_| form.act == KnownAct::Befriend)
    {
        words.push_str(&format!(" of {}'s family", child.name.words()));
    }
    if let Some(tool) = now.state.tools.all.get(form.tool.as_str()).filter(|_| form.act == KnownAct::UseTool)
    {
        words.push_str(&format!(": {}", tool.name));
    }
    if form.act == KnownAct::OpenMailbox && !form.mailbox.is_empty() {
        words = format!("open the {} mailbox", form.mailbox);
    }
    if !form.purpose.is_empty() {
        words.push_str(&format!(" for {}", form.purpose));
    }
    let who = now
        .state
        .people
        .all
        .get(form.who.as_str())
        .map_or(form.who.clone(), |person| person.name.words().to_owned());
    format!("May {who} {words}?")
}

/// What is to be done, with what.
fn act_words(form: &Form, now: &Current) -> String {
    let catalogue = &now.policy.catalogue;
    let act = catalogue.acts.get(&form.act);
    let device = match now.state.devices.all.get(form.device.as_str()) {
        Some(device) => device.particulars.name.clone(),
        None => {
            let title = now
                .state
                .devices
                .kind(&form.device, catalogue)
                .map_or("device".to_owned(), |kind| kind.title);
            match form.owner.as_str() {
                "personal" => format!("a {title} of their own"),
                "setting" => format!("the setting's {title}"),
                _ => format!("a {title}"),
            }
        }
    };
    act.map_or(form.act.clone(), |act| match act.device {
        NeedsDevice::None => act.asks.clone(),
        _ => act.asks.replace("{device}", &device),
    })
}

/// Words that nobody knows: no answer, and what may have been meant.
fn not_understood(question: String, answer: &Answer) -> Asked {
    let because =
        answer.unknown.iter().map(|unknown| (String::new(), String::new(), unknown.clone())).collect();
    Asked {
        question,
        word: "Not understood",
        class: "silent",
        because,
        remedies: Vec::new(),
        sum: None,
        not_yet: Vec::new(),
        gates: Vec::new(),
        nearest: None,
    }
}

pub(super) fn answered(answer: &Answer, question: String, now: &Current) -> Asked {
    if !answer.unknown.is_empty() {
        return not_understood(question, answer);
    }
    let because = answer
        .verdict
        .clauses()
        .iter()
        .filter_map(|id| {
            let clause = now.policy.pack.clause(id)?;
            let says: Vec<&str> = answer
                .verdict
                .reasons()
                .iter()
                .filter(|reason| *reason.clause == **id)
                .map(|reason| reason.says.as_str())
                .collect();
            Some(((*id).to_owned(), clause.says.clone(), belisha_policy::join_and(&says)))
        })
        .collect();
    let mut not_yet: Vec<String> = answer
        .verdict
        .reasons()
        .iter()
        .filter_map(|reason| now.policy.catalogue.controls.get(&*reason.control)?.not_yet.clone())
        .collect();
    not_yet.dedup();
    let (word, class) = match answer.verdict {
        _ if !answer.asks.is_empty() => ("That depends", "advised"),
        Verdict::Yes(_) => ("Yes", "yes"),
        Verdict::No(_) => ("No", "no"),
        Verdict::AdvisedAgainst(_) => ("Better not", "advised"),
        Verdict::Silent => ("The policy does not say", "silent"),
        Verdict::Fault(_) => {
            ("No: the rules could not be read, so the answer is no until somebody has looked", "no")
        }
    };
    Asked {
        question,
        word,
        class,
        because,
        remedies: answer.remedies.iter().map(ToString::to_string).collect(),
        sum: answer.sum.clone(),
        not_yet,
        gates: answer.gates.iter().map(|gate| (gate.clause.to_string(), gate.says.clone())).collect(),
        nearest: answer.nearest.as_ref().map(|nearest| {
            (
                nearest.rule.clause.to_string(),
                nearest.rule.says.clone(),
                belisha_policy::join_and(&nearest.lacks),
            )
        }),
    }
}
