//! Sealing an export: page after page, and files beside them, into one page or one archive. However much it is, memory
//! is that of one page.

use crate::error::Problem;
use crate::error::reasons::{Failure, Unfit};
use crate::outgoing::Outgoing;
use crate::parcels::Parcel;
use belisha_parcel::{Companion, Contents, File, Passphrase};
use belisha_service::{Film, Gallery};
use belisha_vault::Key;
use belisha_vault::seal::Sealer;
use bytes::Bytes;
use futures_util::{Stream, StreamExt, stream};
use std::io::{self, Write};
use std::sync::Arc;
use tokio::runtime::Handle;
use zeroize::Zeroizing;
use zip::ZipWriter;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;

/// An export that is being sealed.
pub(super) struct Sealing {
    gallery: Arc<Gallery>,
    from: String,
    /// Goes into the first page.
    message: String,
    passphrase: Arc<Passphrase>,
    pages: usize,
    files_beside: usize,
    /// What is beside the pages and named in none yet.
    beside: Vec<Companion>,
    /// The whole export, when it is one page.
    only: Option<String>,
    /// The pages one after the other and what is beside them, when it is more, in a file without a name.
    archive: Option<ZipWriter<Outgoing>>,
}

impl Sealing {
    pub(super) fn new(
        gallery: Arc<Gallery>,
        from: String,
        message: String,
        passphrase: Arc<Passphrase>,
    ) -> Self {
        Self {
            gallery,
            from,
            message,
            passphrase,
            pages: 0,
            files_beside: 0,
            beside: Vec::new(),
            only: None,
            archive: None,
        }
    }

    /// Seals one more page. Takes a good part of a second, so that nobody tries many passphrases.
    pub(super) async fn page(self, files: Vec<File>, last: bool) -> Result<Self, Problem> {
        self.worked(move |sealing| {
            let (message, beside) =
                (std::mem::take(&mut sealing.message), std::mem::take(&mut sealing.beside));
            let contents = Contents { from: sealing.from.clone(), message, files, beside };
            let sealed =
                belisha_parcel::seal(&contents, &sealing.passphrase, belisha_ledger::random::bytes());
            let page = sealed
                .map_err(|error| Problem::Unfit { reason: Unfit::Parcel(error), back: "/journeys".into() })?;
            sealing.pages += 1;
            if last && sealing.archive.is_none() {
                sealing.only = Some(page);
                return Ok(());
            }
            let name = format!("part-{}.html", sealing.pages);
            sealing.entry(&name)?.write_all(page.as_bytes()).map_err(|error| failed(&error))
        })
        .await
    }

    /// Seals a recording beside the pages, piece by piece.
    pub(super) async fn film(self, name: &str, film: Film) -> Result<Self, Problem> {
        let pieces = self.gallery.vault().stream(&film.blob, 0..film.blob.bytes);
        self.companion(name, film.ending, pieces).await
    }

    /// Seals a file beside the pages.
    pub(super) async fn beside(self, name: &str, ending: &str, bytes: Vec<u8>) -> Result<Self, Problem> {
        self.companion(name, ending, stream::iter([Ok(bytes.into())])).await
    }

    /// The export, how many pages are in it, and how many files beside them.
    pub(super) fn end(self) -> Result<(Parcel, usize, usize), Problem> {
        let parcel = match (self.only, self.archive) {
            (Some(page), _) => Parcel::Page(page.into()),
            (None, Some(archive)) => {
                Parcel::Archive(Arc::new(archive.finish().map_err(|error| failed(&plain(error)))?))
            }
            (None, None) => return Err(failed(&io::Error::other("nothing was sealed"))),
        };
        Ok((parcel, self.pages, self.files_beside))
    }

    async fn companion(
        self,
        name: &str,
        ending: &str,
        pieces: impl Stream<Item = Result<Bytes, belisha_vault::Error>> + Send + 'static,
    ) -> Result<Self, Problem> {
        let (name, sealed) = (format!("{name}.{ending}"), format!("{name}.sealed"));
        self.worked(move |sealing| {
            let bytes = Zeroizing::new(belisha_ledger::random::bytes());
            let key = Key::from_bytes(*bytes);
            let mut pieces = std::pin::pin!(pieces);
            let mut sealer = Sealer::new(&key, sealing.entry(&sealed)?).map_err(|error| failed(&error))?;
            while let Some(piece) = Handle::current().block_on(pieces.next()) {
                let piece = piece.map_err(|error| failed(&io::Error::other(error)))?;
                sealer.write_all(&piece).map_err(|error| failed(&error))?;
            }
            let (_, size, _) = sealer.end().map_err(|error| failed(&error))?;
            sealing.beside.push(Companion { name, sealed, size, key: bytes });
            sealing.files_beside += 1;
            Ok(())
        })
        .await
    }

    /// Begins an entry of the archive, which is made for the first one. What is sealed cannot be made smaller.
    fn entry(&mut self, name: &str) -> Result<&mut impl Write, Problem> {
        if self.archive.is_none() {
            let spool =
                self.gallery.outgoing().map_err(|error| Problem::with_way_back(error, "/journeys"))?;
            self.archive = Some(ZipWriter::new(Outgoing::new(spool)));
        }
        let archive =
            self.archive.as_mut().ok_or_else(|| failed(&io::Error::other("there is no archive")))?;
        let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        archive.start_file(name, stored).map_err(|error| failed(&plain(error)))?;
        Ok(archive)
    }

    /// Does work that takes a core for a while, away from the pages.
    async fn worked(
        mut self,
        work: impl FnOnce(&mut Self) -> Result<(), Problem> + Send + 'static,
    ) -> Result<Self, Problem> {
        let done = tokio::task::spawn_blocking(move || work(&mut self).map(|()| self));
        done.await.map_err(|error| failed(&io::Error::other(error)))?
    }
}

fn plain(error: ZipError) -> io::Error {
    match error {
        ZipError::Io(error) => error,
        other => io::Error::other(other),
    }
}

fn failed(error: &io::Error) -> Problem {
    tracing::warn!(%error, "an export was not sealed");
    let of_vault = error.get_ref().and_then(|inner| inner.downcast_ref::<belisha_vault::Error>());
    let disk_full = matches!(of_vault, Some(belisha_vault::Error::DiskFull));
    Problem::Failed(if disk_full { Failure::ExportDiskFull } else { Failure::Export })
}
