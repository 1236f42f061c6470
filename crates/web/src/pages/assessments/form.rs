//! The form for a new risk assessment: first what it is of, then its hazards.

use super::of_words;
use crate::action::{Action, blank, blank_date, new_id};
use crate::app::App;
use crate::auth::SignedIn;
use crate::commands;
use crate::error::rendered;
use crate::layout::Layout;
use crate::view::choices::{self, Choice};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use belisha_setting::assessments::{Command as Act, Hazard, HazardText, Of};
use belisha_setting::duties::{Risk, Subject};
use belisha_setting::risks;
use belisha_setting::{
    Author, Command, Context, FriendshipId, State as Register, date_of, due, friendships, subject_name,
};
use jiff::ToSpan;
use serde::Deserialize;

/// Rows of a new form; one that is written already has this many left empty below.
const ROWS: usize = 3;
/// The most rows of a form: as many hazards as an assessment may have.
const ROWS_MAX: usize = 30;

#[derive(Template)]
#[template(path = "assessment_new.html")]
struct Page {
    layout: Layout,
    of: Option<Chosen>,
    subjects: Vec<(&'static str, Vec<Choice>)>,
    people: Vec<Choice>,
    me: String,
    fields: Fields,
}

struct Chosen {
    /// As the address has it.
    word: String,
    title: String,
    duties: Vec<Duty>,
}

/// A duty of the policy that such an assessment may do.
pub(crate) struct Duty {
    pub(crate) key: String,
    pub(crate) does: String,
    pub(crate) clause: String,
    pub(crate) checked: bool,
    /// Whether it is this person's to do.
    pub(crate) mine: bool,
    /// Whose it is.
    pub(crate) who: String,
}

/// The fields that a new assessment and a revised one share.
pub(crate) struct Fields {
    /// The command that the form fills in.
    pub(crate) action: Action,
    /// Where its fields are in it.
    pub(crate) at: &'static str,
    pub(crate) risks: Vec<(&'static str, bool)>,
    pub(crate) risk_needed: bool,
    pub(crate) rows: Vec<HazardRow>,
    pub(crate) review: String,
}

/// A row of the form, empty or as it stands.
#[derive(Default)]
pub(crate) struct HazardRow {
    pub(crate) number: usize,
    pub(crate) hazard: String,
    pub(crate) harmed: String,
    pub(crate) controls: String,
    pub(crate) likelihood: u8,
    pub(crate) severity: u8,
    pub(crate) left_likelihood: u8,
    pub(crate) left_severity: u8,
}

impl HazardRow {
    /// The words for likelihoods, by their number.
    pub(crate) const LIKELIHOODS: &[(u8, &str)] =
        &[(1, "rare"), (2, "unlikely"), (3, "possible"), (4, "likely"), (5, "almost certain")];
    /// The words for severities, by their number.
    pub(crate) const SEVERITIES: &[(u8, &str)] =
        &[(1, "slight"), (2, "minor"), (3, "moderate"), (4, "serious"), (5, "very serious")];
}

/// The rows of hazards that are there, and further ones.
pub(crate) fn rows(hazards: &[Hazard], least: usize) -> Vec<HazardRow> {
    let written = hazards.iter().map(|hazard| HazardRow {
        number: 0,
        hazard: hazard.hazard.words().to_owned(),
        harmed: hazard.harmed.words().to_owned(),
        controls: hazard.controls.words().to_owned(),
        likelihood: hazard.score.likelihood,
        severity: hazard.score.severity,
        left_likelihood: hazard.left.map_or(0, |left| left.likelihood),
        left_severity: hazard.left.map_or(0, |left| left.severity),
    });
    let mut rows: Vec<HazardRow> = written.collect();
    let wanted = (rows.len() + ROWS).max(least).min(ROWS_MAX);
    rows.resize_with(wanted.max(rows.len()), HazardRow::default);
    for (number, row) in rows.iter_mut().enumerate() {
        row.number = number;
    }
    rows
}

/// The risks under which an assessment can be filed, and whether the policy asks that it is.
pub(crate) fn risks(
    chosen: Option<Risk>,
    policy: &belisha_policy::Policy,
) -> (Vec<(&'static str, bool)>, bool) {
    let named = risks::named(policy);
    let asked =
        Risk::ALL.into_iter().filter(|risk| named.as_ref().is_none_or(|named| named.risks.contains(risk)));
    (asked.map(|risk| (risk.word(), chosen == Some(risk))).collect(), named.is_some())
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Asked {
    of: String,
    site: String,
    duty: String,
    rows: usize,
}

pub(crate) async fn page(
    State(app): State<App>,
    signed_in: SignedIn,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let layout = Layout::new(&app, &signed_in.asker, "A new risk assessment", "/assessments");
    let layout = Layout { live: false, ..layout }.with_done(commands::done(&headers));
    let time = app.setting.time();
    let now = app.setting.now();
    let (state, policy) = (&now.state, &now.policy);
    let author = Author::Person(signed_in.person.clone());
    let context = Context { state, policy, now: time, author: &author };
    let word = if asked.of == "site" { format!("site:{}", asked.site.trim()) } else { asked.of.clone() };
    let of = read(&word).filter(|of| may_assess(of, &context));
    let rows = rows(&[], asked.rows);
    let make = Act::Make {
        assessment: new_id(),
        of: of.clone().unwrap_or(Of::Other),
        title: blank(),
        risk: None,
        hazards: vec![HazardText::default(); rows.len()],
        owner: blank(),
        review: blank_date(),
        duties: Vec::new(),
    };
    let (risks, risk_needed) = risks(None, policy);
    let page = Page {
        of: of.map(|of| Chosen {
            title: of_words(&of, state),
            duties: duties(&of, &asked.duty, &context),
            word,
        }),
        subjects: subjects(state),
        people: choices::people(state),
        me: signed_in.person.to_string(),
        fields: Fields {
            action: Action::new(&Command::Assessments(make)).back("/assessments"),
            at: "/assessments/make",
            risks,
            risk_needed,
            rows,
            review: date_of(time).saturating_add(1.years()).to_string(),
        },
        layout,
    };
    drop(now);
    rendered(&page)
}

/// What an address names: `place:staff-room`, `setting`, `site:example.org`.
fn read(word: &str) -> Option<Of> {
    let (kind, id) = word.split_once(':').unwrap_or((word, ""));
    Some(match (kind, id) {
        ("setting", "") => Of::Setting,
        ("other", "") => Of::Other,
        (_, "") => return None,
        ("place", id) => Of::Place(id.into()),
        ("device", id) => Of::Device(id.into()),
        ("kind", id) => Of::Kind(id.into()),
        ("outing", id) => Of::Outing(id.into()),
        ("tool", id) => Of::Tool(id.into()),
        ("friendship", id) => Of::Friendship(id.into()),
        ("site", address) => Of::Site(address.into()),
        _ => return None,
    })
}

/// The word for an address of a subject of a duty.
pub(crate) fn of_subject(subject: &Subject) -> Option<String> {
    Some(match subject {
        Subject::Setting => "setting".to_owned(),
        Subject::Place(id) => format!("place:{id}"),
        Subject::Device(id) => format!("device:{id}"),
        Subject::Kind(kind) => format!("kind:{kind}"),
        Subject::Tool(id) => format!("tool:{id}"),
        Subject::Friendship(id) => format!("friendship:{id}"),
        _ => return None,
    })
}

/// Whether it is on the registers, and this person may assess it.
fn may_assess(of: &Of, context: &Context<'_>) -> bool {
    let (state, catalogue) = (context.state, &context.policy.catalogue);
    match of {
        Of::Place(id) => state.places.all.contains_key(id),
        Of::Device(id) => state.devices.active(id).is_ok(),
        Of::Kind(kind) => state.devices.kind(kind, catalogue).is_some(),
        Of::Outing(id) => state.outings.all.contains_key(id),
        Of::Tool(id) => state.tools.active(id).is_ok(),
        Of::Friendship(id) => told(id, context),
        Of::Setting | Of::Site(_) | Of::Other => true,
    }
}

fn told(friendship: &FriendshipId, context: &Context<'_>) -> bool {
    let Author::Person(person) = context.author else { return false };
    let friendship = context.state.friendships.open(friendship);
    friendship.is_ok_and(|friendship| friendships::is_told(person, friendship, context))
}

/// The duties of the policy that an assessment of this may do. The one that was asked for is chosen; else the only one.
pub(crate) fn duties(of: &Of, wanted: &str, context: &Context<'_>) -> Vec<Duty> {
    let (state, policy) = (context.state, context.policy);
    let (Some(subject), Author::Person(id)) = (of.subject(), context.author) else { return Vec::new() };
    let person = state.people.all.get(id);
    let mut found: Vec<Duty> = Vec::new();
    for duty in policy.duties.iter().filter(|duty| duty.key.ends_with("/assessment")) {
        let known = found.iter().any(|known| *known.key == *duty.key);
        if known || !due::asked_for(duty, &subject, state, policy) {
            continue;
        }
        let mine = matches!(of, Of::Friendship(_))
            || duty.who.is_empty()
            || person.is_some_and(|person| person.is_any(&duty.who, &policy.catalogue));
        found.push(Duty {
            key: duty.key.to_string(),
            does: duty.does.replace("{subject}", &subject_name(&subject, state)),
            clause: duty.clause.to_string(),
            checked: mine && wanted == &*duty.key,
            mine,
            who: crate::pages::role_titles(&duty.who, &policy.catalogue),
        });
    }
    if let [only] = found.as_mut_slice() {
        only.checked = only.mine;
    }
    found
}

/// Everything on the registers that can be assessed.
fn subjects(state: &Register) -> Vec<(&'static str, Vec<Choice>)> {
    let pair = |kind: &str, id: &dyn std::fmt::Display, name: &str| (format!("{kind}:{id}"), name.to_owned());
    let groups: Vec<(&'static str, Vec<Choice>)> = vec![
        ("Places", state.places.all.iter().map(|(id, place)| pair("place", id, &place.name)).collect()),
        (
            "New technology",
            state.devices.kinds.iter().map(|(id, own)| pair("kind", id, &own.title)).collect(),
        ),
        (
            "Devices",
            state.devices.here().map(|(id, device)| pair("device", id, &device.particulars.name)).collect(),
        ),
        ("Tools and journals", state.tools.here().map(|(id, tool)| pair("tool", id, &tool.name)).collect()),
        ("Outings", state.outings.all.iter().map(|(id, outing)| pair("outing", id, &outing.to)).collect()),
    ];
    groups.into_iter().filter(|(_, choices)| !choices.is_empty()).collect()
}
