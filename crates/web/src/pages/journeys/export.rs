//! Everything of a child for the family: one file, sealed, with one passphrase. What fits into one parcel is a page that
//! opens itself; more is an archive of such pages.

use super::of_child;
use crate::app::App;
use crate::auth::Leader;
use crate::error::Problem;
use crate::pages::{day, history};
use crate::parcels::Parcel;
use axum::extract::{Path, State};
use axum::response::Response;
use belisha_parcel::{BYTES_MAX, Contents, FILES_MAX, File, Passphrase};
use belisha_setting::{ChildId, PictureId, date_of, pictures};
use belisha_vault::Spool;
use std::io::{self, Write};
use std::sync::Arc;
use zip::ZipWriter;
use zip::write::{SimpleFileOptions, StreamWriter};

/// What the names of the files in a parcel take at most.
const WORDS_BYTES: usize = 65_536;

/// An export that is ready.
pub(crate) struct Made {
    pub(crate) parcel: String,
    /// Shown this once.
    pub(crate) passphrase: String,
    pub(crate) pictures: usize,
    pub(crate) pages: usize,
    /// What is too large for any parcel.
    pub(crate) left_out: Vec<String>,
}

/// The pictures of a child that the family may have: those in which nobody else can be seen without permission for it.
pub(super) fn leaving(child: &ChildId, now: &belisha_service::Now) -> Vec<PictureId> {
    let state = &now.state;
    let of_child = state.pictures.here().filter(|(_, there)| there.shot.children.contains(child));
    let others_permit = |there: &pictures::Picture| {
        let taken = date_of(there.shot.taken);
        there.visible().into_iter().filter(|other| *other != child).all(|other| {
            belisha_setting::permissions::parents(other, "other journeys", taken, state).permits()
        })
    };
    of_child.filter(|(_, there)| others_permit(there)).map(|(id, _)| id.clone()).collect()
}

/// `POST /journeys/{child}/export`: everything of a child, sealed.
pub(crate) async fn export(
    State(app): State<App>,
    Leader(signed_in): Leader,
    Path(child): Path<String>,
) -> Result<Response, Problem> {
    history::may(&app, &signed_in, "open-pictures")?;
    let child = ChildId::from(child);
    let (from, message, pictures) = {
        let now = app.setting.now();
        let name = now.state.children.name(&child);
        (now.state.profile.name.clone(), written(&child, &name, &now), leaving(&child, &now))
    };
    let passphrase = Arc::new(Passphrase::from_random(belisha_ledger::random::bytes()));
    let words = message.len() + WORDS_BYTES;
    let mut sealing =
        Sealing { from, message, passphrase: passphrase.clone(), pages: 0, only: None, archive: None };
    let (mut files, mut bytes, mut left_out) = (Vec::new(), words, Vec::new());
    for (at, picture) in pictures.iter().enumerate() {
        let upright =
            app.gallery()?.upright(picture).await.map_err(|error| Problem::of(error, &app, "/journeys"))?;
        let name = format!("picture-{:03}.{}", at + 1, upright.ending);
        if upright.bytes.len() + words > BYTES_MAX {
            left_out.push(name);
            continue;
        }
        if files.len() == FILES_MAX || bytes + upright.bytes.len() > BYTES_MAX {
            sealing = sealing.page(&app, std::mem::take(&mut files), false).await?;
            bytes = words;
        }
        bytes += upright.bytes.len();
        files.push(File { name, bytes: upright.bytes });
    }
    let (sealed, pages) = sealing.page(&app, files, true).await?.end()?;
    let parcel = belisha_ledger::random::id();
    app.parcels.keep(parcel.clone(), sealed, signed_in.person.clone(), app.setting.time());
    let made = Made {
        parcel,
        passphrase: passphrase.told().to_owned(),
        pictures: pictures.len() - left_out.len(),
        pages,
        left_out,
    };
    of_child(&app, &signed_in, child, Some(made), None)
}

/// An export that is being sealed, page by page.
struct Sealing {
    from: String,
    /// Goes into the first page.
    message: String,
    passphrase: Arc<Passphrase>,
    pages: usize,
    /// The whole export, when it is one page.
    only: Option<String>,
    /// The pages one after the other, when they are several, in a file without a name.
    archive: Option<ZipWriter<StreamWriter<Spooled>>>,
}

impl Sealing {
    /// Seals one more page. Takes a good part of a second, so that nobody tries many passphrases.
    async fn page(mut self, app: &App, files: Vec<File>, last: bool) -> Result<Self, Problem> {
        if self.archive.is_none() && !last {
            let spool = Spooled(app.gallery()?.spool().map_err(failed)?);
            self.archive = Some(ZipWriter::new_stream(spool));
        }
        let sealed = tokio::task::spawn_blocking(move || {
            let message = std::mem::take(&mut self.message);
            let contents = Contents { from: self.from.clone(), message, files };
            let sealed = belisha_parcel::seal(&contents, &self.passphrase, belisha_ledger::random::bytes());
            let page =
                sealed.map_err(|error| Problem::Unreadable(format!("No parcel was made: {error}.")))?;
            self.pages += 1;
            let Some(archive) = &mut self.archive else {
                self.only = Some(page);
                return Ok(self);
            };
            // What is sealed cannot be made smaller.
            let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
            archive.start_file(format!("part-{}.html", self.pages), stored).map_err(failed)?;
            archive.write_all(page.as_bytes()).map_err(failed)?;
            Ok(self)
        });
        sealed.await.map_err(failed)?
    }

    /// The export, and how many pages are in it.
    fn end(self) -> Result<(Parcel, usize), Problem> {
        let parcel = match (self.only, self.archive) {
            (Some(page), _) => Parcel::Page(page.into()),
            (None, Some(archive)) => {
                Parcel::Archive(Arc::new(archive.finish().map_err(failed)?.into_inner().0))
            }
            (None, None) => return Err(failed("nothing was sealed")),
        };
        Ok((parcel, self.pages))
    }
}

struct Spooled(Spool);

impl Write for Spooled {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.append(bytes).map_err(io::Error::other)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn failed(error: impl std::fmt::Display) -> Problem {
    Problem::Failed(error.to_string())
}

/// The journey in words.
fn written(child: &ChildId, name: &str, now: &belisha_service::Now) -> String {
    let mut out = format!("The learning journey of {name}\n");
    for (_, entry) in now.state.journeys.of(child) {
        let next = entry.next_steps.words();
        let next = if next.is_empty() { String::new() } else { format!("\nNext: {next}") };
        out.push_str(&format!("\n{}\n{}{next}\n", day(date_of(entry.at)), entry.observation.words()));
    }
    out
}
