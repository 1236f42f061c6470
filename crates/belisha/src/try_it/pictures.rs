//! Pictures for `belisha try`: drawn by the program, with the EXIF of the story's pretend devices.

use super::scenes::scene;
use crate::media::incoming;
use belisha_rehearsal::story::Cast;
use belisha_service::{Arrival, Gallery, Setting};
use belisha_setting::permissions::standing;
use belisha_setting::pictures::{Command as Pictures, Shows};
use belisha_setting::{Author, ChildId, Command, PictureId, date_of};
use belisha_vault::Region;
use belisha_vault::media::sample::{Says, jpeg, with_exif};
use jiff::ToSpan;
use jiff::civil::Date;
use std::sync::Arc;

/// How many are brought.
const COUNT: usize = 24;

/// Takes the pictures in, uses some and covers one; what the policy refuses is left out. How many there are then.
pub(super) async fn hang(setting: &Arc<Setting>, gallery: &Gallery, cast: &[Cast]) -> usize {
    tokio::join!(half(setting, gallery, cast, 0), half(setting, gallery, cast, 1));
    let shown: Vec<(PictureId, Vec<ChildId>)> = {
        let now = setting.now();
        let displayed = now.state.pictures.here().filter(|(_, picture)| picture.shot.purpose == "display");
        displayed
            .map(|(id, picture)| (id.clone(), picture.visible().into_iter().cloned().collect()))
            .collect()
    };
    let Some(manager) = cast.first().map(|person| Author::Person(person.id.clone())) else { return 0 };
    for (at, (picture, _)) in shown.iter().take(3).enumerate() {
        let (picture, id) = (picture.clone(), format!("display-{at}").into());
        let (words, whom) = ("Painted this week".to_owned(), String::new());
        let purpose = "display".to_owned();
        let show = Pictures::Use { picture, id, purpose, place: None, whom, words, looked: true };
        left_out(setting.submit(manager.clone(), Command::Pictures(show)).await);
    }
    if let Some((picture, children)) = shown.iter().rev().find(|(_, children)| !children.is_empty()) {
        let region = Region { x: 0.55, y: 0.4, w: 0.25, h: 0.3 };
        let covered: Vec<ChildId> = children.iter().take(1).cloned().collect();
        let id = "picture-covered".into();
        left_out(gallery.cover(manager, picture.clone(), vec![region], covered, Vec::new(), id).await);
    }
    setting.now().state.pictures.here().count()
}

/// What a policy does not allow is no fault: there is one picture less to look at.
fn left_out<T>(done: Result<T, belisha_service::Error>) {
    if let Err(error) = done {
        tracing::debug!(%error, "left out");
    }
}

/// Every second picture, so that two are worked on at once.
async fn half(setting: &Setting, gallery: &Gallery, cast: &[Cast], first: usize) {
    let works_here =
        |person: &&Cast| person.roles.iter().any(|role| role == "practitioner" || role == "deputy");
    let staff: Vec<&Cast> = cast.iter().filter(works_here).collect();
    for at in (first..COUNT).step_by(2) {
        let Some(person) = staff.get(at / 2 % staff.len().max(1)) else { return };
        let shows = match at % 6 {
            4 => Shows::Work,
            5 => Shows::Rooms,
            _ => Shows::Children,
        };
        let purpose = match at % 4 {
            1 => "display",
            3 => "website",
            _ => "learning journey",
        };
        let time = setting.time();
        let day = day_of_work(date_of(time), at % 6);
        let minute = (at * 47 % 330) as i64;
        let taken = day.at(9, 30, 0, 0).saturating_add(minute.minutes());
        let children = {
            let now = setting.now();
            let all = now.state.children.here().map(|(id, _)| id);
            let permitted = all.filter(|child| standing(child, purpose, day, &now.state).permits());
            let count = if shows == Shows::Rooms { 0 } else { 1 + at % 2 };
            permitted.skip(at % 12).take(count).cloned().collect()
        };
        let taken = taken.strftime("%Y:%m:%d %H:%M:%S").to_string();
        let drawn = tokio::task::spawn_blocking(move || photographed(at, &taken)).await;
        let (Ok(drawn), Ok(mut spool)) = (drawn, gallery.spool()) else { continue };
        if spool.append(&drawn).is_err() {
            continue;
        }
        let mut incoming = incoming(shows, purpose, children);
        // Some policies take pictures in on one computer alone.
        incoming.computer = Some("office-pc".into());
        let arrival = Arrival { spool, incoming, id: format!("picture-{at}").into() };
        left_out(gallery.take_in(Author::Person(person.id.clone()), arrival).await);
    }
}

/// A Monday to Friday before `today`; 0 is the last one.
fn day_of_work(today: Date, back: usize) -> Date {
    let before = (1_i64..15).map(|days| today.saturating_sub(days.days()));
    let mut at_work = before.filter(|day| day.weekday().to_monday_zero_offset() < 5);
    at_work.nth(back).unwrap_or(today)
}

fn photographed(at: usize, taken: &str) -> Vec<u8> {
    let (make, model, serial) =
        if at.is_multiple_of(3) { ("Heron", "H10", "HX-4410") } else { ("Sparrow", "Tab 8", "") };
    with_exif(&jpeg(&scene(at), 88), &Says { make, model, serial, taken, orientation: 1 })
}
