//! "May I…?" in plain words, with the clause quoted and what would make a no a yes.

use crate::app::App;
use crate::auth::{Asker, SignedIn};
use crate::error::{Problem, rendered};
use crate::frame::Frame;
use crate::pages::{Choice, child_choices, people_choices};
use askama::Template;
use axum::Json;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use belisha_policy::{NeedsDevice, Understood, Verdict};
use belisha_setting::ask::{OFF_PREMISES, Supposition};
use belisha_setting::{Answer, Author, Context, PersonId, Question, ask, friendships};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "ask.html")]
struct Page {
    frame: Frame,
    q: String,
    asked: Option<Asked>,
    chosen: Form,
    acts: Vec<Choice>,
    people: Vec<Choice>,
    devices: Vec<Choice>,
    kinds: Vec<Choice>,
    places: Vec<Choice>,
    examples: [&'static str; 4],
    grant: Option<Grant>,
    families: Vec<Choice>,
    tools: Vec<Choice>,
    /// A page that has to do with the act.
    further: Option<(&'static str, &'static str)>,
}

struct Asked {
    question: String,
    word: &'static str,
    class: &'static str,
    because: Vec<(String, String, String)>,
    remedies: Vec<String>,
    sum: Option<String>,
    /// What the program does not carry out yet of the controls that decided.
    not_yet: Vec<String>,
}

/// An exception that the asker may grant here and now.
struct Grant {
    act: String,
    person: String,
    place: String,
    grantors: String,
}

/// What the form says; everything may be left out.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub(crate) struct Form {
    q: String,
    act: String,
    who: String,
    device: String,
    owner: String,
    place: String,
    purpose: String,
    mail: String,
    account: String,
    mailbox: String,
    emergency: String,
    on_break: String,
    on_outing: String,
    in_hours: String,
    with: String,
    tool: String,
}

pub(crate) async fn page(
    State(app): State<App>,
    signed_in: SignedIn,
    Query(form): Query<Form>,
) -> Result<Response, Problem> {
    let frame = Frame { live: false, ..Frame::of(&app, &signed_in.asker, "May I…?", "/ask") };
    let time = app.setting.time();
    let now = app.setting.now();
    let (state, policy) = (&now.state, &now.policy);
    let catalogue = &policy.catalogue;
    let (mut chosen, notice) = understood(form.clone(), &now);
    if chosen.who.is_empty() {
        chosen.who = signed_in.person.to_string();
    }
    let mut asked = None;
    let mut grant = None;
    if !chosen.act.is_empty() {
        let mut question = question(&chosen);
        guarded(&mut question, &signed_in.person, &now, time);
        let answer = ask(state, policy, time, &question);
        if let Verdict::Fault(error) = &answer.verdict {
            tracing::error!(%error, "a rule could not be evaluated: the answer was no");
        }
        let grantors = policy.grantors(&chosen.act);
        if !answer.verdict.lets()
            && !grantors.is_empty()
            && state.people.all.contains_key(chosen.who.as_str())
        {
            let kind = state
                .places
                .find(&chosen.place)
                .map_or(chosen.place.clone(), |(_, place)| place.kind.clone());
            let grantors: Vec<String> = grantors.into_iter().map(str::to_owned).collect();
            grant = Some(Grant {
                act: chosen.act.clone(),
                person: chosen.who.clone(),
                place: kind,
                grantors: super::role_titles(&grantors, catalogue),
            });
        }
        asked = Some(answered(&answer, sentence(&chosen, &now), &now));
    } else if let Some(notice) = notice {
        asked = Some(Asked {
            question: form.q.clone(),
            word: "not understood",
            class: "silent",
            because: vec![(String::new(), String::new(), notice)],
            remedies: Vec::new(),
            sum: None,
            not_yet: Vec::new(),
        });
    }
    let mut acts: Vec<Choice> = catalogue
        .acts
        .iter()
        // What nobody asks in words, such as opening a concern, is answered where it is done.
        .filter(|(_, act)| !act.cues.is_empty())
        .map(|(id, act)| (id.clone(), act.asks.replace("{device}", "a device")))
        .collect();
    acts.sort_by(|a, b| a.1.cmp(&b.1));
    let mut places: Vec<Choice> =
        state.places.all.values().map(|place| (place.name.clone(), place.name.clone())).collect();
    places.push((OFF_PREMISES.into(), OFF_PREMISES.into()));
    let further = match chosen.act.as_str() {
        "befriend" => Some(("/friendships", "Tell of a friendship from before")),
        "use-tool" => Some(("/tools", "To the tools and journals")),
        _ => None,
    };
    let page = Page {
        q: form.q,
        asked,
        chosen,
        acts,
        people: people_choices(state),
        devices: state.devices.here().map(|(id, device)| (id.to_string(), device.is.name.clone())).collect(),
        kinds: kinds(&now),
        places,
        examples: [
            "use my phone in the play room",
            "use my phone in the staff room on my break",
            "take a tablet home",
            "read work email while I supervise",
        ],
        grant,
        families: child_choices(state),
        tools: state.tools.here().map(|(id, tool)| (id.to_string(), tool.name.clone())).collect(),
        further,
        frame,
    };
    drop(now);
    Ok(rendered(&page))
}

fn kinds(now: &belisha_service::Current) -> Vec<Choice> {
    let own = now.state.devices.kinds.iter().map(|(id, own)| (id.clone(), own.title.clone()));
    now.policy.catalogue.kinds.iter().map(|(id, kind)| (id.clone(), kind.title.clone())).chain(own).collect()
}

/// Fills in the form from the words; what somebody chose themselves stays.
fn understood(mut form: Form, now: &belisha_service::Current) -> (Form, Option<String>) {
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
            .find(|(_, device)| q.to_lowercase().contains(&device.is.name.to_lowercase()));
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
    fill(&mut form.mailbox, read.mailbox.filter(|_| form.act == "open-mailbox"));
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

fn purposes(now: &belisha_service::Current) -> Vec<String> {
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

fn question(form: &Form) -> Question {
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
    for (name, value) in
        [("on_break", &form.on_break), ("on_outing", &form.on_outing), ("in_hours", &form.in_hours)]
    {
        match value.as_str() {
            "yes" => question.suppose.insert(name.into(), Supposition::Bool(true)),
            "no" => question.suppose.insert(name.into(), Supposition::Bool(false)),
            _ => None,
        };
    }
    question
}

/// Whose friend somebody else is, nobody learns by asking: of another person the answer is the one without.
fn guarded(question: &mut Question, asker: &PersonId, now: &belisha_service::Current, time: jiff::Timestamp) {
    let (Some(who), Some(child)) = (&question.who, &question.with) else { return };
    let author = Author::Person(asker.clone());
    let context = Context { state: &now.state, policy: &now.policy, now: time, author: &author };
    let friendship = now.state.friendships.between(&PersonId::from(who.as_str()), child);
    if friendship.is_some_and(|(_, there)| !friendships::may_see(asker, there, &context)) {
        question.with = None;
    }
}

/// The question as it was understood, in full.
fn sentence(form: &Form, now: &belisha_service::Current) -> String {
    let catalogue = &now.policy.catalogue;
    let act = catalogue.acts.get(&form.act);
    let device = match now.state.devices.all.get(form.device.as_str()) {
        Some(device) => device.is.name.clone(),
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
    let act = act.map_or(form.act.clone(), |act| match act.device {
        NeedsDevice::None => act.asks.clone(),
        _ => act.asks.replace("{device}", &device),
    });
    let mut words = act;
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
    if let Some(child) = now.state.children.all.get(form.with.as_str()).filter(|_| form.act == "befriend") {
        words.push_str(&format!(" of {}'s family", child.name.words()));
    }
    if let Some(tool) = now.state.tools.all.get(form.tool.as_str()).filter(|_| form.act == "use-tool") {
        words.push_str(&format!(": {}", tool.name));
    }
    if form.act == "open-mailbox" && !form.mailbox.is_empty() {
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
        .map_or(form.who.clone(), |there| there.name.words().to_owned());
    format!("May {who} {words}?")
}

fn answered(answer: &Answer, question: String, now: &belisha_service::Current) -> Asked {
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
    }
}

/// `GET /api/may`: the same question as the page's form.
pub(crate) async fn api(State(app): State<App>, asker: Asker, Query(form): Query<Form>) -> Response {
    let chosen = understood(form, &app.setting.now()).0;
    api_question(State(app), asker, Json(question(&chosen))).await
}

/// `POST /api/may`: a question as JSON.
pub(crate) async fn api_question(
    State(app): State<App>,
    asker: Asker,
    Json(mut question): Json<Question>,
) -> Response {
    let time = app.setting.time();
    let now = app.setting.now();
    match &asker.person {
        Some(person) => guarded(&mut question, person, &now, time),
        None => question.with = None,
    }
    // Who is on the route of which concern, and whom it is about, is nobody's to ask.
    question.concern = None;
    let answer = ask(&now.state, &now.policy, time, &question);
    let asked = answered(&answer, String::new(), &now);
    let clauses: Vec<_> = asked
        .because
        .iter()
        .map(|(id, text, because)| serde_json::json!({ "id": id, "text": text, "because": because }))
        .collect();
    Json(serde_json::json!({
        "verdict": answer.verdict.word(),
        "clauses": clauses,
        "remedies": answer.remedies.iter().map(|remedy| remedy.changes.clone()).collect::<Vec<_>>(),
        "sum": answer.sum,
    }))
    .into_response()
}
