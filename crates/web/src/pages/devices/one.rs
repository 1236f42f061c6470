//! One device: where it is, whether whoever looks may use it, its checks, what is on record.

use super::{kind_choices, owner};
use crate::action::{Action, Button, blank};
use crate::app::App;
use crate::auth::SignedIn;
use crate::commands;
use crate::error::reasons::Missing;
use crate::error::{Problem, rendered};
use crate::layout::Layout;
use crate::view::badge::{Badge, of_check};
use crate::view::choices::{self, Choice};
use crate::view::dates::hour;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use belisha_policy::KnownAct;
use belisha_policy::Shows;
use belisha_service::Current;
use belisha_setting::devices::{Command as Act, Device, Gallery, Owner, Particulars};
use belisha_setting::due;
use belisha_setting::duties::Subject;
use belisha_setting::{Command, DeviceId, PlaceId, Question, ask};
use jiff::Timestamp;

#[derive(Template)]
#[template(path = "device.html")]
struct Page {
    layout: Layout,
    id: String,
    is: Particulars,
    kind: String,
    can: String,
    store: String,
    place: String,
    owner: String,
    setting: bool,
    out: Option<(String, String, String)>,
    may_use: MayUse,
    checks: Vec<Check>,
    assistant: bool,
    /// Whether it makes pictures.
    camera: bool,
    /// Whether pictures may be left on it while it is in its store.
    full: bool,
    notices: Vec<(String, String)>,
    slip: Option<String>,
    enrolled: Option<bool>,
    people: Vec<Choice>,
    places: Vec<Choice>,
    phones: Vec<Choice>,
    kinds: Vec<Choice>,
    purposes: Vec<String>,
    me: String,
    governed_from: String,
    responsible: String,
    acts: Acts,
}

/// Whether whoever looks may use it, and by which clauses.
struct MayUse {
    badge: Badge,
    reasons: Vec<String>,
}

struct Check {
    does: String,
    badge: Badge,
    clauses: Vec<String>,
}

/// What can be done with the device.
struct Acts {
    put_back: Vec<Button>,
    take: Action,
    record_slip: Action,
    delete_slip: Button,
    empty: Button,
    change: Action,
    revoke: Button,
    retire: Action,
}

impl Acts {
    fn of(id: &DeviceId, device: &Device, assistant: bool, camera: bool) -> Self {
        let back = format!("/devices/{id}");
        let device_id = || id.clone();
        let action = |command| Action::new(&Command::Devices(command)).back(back.clone());
        let button = |label, command| Button::new(label, &Command::Devices(command)).back(back.clone());
        let put_back = |label, off_at_mains, emptied| {
            button(label, Act::Return { device: device_id(), off_at_mains, emptied })
        };
        // Boxes that are not ticked are not sent.
        let particulars = Particulars {
            administration: false,
            for_children: false,
            setting_phone: false,
            second_hand: false,
            sim: false,
            ..device.particulars.clone()
        };
        Self {
            put_back: if assistant {
                vec![
                    put_back("Put back, off at the mains", true, None).class("main"),
                    put_back("Put back, still on", false, None),
                ]
            } else if camera {
                vec![
                    put_back("Put back, no picture is left on it", false, Some(true)).class("main"),
                    put_back("Put back, pictures are on it", false, Some(false)),
                ]
            } else {
                vec![put_back("Put back", false, None).class("main")]
            },
            take: action(Act::Take {
                device: device_id(),
                person: blank(),
                purpose: blank(),
                supervisor: None,
                off_premises: false,
            }),
            record_slip: action(Act::RecordSlip { device: device_id(), note: blank() }),
            delete_slip: button("That recording is deleted", Act::DeleteSlip { device: device_id() })
                .class("main"),
            empty: button("No picture is left on it", Act::Empty { device: device_id() }).class("main"),
            change: action(Act::Set { device: device_id(), particulars }),
            revoke: button("Take its key away", Act::Revoke { device: device_id() }),
            retire: action(Act::Retire { device: device_id(), why: blank() }).back("/devices"),
        }
    }
}

/// For which purposes the policy speaks of devices that are taken out.
fn purposes(now: &Current) -> Vec<String> {
    let mut purposes: Vec<String> =
        now.policy.rules("take-out").iter().flat_map(|rule| rule.purposes.iter().cloned()).collect();
    purposes.sort();
    purposes.dedup();
    purposes
}

pub(crate) async fn page(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(device): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let now = app.setting.now();
    let id = DeviceId::from(device);
    let device = now.state.devices.active(&id).map_err(|_| Problem::NotFound(Missing::Device))?;
    let layout = Layout::new(&app, &signed_in.asker, &device.particulars.name, "/devices")
        .with_done(commands::done(&headers));
    let page = view(layout, &signed_in, &id, device, &now, app.setting.time());
    drop(now);
    Ok(rendered(&page))
}

fn view(
    layout: Layout,
    signed_in: &SignedIn,
    id: &DeviceId,
    device: &Device,
    now: &Current,
    time: Timestamp,
) -> Page {
    let (state, policy) = (&now.state, &now.policy);
    let kind = state.devices.kind(&device.particulars.kind, &policy.catalogue);
    let able = |ability: &str| kind.as_ref().is_some_and(|kind| kind.can.iter().any(|can| can == ability));
    let (assistant, camera) = (able("assistant"), able("camera"));
    let purposes = purposes(now);
    let shown = belisha_setting::notices::all(state, policy).into_iter();
    let shown = shown.filter(|notice| assistant && notice.sort == Shows::AssistantNotice);
    let phones = state.devices.settings().filter(|(_, device)| {
        let kind = state.devices.kind(&device.particulars.kind, &policy.catalogue);
        kind.is_some_and(|kind| kind.can.iter().any(|can| can == "calls"))
    });
    let place =
        |place: &Option<PlaceId>| place.as_ref().map_or(String::new(), |place| state.places.name(place));
    Page {
        can: kind.as_ref().map_or(String::new(), |kind| kind.can.join(", ")),
        kind: kind.map_or(device.particulars.kind.clone(), |kind| kind.title),
        store: place(&device.particulars.store),
        place: place(&device.particulars.place),
        owner: owner(&device.particulars, state),
        setting: device.particulars.owner == Owner::Setting,
        out: device
            .out
            .as_ref()
            .map(|out| (state.people.name(&out.person), out.purpose.clone(), hour(out.since))),
        may_use: may_use(signed_in, id, &purposes, now, time),
        checks: checks(id, now, time),
        acts: Acts::of(id, device, assistant, camera),
        assistant,
        camera,
        full: camera && device.out.is_none() && device.gallery != Gallery::Clear,
        notices: shown.map(|notice| (notice.words, notice.clause)).collect(),
        slip: device.slips.last().map(|(_, note)| note.words().to_owned()),
        enrolled: device.enrolled.as_ref().map(|(door, _)| *door),
        people: choices::people(state),
        places: choices::places(state),
        phones: phones.map(|(id, device)| (id.to_string(), device.particulars.name.clone())).collect(),
        kinds: kind_choices(now),
        purposes,
        governed_from: device.particulars.governed_from.as_ref().map_or(String::new(), ToString::to_string),
        responsible: device.particulars.responsible.as_ref().map_or(String::new(), ToString::to_string),
        is: device.particulars.clone(),
        id: id.to_string(),
        me: signed_in.person.to_string(),
        layout,
    }
}

fn may_use(
    signed_in: &SignedIn,
    id: &DeviceId,
    purposes: &[String],
    now: &Current,
    time: Timestamp,
) -> MayUse {
    let question = Question {
        act: KnownAct::Use.into(),
        who: Some(signed_in.person.to_string()),
        device: Some(id.to_string()),
        purpose: purposes.first().cloned(),
        ..Question::default()
    };
    let answer = ask(&now.state, &now.policy, time, &question);
    let reasons = answer.verdict.reasons().iter();
    let (class, words) =
        if answer.verdict.allows() { ("kept", "You may use it") } else { ("broken", "Not to be used") };
    MayUse {
        badge: Badge { class, words: words.to_owned() },
        reasons: reasons.map(|reason| format!("{} ({})", reason.says, reason.clause)).collect(),
    }
}

fn checks(id: &DeviceId, now: &Current, time: Timestamp) -> Vec<Check> {
    let subject = Subject::Device(id.clone());
    let items = due::all(&now.state, &now.policy, time).into_iter();
    items
        .filter(|item| item.subject == subject)
        .map(|item| Check { badge: of_check(&item.status), does: item.does, clauses: item.clauses })
        .collect()
}
