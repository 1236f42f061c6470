//! `belisha may`: a question of a policy, without a setting behind it.

use crate::clock::SystemClock;
use crate::output::{json, say};
use crate::packs::find;
use belisha_policy::{Fact, FactKey, Nearest};
use belisha_policy::{Policy, Understood, Verdict};
use belisha_setting::ask::{OFF_PREMISES, Supposition};
use belisha_setting::{Answer, Question, State, ask, from_london};
use clap::Args;
use std::process::ExitCode;

#[derive(Debug, Args)]
pub(crate) struct May {
    /// The policy: a built-in id, or a file.
    #[arg(long)]
    policy: String,
    /// The question in plain words: "use my phone in the kitchen on my break".
    words: Vec<String>,
    /// The act, instead of words (an id of the catalogue).
    #[arg(long)]
    act: Option<String>,
    /// Who: a role.
    #[arg(long, default_value = "practitioner")]
    who: String,
    /// With which kind of device.
    #[arg(long)]
    device: Option<String>,
    /// What the device can do, where it is of no known kind: calls, messages, internet, camera, records, worn.
    #[arg(long, value_delimiter = ',')]
    can: Option<Vec<String>>,
    /// Whose device: personal or setting.
    #[arg(long)]
    owner: Option<String>,
    /// Where: a kind of place, or "off premises".
    #[arg(long = "in")]
    place: Option<String>,
    /// What for.
    #[arg(long = "for")]
    purpose: Option<String>,
    /// Further facts: name=yes, name=no or name=word.
    #[arg(long)]
    fact: Vec<String>,
    /// On which day; today when left out.
    #[arg(long)]
    on: Option<jiff::civil::Date>,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

impl May {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let policy = find(&self.policy)?;
        let question = self.question(&policy)?;
        let state = State::default();
        let day = self.on.and_then(|day| from_london(day, jiff::civil::time(10, 0, 0, 0)));
        let now = day.unwrap_or_else(|| SystemClock.now());
        let answer = ask(&state, &policy, now, &question);
        anyhow::ensure!(answer.unknown.is_empty(), "{}", answer.unknown.join("\n"));
        if self.json {
            print_json(&question, &answer, &policy)?
        } else {
            print(&question, &answer, &policy)
        }
        if !answer.asks.is_empty() {
            return Ok(ExitCode::from(2));
        }
        Ok(match answer.verdict {
            Verdict::Yes(_) | Verdict::AdvisedAgainst(_) => ExitCode::SUCCESS,
            Verdict::No(_) => ExitCode::from(1),
            // The policy does not say, or could not be asked.
            Verdict::Silent | Verdict::Fault(_) => ExitCode::from(2),
        })
    }

    fn question(&self, policy: &Policy) -> anyhow::Result<Question> {
        let catalogue = &policy.catalogue;
        let places: Vec<String> = policy
            .pack
            .places
            .iter()
            .map(|place| place.kind.clone())
            .chain([OFF_PREMISES.to_owned()])
            .collect();
        let purposes: Vec<String> = catalogue
            .acts
            .keys()
            .flat_map(|act| policy.rules(act))
            .flat_map(|rule| rule.purposes.iter().cloned())
            .collect();
        let read = Understood::read(&self.words.join(" "), catalogue, &places, &purposes);
        let act = self.act.clone().or(read.act);
        let act = act.ok_or_else(|| {
            anyhow::anyhow!("what do you want to do? Say it with a device (\"use my phone\"), or give --act")
        })?;
        anyhow::ensure!(
            catalogue.acts.contains_key(&act),
            "there is no act `{act}`; there are: {}",
            catalogue.acts.keys().cloned().collect::<Vec<_>>().join(", ")
        );
        let device = self.device.clone().or(read.kind);
        if let (Some(device), None) = (&device, &self.can) {
            anyhow::ensure!(
                catalogue.kinds.contains_key(device),
                "there is no kind of device `{device}`; say what it can do with --can, or use one of: {}",
                catalogue.kinds.keys().cloned().collect::<Vec<_>>().join(", ")
            );
        }
        let mut question = Question {
            act,
            who: Some(self.who.clone()),
            device,
            can: self.can.clone(),
            owner: self.owner.clone().or(read.owner),
            place: self.place.clone().or(read.place),
            purpose: self.purpose.clone().or(read.purpose),
            mail: read.personal_mail.then(|| "personal".to_owned()),
            mailbox: read.mailbox,
            emergency: read.emergency,
            ..Question::default()
        };
        for (fact, yes) in [(Fact::OnBreak, read.on_break), (Fact::OnOuting, read.on_outing)] {
            if yes {
                question.suppose.insert(fact.into(), Supposition::Bool(true));
            }
        }
        if read.after_hours {
            question.suppose.insert(Fact::InHours.into(), Supposition::Bool(false));
        }
        for fact in &self.fact {
            let (name, value) =
                fact.split_once('=').ok_or_else(|| anyhow::anyhow!("`{fact}` is not name=value"))?;
            let key = if policy.catalogue.circumstances.contains_key(name) {
                FactKey::Circumstance(name.into())
            } else {
                FactKey::try_from(name.to_owned()).map_err(anyhow::Error::msg)?
            };
            let value = match value {
                number if number.parse::<i64>().is_ok() => Supposition::Number(number.parse()?),
                "yes" | "true" => Supposition::Bool(true),
                "no" | "false" => Supposition::Bool(false),
                word => Supposition::Word(word.to_owned()),
            };
            question.suppose.insert(key, value);
        }
        Ok(question)
    }
}

fn print(question: &Question, answer: &Answer, policy: &Policy) {
    let act = policy.catalogue.acts.get(&question.act).map_or(question.act.as_str(), |act| act.asks.as_str());
    let device = question.device.as_deref().unwrap_or("a device");
    let owner = question.owner.as_deref().map_or(String::new(), |owner| format!(" ({owner})"));
    let place = question.place.as_deref().map_or(String::new(), |place| format!(", in: {place}"));
    let who = question.who.as_deref().unwrap_or_default();
    say(&format!("May a {who} {}{owner}{place}?", act.replace("{device}", &format!("a {device}"))));
    if !answer.asks.is_empty() {
        say("THAT DEPENDS");
        for asked in &answer.asks {
            let values = if asked.number { "NUMBER" } else { "yes or no" };
            say(&format!("  {} Say it with --fact {}={values}", asked.asks, asked.name));
        }
        say("  Until that is said:");
    }
    say(&answer.verdict.word().to_uppercase());
    for id in answer.verdict.clauses() {
        for reason in answer.verdict.reasons().iter().filter(|reason| *reason.clause == *id) {
            say(&format!("  {}", reason.says));
        }
        let says = policy.pack.clause(id).map_or("", |clause| clause.says.as_str());
        say(&format!("  {id}: {says}"));
    }
    for gate in &answer.gates {
        say(&format!("  passed, of {}: {}", gate.clause, gate.says));
    }
    if let Some(nearest) = &answer.nearest {
        let Nearest { rule, lacks } = nearest;
        say(&format!("  nearest: {} ({}), where it is so: {}", rule.says, rule.clause, lacks.join(" and ")));
    }
    for missing in not_yet(answer, policy) {
        say(&format!("  Not yet carried out in full: {missing}"));
    }
    if let Verdict::Fault(error) = &answer.verdict {
        say(&format!("  the rules could not be read: {error}"));
    }
    if !answer.remedies.is_empty() {
        say("It would be allowed if you");
        answer.remedies.iter().for_each(|remedy| say(&format!("  · {remedy}")));
    }
}

/// What the program does not carry out yet of the controls that decided.
fn not_yet(answer: &Answer, policy: &Policy) -> Vec<String> {
    let controls = answer.verdict.reasons().iter().map(|reason| &*reason.control);
    let missing = controls.filter_map(|id| {
        let missing = policy.catalogue.controls.get(id)?.not_yet.as_ref()?;
        Some(format!("`{id}`: {missing}"))
    });
    let mut missing: Vec<String> = missing.collect();
    missing.dedup();
    missing
}

fn print_json(question: &Question, answer: &Answer, policy: &Policy) -> anyhow::Result<()> {
    let clauses: Vec<_> = answer
        .verdict
        .clauses()
        .iter()
        .map(|id| serde_json::json!({ "id": id, "text": policy.pack.clause(id).map(|clause| clause.says.clone()) }))
        .collect();
    let remedies: Vec<_> = answer.remedies.iter().map(|remedy| remedy.changes.clone()).collect();
    json(&serde_json::json!({
        "question": question,
        "verdict": answer.word(),
        "asks": answer.asks.iter().map(|asked| serde_json::json!({ "name": asked.name, "asks": asked.asks, "number": asked.number })).collect::<Vec<_>>(),
        "clauses": clauses,
        "remedies": remedies,
        "passed": answer.gates.iter().map(|gate| serde_json::json!({ "clause": &*gate.clause, "says": gate.says })).collect::<Vec<_>>(),
        "nearest": answer.nearest.as_ref().map(|nearest| serde_json::json!({ "clause": &*nearest.rule.clause, "says": nearest.rule.says, "lacks": nearest.lacks })),
        "not_yet": not_yet(answer, policy),
    }))
}
