//! First run: choose a starting policy, name the setting and its places, make the first manager, print the recovery
//! key.

use crate::app::App;
use crate::asker::Asker;
use crate::attempts::Try;
use crate::commands::fields;
use crate::cookies::{SESSION, set_own_cookie};
use crate::error::reasons::Denied;
use crate::error::{Problem, rendered};
use crate::layout::Layout;
use crate::secret;
use crate::sessions::Opened;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use belisha_policy::KnownRole;
use belisha_policy::{Catalogue, Pack, PackPlace, builtin_pack, builtin_packs, example_packs, pack_text};
use belisha_setting::{Author, Command, PersonId, adoption, people, places, profile};
use jiff::civil::Time;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "first_run.html")]
struct Page {
    layout: Layout,
    packs: Vec<PackChoice>,
    /// The policy that was chosen, by its title.
    chosen: Option<String>,
    wrong: Option<String>,
    /// Whether the code is asked that the program printed.
    needs_code: bool,
    entered: Entered,
    /// The words for kinds of place that the policy's clauses know.
    kinds: Vec<String>,
}

/// Rows for places that the policy's own list does not have.
const FURTHER_PLACES: usize = 3;
/// No more places than this are read from the form.
const PLACES_MAX: usize = 60;

/// A row of the list of places.
#[derive(Clone, Default)]
struct PlaceRow {
    name: String,
    kind: String,
    used: bool,
    /// One that the policy's own list does not have; empty until it gets a name.
    further: bool,
}

#[derive(serde::Deserialize)]
pub(crate) struct Choice {
    #[serde(default)]
    policy: String,
}

struct PackChoice {
    id: String,
    title: String,
    summary: String,
    clauses: usize,
}

#[derive(Default)]
struct Entered {
    policy: String,
    setting: String,
    number: String,
    from: String,
    to: String,
    name: String,
    /// None: the policy's own list.
    places: Option<Vec<PlaceRow>>,
}

#[derive(Template)]
#[template(path = "recovery.html")]
struct Recovery {
    layout: Layout,
    key: Option<String>,
}

fn first_page(wrong: Option<String>, needs_code: bool, mut entered: Entered) -> Page {
    let catalogue = Catalogue::builtin();
    let chosen = builtin_pack(&entered.policy, &catalogue).ok();
    if let Some(pack) = &chosen {
        entered.places.get_or_insert_with(|| own_places(pack));
    }
    let mut kinds: Vec<String> =
        chosen.iter().flat_map(|pack| &pack.places).map(|place| place.kind.clone()).collect();
    kinds.sort();
    kinds.dedup();
    let packs = builtin_packs()
        .iter()
        .chain(example_packs())
        .filter_map(|(id, _)| builtin_pack(id, &catalogue).ok())
        .map(|pack| PackChoice {
            clauses: pack.clauses.len(),
            id: pack.id,
            title: pack.title,
            summary: pack.summary,
        })
        .collect();
    let chosen = chosen.map(|pack| pack.title);
    Page { layout: Layout::plain("Begin"), packs, chosen, wrong, needs_code, entered, kinds }
}

/// The policy's own list of places, with room for more.
fn own_places(pack: &Pack) -> Vec<PlaceRow> {
    let named = pack.places.iter().map(|place| PlaceRow {
        name: place.name.clone(),
        kind: place.kind.clone(),
        used: true,
        further: false,
    });
    let further = PlaceRow { further: true, ..PlaceRow::default() };
    named.chain(std::iter::repeat_n(further, FURTHER_PLACES)).collect()
}

/// The rows that were filled in: `place-0-name`, `place-0-kind`, `place-0-used`, and so on.
fn entered_places(one: impl Fn(&str) -> String) -> Option<Vec<PlaceRow>> {
    let asked = one("places") == "named";
    asked.then(|| {
        (0..PLACES_MAX)
            .map(|row| {
                let field = |part: &str| one(&format!("place-{row}-{part}"));
                let (name, further) = (field("name"), field("further") == "yes");
                let used = if further { !name.is_empty() } else { field("used") == "yes" };
                PlaceRow { kind: field("kind"), used, further, name }
            })
            .take_while(|row| !(row.name.is_empty() && row.kind.is_empty()))
            .collect()
    })
}

/// The places to begin with. A place without a name of its own is known by its kind; what the policy says of a kind
/// (children are there, devices are kept there) holds for every place of it.
fn places(entered: &Entered, pack: Pack) -> Result<Vec<Command>, String> {
    let places: Vec<PackPlace> = match &entered.places {
        None => pack.places,
        Some(rows) => {
            let of_kind = |row: &PlaceRow| {
                let known = pack.places.iter().find(|place| place.kind == row.kind);
                let known = known.ok_or_else(|| format!("Say what sort of place {} is.", row.name))?.clone();
                let name = if row.name.is_empty() { known.name.clone() } else { row.name.clone() };
                Ok::<_, String>(PackPlace { name, ..known })
            };
            rows.iter().filter(|row| row.used).map(of_kind).collect::<Result<_, _>>()?
        }
    };
    if places.is_empty() {
        return Err("Keep at least one place: the day is run by them.".into());
    }
    let mut ids: Vec<String> = Vec::new();
    Ok(places
        .into_iter()
        .map(|place| {
            let mut id: String = place
                .name
                .to_lowercase()
                .chars()
                .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
                .take(40)
                .collect();
            while ids.contains(&id) {
                id.push_str("-2");
            }
            ids.push(id.clone());
            Command::Places(places::Command::Set {
                place: id.into(),
                name: place.name,
                kind: place.kind,
                children: place.children,
                sighted: place.sighted,
                store: place.store,
            })
        })
        .collect())
}

fn begun(app: &App) -> bool {
    let now = app.setting.now();
    now.state.profile.founded.is_some() && now.state.people.here().next().is_some()
}

pub(crate) async fn page(
    State(app): State<App>,
    asker: Asker,
    headers: HeaderMap,
    Query(choice): Query<Choice>,
) -> Response {
    if begun(&app) {
        return Redirect::to("/").into_response();
    }
    let entered =
        Entered { policy: choice.policy, from: "08:30".into(), to: "15:30".into(), ..Entered::default() };
    rendered(&first_page(None, code_of(&app, &asker, &headers).is_some(), entered))
}

/// The code that whoever begins has to know: it was printed where the program was started. Whoever sits there needs none;
/// somebody whose request was passed on by another program does not sit there.
fn code_of(app: &App, asker: &Asker, headers: &HeaderMap) -> Option<Arc<str>> {
    let passed_on =
        app.secure || ["forwarded", "x-forwarded-for"].iter().any(|name| headers.contains_key(*name));
    let sits_here = asker.address.is_none_or(|address| address.to_canonical().is_loopback()) && !passed_on;
    app.first_run_code.clone().filter(|_| !sits_here)
}

pub(crate) async fn begin(
    State(app): State<App>,
    asker: Asker,
    headers: HeaderMap,
    body: String,
) -> Result<Response, Problem> {
    if begun(&app) {
        return Err(Problem::Forbidden(Denied::BegunAlready));
    }
    let fields = fields(&body)?;
    let one = |name: &str| {
        fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.trim()).to_owned()
    };
    let entered = Entered {
        policy: one("policy"),
        setting: one("setting"),
        number: one("number"),
        from: one("from"),
        to: one("to"),
        name: one("name"),
        places: entered_places(one),
    };
    let code = code_of(&app, &asker, &headers);
    let needs_code = code.is_some();
    let again = |wrong: String, entered: Entered| {
        let page = rendered(&first_page(Some(wrong), needs_code, entered));
        Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
    };
    if let Some(code) = code {
        let tries = [Try::from_place(&asker.place())];
        let waits = |seconds| Problem::TooManyTries { seconds, back: "/start".into() };
        app.attempts.begin(&tries, app.setting.ticks()).map_err(waits)?;
        if one("code") != *code {
            let words = "That is not the code that the program printed when it was started.";
            return again(words.into(), entered);
        }
        app.attempts.right(&tries);
    }
    let person = PersonId::from(belisha_ledger::random::id());
    let commands = match commands(&entered, &one("password"), &one("again"), &person).await {
        Ok(commands) => commands,
        Err(wrong) => return again(wrong, entered),
    };
    if let Err(error) = app.setting.submit_all(Author::Program, commands).await {
        return match Problem::with_way_back(error, "/start") {
            Problem::Refused { refusal, .. } => again(refusal.to_string(), entered),
            other => Err(other),
        };
    }
    let by = people::Secret::Password;
    let opened = Opened { person, tablet: None, door: false, own_device: false, by, at: app.setting.time() };
    let token = app.sessions.open(opened, None, app.setting.ticks());
    let key = app.recovery.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take();
    let page = rendered(&Recovery { layout: Layout::plain("Keep this key"), key });
    Ok(([(SET_COOKIE, set_own_cookie(SESSION, &token, None, app.secure))], page).into_response())
}

async fn commands(
    entered: &Entered,
    password: &str,
    again: &str,
    person: &PersonId,
) -> Result<Vec<Command>, String> {
    let catalogue = Catalogue::builtin();
    let pack =
        builtin_pack(&entered.policy, &catalogue).map_err(|_| "Choose a policy to start from.".to_owned())?;
    let text = pack_text(&entered.policy).map(str::to_owned);
    let time = |text: &str| text.parse::<Time>().map_err(|_| format!("`{text}` is no time such as 08:30."));
    let (from, to) = (time(&entered.from)?, time(&entered.to)?);
    if password != again {
        return Err("The two passwords are not the same.".into());
    }
    secret::check_password(password, &entered.name).map_err(|weak| weak.to_string())?;
    let places = places(entered, pack)?;
    let hash = secret::hashed(password.to_owned()).await?;
    let (name, number) = (entered.setting.clone(), entered.number.clone());
    let mut commands = vec![
        Command::Setting(profile::Command::Found { name, number }),
        Command::Policy(adoption::Command::Adopt { text: text.unwrap_or_default() }),
    ];
    for weekday in 1..=5 {
        commands.push(Command::Setting(profile::Command::SetHours {
            weekday,
            from: Some(from),
            to: Some(to),
        }));
    }
    commands.extend(places);
    commands.push(Command::People(people::Command::Add {
        person: person.clone(),
        name: entered.name.clone(),
        roles: vec![KnownRole::Manager.into()],
        counted: true,
        level: None,
    }));
    let secret = people::Secret::Password;
    commands.push(people::Prepared::SetSecret { person: person.clone(), secret, hash }.into());
    Ok(commands)
}
