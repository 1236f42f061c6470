//! Taking pictures in: many files at once, each answered for itself.

use crate::app::App;
use crate::auth::SignedIn;
use crate::commands::{back_with, fields};
use crate::error::reasons::{Missing, Unreadable};
use crate::error::{Problem, rendered};
use crate::layout::Layout;
use crate::rights::PictureViewer;
use crate::view::choices::{self, Choice};
use crate::view::clauses::quoted;
use askama::Template;
use axum::Json;
use axum::extract::multipart::{Field, Multipart};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use belisha_policy::ShownOn;
use belisha_service::{Arrival, Error};
use belisha_setting::pictures::{Incoming, Shows};
use belisha_setting::{Author, PictureId};
use belisha_vault::Spool;

/// The largest form without script, in bytes: some pictures at once; longer recordings come piece by piece.
pub(crate) const BODY_BYTES_MAX: usize = 600 * 1024 * 1024;

#[derive(Template)]
#[template(path = "pictures_import.html")]
struct Page {
    layout: Layout,
    form: Form,
    results: Vec<Taken>,
    clauses: Vec<(String, String)>,
}

/// What is asked of everything that comes in.
pub(crate) struct Form {
    pub(crate) purposes: Vec<Choice>,
    pub(crate) children: Vec<Choice>,
    pub(crate) people: Vec<Choice>,
    pub(crate) places: Vec<Choice>,
    pub(crate) me: String,
    /// For each purpose, the children who may not be in pictures for it.
    pub(crate) refused: Vec<(String, String)>,
}

/// What became of one file.
struct Taken {
    name: String,
    id: Option<String>,
    says: String,
    clauses: Vec<String>,
}

pub(crate) fn form(app: &App, signed_in: &SignedIn) -> Form {
    let now = app.setting.now();
    let (state, policy) = (&now.state, &now.policy);
    let today = belisha_setting::date_of(app.setting.time());
    let taken: Vec<_> = policy.catalogue.purposes.iter().filter(|purpose| purpose.taken).collect();
    let refused = taken.iter().map(|purpose| {
        let not = state.children.here().filter(|(id, _)| {
            !belisha_setting::permissions::standing(id, &purpose.id, today, state).permits()
        });
        let ids: Vec<String> = not.map(|(id, _)| id.to_string()).collect();
        (purpose.id.clone(), ids.join(" "))
    });
    Form {
        refused: refused.collect(),
        purposes: taken.iter().map(|purpose| (purpose.id.clone(), purpose.title.clone())).collect(),
        children: choices::children(state),
        people: choices::people(state),
        places: choices::places(state),
        me: signed_in.person.to_string(),
    }
}

fn blank(app: &App, signed_in: &SignedIn) -> Page {
    let layout =
        Layout { live: false, ..Layout::new(app, &signed_in.asker, "Take pictures in", "/pictures") };
    let now = app.setting.now();
    let clauses = quoted(&now.policy, ShownOn::PictureIntake);
    drop(now);
    Page { layout, form: form(app, signed_in), results: Vec::new(), clauses }
}

pub(crate) async fn page(State(app): State<App>, viewer: PictureViewer) -> Result<Response, Problem> {
    viewer.gallery()?;
    Ok(rendered(&blank(&app, &viewer.signed_in)))
}

/// What the fields of a form say of a picture.
fn incoming(fields: &[(String, String)], signed_in: &SignedIn) -> Incoming {
    let one = |name: &str| {
        let given = fields.iter().find(|(field, _)| field == name);
        given.map_or("", |(_, value)| value.trim()).to_owned()
    };
    let many = |name: &str| {
        fields
            .iter()
            .filter(|(field, _)| field == name)
            .map(|(_, value)| value.trim().to_owned())
            .collect::<Vec<_>>()
    };
    let tablet = signed_in.asker.tablet.as_ref().map(|(device, _)| device.clone());
    let captured = one("captured") == "yes";
    Incoming {
        shows: match one("shows").as_str() {
            "work" => Shows::Work,
            "rooms" => Shows::Rooms,
            _ => Shows::Children,
        },
        captured,
        purpose: one("purpose"),
        children: many("child").into_iter().map(Into::into).collect(),
        adults: many("adult").into_iter().map(Into::into).collect(),
        device: if captured { tablet.clone() } else { None },
        mark: Default::default(),
        person: Some(one("person")).filter(|word| !word.is_empty()).map(Into::into),
        place: Some(one("place")).filter(|word| !word.is_empty()).map(Into::into),
        kind: Default::default(),
        taken: None,
        computer: if captured { None } else { tablet },
        width: 0,
        height: 0,
        orientation: 1,
        files: Vec::new(),
        tag: String::new(),
    }
}

async fn take(
    viewer: &PictureViewer,
    spool: Spool,
    incoming: Incoming,
    name: &str,
) -> Result<Taken, Problem> {
    let id = PictureId::from(belisha_ledger::random::id());
    let arrival = Arrival { spool, incoming, id };
    let author = Author::Person(viewer.signed_in.person.clone());
    let name = name.chars().filter(|c| !c.is_control()).take(120).collect();
    Ok(match viewer.gallery()?.take_in(author, arrival).await {
        Ok(id) => Taken { name, id: Some(id.to_string()), says: "taken in".into(), clauses: Vec::new() },
        Err(Error::Refused(refusal)) => {
            let clauses = refusal.clauses().iter().map(|id| (*id).to_owned()).collect();
            Taken { name, id: None, says: refusal.to_string(), clauses }
        }
        Err(Error::Vault(error)) => {
            tracing::info!(%error, "a file was not taken in");
            Taken { name, id: None, says: error.says(), clauses: Vec::new() }
        }
        Err(other) => return Err(Problem::with_way_back(other, "/pictures/import")),
    })
}

/// `POST /pictures/import`: a form with files, for a browser without script.
pub(crate) async fn read(
    State(app): State<App>,
    viewer: PictureViewer,
    mut parts: Multipart,
) -> Result<Response, Problem> {
    let unreadable = |_| Problem::Unreadable(Unreadable::Files);
    let (mut fields, mut results) = (Vec::new(), Vec::new());
    while let Some(mut part) = parts.next_field().await.map_err(unreadable)? {
        let name = part.name().unwrap_or("").to_owned();
        match part.file_name().map(str::to_owned) {
            Some(file) if name == "file" => {
                if file.is_empty() {
                    continue;
                }
                let spool = spooled(&viewer, &mut part).await?;
                let incoming = incoming(&fields, &viewer.signed_in);
                results.push(take(&viewer, spool, incoming, &file).await?);
            }
            _ => fields.push((name, part.text().await.map_err(unreadable)?)),
        }
    }
    let taken = results.iter().filter(|result| result.id.is_some()).count();
    if !results.is_empty() && taken == results.len() {
        return Ok(back_with("/pictures", &format!("{taken} taken in."), &app));
    }
    let mut page = blank(&app, &viewer.signed_in);
    page.results = results;
    Ok((axum::http::StatusCode::UNPROCESSABLE_ENTITY, rendered(&page)).into_response())
}

async fn spooled(viewer: &PictureViewer, part: &mut Field<'_>) -> Result<Spool, Problem> {
    let problem = |error| Problem::with_way_back(error, "/pictures/import");
    let mut spool = viewer.gallery()?.spool().map_err(problem)?;
    let unreadable = |_| Problem::Unreadable(Unreadable::BrokenOff);
    while let Some(bytes) = part.chunk().await.map_err(unreadable)? {
        spool.append(&bytes).map_err(|error| problem(Error::Vault(error)))?;
    }
    Ok(spool)
}

/// `POST /uploads/{id}/picture`: a file that arrived piece by piece becomes a picture, or is refused with the clause.
pub(crate) async fn from_upload(
    State(app): State<App>,
    viewer: Result<PictureViewer, Problem>,
    Path(id): Path<String>,
    body: String,
) -> Response {
    let given = async {
        let viewer = viewer?;
        let spool = app.uploads.take(&id, &viewer.signed_in.person);
        let spool = spool.ok_or(Problem::NotFound(Missing::Upload))?;
        let fields = fields(&body)?;
        let name = fields.iter().find(|(field, _)| field == "name").map_or("", |(_, value)| value).to_owned();
        take(&viewer, spool, incoming(&fields, &viewer.signed_in), &name).await
    };
    match given.await {
        Ok(taken) => {
            let status = if taken.id.is_some() {
                axum::http::StatusCode::CREATED
            } else {
                axum::http::StatusCode::CONFLICT
            };
            (
                status,
                Json(serde_json::json!({ "id": taken.id, "says": taken.says, "clauses": taken.clauses })),
            )
                .into_response()
        }
        Err(problem) => problem.json(),
    }
}
