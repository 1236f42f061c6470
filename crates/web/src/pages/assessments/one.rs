//! One risk assessment: what it says, what it said before, and looking at it again.

use super::form::{Duty, Fields, duties, risks, rows};
use super::{Matrix, may_read, of_words};
use crate::action::{Action, blank, blank_date};
use crate::app::App;
use crate::auth::SignedIn;
use crate::commands;
use crate::error::reasons::Missing;
use crate::error::{Problem, rendered};
use crate::layout::Layout;
use crate::pages::author_name;
use crate::view::choices::{self, Choice};
use crate::view::dates::day;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use belisha_setting::assessments::{
    Assessment, Change, ChangeKind, Command as Act, Hazard, HazardText, Score,
};
use belisha_setting::{AssessmentId, Author, Command, Context, State as Register, date_of};
use jiff::ToSpan;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "assessment.html")]
struct Page {
    layout: Layout,
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
    review_again: Action,
    sign_off: Action,
    retire: Action,
}

fn action(command: Act, back: String) -> Action {
    Action::new(&Command::Assessments(command)).back(back)
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
    let known = state.assessments.all.get(&id).filter(|known| may_read(&signed_in.person, known, &context));
    let Some(known) = known else { return Err(Problem::NotFound(Missing::Assessment)) };
    let is = &known.particulars;
    let layout = Layout::new(&app, &signed_in.asker, is.title.words(), "/assessments");
    let layout = Layout { live: false, ..layout }.with_done(commands::done(&headers));
    let fields = revised(&id, known, asked.rows, policy);
    let scores: Vec<_> = is.hazards.iter().map(Hazard::now).collect();
    let can_do = duties(&known.of, "", &context).into_iter().filter(|duty| !known.duties.contains(&duty.key));
    let here = format!("/assessments/{id}");
    let page = Page {
        title: is.title.words().to_owned(),
        of: of_words(&known.of, state),
        owner: state.people.name(&is.owner),
        owner_id: is.owner.to_string(),
        risk: is.risk.map_or(String::new(), |risk| format!("{risk:?}").to_lowercase()),
        review: day(is.review),
        overdue: date_of(time) > is.review,
        retired: known.retired,
        hazards: is.hazards.iter().map(words).collect(),
        matrix: Matrix::new(&scores),
        does: known.duties.iter().map(|key| title(key, policy)).collect(),
        can_do: can_do.filter(|duty| duty.mine).collect(),
        history: known.history.iter().rev().map(|change| entry(change, state)).collect(),
        people: choices::people(state),
        next: date_of(time).saturating_add(1.years()).to_string(),
        may_retire: layout.leads || is.owner == signed_in.person,
        review_again: action(
            Act::Review { assessment: id.clone(), note: blank(), review: blank_date() },
            here.clone(),
        ),
        sign_off: action(Act::SignOff { assessment: id.clone(), duties: Vec::new() }, here),
        retire: action(Act::Retire { assessment: id.clone(), why: blank() }, "/assessments".to_owned()),
        fields,
        layout,
    };
    drop(now);
    Ok(rendered(&page))
}

fn revised(id: &AssessmentId, known: &Assessment, least: usize, policy: &belisha_policy::Policy) -> Fields {
    let rows = rows(&known.particulars.hazards, least);
    let revise = Act::Revise {
        assessment: id.clone(),
        title: blank(),
        risk: None,
        hazards: vec![HazardText::default(); rows.len()],
        owner: blank(),
        review: blank_date(),
    };
    let (risks, risk_needed) = risks(known.particulars.risk, policy);
    Fields {
        action: action(revise, format!("/assessments/{id}")),
        at: "/assessments/revise",
        risks,
        risk_needed,
        rows,
        review: known.particulars.review.to_string(),
    }
}

fn title(key: &str, policy: &belisha_policy::Policy) -> String {
    let control = key.split('/').next().unwrap_or_default();
    policy.catalogue.controls.get(control).map_or_else(|| key.to_owned(), |control| control.title.clone())
}

fn words(hazard: &Hazard) -> HazardWords {
    let rating = |score: Score| {
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

fn entry(change: &Change, state: &Register) -> Entry {
    let (says, hazards) = match &change.kind {
        ChangeKind::Written(is) => {
            let review = day(is.review);
            let owner = state.people.name(&is.owner);
            let says = format!("written: \"{}\"; {owner} answers for it; next by {review}", is.title.words());
            (says, is.hazards.iter().map(words).collect())
        }
        ChangeKind::SignedOff => ("signed off".to_owned(), Vec::new()),
        ChangeKind::Reviewed(note) => (format!("looked at again: {}", note.words()), Vec::new()),
        ChangeKind::Retired(why) => (format!("no longer stands: {}", why.words()), Vec::new()),
    };
    Entry {
        on: day(change.date()),
        by: author_name(&change.by, state),
        line: change.line,
        words: says,
        hazards,
    }
}
