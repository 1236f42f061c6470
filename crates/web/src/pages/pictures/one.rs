//! One picture: where it came from, who can be seen, where it went, until when it is kept, and what may be done with it.

use super::{alt, end_use};
use crate::action::{Action, blank, blank_date, new_id};
use crate::app::App;
use crate::commands;
use crate::error::reasons::Missing;
use crate::error::{Problem, rendered};
use crate::layout::Layout;
use crate::pages::author_name;
use crate::rights::PictureViewer;
use crate::view::choices::{self, Choice};
use crate::view::dates::{day, day_and_hour};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use belisha_policy::Purpose;
use belisha_service::Current;
use belisha_setting::pictures::{self, Asked, Command as Act, EraseReason, MediaKind, Picture, To, Use};
use belisha_setting::{Command, PictureId, State as Known, UseId, ask, date_of, posts};
use jiff::Timestamp;

#[derive(Template)]
#[template(path = "picture.html")]
struct Page {
    layout: Layout,
    id: String,
    alt: String,
    recording: bool,
    gone: Option<(String, &'static str)>,
    facts: Vec<(&'static str, String)>,
    against: Vec<(String, &'static str)>,
    held: Option<String>,
    erase_by: Option<String>,
    from: Option<String>,
    uses: Vec<UseRow>,
    mays: Vec<May>,
    children: Vec<(String, String, bool)>,
    places: Vec<Choice>,
    identifiers: String,
    drafts: Vec<Choice>,
    shows: bool,
    acts: Acts,
}

/// What can be done with the picture as a whole.
struct Acts {
    draft: Action,
    tag: Action,
    /// Says on which day it was made, where its file does not.
    date: Option<Action>,
    hold: Action,
    release: Action,
    erase: Action,
}

/// Whether it may be used for a purpose, and why.
struct May {
    id: String,
    title: String,
    verdict: &'static str,
    yes: bool,
    says: Vec<String>,
    clauses: Vec<String>,
    put_to_use: Action,
}

struct UseRow {
    id: String,
    went: String,
    by: String,
    on: String,
    words: String,
    looked: bool,
    print: bool,
    /// It hangs on a wall.
    paper: bool,
    ended: Option<(String, String)>,
    end: Action,
}

impl Acts {
    fn of(id: &PictureId, known: &Picture) -> Self {
        let picture = || id.clone();
        let action = |command| Action::new(&Command::Pictures(command)).back(here(id));
        let draft = posts::Command::Draft {
            post: new_id(),
            channel: blank(),
            words: blank(),
            pictures: vec![picture()],
        };
        Self {
            draft: Action::new(&Command::Posts(draft)).back("/posts"),
            date: known.shot.clock_wrong.then(|| action(Act::Date { picture: id.clone(), on: blank_date() })),
            tag: action(Act::Tag {
                picture: picture(),
                children: Vec::new(),
                adults: known.shot.adults.clone(),
            }),
            hold: action(Act::Hold { picture: picture(), why: blank() }),
            release: action(Act::Release { picture: picture(), why: blank() }),
            erase: action(Act::Erase { picture: picture(), why: EraseReason::NotNeeded }),
        }
    }
}

fn here(id: &PictureId) -> String {
    format!("/pictures/{id}")
}

fn went(to: &To, state: &Known) -> (String, bool) {
    match to {
        To::Journey { child, .. } => {
            (format!("the learning journey of {}", state.children.name(child)), false)
        }
        To::Display { place } => {
            let place = place
                .as_ref()
                .map_or("inside".to_owned(), |place| format!("in the {}", state.places.name(place)));
            (format!("a display {place}"), true)
        }
        To::Post { post } => {
            let known = state.posts.all.get(post);
            (
                format!(
                    "a post on {}",
                    known.map_or("a channel".into(), |known| state.channels.name(&known.channel))
                ),
                true,
            )
        }
        To::Press { whom } => (whom.words().to_owned(), true),
        To::Training => ("staff training".to_owned(), true),
    }
}

pub(crate) async fn page(
    State(app): State<App>,
    PictureViewer { signed_in, .. }: PictureViewer,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let layout =
        Layout::new(&app, &signed_in.asker, "A picture", "/pictures").with_done(commands::done(&headers));
    let now = app.setting.now();
    let id = PictureId::from(id);
    let Some(picture) = now.state.pictures.all.get(&id) else {
        return Err(Problem::NotFound(Missing::Picture));
    };
    let layout = Layout { live: false, ..layout };
    let page = view(layout, &id, picture, signed_in.person.as_str(), &now, app.setting.time());
    drop(now);
    Ok(rendered(&page))
}

fn view(
    layout: Layout,
    id: &PictureId,
    picture: &Picture,
    who: &str,
    now: &Current,
    time: Timestamp,
) -> Page {
    let (state, policy) = (&now.state, &now.policy);
    let shot = &picture.shot;
    let tagged = |child: &str| shot.children.iter().any(|tagged| tagged.as_str() == child);
    let channels = state.channels.here().filter(|(_, channel)| channel.kind.posts());
    let purposes = policy.catalogue.purposes.iter().filter(|purpose| purpose.taken);
    Page {
        alt: alt(picture, state),
        recording: shot.kind == MediaKind::Recording,
        gone: picture.erased.map(|(why, at)| (day(date_of(at)), why.words())),
        facts: facts(picture, now),
        against: pictures::against(picture, state)
            .iter()
            .map(|one| (state.children.name(&one.child), one.standing.words()))
            .collect(),
        held: picture.held.as_ref().map(|why| why.words().to_owned()),
        erase_by: pictures::erase_by(picture, state, policy).map(day),
        from: picture.from.as_ref().map(ToString::to_string),
        uses: picture.uses.iter().map(|(use_id, used)| use_row(id, use_id, used, picture, state)).collect(),
        mays: purposes.map(|purpose| may(id, purpose, who, now, time)).collect(),
        children: choices::children(state)
            .into_iter()
            .map(|(id, name)| (tagged(&id), id, name))
            .map(|(is, id, name)| (id, name, is))
            .collect(),
        places: choices::places(state),
        identifiers: belisha_policy::join_or(&policy.identifiers()),
        drafts: channels.map(|(id, channel)| (id.to_string(), channel.name.clone())).collect(),
        shows: shot.shows == pictures::Shows::Children,
        acts: Acts::of(id, picture),
        id: id.to_string(),
        layout,
    }
}

/// What is on record of how it came in.
fn facts(picture: &Picture, now: &Current) -> Vec<(&'static str, String)> {
    let (state, shot) = (&now.state, &picture.shot);
    let purpose = now.policy.catalogue.purpose(&shot.purpose);
    let mut facts = vec![
        ("Made", day_and_hour(shot.taken)),
        ("By", state.people.name(&shot.person)),
        ("With", state.devices.name(&shot.device)),
        ("For", purpose.map_or(shot.purpose.clone(), |purpose| purpose.title.clone())),
        ("Taken in", format!("{} by {}", day(date_of(picture.at)), author_name(&picture.by, state))),
    ];
    if shot.clock_wrong {
        facts.push((
            "Clock",
            "its file says no time that can be believed: this is when it was taken in. Look at its device’s clock.".into(),
        ));
    }
    let children = picture.covered.iter().map(|child| state.children.name(child));
    let covered: Vec<String> = children.chain(picture.marks.iter().cloned()).collect();
    if !covered.is_empty() {
        facts.push(("Covered", belisha_policy::join_and(&covered)));
    }
    facts
}

/// Whether it may be used for a purpose.
fn may(id: &PictureId, purpose: &Purpose, who: &str, now: &Current, time: Timestamp) -> May {
    let asked =
        Asked { who: Some(who), purpose: &purpose.id, journey: None, looked: true, own_device: false };
    let question = pictures::question(id, &asked, &now.policy);
    let answer = ask(&now.state, &now.policy, time, &question);
    let put_to_use = Act::Use {
        picture: id.clone(),
        id: new_id(),
        purpose: purpose.id.clone(),
        place: None,
        whom: String::new(),
        words: String::new(),
        looked: false,
    };
    May {
        id: purpose.id.clone(),
        title: purpose.title.clone(),
        verdict: answer.verdict.word(),
        yes: answer.verdict.allows(),
        says: answer.remedies.iter().map(ToString::to_string).collect(),
        clauses: answer.verdict.clauses().into_iter().map(str::to_owned).collect(),
        put_to_use: Action::new(&Command::Pictures(put_to_use)).back(here(id)),
    }
}

fn use_row(id: &PictureId, use_id: &UseId, used: &Use, picture: &Picture, state: &Known) -> UseRow {
    let (went, print) = went(&used.to, state);
    UseRow {
        id: use_id.to_string(),
        went,
        print: print && used.ended.is_none(),
        paper: matches!(used.to, To::Display { .. }) && picture.shot.kind == MediaKind::Still,
        by: author_name(&used.by, state),
        on: day(date_of(used.at)),
        words: used.words.known().unwrap_or_default().to_owned(),
        looked: used.looked,
        ended: used.ended.as_ref().map(|(what, at)| (what.words().to_owned(), day(date_of(*at)))),
        end: end_use(id, use_id, here(id)),
    }
}
