//! Pictures taken in, and new ones made out of them.

use crate::error::Error;
use crate::setting::Setting;
use belisha_setting::pictures::{FileText, Incoming, Mark, MediaKind, Prepared as Pictures};
use belisha_setting::{Author, ChildId, Command, PictureId, from_london};
use belisha_vault::{Blob, Looked, Prepared, Region, Rendition, Spool, Taken, Vault};
use data_encoding::HEXLOWER;
use jiff::Timestamp;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Pictures of one running setting.
pub struct Gallery {
    pub(super) setting: Arc<Setting>,
    pub(super) vault: Arc<Vault>,
    /// As many pictures are worked on at once as there are cores; the pages come in between.
    workers: Arc<Semaphore>,
}

/// A file that arrives.
pub struct Arrival {
    /// Its bytes, sealed as they came.
    pub spool: Spool,
    /// What is said of it. What the file itself says is filled in here.
    pub incoming: Incoming,
    /// The id of the new picture.
    pub id: PictureId,
}

impl Gallery {
    /// The pictures of a setting, in a vault.
    pub fn new(setting: Arc<Setting>, vault: Vault) -> Arc<Self> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let workers = Arc::new(Semaphore::new(cores));
        Arc::new(Self { setting, vault: Arc::new(vault), workers })
    }

    /// The vault.
    pub fn vault(&self) -> &Vault {
        &self.vault
    }

    /// A place for bytes as they arrive.
    ///
    /// # Errors
    /// When the disk is full or cannot be written.
    pub fn spool(&self) -> Result<Spool, Error> {
        Ok(self.vault.spool()?)
    }

    /// A place for bytes that are about to leave.
    ///
    /// # Errors
    /// As [`Gallery::spool`].
    pub fn outgoing(&self) -> Result<Spool, Error> {
        Ok(self.vault.outgoing()?)
    }

    /// Takes a file in: looked at, asked about, prepared, kept, and put on record; or refused, and nothing is left.
    ///
    /// # Errors
    /// [`Error::Refused`] with the clause, or [`Error::Vault`] with what is wrong with the file or the store.
    pub async fn take_in(&self, author: Author, arrival: Arrival) -> Result<PictureId, Error> {
        let Arrival { spool, mut incoming, id } = arrival;
        let vault = self.vault.clone();
        let (spool, looked) = blocking(move || {
            let looked = vault.look(&spool);
            (spool, looked)
        })
        .await?;
        said_by(&looked?, &mut incoming);
        let command = |incoming: &Incoming| {
            let (picture, incoming) = (id.clone(), Box::new(incoming.clone()));
            Command::from(Pictures::TakeIn { picture, incoming })
        };
        // Asked before the work is done: most refusals need none of it.
        self.setting.check(&author, &command(&incoming)).map_err(Error::Refused)?;
        let prepared = self.worked(move |vault| vault.prepare(&spool)).await?;
        incoming.kind = match prepared.kind {
            belisha_vault::MediaKind::Still => MediaKind::Still,
            belisha_vault::MediaKind::Recording => MediaKind::Recording,
        };
        (incoming.width, incoming.height) = (prepared.width, prepared.height);
        incoming.orientation = prepared.orientation;
        incoming.tag = HEXLOWER.encode(&prepared.hash);
        incoming.files = files(&prepared);
        self.keep(author, &prepared, command(&incoming)).await?;
        Ok(id)
    }

    /// Makes a new picture out of one, with regions covered for good.
    ///
    /// # Errors
    /// As [`Gallery::take_in`].
    pub async fn cover(
        &self,
        author: Author,
        from: PictureId,
        regions: Vec<Region>,
        covered: Vec<ChildId>,
        marks: Vec<String>,
        id: PictureId,
    ) -> Result<PictureId, Error> {
        let mut asked = Pictures::Cover {
            picture: id.clone(),
            from: from.clone(),
            covered,
            marks,
            files: Vec::new(),
            tag: String::new(),
            width: 0,
            height: 0,
        };
        self.setting.check(&author, &Command::from(asked.clone())).map_err(Error::Refused)?;
        let jpeg = self.open(&from, "large").await?;
        let prepared = self.worked(move |vault| vault.cover(&jpeg, &regions)).await?;
        if let Pictures::Cover { files, tag, width, height, .. } = &mut asked {
            *files = self::files(&prepared);
            *tag = HEXLOWER.encode(&prepared.hash);
            (*width, *height) = (prepared.width, prepared.height);
        }
        self.keep(author, &prepared, asked.into()).await?;
        Ok(id)
    }

    /// Files first, then the line; without the line the files go again.
    async fn keep(&self, author: Author, prepared: &Prepared, command: Command) -> Result<(), Error> {
        self.vault.keep(prepared).await?;
        let Err(error) = self.setting.submit(author, command).await else { return Ok(()) };
        let names: Vec<String> = prepared.files.iter().map(|(_, blob)| blob.name.clone()).collect();
        if let Err(error) = self.vault.erase(&names).await {
            tracing::warn!(%error, "files of a refused picture are still in the vault; nobody has their keys");
        }
        Err(error)
    }

    pub(super) async fn worked<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Vault) -> Result<T, belisha_vault::Error> + Send + 'static,
    ) -> Result<T, Error> {
        let permit = self.workers.clone().acquire_owned().await.map_err(|_| Error::Stopping)?;
        let vault = self.vault.clone();
        let done = tokio::task::spawn_blocking(move || {
            let done = work(&vault);
            drop(permit);
            done
        });
        match done.await {
            Ok(done) => Ok(done?),
            // A decoder that gives up on a hostile file ends that file, and nothing else.
            Err(error) if error.is_panic() => {
                let refused = belisha_vault::Refused::Broken("nothing could make sense of it".into());
                Err(Error::Vault(refused.into()))
            }
            Err(_) => Err(Error::Stopping),
        }
    }
}

/// What the file itself says goes before what was said of it.
fn said_by(looked: &Looked, incoming: &mut Incoming) {
    let source = &looked.source;
    let words = |word: &Option<String>| word.clone().unwrap_or_default();
    incoming.mark =
        Mark { make: words(&source.make), model: words(&source.model), serial: words(&source.serial) };
    // What comes straight from a tablet's camera says nothing of a device: a file that does came from elsewhere.
    incoming.captured &= incoming.mark.is_empty();
    incoming.taken = if incoming.captured { None } else { source.taken.as_ref().and_then(moment) };
}

/// The moment a file says it was made: by its own offset from UTC, or by the clocks of the United Kingdom.
fn moment(taken: &Taken) -> Option<Timestamp> {
    match taken.offset {
        Some(offset) => offset.to_timestamp(taken.local).ok(),
        None => from_london(taken.local.date(), taken.local.time()),
    }
}

fn files(prepared: &Prepared) -> Vec<FileText> {
    let file = |(rendition, blob): &(Rendition, Blob)| FileText {
        rendition: rendition.word().to_owned(),
        blob: blob.name.clone(),
        key: blob.key.text().to_string(),
        bytes: blob.bytes,
    };
    prepared.files.iter().map(file).collect()
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
    tokio::task::spawn_blocking(work).await.map_err(|_| Error::Stopping)
}
