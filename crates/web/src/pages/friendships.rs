//! Friendships from before a child came: one's own, and those one is told of. Nobody else sees any.

use crate::app::App;
use crate::auth::SignedIn;
use crate::commands;
use crate::error::rendered;
use crate::frame::Frame;
use crate::pages::{Choice, author_name, child_choices, role_titles};
use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use belisha_setting::assessments::Of;
use belisha_setting::due::{self, Status};
use belisha_setting::duties::Subject;
use belisha_setting::friendships::{self, Friendship};
use belisha_setting::{Author, Context, FriendshipId, PersonId, date_of};
use jiff::civil::Date;

#[derive(Template)]
#[template(path = "friendships.html")]
struct Page {
    frame: Frame,
    me: String,
    /// The clause, and who is told; none where the policy does not speak of such friendships.
    told: Option<(String, String, String)>,
    rows: Vec<Row>,
    children: Vec<Choice>,
    tellable: Vec<Choice>,
    yesterday: String,
}

struct Row {
    id: String,
    person: String,
    child: String,
    with: String,
    since: String,
    declared: String,
    told_to: Option<String>,
    acknowledged: Option<String>,
    bounds: Option<String>,
    bounds_number: u32,
    agreed: Option<String>,
    reviewed: Option<(String, String)>,
    /// What is still asked, each with its class.
    open: Vec<(String, &'static str)>,
    assessment: Option<(String, String)>,
    assessed_asked: bool,
    mine: bool,
    decides: bool,
}

fn words(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

pub(crate) async fn page(State(app): State<App>, signed_in: SignedIn, headers: HeaderMap) -> Response {
    let frame = Frame::of(&app, &signed_in.asker, "Friendships from before", "/friendships")
        .with_done(commands::done(&headers));
    let time = app.setting.time();
    let now = app.setting.now();
    let (state, policy) = (&now.state, &now.policy);
    let author = Author::Person(signed_in.person.clone());
    let context = Context { state, policy, now: time, author: &author };
    let items = due::all(state, policy, time);
    let told = friendships::told_roles(&context).map(|(adoption, roles)| {
        let says = policy.pack.clause(&adoption.clause).map_or("", |clause| clause.says.as_str());
        (adoption.clause.to_string(), says.to_owned(), role_titles(roles, &policy.catalogue))
    });
    let tellable = friendships::told_roles(&context).map_or_else(Vec::new, |(_, roles)| {
        let holds = |(id, person): &(&PersonId, &belisha_setting::people::Person)| {
            **id != signed_in.person && person.is_any(roles, &policy.catalogue)
        };
        let here = state.people.here().filter(holds);
        here.map(|(id, person)| (id.to_string(), person.name.words().to_owned())).collect()
    });
    let seen = state
        .friendships
        .here()
        .filter(|(_, there)| friendships::may_see(&signed_in.person, there, &context));
    let page = Page {
        rows: seen.map(|(id, there)| row(id, there, &signed_in.person, &items, &context)).collect(),
        me: signed_in.person.to_string(),
        told,
        children: child_choices(state),
        tellable,
        yesterday: date_of(time).yesterday().unwrap_or(date_of(time)).to_string(),
        frame,
    };
    drop(now);
    rendered(&page)
}

fn row(
    id: &FriendshipId,
    there: &Friendship,
    me: &PersonId,
    items: &[due::Item],
    context: &Context<'_>,
) -> Row {
    let state = context.state;
    let subject = Subject::Friendship(id.clone());
    let asked = items.iter().filter(|item| item.subject == subject);
    let open = asked.clone().filter_map(|item| {
        let (when, class) = match &item.status {
            Status::Due { by } => (format!("due by {}", words(*by)), "due"),
            Status::Overdue { by } | Status::Failed { on: by } => {
                (format!("overdue since {}", words(*by)), "broken")
            }
            Status::Done { .. } => return None,
        };
        Some((format!("{when}: {}", item.does), class))
    });
    let open: Vec<_> = open.collect();
    let of = Of::Friendship(id.clone());
    let assessment = state.assessments.here().find(|(_, assessment)| assessment.of == of);
    Row {
        id: id.to_string(),
        person: state.people.name(&there.person),
        child: state.children.name(&there.child),
        with: there.with.words().to_owned(),
        since: words(there.since),
        declared: words(date_of(there.declared)),
        told_to: there.told_to.as_ref().map(|person| state.people.name(person)),
        acknowledged: there
            .acknowledged
            .as_ref()
            .map(|(by, at)| format!("{} on {}", author_name(by, state), words(date_of(*at)))),
        bounds: there.bounds.as_ref().map(|bounds| bounds.words().to_owned()),
        bounds_number: there.bounds_set,
        agreed: there.agreed.map(|at| words(date_of(at))),
        reviewed: there.reviewed.as_ref().map(|(at, note)| (words(date_of(*at)), note.words().to_owned())),
        open,
        assessment: assessment.map(|(id, there)| (id.to_string(), words(there.is.review))),
        assessed_asked: asked.clone().any(|item| item.duty == friendships::ASSESSMENT),
        mine: there.person == *me,
        decides: friendships::is_told(me, there, context),
    }
}
