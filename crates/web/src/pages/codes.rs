//! The codes of conduct, made from the policy in force: read, printed, signed.

use crate::action::{Action, Button};
use crate::app::App;
use crate::auth::SignedIn;
use crate::commands;
use crate::error::reasons::Missing;
use crate::error::{Problem, rendered};
use crate::layout::Layout;
use crate::pages::author_name;
use crate::view::choices::name_order;
use crate::view::dates::day;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use belisha_policy::controls::CodesOfConduct;
use belisha_policy::{CodeFor, CodeLine, text_hash};
use belisha_setting::codes::Command as Act;
use belisha_setting::{ChildId, Command, date_of};

#[derive(Template)]
#[template(path = "code.html")]
struct Page {
    layout: Layout,
    title: &'static str,
    adults: bool,
    adopted: bool,
    version: String,
    hash: String,
    lines: Vec<CodeLine>,
    signed: Option<String>,
    sign: Action,
    /// The children with whom it was not talked through yet, by name.
    waiting: Vec<Button>,
    talked: Vec<(String, String)>,
}

pub(crate) async fn page(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(whom): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (code, title) = match whom.as_str() {
        "adults" => (CodeFor::Adults, "Code of conduct for adults"),
        "children" => (CodeFor::Children, "Our code: what we children do"),
        _ => return Err(Problem::NotFound(Missing::Code)),
    };
    let layout = Layout::new(&app, &signed_in.asker, title, "/policy").with_done(commands::done(&headers));
    let now = app.setting.now();
    let (state, policy) = (&now.state, &now.policy);
    let version = policy.pack.version.clone();
    let (mut waiting, mut talked) = (Vec::new(), Vec::new());
    for (id, child) in state.children.here() {
        match state.codes.versions.get(&version).and_then(|marks| marks.children.get(id)) {
            Some(mark) => talked.push((
                child.name.words().to_owned(),
                format!("{}, with {}", day(date_of(mark.at)), author_name(&mark.by, state)),
            )),
            None => waiting.push((id, child.name.words())),
        }
    }
    waiting.sort_by_cached_key(|(_, name)| name_order(name));
    talked.sort();
    let hash = text_hash(&policy.code_text(code));
    let shown = || Some(hash.clone());
    let talk = |(child, name): (&ChildId, &str)| {
        let command = Act::TalkThrough { child: child.clone(), version: version.clone(), shown: shown() };
        Button::new(format!("◷ {name}"), &Command::Codes(command)).back("/codes/children")
    };
    let sign = Act::Sign { person: signed_in.person.clone(), version: version.clone(), shown: shown() };
    let page = Page {
        title,
        adults: code == CodeFor::Adults,
        adopted: policy.adopts::<CodesOfConduct>(),
        lines: policy.code(code),
        signed: state.codes.signed(&version, &signed_in.person).map(day),
        sign: Action::new(&Command::Codes(sign)).back("/codes/adults"),
        waiting: waiting.into_iter().map(talk).collect(),
        hash,
        version,
        talked,
        layout,
    };
    drop(now);
    Ok(rendered(&page))
}
