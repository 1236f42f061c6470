//! One picture: where it came from, who can be seen, where it went, until when it is kept, and what may be done with it.

use crate::app::App;
use crate::commands;
use crate::error::{Problem, rendered};
use crate::frame::Frame;
use crate::pages::{Choice, author_name, child_choices, day, place_choices};
use crate::rights::PictureViewer;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use belisha_setting::pictures::{self, Asked, Kind, To};
use belisha_setting::{PictureId, date_of, london};

#[derive(Template)]
#[template(path = "picture.html")]
struct Page {
    frame: Frame,
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
}

/// Whether it may be used for a purpose, and why.
struct May {
    id: String,
    title: String,
    verdict: &'static str,
    yes: bool,
    says: Vec<String>,
    clauses: Vec<String>,
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
}

fn went(to: &To, state: &belisha_setting::State) -> (String, bool) {
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
            let there = state.posts.all.get(post);
            (
                format!(
                    "a post on {}",
                    there.map_or("a channel".into(), |there| state.channels.name(&there.channel))
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
    PictureViewer { signed_in }: PictureViewer,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let frame =
        Frame::of(&app, &signed_in.asker, "A picture", "/pictures").with_done(commands::done(&headers));
    let frame = Frame { live: false, ..frame };
    let time = app.setting.time();
    let now = app.setting.now();
    let (state, policy) = (&now.state, &now.policy);
    let key = PictureId::from(id.as_str());
    let Some(there) = state.pictures.all.get(&key) else {
        return Err(Problem::NotFound("There is no such picture.".into()));
    };
    let shot = &there.shot;
    let purpose =
        policy.catalogue.purpose(&shot.purpose).map_or(shot.purpose.clone(), |there| there.title.clone());
    let mut facts = vec![
        ("Made", london(shot.taken).strftime("%-d %B %Y, %H:%M").to_string()),
        ("By", state.people.name(&shot.person)),
        ("With", state.devices.name(&shot.device)),
        ("For", purpose),
        ("Taken in", format!("{} by {}", day(date_of(there.at)), author_name(&there.by, state))),
    ];
    if shot.clock_wrong {
        facts.push((
            "Clock",
            "its device's clock is wrong: this is when it was taken in. Put the clock right.".into(),
        ));
    }
    let covered: Vec<String> = there
        .covered
        .iter()
        .map(|child| state.children.name(child))
        .chain(there.marks.iter().cloned())
        .collect();
    if !covered.is_empty() {
        facts.push(("Covered", belisha_policy::join_and(&covered)));
    }
    let who = signed_in.person.to_string();
    let mays = policy.catalogue.purposes.iter().filter(|purpose| purpose.taken).map(|purpose| {
        let asked =
            Asked { who: Some(&who), purpose: &purpose.id, journey: None, looked: true, own_device: false };
        let answer = belisha_setting::ask(state, policy, time, &pictures::question(&key, &asked, policy));
        May {
            id: purpose.id.clone(),
            title: purpose.title.clone(),
            verdict: answer.verdict.word(),
            yes: answer.verdict.lets(),
            says: answer.remedies.iter().map(ToString::to_string).collect(),
            clauses: answer.verdict.clauses().into_iter().map(str::to_owned).collect(),
        }
    });
    let uses = there.uses.iter().map(|(key, used)| {
        let (went, print) = went(&used.to, state);
        UseRow {
            id: key.to_string(),
            went,
            print: print && used.ended.is_none(),
            paper: matches!(used.to, To::Display { .. }) && there.shot.kind == Kind::Still,
            by: author_name(&used.by, state),
            on: day(date_of(used.at)),
            words: used.words.words().to_owned(),
            looked: used.looked,
            ended: used.ended.as_ref().map(|(what, at)| (what.words().to_owned(), day(date_of(*at)))),
        }
    });
    let tagged = |child: &str| shot.children.iter().any(|there| there.as_str() == child);
    let identifiers =
        policy.of_control("cameras.publicity").find_map(|there| there.params.get("identifiers").cloned());
    let identifiers =
        identifiers.unwrap_or_else(|| vec!["a name".into(), "a badge".into(), "a sweatshirt".into()]);
    let channels = state.channels.here().filter(|(_, channel)| channel.kind.posts());
    let page = Page {
        alt: super::alt(there, state),
        recording: shot.kind == Kind::Recording,
        gone: there.erased.map(|(why, at)| (day(date_of(at)), why.words())),
        facts,
        against: pictures::against(there, state)
            .iter()
            .map(|one| (state.children.name(&one.child), one.standing.words()))
            .collect(),
        held: there.held.as_ref().map(|why| why.words().to_owned()),
        erase_by: pictures::erase_by(there, state, policy).map(day),
        from: there.from.as_ref().map(ToString::to_string),
        uses: uses.collect(),
        mays: mays.collect(),
        children: child_choices(state)
            .into_iter()
            .map(|(id, name)| (tagged(&id), id, name))
            .map(|(is, id, name)| (id, name, is))
            .collect(),
        places: place_choices(state),
        identifiers: belisha_policy::join_or(&identifiers),
        drafts: channels.map(|(id, channel)| (id.to_string(), channel.name.clone())).collect(),
        shows: shot.shows == pictures::Shows::Children,
        id,
        frame,
    };
    drop(now);
    Ok(rendered(&page))
}
