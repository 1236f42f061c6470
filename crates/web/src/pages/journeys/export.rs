//! Everything of a child for the family: one file, sealed, with one passphrase. What fits into one parcel is a page that
//! opens itself; more is an archive of such pages, with what is too large for any of them sealed beside them.

use super::one::of_child;
use super::sealing::Sealing;
use crate::app::App;
use crate::auth::Leader;
use crate::error::Problem;
use crate::rights::PictureViewer;
use crate::view::dates::day;
use axum::extract::{Path, State};
use axum::response::Response;
use belisha_parcel::{BYTES_MAX, FILES_MAX, File, Passphrase};
use belisha_service::{Error, Film, Gallery};
use belisha_setting::{ChildId, PictureId, date_of, pictures};
use std::sync::Arc;

/// What the names of the files in a parcel take at most.
const WORDS_BYTES: usize = 65_536;

/// An export that is ready.
pub(crate) struct Made {
    pub(crate) parcel: String,
    /// Shown this once.
    pub(crate) passphrase: String,
    pub(crate) pictures: usize,
    pub(crate) pages: usize,
    /// Files beside the pages, too large for one.
    pub(crate) beside: usize,
}

/// The pictures of a child that the family may have: those in which nobody else can be seen without permission for it.
pub(super) fn leaving(child: &ChildId, now: &belisha_service::Current) -> Vec<PictureId> {
    let state = &now.state;
    let of_child = state.pictures.here().filter(|(_, picture)| picture.shot.children.contains(child));
    let others_permit = |picture: &pictures::Picture| {
        let taken = date_of(picture.shot.taken);
        picture.visible().into_iter().filter(|other| *other != child).all(|other| {
            belisha_setting::permissions::parents(other, "other journeys", taken, state).permits()
        })
    };
    of_child.filter(|(_, picture)| others_permit(picture)).map(|(id, _)| id.clone()).collect()
}

/// `POST /journeys/{child}/export`: everything of a child, sealed.
pub(crate) async fn export(
    State(app): State<App>,
    Leader(signed_in): Leader,
    viewer: PictureViewer,
    Path(child): Path<String>,
) -> Result<Response, Problem> {
    let gallery = viewer.gallery()?;
    let child = ChildId::from(child);
    let (from, message, pictures) = {
        let now = app.setting.now();
        let name = now.state.children.name(&child);
        (now.state.profile.name.clone(), written(&child, &name, &now), leaving(&child, &now))
    };
    let passphrase = Arc::new(Passphrase::from_random(belisha_ledger::random::bytes()));
    let words = message.len() + WORDS_BYTES;
    let mut sealing = Sealing::new(gallery.clone(), from, message, passphrase.clone());
    let mut others = Vec::new();
    for (at, picture) in pictures.iter().enumerate() {
        let name = format!("picture-{:03}", at + 1);
        match film_beyond(gallery, picture, BYTES_MAX - words).await.map_err(problem)? {
            Some(film) => sealing = sealing.film(&name, film).await?,
            None => others.push((name, picture)),
        }
    }
    let (mut files, mut bytes) = (Vec::new(), words);
    for (name, picture) in others {
        let upright = gallery.upright(picture).await.map_err(problem)?;
        if upright.bytes.len() + words > BYTES_MAX {
            sealing = sealing.beside(&name, upright.ending, upright.bytes).await?;
            continue;
        }
        if files.len() == FILES_MAX || bytes + upright.bytes.len() > BYTES_MAX {
            sealing = sealing.page(std::mem::take(&mut files), false).await?;
            bytes = words;
        }
        bytes += upright.bytes.len();
        files.push(File { name: format!("{name}.{}", upright.ending), bytes: upright.bytes });
    }
    let (sealed, pages, beside) = sealing.page(files, true).await?.end()?;
    let parcel = belisha_ledger::random::id();
    app.parcels.keep(parcel.clone(), sealed, signed_in.person.clone(), app.setting.time());
    let made =
        Made { parcel, passphrase: passphrase.shown().to_owned(), pictures: pictures.len(), pages, beside };
    of_child(&app, &signed_in, child, Some(made), None)
}

/// A recording that is longer than so many bytes.
async fn film_beyond(gallery: &Gallery, picture: &PictureId, bytes: usize) -> Result<Option<Film>, Error> {
    let film = gallery.film(picture).await?;
    Ok(film.filter(|film| film.blob.bytes > bytes as u64))
}

fn problem(error: Error) -> Problem {
    Problem::with_way_back(error, "/journeys")
}

/// The journey in words.
fn written(child: &ChildId, name: &str, now: &belisha_service::Current) -> String {
    let mut out = format!("The learning journey of {name}\n");
    for (_, entry) in now.state.journeys.of(child) {
        let next = entry.next_steps.words();
        let next = if next.is_empty() { String::new() } else { format!("\nNext: {next}") };
        out.push_str(&format!("\n{}\n{}{next}\n", day(date_of(entry.at)), entry.observation.words()));
    }
    out
}
