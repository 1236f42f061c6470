//! The running setting's pictures: files go through the vault and then, as a command, through decide → append → apply.
//!
//! A picture is there when its line is. Its files are durable in the vault before that, under keys that only the line
//! holds; a line that is refused, or a program that is killed before it, leaves files behind that nobody can open, and
//! [`Gallery::tidy`] removes them. Erasing goes the other way: the line, the keys, the files, and a line that they are gone.

use crate::{Error, Setting};
use belisha_setting::pictures::{Command as Pictures, File, FileText, Incoming, Kind, Mark};
use belisha_setting::{Author, ChildId, Command, PictureId, Refusal, from_london};
use belisha_vault::{Blob, Key, Looked, Prepared, Region, Rendition, Report, Spool, Taken, Vault};
use futures_util::StreamExt;
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// How often the day is looked at for pictures whose day has come.
const TIDY_EVERY: Duration = Duration::from_secs(15 * 60);
/// How soon erasing is tried again that a store could not do.
const AGAIN_AFTER: Duration = Duration::from_secs(60);

/// How a WebM begins.
const EBML: [u8; 4] = [0x1a, 0x45, 0xdf, 0xa3];

/// Pictures of one running setting.
pub struct Gallery {
    setting: Arc<Setting>,
    vault: Arc<Vault>,
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

/// What [`Gallery::tidy`] did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tidied {
    /// Pictures whose keys and bytes were destroyed.
    pub erased: usize,
    /// Files that belonged to no picture.
    pub swept: u64,
}

/// A picture for somebody to keep: upright, at full size, without a word about how it was made.
pub struct Upright {
    /// The file.
    pub bytes: Vec<u8>,
    /// `jpg`, `mp4` or `webm`.
    pub ending: &'static str,
}

/// A file of a picture to be handed out piece by piece.
pub struct Film {
    /// Where it is and what opens it.
    pub blob: Blob,
    /// `mp4` or `webm`.
    pub ending: &'static str,
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
            Command::Pictures(Pictures::TakeIn { picture, incoming })
        };
        // Asked before the work is done: most refusals need none of it.
        self.setting.would(&author, &command(&incoming)).map_err(Error::Refused)?;
        let prepared = self.worked(move |vault| vault.prepare(&spool)).await?;
        incoming.kind = match prepared.kind {
            belisha_vault::Kind::Still => Kind::Still,
            belisha_vault::Kind::Recording => Kind::Recording,
        };
        (incoming.width, incoming.height) = (prepared.width, prepared.height);
        incoming.orientation = prepared.orientation;
        incoming.tag = prepared.hash.iter().map(|byte| format!("{byte:02x}")).collect();
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
        self.setting.would(&author, &Command::Pictures(asked.clone())).map_err(Error::Refused)?;
        let jpeg = self.open(&from, "large").await?;
        let prepared = self.worked(move |vault| vault.cover(&jpeg, &regions)).await?;
        if let Pictures::Cover { files, tag, width, height, .. } = &mut asked {
            *files = self::files(&prepared);
            *tag = prepared.hash.iter().map(|byte| format!("{byte:02x}")).collect();
            (*width, *height) = (prepared.width, prepared.height);
        }
        self.keep(author, &prepared, Command::Pictures(asked)).await?;
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

    async fn worked<T: Send + 'static>(
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

    /// A file of a picture as it is on record.
    ///
    /// # Errors
    /// [`Error::Refused`] when there is no such picture or it was erased.
    pub fn blob(&self, picture: &PictureId, rendition: &str) -> Result<Blob, Error> {
        let gone = |says: &str| Error::Refused(Refusal::Invalid(says.to_owned()));
        let now = self.setting.now();
        let there = now.state.pictures.all.get(picture).ok_or_else(|| gone("There is no such picture."))?;
        if there.erased.is_some() {
            return Err(gone("This picture was erased."));
        }
        there.file(rendition).and_then(blob_of).ok_or_else(|| gone("It has no such file."))
    }

    /// Opens a file of a picture.
    ///
    /// # Errors
    /// As [`Gallery::blob`], and [`Error::Vault`] when it is missing or altered.
    pub async fn open(&self, picture: &PictureId, rendition: &str) -> Result<Vec<u8>, Error> {
        let blob = self.blob(picture, rendition)?;
        Ok(self.vault.read(&blob).await?.to_vec())
    }

    /// A picture to be handed out: upright and at full size.
    ///
    /// # Errors
    /// As [`Gallery::open`].
    pub async fn upright(&self, picture: &PictureId) -> Result<Upright, Error> {
        let original = self.open(picture, Rendition::Original.word()).await?;
        let (kind, orientation) = {
            let now = self.setting.now();
            now.state
                .pictures
                .all
                .get(picture)
                .map_or((Kind::Still, 1), |there| (there.shot.kind, there.shot.orientation))
        };
        if kind == Kind::Recording {
            let ending = film_ending(&original);
            return Ok(Upright { bytes: original, ending });
        }
        let bytes = match orientation {
            1 => original,
            turned => self.worked(move |_| Ok(belisha_vault::media::upright(&original, turned)?)).await?,
        };
        Ok(Upright { bytes, ending: "jpg" })
    }

    /// A recording to be handed out, which may be longer than memory; nothing for a picture that stands still.
    ///
    /// # Errors
    /// As [`Gallery::open`].
    pub async fn film(&self, picture: &PictureId) -> Result<Option<Film>, Error> {
        let blob = self.blob(picture, Rendition::Original.word())?;
        let recording = {
            let now = self.setting.now();
            now.state.pictures.all.get(picture).is_some_and(|there| there.shot.kind == Kind::Recording)
        };
        if !recording {
            return Ok(None);
        }
        let mut head = std::pin::pin!(self.vault.stream(&blob, 0..blob.bytes.min(EBML.len() as u64)));
        let ending = film_ending(&head.next().await.transpose()?.unwrap_or_default());
        Ok(Some(Film { blob, ending }))
    }

    /// Erases what is due, destroys the keys and bytes of what is erased, and removes files that belong to no picture.
    ///
    /// # Errors
    /// When the log or a store cannot be written: what was not done is tried again.
    pub async fn tidy(&self) -> Result<Tidied, Error> {
        let due = Command::Pictures(Pictures::EraseDue {});
        self.setting.submit(Author::Program, due).await?;
        let erased = self.destroy().await?;
        let known = {
            let now = self.setting.now();
            now.state.pictures.blobs().map(|(name, _)| name.to_owned()).collect()
        };
        let swept = self.vault.sweep(&known, self.setting.time().as_second()).await?;
        Ok(Tidied { erased, swept })
    }

    /// Destroys the keys of erased pictures, then their bytes, and puts on record that they are gone.
    async fn destroy(&self) -> Result<usize, Error> {
        let leaving: Vec<(PictureId, Vec<String>)> = {
            let now = self.setting.now();
            let pictures = &now.state.pictures;
            let names = |id: &PictureId| {
                let files = pictures.all.get(id).map_or(&[][..], |there| there.files.as_slice());
                files.iter().map(|file| file.blob.clone()).collect()
            };
            pictures.leaving.iter().map(|id| (id.clone(), names(id))).collect()
        };
        if leaving.is_empty() {
            return Ok(0);
        }
        let ids: Vec<String> = leaving.iter().map(|(id, _)| id.to_string()).collect();
        self.setting.destroy_keys(&ids).await?;
        let mut erased = 0;
        for (picture, names) in leaving {
            self.vault.erase(&names).await?;
            self.setting.submit(Author::Program, Command::Pictures(Pictures::Gone { picture })).await?;
            erased += 1;
        }
        Ok(erased)
    }

    /// Looks for missing, extra and altered files; with `repair`, puts right from another store what it can.
    ///
    /// # Errors
    /// When a store cannot be read.
    pub async fn check(&self, repair: bool) -> Result<Report, Error> {
        let expected: BTreeMap<String, ()> = {
            let now = self.setting.now();
            now.state.pictures.blobs().map(|(name, _)| (name.to_owned(), ())).collect()
        };
        Ok(self.vault.check(&expected, repair).await?)
    }

    /// Tidies at the start, when something was erased, and every quarter of an hour; until the program stops.
    pub async fn keep_tidy(self: Arc<Self>) {
        let mut changes = self.setting.changes();
        loop {
            let wait = match self.tidy().await {
                Ok(done) => {
                    if done != Tidied::default() {
                        tracing::info!(erased = done.erased, swept = done.swept, "the vault was tidied");
                    }
                    TIDY_EVERY
                }
                Err(error) => {
                    tracing::warn!(%error, "the vault could not be tidied; it is tried again");
                    AGAIN_AFTER
                }
            };
            let deadline = tokio::time::Instant::now() + wait;
            loop {
                tokio::select! {
                    () = tokio::time::sleep_until(deadline) => break,
                    changed = changes.changed() => {
                        if changed.is_err() {
                            return;
                        }
                        if wait == TIDY_EVERY && !self.setting.now().state.pictures.leaving.is_empty() {
                            break;
                        }
                    }
                }
            }
        }
    }
}

/// How a recording's file is to be called, by its first bytes.
fn film_ending(head: &[u8]) -> &'static str {
    if head.starts_with(&EBML) { "webm" } else { "mp4" }
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

fn blob_of(file: &File) -> Option<Blob> {
    let key = Key::parse(file.key.words())?;
    Some(Blob { name: file.blob.clone(), key, bytes: file.bytes })
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
    tokio::task::spawn_blocking(work).await.map_err(|_| Error::Stopping)
}
