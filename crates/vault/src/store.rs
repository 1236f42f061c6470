//! Where blobs are kept: a folder, or a store that speaks S3.

use crate::error::Error;
use crate::folder;
use crate::prepare::Sealed;
use crate::store_config::{StoreConfig, s3};
use aws_lc_rs::digest::{Context, SHA256};
use belisha_invariant::{broken, invariant};
use bytes::Bytes;
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{MultipartUpload, ObjectMeta, ObjectStore, ObjectStoreExt, PutPayload};
use parking_lot::Mutex;
use std::collections::HashSet;
use std::fs::File;
use std::io::Write;
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// How many bytes of a recording are sent at once, the least that S3 takes, or read at once.
const PART_BYTES: u64 = 5 * 1024 * 1024;

/// One store, open.
#[derive(Clone)]
pub(crate) struct Store {
    name: String,
    prefix: String,
    objects: Arc<dyn ObjectStore>,
    /// Where it is a folder: written to directly, so that what was written is on the disk before it counts.
    folder: Option<PathBuf>,
    /// The folders within it that are known to be on the disk.
    durable: Arc<Mutex<HashSet<String>>>,
    patience: Duration,
}

/// A blob in a store, or whatever else lies there.
pub(crate) struct Listed {
    pub(crate) name: String,
    /// Its place is one that this crate writes to: a blob's own, or that of one that was never finished.
    pub(crate) ours: bool,
    /// It lies where the blob of its name belongs.
    pub(crate) in_place: bool,
    path: Path,
    /// When it was put there, in seconds since 1970.
    pub(crate) since: i64,
}

/// What is in a store, as it is told.
pub(crate) type Listing = BoxStream<'static, object_store::Result<ObjectMeta>>;

/// Whether it is the name of a blob: 64 lower-case hexadecimal digits.
fn is_name(name: &str) -> bool {
    name.len() == 64 && name.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

impl Store {
    pub(crate) fn open(config: &StoreConfig, patience: Duration) -> Result<Self, Error> {
        match config {
            StoreConfig::Folder(folder) => {
                let name = folder.display().to_string();
                let failed = |what: String| Error::Store { store: name.clone(), reason: what };
                folder::private_folder(folder).map_err(|error| Error::io(&error, failed))?;
                let objects =
                    LocalFileSystem::new_with_prefix(folder).map_err(|error| failed(error.to_string()))?;
                let (objects, folder) = (Arc::new(objects), Some(folder.clone()));
                let durable = Arc::default();
                Ok(Self { name, prefix: String::new(), objects, folder, durable, patience })
            }
            StoreConfig::S3 { bucket, prefix, credentials } => {
                let name = format!("s3://{bucket}/{prefix}");
                let objects = s3(bucket, credentials, patience)
                    .map_err(|error| Error::Store { store: name.clone(), reason: error.to_string() })?;
                let (objects, durable) = (Arc::new(objects), Arc::default());
                Ok(Self { name, prefix: prefix.clone(), objects, folder: None, durable, patience })
            }
        }
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// A bad sector is a blob that is not whole; a store on the network that fails tells nothing of its blobs.
    pub(crate) fn is_folder(&self) -> bool {
        self.folder.is_some()
    }

    fn failed(&self, error: &object_store::Error) -> Error {
        Error::Store { store: self.name.clone(), reason: error.to_string() }
    }

    fn path(&self, name: &str) -> Path {
        // What is listed may have any name; that of a blob is longer.
        let folder = name.get(..2).unwrap_or("xx");
        Path::from(if self.prefix.is_empty() {
            format!("{folder}/{name}")
        } else {
            format!("{}/{folder}/{name}", self.prefix)
        })
    }

    /// Waits for the store, and no longer than one may.
    async fn answer<T>(
        &self,
        asked: impl Future<Output = object_store::Result<T>>,
    ) -> Result<Option<T>, Error> {
        match tokio::time::timeout(self.patience, asked).await {
            Ok(Ok(answer)) => Ok(Some(answer)),
            Ok(Err(object_store::Error::NotFound { .. })) => Ok(None),
            Ok(Err(error)) => Err(self.failed(&error)),
            Err(_) => {
                Err(Error::Store { store: self.name.clone(), reason: "it gave no answer in time".into() })
            }
        }
    }

    /// The same where "not there" is no answer either.
    async fn done<T>(&self, asked: impl Future<Output = object_store::Result<T>>) -> Result<T, Error> {
        let none = || Error::Store { store: self.name.clone(), reason: "there is no such bucket".into() };
        self.answer(asked).await?.ok_or_else(none)
    }

    /// Does work on the disk where it holds nobody up.
    async fn on_disk(
        &self,
        work: impl FnOnce() -> std::io::Result<()> + Send + 'static,
    ) -> Result<(), Error> {
        let failed = |what| Error::Store { store: self.name.clone(), reason: what };
        match tokio::task::spawn_blocking(work).await {
            Ok(done) => done.map_err(|error| Error::io(&error, failed)),
            Err(error) => Err(failed(error.to_string())),
        }
    }

    /// Keeps a blob; it is durable when this returns.
    pub(crate) async fn put(&self, name: &str, sealed: &Sealed) -> Result<(), Error> {
        invariant!(is_name(name), "a blob named `{name}`");
        if let Some(root) = self.folder.clone() {
            let (name, sealed, durable) = (name.to_owned(), sealed.clone(), self.durable.clone());
            return self.on_disk(move || folder::write(&root, &durable, &name, &sealed)).await;
        }
        let path = self.path(name);
        match sealed {
            Sealed::Memory(bytes) => {
                self.done(self.objects.put(&path, PutPayload::from(bytes.clone()))).await.map(|_| ())
            }
            Sealed::File(file, length) if *length <= PART_BYTES => {
                let part = self.part(file, 0..*length).await?;
                self.done(self.objects.put(&path, PutPayload::from(part))).await.map(|_| ())
            }
            Sealed::File(file, length) => {
                let mut upload = self.done(self.objects.put_multipart(&path)).await?;
                let sent = self.send(upload.as_mut(), file, *length).await;
                if sent.is_err() {
                    // The store may be out of reach: then what it has of it is for it to tidy away.
                    let ended = tokio::time::timeout(self.patience / 4, upload.abort()).await;
                    if !matches!(ended, Ok(Ok(()))) {
                        tracing::warn!(store = self.name, "an upload that failed could not be ended");
                    }
                }
                sent
            }
        }
    }

    async fn send(
        &self,
        upload: &mut dyn MultipartUpload,
        file: &Arc<File>,
        length: u64,
    ) -> Result<(), Error> {
        let mut at = 0;
        while at < length {
            let end = (at + PART_BYTES).min(length);
            let part = self.part(file, at..end).await?;
            self.done(upload.put_part(PutPayload::from(part))).await?;
            at = end;
        }
        self.done(upload.complete()).await.map(|_| ())
    }

    async fn part(&self, file: &Arc<File>, range: Range<u64>) -> Result<Bytes, Error> {
        let file = file.clone();
        let read = tokio::task::spawn_blocking(move || {
            let length = range.end - range.start;
            let length = usize::try_from(length).map_err(|_| broken!("a part of {length} bytes"))?;
            let mut part = vec![0; length];
            file.read_exact_at(&mut part, range.start).map(|()| Bytes::from(part))
        });
        let failed = |what| Error::Spool(what);
        match read.await {
            Ok(part) => part.map_err(|error| Error::io(&error, failed)),
            Err(error) => Err(failed(error.to_string())),
        }
    }

    /// The sealed bytes of a blob, when they are as many as they should be; `None` when it is not there.
    pub(crate) async fn get(&self, name: &str, length: u64) -> Result<Option<Bytes>, Error> {
        let path = self.path(name);
        let got = async {
            let got = self.objects.get(&path).await?;
            if got.meta.size == length { got.bytes().await } else { Ok(Bytes::new()) }
        };
        self.answer(got).await
    }

    /// A part of the sealed bytes of a blob; `None` when it is not there.
    pub(crate) async fn get_part(&self, name: &str, range: Range<u64>) -> Result<Option<Bytes>, Error> {
        self.answer(self.objects.get_range(&self.path(name), range)).await
    }

    /// Hashes a blob as it is stored, piece by piece, each of which `also` gets; `None` when it is not there.
    async fn read(
        &self,
        path: &Path,
        also: &mut (dyn FnMut(&[u8]) -> std::io::Result<()> + Send),
    ) -> Result<Option<(String, u64)>, Error> {
        let Some(meta) = self.answer(self.objects.head(path)).await? else { return Ok(None) };
        let (mut hash, mut at) = (Context::new(&SHA256), 0);
        while at < meta.size {
            let end = (at + PART_BYTES).min(meta.size);
            let Some(piece) = self.answer(self.objects.get_range(path, at..end)).await? else {
                return Ok(None);
            };
            if piece.is_empty() {
                break;
            }
            hash.update(&piece);
            also(&piece).map_err(|error| Error::io(&error, Error::Spool))?;
            at += piece.len() as u64;
        }
        Ok(Some((crate::seal::name(hash.finish()), at)))
    }

    /// The hash of a blob as it is stored; `None` when it is not there.
    pub(crate) async fn hash(&self, listed: &Listed) -> Result<Option<String>, Error> {
        Ok(self.read(&listed.path, &mut |_| Ok(())).await?.map(|(hash, _)| hash))
    }

    /// Copies a blob into a file without a name, when it is whole.
    pub(crate) async fn copied(&self, name: &str, spool: &std::path::Path) -> Result<Option<Sealed>, Error> {
        let mut file = tempfile::tempfile_in(spool).map_err(|error| Error::io(&error, Error::Spool))?;
        let read = self.read(&self.path(name), &mut |piece| file.write_all(piece)).await?;
        let whole = read.filter(|(hash, _)| hash == name);
        Ok(whole.map(|(_, length)| Sealed::File(Arc::new(file), length)))
    }

    /// Removes a blob; that it is not there is as good, and so is a name that no blob has.
    pub(crate) async fn delete_named(&self, name: &str) -> Result<(), Error> {
        if is_name(name) { self.delete(self.path(name)).await } else { Ok(()) }
    }

    /// Removes what was listed.
    pub(crate) async fn delete_listed(&self, listed: Listed) -> Result<(), Error> {
        self.delete(listed.path).await
    }

    async fn delete(&self, path: Path) -> Result<(), Error> {
        match self.folder.clone() {
            Some(root) => self.on_disk(move || folder::remove(&root.join(path.as_ref()))).await,
            // S3 says that it deleted what was not there: when it finds nothing, it is the bucket that is missing.
            None => self.done(self.objects.delete(&path)).await,
        }
    }

    /// Everything that is there, to be asked for with [`Store::next`].
    pub(crate) fn list(&self) -> Listing {
        let prefix = (!self.prefix.is_empty()).then(|| Path::from(self.prefix.as_str()));
        self.objects.list(prefix.as_ref())
    }

    /// The next of a list.
    pub(crate) async fn next(&self, listing: &mut Listing) -> Result<Option<Listed>, Error> {
        let next = async { listing.next().await.transpose() };
        let Some(meta) = self.done(next).await? else { return Ok(None) };
        let path = meta.location;
        let name = path.filename().unwrap_or_default().to_owned();
        let in_place = is_name(&name) && path == self.path(&name);
        let unfinished = self.is_folder() && name.starts_with(".tmp") && path.parts().count() == 2;
        let since = meta.last_modified.timestamp();
        Ok(Some(Listed { name, ours: in_place || unfinished, in_place, path, since }))
    }
}
