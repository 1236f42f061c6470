//! Help: whom to ask here, and the outside help that the policy names.

use crate::app::App;
use crate::auth::SignedIn;
use crate::commands;
use crate::error::rendered;
use crate::layout::Layout;
use crate::view::links::{self, OutsideLink};
use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use belisha_policy::KnownRole;
use belisha_policy::Shows;
use belisha_setting::notices;

#[derive(Template)]
#[template(path = "help.html")]
struct Page {
    layout: Layout,
    number: String,
    leaders: Vec<(String, String)>,
    links: Vec<OutsideLink>,
    assistant: Vec<(String, String)>,
}

pub(crate) async fn page(State(app): State<App>, signed_in: SignedIn, headers: HeaderMap) -> Response {
    let layout = Layout::new(&app, &signed_in.asker, "Help", "/help").with_done(commands::done(&headers));
    let now = app.setting.now();
    let (state, policy) = (&now.state, &now.policy);
    let posts = [
        KnownRole::Manager,
        KnownRole::Deputy,
        KnownRole::SafeguardingLead,
        KnownRole::DeputySafeguardingLead,
        KnownRole::SafetyCoordinator,
        KnownRole::Chair,
    ];
    let leaders = posts.iter().filter_map(|post| {
        let names: Vec<&str> =
            state.people.holders(post.id()).map(|(_, person)| person.name.words()).collect();
        let title = policy.catalogue.roles.get(post.id())?.title.clone();
        (!names.is_empty()).then(|| (title, belisha_policy::join_and(&names)))
    });
    let page = Page {
        number: state.profile.number.clone(),
        leaders: leaders.collect(),
        links: links::all(state, policy),
        assistant: notices::of_sorts(state, policy, |sort| sort == Shows::AssistantNotice)
            .into_iter()
            .map(|notice| (notice.words, notice.clause))
            .collect(),
        layout,
    };
    drop(now);
    rendered(&page)
}
