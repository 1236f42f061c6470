//! Posts: drafted, checked, approved by somebody else, published with their link, taken down.

use crate::app::App;
use crate::auth::SignedIn;
use crate::commands;
use crate::error::{Problem, rendered};
use crate::frame::Frame;
use crate::pages::wording::Checked;
use crate::pages::{Choice, author_name, day};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use belisha_setting::pictures::Asked;
use belisha_setting::posts::{self, Post};
use belisha_setting::wording::Verdict;
use belisha_setting::{Author, PostId, date_of};

/// How many posts are listed at once; the older ones are in the log.
const LISTED_MAX: usize = 100;

#[derive(Template)]
#[template(path = "posts.html")]
struct Page {
    frame: Frame,
    rows: Vec<Row>,
    channels: Vec<Choice>,
}

struct Row {
    id: String,
    start: String,
    channel: String,
    by: String,
    on: String,
    stage: (&'static str, &'static str),
}

#[derive(Template)]
#[template(path = "post.html")]
struct One {
    frame: Frame,
    id: String,
    channel: String,
    by: String,
    on: String,
    stage: (&'static str, &'static str),
    words: String,
    checked: Checked,
    looks: Vec<String>,
    /// Its pictures: id, what each shows, why it may not go out.
    pictures: Vec<(String, String, Vec<String>)>,
    identifiers: String,
    wrote: bool,
    /// Why it goes out only once somebody else approved it: the clauses.
    asks: Vec<(String, String)>,
    approved: Option<(String, String, Vec<String>)>,
    published: Option<(String, String)>,
    taken_down: Option<(String, String)>,
}

fn stage(post: &Post) -> (&'static str, &'static str) {
    match (&post.taken_down, &post.published, &post.approved) {
        (Some(_), ..) => ("taken down", "silent"),
        (_, Some(_), _) => ("✓ out", "kept"),
        (_, _, Some(_)) => ("✓ approved", "kept"),
        _ => ("◷ waits for approval", "due"),
    }
}

fn writers(post: &Post, state: &belisha_setting::State) -> String {
    let names: Vec<String> = post.writers.iter().map(|author| author_name(author, state)).collect();
    belisha_policy::join_and(&names)
}

pub(crate) async fn page(State(app): State<App>, signed_in: SignedIn, headers: HeaderMap) -> Response {
    let frame = Frame::of(&app, &signed_in.asker, "Posts", "/words").with_done(commands::done(&headers));
    let now = app.setting.now();
    let state = &now.state;
    let mut all: Vec<_> = state.posts.all.iter().collect();
    all.sort_by_key(|(_, post)| std::cmp::Reverse(post.at));
    let rows = all.into_iter().take(LISTED_MAX).map(|(id, post)| Row {
        id: id.to_string(),
        start: post.words.words().chars().take(80).collect(),
        channel: state.channels.name(&post.channel),
        by: writers(post, state),
        on: day(date_of(post.at)),
        stage: stage(post),
    });
    let channels = state.channels.here().filter(|(_, channel)| channel.kind.posts());
    let page = Page {
        rows: rows.collect(),
        channels: channels.map(|(id, channel)| (id.to_string(), channel.name.clone())).collect(),
        frame,
    };
    drop(now);
    rendered(&page)
}

pub(crate) async fn one(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let frame = Frame::of(&app, &signed_in.asker, "A post", "/words").with_done(commands::done(&headers));
    let now = app.setting.now();
    let (state, policy) = (&now.state, &now.policy);
    let Some(post) = state.posts.all.get(&PostId::from(id.as_str())) else {
        return Err(Problem::NotFound("There is no such post.".into()));
    };
    let words = post.words.words();
    let found = posts::found(post, state, policy);
    let mut looks: Vec<String> = found
        .iter()
        .filter(|there| there.verdict == Verdict::Look)
        .map(|there| there.words.clone())
        .collect();
    looks.sort();
    looks.dedup();
    let purpose = posts::purpose(post, state, &policy.catalogue);
    let who = signed_in.person.to_string();
    let pictures = post.pictures.iter().filter_map(|picture| {
        let there = state.pictures.all.get(picture)?;
        let asked = Asked { who: Some(&who), purpose: &purpose, looked: true, ..Asked::default() };
        let question = belisha_setting::pictures::question(picture, &asked, policy);
        let answer = belisha_setting::ask(state, policy, app.setting.time(), &question);
        let wrong = if there.erased.is_some() {
            vec!["it was erased".to_owned()]
        } else if answer.verdict.lets() {
            Vec::new()
        } else {
            answer.remedies.iter().map(ToString::to_string).collect()
        };
        Some((picture.to_string(), super::pictures::alt(there, state), wrong))
    });
    let identifiers =
        policy.of_control("cameras.publicity").find_map(|there| there.params.get("identifiers").cloned());
    let identifiers =
        identifiers.unwrap_or_else(|| vec!["a name".into(), "a badge".into(), "a sweatshirt".into()]);
    let asks = policy.of_control("social.official-respectful").filter_map(|adoption| {
        Some((adoption.clause.to_string(), policy.pack.clause(&adoption.clause)?.says.clone()))
    });
    let page = One {
        channel: state.channels.name(&post.channel),
        by: writers(post, state),
        on: day(date_of(post.at)),
        stage: stage(post),
        checked: Checked::of(words, &found),
        words: words.to_owned(),
        looks,
        pictures: pictures.collect(),
        identifiers: belisha_policy::join_or(&identifiers),
        wrote: post.writers.contains(&Author::Person(signed_in.person.clone())),
        asks: asks.collect(),
        approved: post.approved.as_ref().map(|approval| {
            let seen = approval.seen.iter().map(|words| words.words().to_owned()).collect();
            (author_name(&approval.by, state), day(date_of(approval.at)), seen)
        }),
        published: post.published.as_ref().map(|(link, at)| (link.clone(), day(date_of(*at)))),
        taken_down: post.taken_down.as_ref().map(|(why, at)| (why.words().to_owned(), day(date_of(*at)))),
        id,
        frame,
    };
    drop(now);
    Ok(rendered(&page))
}
