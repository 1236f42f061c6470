//! The codes of conduct, made from the policy in force: read, printed, signed.

use crate::app::App;
use crate::auth::SignedIn;
use crate::commands;
use crate::error::{Problem, rendered};
use crate::frame::Frame;
use crate::pages::{Choice, long_date};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use belisha_policy::{CodeFor, CodeLine, text_hash};

#[derive(Template)]
#[template(path = "code.html")]
struct Page {
    frame: Frame,
    title: &'static str,
    adults: bool,
    adopted: bool,
    version: String,
    hash: String,
    lines: Vec<CodeLine>,
    me: String,
    signed: Option<String>,
    waiting: Vec<Choice>,
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
        _ => return Err(Problem::NotFound("There is a code for adults and one for children.".into())),
    };
    let frame = Frame::of(&app, &signed_in.asker, title, "/policy").with_done(commands::done(&headers));
    let now = app.setting.now();
    let (state, policy) = (&now.state, &now.policy);
    let version = policy.pack.version.clone();
    let (mut waiting, mut talked) = (Vec::new(), Vec::new());
    for (id, child) in state.children.here() {
        match state.codes.versions.get(&version).and_then(|marks| marks.children.get(id)) {
            Some(mark) => talked.push((
                child.name.words().to_owned(),
                format!(
                    "{}, with {}",
                    long_date(belisha_setting::date_of(mark.at)),
                    super::author_name(&mark.by, state)
                ),
            )),
            None => waiting.push((id.to_string(), child.name.words().to_owned())),
        }
    }
    waiting.sort_by_key(|(_, name)| name.to_lowercase());
    talked.sort();
    let page = Page {
        title,
        adults: code == CodeFor::Adults,
        adopted: policy.of_control("governance.codes-of-conduct").next().is_some(),
        hash: text_hash(&policy.code_text(code)),
        lines: policy.code(code),
        me: signed_in.person.to_string(),
        signed: state.codes.signed(&version, &signed_in.person).map(long_date),
        version,
        waiting,
        talked,
        frame,
    };
    drop(now);
    Ok(rendered(&page))
}
