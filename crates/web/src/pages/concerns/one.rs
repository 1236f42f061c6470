//! One concern: what was said, what is to do, its chronology. Opening the page is put on record first.

use super::{Outside, about, ago, title};
use crate::app::App;
use crate::auth::SignedIn;
use crate::commands;
use crate::error::{Problem, rendered};
use crate::frame::Frame;
use crate::pages::{Choice, author_name, people_choices};
use crate::rights::ConcernReader;
use askama::Template;
use axum::extract::State as Shared;
use axum::http::HeaderMap;
use axum::response::Response;
use belisha_policy::Policy;
use belisha_setting::concerns::{self, What};
use belisha_setting::duties::Subject;
use belisha_setting::{Author, Command, ConcernId, State};

#[derive(Template)]
#[template(path = "concern.html")]
struct Page {
    frame: Frame,
    id: String,
    title: String,
    risk: String,
    raised: String,
    by: String,
    said: String,
    child_said: Option<String>,
    about: String,
    children: Vec<Choice>,
    holders: String,
    fell: bool,
    clauses: Vec<String>,
    images: bool,
    steps: Vec<StepRow>,
    left: usize,
    next: Option<String>,
    further: Vec<(String, String, String)>,
    chronology: Vec<Line>,
    closed: Option<String>,
    times_read: u32,
    all_children: Vec<Choice>,
    all_adults: Vec<Choice>,
    /// The written procedures that the policy points to, and where each is kept, for what an adult did.
    procedures: Vec<(String, String)>,
    /// Whom the concern is about whose phone may be looked at.
    phones: Vec<Choice>,
}

struct StepRow {
    id: String,
    does: String,
    by: String,
    late: bool,
    clauses: Vec<String>,
    bodies: Vec<Outside>,
    reference: bool,
    parents: bool,
    optional: bool,
    source: String,
    done: Option<(String, String, String)>,
}

struct Line {
    at: String,
    by: String,
    what: String,
    words: String,
}

fn moment(at: jiff::Timestamp) -> String {
    belisha_setting::london(at).strftime("%-d %B %Y, %H:%M").to_string()
}

pub(crate) async fn one(
    Shared(app): Shared<App>,
    ConcernReader { signed_in, concern: id }: ConcernReader,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let opened = Command::Concerns(concerns::Command::Open { concern: id.clone() });
    let author = Author::Person(signed_in.person.clone());
    app.setting
        .submit(author, opened)
        .await
        .map_err(|error| Problem::of(error, &app, "/concerns").framed(&app, &signed_in.asker))?;
    let frame =
        Frame::of(&app, &signed_in.asker, "A concern", "/concerns").with_done(commands::done(&headers));
    let page = view(&app, &signed_in, id, Frame { live: false, ..frame })?;
    Ok(rendered(&page))
}

/// The procedures that the policy points to, and where each is kept as far as that is on record.
fn procedures(state: &State, policy: &Policy) -> Vec<(String, String)> {
    let adoptions = policy.of_control("governance.linked-policies");
    let named = adoptions.flat_map(|adoption| adoption.params.get("policies")).flatten();
    let mut all: Vec<(String, String)> = named
        .map(|name| {
            let subject = Subject::Policy(name.clone());
            let attached = state.duties.last("governance.linked-policies/attached", &subject);
            (name.clone(), attached.map_or(String::new(), |done| done.note.words().to_owned()))
        })
        .collect();
    all.sort();
    all.dedup();
    all
}

fn view(app: &App, signed_in: &SignedIn, id: ConcernId, frame: Frame) -> Result<Page, Problem> {
    let time = app.setting.time();
    let now = app.setting.now();
    let (state, policy) = (&now.state, &now.policy);
    let catalogue = &policy.catalogue;
    let Some(there) = state.concerns.all.get(&id) else {
        return Err(Problem::NotFound("There is no such concern.".into()));
    };
    let route = concerns::route(there, state, policy, time);
    let steps: Vec<StepRow> = route
        .steps
        .iter()
        .map(|step| StepRow {
            id: step.is.id.clone(),
            does: step.is.does.clone(),
            by: moment(step.by),
            late: step.late(time),
            clauses: step.clauses.clone(),
            bodies: step
                .is
                .bodies()
                .filter_map(|body| Some(Outside::of(body, catalogue.bodies.get(body)?, state)))
                .collect(),
            reference: step.is.reference,
            parents: step.is.parents,
            optional: step.is.optional,
            source: step.is.source.clone(),
            done: step.done.as_ref().map(|done| {
                let told = done.told.map_or("", |told| {
                    if told { "The parents are told. " } else { "The parents are not told: " }
                });
                let reference = done
                    .reference
                    .as_ref()
                    .map_or(String::new(), |reference| format!(" (reference {})", reference.words()));
                (
                    moment(done.at),
                    author_name(&done.by, state),
                    format!("{told}{}{reference}", done.note.words()),
                )
            }),
        })
        .collect();
    let step_title = |id: &str| {
        route.steps.iter().find(|step| step.is.id == id).map_or(id.to_owned(), |step| step.is.does.clone())
    };
    let control = |id: &str| catalogue.controls.get(id).map_or(id.to_owned(), |there| there.title.clone());
    let chronology = there
        .chronology
        .iter()
        .map(|entry| Line {
            at: moment(entry.at),
            by: author_name(&entry.by, state),
            what: match &entry.what {
                What::Raised => "raised".into(),
                What::Added => "added".into(),
                What::Named => "put on record whom else it is about".into(),
                What::Taken(route) => format!("took it down the route: {}", control(route)),
                What::Step(step) => format!("did the step: {}", step_title(step)),
                What::PicturesChecked => "looked at the pictures on the phone".into(),
                What::Closed => "closed it".into(),
                What::Reopened => "opened it again".into(),
            },
            words: entry.words.as_ref().map_or(String::new(), |words| words.words().to_owned()),
        })
        .collect();
    let further = policy
        .routes
        .iter()
        .filter(|way| way.taken && way.takes(&there.kind) && !there.taken.contains_key(&*way.control))
        .map(|way| (way.control.to_string(), control(&way.control), way.clause.to_string()))
        .collect();
    let names: Vec<String> = route.holders.iter().map(|holder| state.people.name(holder)).collect();
    let mut all_children: Vec<Choice> =
        state.children.here().map(|(id, child)| (id.to_string(), child.name.words().to_owned())).collect();
    all_children.sort_by_key(|(_, name)| name.to_lowercase());
    let checks_phones = policy.of_control("phones.image-check").next().is_some();
    Ok(Page {
        title: title(there, catalogue),
        risk: format!("{:?}", there.risk).to_lowercase(),
        raised: format!("{} ({})", moment(there.raised), ago(there.raised, time)),
        by: there.from.as_ref().map_or_else(|| author_name(&there.by, state), |from| from.words().to_owned()),
        said: there.said.words().to_owned(),
        child_said: there.child_said.as_ref().map(|words| words.words().to_owned()),
        about: about(there, state),
        children: there
            .children
            .iter()
            .map(|child| (child.to_string(), state.children.name(child)))
            .collect(),
        holders: belisha_policy::join_and(&names),
        fell: route.fell,
        clauses: route.clauses.clone(),
        images: catalogue.concerns.get(&there.kind).is_some_and(|kind| kind.images),
        left: steps.iter().filter(|step| step.done.is_none() && !step.optional).count(),
        next: route.next().map(|step| step.is.does.clone()),
        steps,
        further,
        chronology,
        closed: there.closed.map(moment),
        times_read: there.times_read,
        all_children,
        all_adults: people_choices(state)
            .into_iter()
            .filter(|(id, _)| *id != signed_in.person.as_str())
            .collect(),
        procedures: if catalogue.concerns.get(&there.kind).is_some_and(|kind| kind.about_adults) {
            procedures(state, policy)
        } else {
            Vec::new()
        },
        phones: if checks_phones {
            there.adults.iter().map(|adult| (adult.to_string(), state.people.name(adult))).collect()
        } else {
            Vec::new()
        },
        id: id.to_string(),
        frame,
    })
}
