//! Friendships from before a child came: one's own, and those one is told of. Nobody else sees any.

use crate::action::{Action, Button, blank, blank_date, new_id};
use crate::app::App;
use crate::auth::SignedIn;
use crate::commands;
use crate::error::rendered;
use crate::layout::Layout;
use crate::pages::{author_name, role_titles};
use crate::view::choices::{self, Choice};
use crate::view::dates::day;
use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use belisha_setting::assessments::Of;
use belisha_setting::due::{self, Status};
use belisha_setting::duties::Subject;
use belisha_setting::friendships::{self, Friendship};
use belisha_setting::{Author, Command, Context, FriendshipId, PersonId, date_of};

#[derive(Template)]
#[template(path = "friendships.html")]
struct Page {
    layout: Layout,
    declare: Action,
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
    agreed: Option<String>,
    reviewed: Option<(String, String)>,
    /// What is still asked, each with its class.
    open: Vec<(String, &'static str)>,
    assessment: Option<(String, String)>,
    assessed_asked: bool,
    mine: bool,
    decides: bool,
    acknowledge: Button,
    agree: Action,
    set_bounds: Action,
    review: Action,
    end: Action,
}

fn action(command: friendships::Command) -> Action {
    Action::new(&Command::Friendships(command)).back("/friendships")
}

pub(crate) async fn page(State(app): State<App>, signed_in: SignedIn, headers: HeaderMap) -> Response {
    let layout = Layout::new(&app, &signed_in.asker, "Friendships from before", "/friendships")
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
        .filter(|(_, known)| friendships::may_see(&signed_in.person, known, &context));
    let page = Page {
        rows: seen.map(|(id, known)| row(id, known, &signed_in.person, &items, &context)).collect(),
        declare: action(friendships::Command::Declare {
            friendship: new_id(),
            person: signed_in.person.clone(),
            child: blank(),
            with: blank(),
            since: blank_date(),
            told_to: None,
        }),
        told,
        children: choices::children(state),
        tellable,
        yesterday: date_of(time).yesterday().unwrap_or(date_of(time)).to_string(),
        layout,
    };
    drop(now);
    rendered(&page)
}

fn row(
    id: &FriendshipId,
    friendship: &Friendship,
    me: &PersonId,
    items: &[due::Item],
    context: &Context<'_>,
) -> Row {
    let state = context.state;
    let subject = Subject::Friendship(id.clone());
    let asked = items.iter().filter(|item| item.subject == subject);
    let open = asked.clone().filter_map(|item| {
        let (when, class) = match &item.status {
            Status::Due { by } => (format!("due by {}", day(*by)), "due"),
            Status::Overdue { by } | Status::Failed { on: by } => {
                (format!("overdue since {}", day(*by)), "broken")
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
        person: state.people.name(&friendship.person),
        child: state.children.name(&friendship.child),
        with: friendship.with.words().to_owned(),
        since: day(friendship.since),
        declared: day(date_of(friendship.declared)),
        told_to: friendship.told_to.as_ref().map(|person| state.people.name(person)),
        acknowledged: friendship
            .acknowledged
            .as_ref()
            .map(|(by, at)| format!("{} on {}", author_name(by, state), day(date_of(*at)))),
        bounds: friendship.bounds.as_ref().map(|bounds| bounds.words().to_owned()),
        agreed: friendship.agreed.map(|at| day(date_of(at))),
        reviewed: friendship.reviewed.as_ref().map(|(at, note)| (day(date_of(*at)), note.words().to_owned())),
        open,
        assessment: assessment.map(|(id, assessment)| (id.to_string(), day(assessment.particulars.review))),
        assessed_asked: asked.clone().any(|item| item.duty == friendships::ASSESSMENT),
        mine: friendship.person == *me,
        decides: friendships::is_told(me, friendship, context),
        acknowledge: Button::new(
            "I was told of it",
            &Command::Friendships(friendships::Command::Acknowledge { friendship: id.clone() }),
        )
        .class("main")
        .back("/friendships"),
        agree: action(friendships::Command::Agree { friendship: id.clone(), bounds: friendship.bounds_set }),
        set_bounds: action(friendships::Command::SetBounds { friendship: id.clone(), bounds: blank() }),
        review: action(friendships::Command::Review { friendship: id.clone(), note: blank() }),
        end: action(friendships::Command::End { friendship: id.clone(), why: blank() }),
    }
}
