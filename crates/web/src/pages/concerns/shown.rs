//! What the page of one concern shows.

use super::{Outside, about, ago, title};
use crate::action::{Action, blank};
use crate::app::App;
use crate::auth::SignedIn;
use crate::error::Problem;
use crate::error::reasons::Missing;
use crate::layout::Layout;
use crate::pages::author_name;
use crate::view::choices::{self, Choice};
use crate::view::dates::day_and_hour;
use askama::Template;
use belisha_policy::Policy;
use belisha_service::Current;
use belisha_setting::concerns::{self, Command as Act, Concern, Entry, EntryKind, Route, Step};
use belisha_setting::{Command, ConcernId, PersonId, State};
use jiff::Timestamp;

#[derive(Template)]
#[template(path = "concern.html")]
pub(super) struct Page {
    layout: Layout,
    title: String,
    risk: String,
    raised: String,
    by: String,
    said: String,
    child_said: Option<String>,
    about: String,
    children: Vec<Choice>,
    holders: String,
    waiting: Vec<(String, Action)>,
    fell: bool,
    clauses: Vec<String>,
    images: bool,
    steps: Vec<StepRow>,
    left: usize,
    next: Option<String>,
    /// Further routes that it can be taken down: title, clause, and doing so.
    further: Vec<(String, String, Action)>,
    chronology: Vec<Line>,
    closed: Option<String>,
    times_read: u32,
    all_children: Vec<Choice>,
    all_adults: Vec<Choice>,
    /// The written procedures that the policy points to, and where each is kept, for what an adult did.
    procedures: Vec<(String, String)>,
    /// Whom the concern is about whose phone may be looked at.
    phones: Vec<(String, Action)>,
    acts: Acts,
}

/// What can be done with the concern as a whole.
struct Acts {
    add: Action,
    name: Action,
    /// Takes a child off who was named by mistake.
    unname: Action,
    close: Action,
    reopen: Action,
}

struct StepRow {
    /// Puts it on record.
    record: Action,
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

pub(super) fn view(app: &App, signed_in: &SignedIn, id: ConcernId, layout: Layout) -> Result<Page, Problem> {
    let time = app.setting.time();
    let now = app.setting.now();
    let (state, policy) = (&now.state, &now.policy);
    let catalogue = &policy.catalogue;
    let Some(concern) = state.concerns.all.get(&id) else {
        return Err(Problem::NotFound(Missing::Concern));
    };
    let route = concerns::route(concern, state, policy, time);
    let steps: Vec<StepRow> = route.steps.iter().map(|step| step_row(step, &id, &now, time)).collect();
    let names: Vec<String> = route.holders.iter().map(|holder| state.people.name(holder)).collect();
    let kind = catalogue.concerns.get(&concern.kind);
    let raiser = || author_name(&concern.by, state);
    Ok(Page {
        title: title(concern, catalogue),
        risk: format!("{:?}", concern.risk).to_lowercase(),
        raised: format!("{} ({})", day_and_hour(concern.raised), ago(concern.raised, time)),
        by: concern.from.as_ref().map_or_else(raiser, |from| from.words().to_owned()),
        said: concern.said.words().to_owned(),
        child_said: concern.child_said.as_ref().map(|words| words.words().to_owned()),
        about: about(concern, state),
        children: concern.children.iter().map(|id| (id.to_string(), state.children.name(id))).collect(),
        waiting: waiting(&id, concern, &now, time),
        holders: belisha_policy::join_and(&names),
        fell: route.fell,
        clauses: route.clauses.clone(),
        images: kind.is_some_and(|kind| kind.images),
        left: steps.iter().filter(|step| step.done.is_none() && !step.optional).count(),
        next: route.next().map(|step| step.text.does.clone()),
        steps,
        further: further(&id, concern, policy),
        chronology: chronology(concern, &route, &now),
        closed: concern.closed.map(day_and_hour),
        times_read: concern.times_read,
        all_children: choices::children(state),
        all_adults: choices::people_where(state, |id| *id != signed_in.person),
        procedures: if kind.is_some_and(|kind| kind.about_adults) {
            concerns::procedures(state, policy)
        } else {
            Vec::new()
        },
        phones: phones(&id, concern, state, policy),
        acts: Acts::of(&id),
        layout,
    })
}

/// Those who hold a post that it goes to since it was raised, each with the button that lets them in.
fn waiting(
    id: &ConcernId,
    concern: &concerns::Concern,
    now: &Current,
    time: Timestamp,
) -> Vec<(String, Action)> {
    let waiting = concerns::waiting(concern, &now.state, &now.policy, time).into_iter();
    waiting
        .map(|person| {
            let name = now.state.people.name(&person);
            (name, action(Act::LetIn { concern: id.clone(), person }, here(id)))
        })
        .collect()
}

fn action(command: Act, back: String) -> Action {
    Action::new(&Command::Concerns(command)).back(back)
}

fn here(id: &ConcernId) -> String {
    format!("/concerns/{id}")
}

impl Acts {
    fn of(id: &ConcernId) -> Self {
        let concern = || id.clone();
        let name = Act::Name { concern: concern(), children: Vec::new(), adults: Vec::new() };
        let unname = Act::Unname { concern: concern(), children: Vec::new(), child: None, why: blank() };
        Self {
            add: action(Act::Add { concern: concern(), words: blank() }, here(id)),
            // Whoever is named may no longer look at it, so the list of all follows.
            name: action(name, "/concerns".to_owned()),
            unname: action(unname, here(id)),
            close: action(Act::Close { concern: concern(), outcome: blank() }, "/concerns".to_owned()),
            reopen: action(Act::Reopen { concern: concern(), why: blank() }, here(id)),
        }
    }
}

fn step_row(step: &Step, id: &ConcernId, now: &Current, time: Timestamp) -> StepRow {
    let (state, catalogue) = (&now.state, &now.policy.catalogue);
    let bodies = step.text.bodies();
    let record = Act::Do {
        concern: id.clone(),
        step: step.text.id.clone(),
        note: blank(),
        reference: String::new(),
        sure: false,
        told: None,
    };
    StepRow {
        record: action(record, here(id)),
        does: step.text.does.clone(),
        by: day_and_hour(step.by),
        late: step.late(time),
        clauses: step.clauses.clone(),
        bodies: bodies
            .filter_map(|body| Some(Outside::new(body, catalogue.bodies.get(body)?, state)))
            .collect(),
        reference: step.text.reference,
        parents: step.text.parents,
        optional: step.text.optional,
        source: step.text.source.clone(),
        done: step.done.as_ref().map(|done| {
            let told = done.told.map_or("", |told| {
                if told { "The parents are told. " } else { "The parents are not told: " }
            });
            let reference = done
                .reference
                .as_ref()
                .map_or(String::new(), |reference| format!(" (reference {})", reference.words()));
            let words = format!("{told}{}{reference}", done.note.words());
            (day_and_hour(done.at), author_name(&done.by, state), words)
        }),
    }
}

fn control_title(id: &str, policy: &Policy) -> String {
    policy.catalogue.controls.get(id).map_or(id.to_owned(), |known| known.title.clone())
}

fn chronology(concern: &Concern, route: &Route, now: &Current) -> Vec<Line> {
    let step_title = |id: &str| {
        route
            .steps
            .iter()
            .find(|step| step.text.id == id)
            .map_or(id.to_owned(), |step| step.text.does.clone())
    };
    let line = |entry: &Entry| Line {
        at: day_and_hour(entry.at),
        by: author_name(&entry.by, &now.state),
        what: match &entry.kind {
            EntryKind::Raised => "raised".into(),
            EntryKind::Added => "added".into(),
            EntryKind::Named => "put on record whom else it is about".into(),
            EntryKind::Unnamed(children) => {
                let names: Vec<String> = children.iter().map(|id| now.state.children.name(id)).collect();
                format!("put on record that it is not about {}", belisha_policy::join_and(&names))
            }
            EntryKind::LetIn => "let somebody see it who holds their post since".into(),
            EntryKind::Taken(route) => {
                format!("took it down the route: {}", control_title(route, &now.policy))
            }
            EntryKind::Step(step) => format!("did the step: {}", step_title(step)),
            EntryKind::PicturesChecked => "looked at the pictures on the phone".into(),
            EntryKind::Closed => "closed it".into(),
            EntryKind::Reopened => "opened it again".into(),
        },
        words: entry.words.as_ref().map_or(String::new(), |words| words.words().to_owned()),
    };
    concern.chronology.iter().map(line).collect()
}

fn further(id: &ConcernId, concern: &Concern, policy: &Policy) -> Vec<(String, String, Action)> {
    let ways = policy
        .routes
        .iter()
        .filter(|way| way.taken && way.takes(&concern.kind) && !concern.taken.contains_key(&*way.control));
    ways.map(|way| {
        let take = Act::Take { concern: id.clone(), route: way.control.to_string() };
        (control_title(&way.control, policy), way.clause.to_string(), action(take, here(id)))
    })
    .collect()
}

/// Whose phones may be looked at, where the policy lets anybody do that.
fn phones(id: &ConcernId, concern: &Concern, state: &State, policy: &Policy) -> Vec<(String, Action)> {
    if !concerns::phones_looked_through(policy) {
        return Vec::new();
    }
    let check = |person: &PersonId| {
        let command = Act::CheckPictures { concern: id.clone(), person: person.clone(), found: blank() };
        (state.people.name(person), action(command, here(id)))
    };
    concern.adults.iter().map(check).collect()
}
