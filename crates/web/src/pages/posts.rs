//! Posts: drafted, checked, approved by somebody else, published with their link, taken down.

pub(crate) mod one;

use crate::action::{Action, blank, new_id};
use crate::app::App;
use crate::auth::SignedIn;
use crate::commands;
use crate::error::rendered;
use crate::layout::Layout;
use crate::pages::author_name;
use crate::view::badge::Badge;
use crate::view::choices::Choice;
use crate::view::dates::day;
use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use belisha_setting::posts::{self, Post};
use belisha_setting::{Command, date_of};

/// How many posts are listed at once; the older ones are in the log.
const LISTED_MAX: usize = 100;

#[derive(Template)]
#[template(path = "posts.html")]
struct Page {
    layout: Layout,
    rows: Vec<Row>,
    channels: Vec<Choice>,
    draft: Action,
}

struct Row {
    id: String,
    start: String,
    channel: String,
    by: String,
    on: String,
    stage: Badge,
}

fn stage(post: &Post) -> Badge {
    let (words, class) = match (&post.taken_down, &post.published, &post.approved) {
        (Some(_), ..) => ("taken down", "silent"),
        (_, Some(_), _) => ("✓ out", "kept"),
        (_, _, Some(_)) => ("✓ approved", "kept"),
        _ => ("◷ waits for approval", "due"),
    };
    Badge { class, words: words.to_owned() }
}

fn writers(post: &Post, state: &belisha_setting::State) -> String {
    let names: Vec<String> = post.writers.iter().map(|author| author_name(author, state)).collect();
    belisha_policy::join_and(&names)
}

pub(crate) async fn page(State(app): State<App>, signed_in: SignedIn, headers: HeaderMap) -> Response {
    let layout = Layout::new(&app, &signed_in.asker, "Posts", "/words").with_done(commands::done(&headers));
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
    let draft =
        posts::Command::Draft { post: new_id(), channel: blank(), words: blank(), pictures: Vec::new() };
    let page = Page {
        rows: rows.collect(),
        channels: channels.map(|(id, channel)| (id.to_string(), channel.name.clone())).collect(),
        draft: Action::new(&Command::Posts(draft)).back("/posts"),
        layout,
    };
    drop(now);
    rendered(&page)
}
