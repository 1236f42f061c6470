//! A question as it is asked: in plain words or by choices.

use belisha_policy::Fact;
use belisha_policy::KnownAct;
use belisha_policy::Understood;
use belisha_service::Current;
use belisha_setting::ask::{OFF_PREMISES, Supposition};
use belisha_setting::{Author, Context, PersonId, Question, friendships};
use jiff::Timestamp;
use serde::Deserialize;

/// What the form says; everything may be left out.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub(crate) struct Form {
    pub(super) q: String,
    pub(super) act: String,
    pub(super) who: String,
    pub(super) device: String,
    pub(super) owner: String,
    pub(super) place: String,
    pub(super) purpose: String,
    pub(super) mail: String,
    pub(super) account: String,
    pub(super) mailbox: String,
    pub(super) emergency: String,
    pub(super) on_break: String,
    pub(super) on_outing: String,
    pub(super) in_hours: String,
    pub(super) with: String,
    pub(super) tool: String,
    /// What was said of circumstances: `name=yes`, `name=no` or `name=3`, parted by semicolons.
    pub(super) said: String,
    /// A number that was typed, and of which circumstance.
    pub(super) number: String,
    pub(super) number_of: String,
}

impl Form {
    /// What it holds, for the hidden fields of a form that asks on; without the words, which were understood already.
    pub(super) fn fields(&self) -> Vec<(&'static str, String)> {
        let all = [
            ("act", &self.act),
            ("who", &self.who),
            ("device", &self.device),
            ("owner", &self.owner),
            ("place", &self.place),
            ("purpose", &self.purpose),
            ("mail", &self.mail),
            ("account", &self.account),
            ("mailbox", &self.mailbox),
            ("emergency", &self.emergency),
            ("on_break", &self.on_break),
            ("on_outing", &self.on_outing),
            ("in_hours", &self.in_hours),
            ("with", &self.with),
            ("tool", &self.tool),
        ];
        all.into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| (name, value.clone()))
            .collect()
    }

    /// What was said of circumstances, with one more.
    pub(super) fn said_and(&self, name: &str, value: &str) -> String {
        let before =
            self.said.split(';').filter(|one| !one.is_empty() && one.split('=').next() != Some(name));
        before.map(str::to_owned).chain([format!("{name}={value}")]).collect::<Vec<_>>().join(";")
    }
}

/// Fills in the form from the words; what somebody chose themselves stays.
pub(super) fn understood(mut form: Form, now: &Current) -> (Form, Option<String>) {
    if !form.number_of.is_empty() && form.number.parse::<i64>().is_ok() {
        form.said = form.said_and(&form.number_of, &form.number);
    }
    if form.q.trim().is_empty() {
        return (form, None);
    }
    let q: String = form.q.chars().take(300).collect();
    let places: Vec<String> = now
        .state
        .places
        .all
        .values()
        .map(|place| place.name.to_lowercase())
        .chain([OFF_PREMISES.into()])
        .collect();
    let purposes: Vec<String> = purposes(now);
    let read = Understood::read(&q, &now.policy.catalogue, &places, &purposes);
    let fill = |field: &mut String, value: Option<String>| {
        if field.is_empty() {
            *field = value.unwrap_or_default();
        }
    };
    fill(&mut form.act, read.act);
    if form.device.is_empty() {
        let named = now
            .state
            .devices
            .here()
            .find(|(_, device)| q.to_lowercase().contains(&device.particulars.name.to_lowercase()));
        match (named, read.kind) {
            (Some((id, _)), _) => form.device = id.to_string(),
            (None, kind) => {
                form.device = kind.unwrap_or_default();
                fill(&mut form.owner, read.owner);
            }
        }
    }
    fill(&mut form.place, read.place);
    fill(&mut form.purpose, read.purpose);
    fill(&mut form.mailbox, read.mailbox.filter(|_| form.act == KnownAct::OpenMailbox));
    let yes = |yes: bool| yes.then(|| "yes".to_owned());
    fill(&mut form.emergency, yes(read.emergency));
    fill(&mut form.on_break, yes(read.on_break));
    fill(&mut form.on_outing, yes(read.on_outing));
    fill(&mut form.in_hours, read.after_hours.then(|| "no".to_owned()));
    fill(&mut form.mail, read.personal_mail.then(|| "personal".to_owned()));
    let notice = form.act.is_empty().then(|| {
        "I could not tell what you want to do. Say it with a device and a place (\"use my phone in the kitchen\"), or \
         choose below."
            .to_owned()
    });
    (form, notice)
}

fn purposes(now: &Current) -> Vec<String> {
    let mut purposes: Vec<String> = now
        .policy
        .catalogue
        .acts
        .keys()
        .flat_map(|act| now.policy.rules(act))
        .flat_map(|rule| rule.purposes.iter().cloned())
        .collect();
    purposes.sort();
    purposes.dedup();
    purposes
}

pub(super) fn question(form: &Form) -> Question {
    let some = |word: &str| (!word.is_empty()).then(|| word.to_owned());
    let mut question = Question {
        act: form.act.clone(),
        who: some(&form.who),
        device: some(&form.device),
        owner: some(&form.owner),
        place: some(&form.place),
        purpose: some(&form.purpose),
        mail: some(&form.mail),
        account: some(&form.account),
        mailbox: some(&form.mailbox),
        emergency: form.emergency == "yes",
        with: some(&form.with),
        tool: some(&form.tool),
        ..Question::default()
    };
    for (name, value) in form.said.split(';').filter_map(|said| said.split_once('=')) {
        let value = match value {
            "yes" => Supposition::Bool(true),
            "no" => Supposition::Bool(false),
            number => match number.parse() {
                Ok(number) => Supposition::Number(number),
                Err(_) => continue,
            },
        };
        question.circumstances.insert(name.to_owned(), value);
    }
    for (fact, value) in
        [(Fact::OnBreak, &form.on_break), (Fact::OnOuting, &form.on_outing), (Fact::InHours, &form.in_hours)]
    {
        match value.as_str() {
            "yes" => question.suppose.insert(fact.into(), Supposition::Bool(true)),
            "no" => question.suppose.insert(fact.into(), Supposition::Bool(false)),
            _ => None,
        };
    }
    question
}

/// Whose friend somebody else is, nobody learns by asking: of another person the answer is the one without.
pub(super) fn guarded(question: &mut Question, asker: &PersonId, now: &Current, time: Timestamp) {
    let (Some(who), Some(child)) = (&question.who, &question.with) else { return };
    let author = Author::Person(asker.clone());
    let context = Context { state: &now.state, policy: &now.policy, now: time, author: &author };
    let friendship = now.state.friendships.between(&PersonId::from(who.as_str()), child);
    if friendship.is_some_and(|(_, known)| !friendships::may_see(asker, known, &context)) {
        question.with = None;
    }
}
