//! One post: its words with what the check found, its pictures, and what becomes of it.

use super::{stage, writers};
use crate::action::{Action, blank};
use crate::app::App;
use crate::auth::SignedIn;
use crate::commands;
use crate::error::reasons::Missing;
use crate::error::{Problem, rendered};
use crate::layout::Layout;
use crate::pages::author_name;
use crate::pages::pictures::alt;
use crate::pages::wording::Checked;
use crate::view::badge::Badge;
use crate::view::clauses::quoted;
use crate::view::dates::day;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use belisha_policy::ShownOn;
use belisha_service::Current;
use belisha_setting::pictures::{Asked, question};
use belisha_setting::posts::{self, Command as Act, Post};
use belisha_setting::wording::{Found, Verdict};
use belisha_setting::{Author, Command, PersonId, PostId, ask, date_of};
use jiff::Timestamp;

#[derive(Template)]
#[template(path = "post.html")]
struct Page {
    layout: Layout,
    channel: String,
    by: String,
    on: String,
    stage: Badge,
    words: String,
    checked: Checked,
    looks: Vec<String>,
    pictures: Vec<PictureRow>,
    identifiers: String,
    wrote: bool,
    /// Why it goes out only once somebody else approved it: the clauses.
    asks: Vec<(String, String)>,
    approved: Option<(String, String, Vec<String>)>,
    published: Option<(String, String)>,
    taken_down: Option<(String, String)>,
    acts: Acts,
}

/// A picture of the post.
struct PictureRow {
    id: String,
    /// What it shows.
    alt: String,
    /// Why it may not go out.
    wrong: Vec<String>,
}

/// What can be done with the post.
struct Acts {
    approve: Action,
    publish: Action,
    revise: Action,
    take_down: Action,
}

impl Acts {
    fn of(id: &PostId) -> Self {
        let post = || id.clone();
        let action = |command| Action::new(&Command::Posts(command)).back(format!("/posts/{id}"));
        Self {
            approve: action(Act::Approve { post: post(), seen: Vec::new(), looked: false }),
            publish: action(Act::Publish { post: post(), link: blank() }),
            revise: action(Act::Revise { post: post(), words: blank() }),
            take_down: action(Act::TakeDown { post: post(), why: blank() }),
        }
    }
}

pub(crate) async fn page(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let layout = Layout::new(&app, &signed_in.asker, "A post", "/words").with_done(commands::done(&headers));
    let now = app.setting.now();
    let (state, policy) = (&now.state, &now.policy);
    let id = PostId::from(id);
    let Some(post) = state.posts.all.get(&id) else {
        return Err(Problem::NotFound(Missing::Post));
    };
    let words = post.words.words();
    let found = posts::found(post, state, policy);
    let page = Page {
        channel: state.channels.name(&post.channel),
        by: writers(post, state),
        on: day(date_of(post.at)),
        stage: stage(post),
        checked: Checked::new(words, &found),
        words: words.to_owned(),
        looks: looks(&found),
        pictures: pictures(post, &signed_in.person, &now, app.setting.time()),
        identifiers: belisha_policy::join_or(&policy.identifiers()),
        wrote: post.writers.contains(&Author::Person(signed_in.person.clone())),
        asks: quoted(policy, ShownOn::Post),
        approved: post.approved.as_ref().map(|approval| {
            let seen = approval.seen.iter().map(|words| words.words().to_owned()).collect();
            (author_name(&approval.by, state), day(date_of(approval.at)), seen)
        }),
        published: post.published.as_ref().map(|(link, at)| (link.clone(), day(date_of(*at)))),
        taken_down: post.taken_down.as_ref().map(|(why, at)| (why.words().to_owned(), day(date_of(*at)))),
        acts: Acts::of(&id),
        layout,
    };
    drop(now);
    Ok(rendered(&page))
}

/// The words that somebody has to look at, each once.
fn looks(found: &[Found]) -> Vec<String> {
    let looks = found.iter().filter(|finding| finding.verdict == Verdict::Look);
    let mut looks: Vec<String> = looks.map(|finding| finding.words.clone()).collect();
    looks.sort();
    looks.dedup();
    looks
}

fn pictures(post: &Post, who: &PersonId, now: &Current, time: Timestamp) -> Vec<PictureRow> {
    let (state, policy) = (&now.state, &now.policy);
    let purpose = posts::purpose(post, state, &policy.catalogue);
    let row = |id| {
        let picture = state.pictures.all.get(id)?;
        let asked = Asked { who: Some(who.as_str()), purpose: &purpose, looked: true, ..Asked::default() };
        let answer = ask(state, policy, time, &question(id, &asked, policy));
        let wrong = if picture.erased.is_some() {
            vec!["it was erased".to_owned()]
        } else if answer.verdict.allows() {
            Vec::new()
        } else {
            answer.remedies.iter().map(ToString::to_string).collect()
        };
        Some(PictureRow { id: id.to_string(), alt: alt(picture, state), wrong })
    };
    post.pictures.iter().filter_map(row).collect()
}
