//! One risk assessment: what it says, what it said before, and looking at it again.

use super::form::{Duty, Fields, duties, empty, risks, rows};
use super::{Matrix, may_read, of_words};
use crate::app::App;
use crate::auth::SignedIn;
use crate::commands;
use crate::error::{Problem, rendered};
use crate::frame::Frame;
use crate::pages::{Choice, author_name, people_choices};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use belisha_setting::assessments::{Assessment, Hazard, What};
use belisha_setting::{AssessmentId, Author, Context, State as Register, date_of};
use jiff::ToSpan;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "assessment.html")]
struct Page {
    frame: Frame,
    id: String,
    title: String,
    of: String,
    owner: String,
    owner_id: String,
    risk: String,
    review: String,
    overdue: bool,
    retired: bool,
    hazards: Vec<HazardWords>,
    matrix: Matrix,
    does: Vec<String>,
    can_do: Vec<Duty>,
    history: Vec<Entry>,
    people: Vec<Choice>,
    next: String,
    may_retire: bool,
    fields: Fields,
}

struct HazardWords {
    hazard: String,
    harmed: String,
    controls: String,
    rating: String,
    left: String,
    band: &'static str,
}

struct Entry {
    on: String,
    by: String,
    line: u64,
    words: String,
    hazards: Vec<HazardWords>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Asked {
    rows: usize,
}

pub(crate) async fn page(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(assessment): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let time = app.setting.time();
    let now = app.setting.now();
    let (state, policy) = (&now.state, &now.policy);
    let author = Author::Person(signed_in.person.clone());
    let context = Context { state, policy, now: time, author: &author };
    let id = AssessmentId::from(assessment);
    let there = state.assessments.all.get(&id).filter(|there| may_read(&signed_in.person, there, &context));
    let Some(there) = there else { return Err(Problem::NotFound("There is no such assessment.".into())) };
    let is = &there.is;
    let frame = Frame::of(&app, &signed_in.asker, is.title.words(), "/assessments");
    let frame = Frame { live: false, ..frame }.with_done(commands::done(&headers));
    let fields = revised(&id, there, asked.rows, policy);
    let scores: Vec<_> = is.hazards.iter().map(Hazard::now).collect();
    let can_do = duties(&there.of, "", &context).into_iter().filter(|duty| !there.duties.contains(&duty.key));
    let page = Page {
        title: is.title.words().to_owned(),
        of: of_words(&there.of, state),
        owner: state.people.name(&is.owner),
        owner_id: is.owner.to_string(),
        risk: is.risk.map_or(String::new(), |risk| format!("{risk:?}").to_lowercase()),
        review: is.review.strftime("%-d %B %Y").to_string(),
        overdue: date_of(time) > is.review,
        retired: there.retired,
        hazards: is.hazards.iter().map(words).collect(),
        matrix: Matrix::of(&scores),
        does: there.duties.iter().map(|key| title(key, policy)).collect(),
        can_do: can_do.filter(|duty| duty.mine).collect(),
        history: there.history.iter().rev().map(|change| entry(change, state)).collect(),
        people: people_choices(state),
        next: date_of(time).saturating_add(1.years()).to_string(),
        may_retire: frame.leads || is.owner == signed_in.person,
        id: id.to_string(),
        fields,
        frame,
    };
    drop(now);
    Ok(rendered(&page))
}

fn revised(id: &AssessmentId, there: &Assessment, least: usize, policy: &belisha_policy::Policy) -> Fields {
    let rows = rows(&there.is.hazards, least);
    let revise = serde_json::json!({ "assessment": id, "hazards": empty(rows.len()) });
    let (risks, risk_needed) = risks(there.is.risk, policy);
    Fields {
        command: serde_json::json!({ "assessments": { "revise": revise } }).to_string(),
        at: "/assessments/revise",
        back: format!("/assessments/{id}"),
        risks,
        risk_needed,
        rows,
        review: there.is.review.to_string(),
    }
}

fn title(key: &str, policy: &belisha_policy::Policy) -> String {
    let control = key.split('/').next().unwrap_or_default();
    policy.catalogue.controls.get(control).map_or_else(|| key.to_owned(), |control| control.title.clone())
}

fn words(hazard: &Hazard) -> HazardWords {
    let rating = |score: belisha_setting::assessments::Score| {
        format!("{} × {} = {}, {}", score.likelihood, score.severity, score.rating(), score.band().word())
    };
    HazardWords {
        hazard: hazard.hazard.words().to_owned(),
        harmed: hazard.harmed.words().to_owned(),
        controls: hazard.controls.words().to_owned(),
        rating: rating(hazard.score),
        left: hazard.left.map_or_else(|| "not judged".to_owned(), rating),
        band: match hazard.now().band().word() {
            "high" => "broken",
            "medium" => "due",
            _ => "kept",
        },
    }
}

fn entry(change: &belisha_setting::assessments::Change, state: &Register) -> Entry {
    let (says, hazards) = match &change.what {
        What::Written(is) => {
            let review = is.review.strftime("%-d %B %Y");
            let owner = state.people.name(&is.owner);
            let says = format!("written: \"{}\"; {owner} answers for it; next by {review}", is.title.words());
            (says, is.hazards.iter().map(words).collect())
        }
        What::SignedOff => ("signed off".to_owned(), Vec::new()),
        What::Reviewed(note) => (format!("looked at again: {}", note.words()), Vec::new()),
        What::Retired(why) => (format!("no longer stands: {}", why.words()), Vec::new()),
    };
    Entry {
        on: change.on().strftime("%-d %B %Y").to_string(),
        by: author_name(&change.by, state),
        line: change.line,
        words: says,
        hazards,
    }
}
