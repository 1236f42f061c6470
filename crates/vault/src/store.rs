//! Where blobs are kept: a folder, or a store that speaks S3.

use crate::error::Error;
use crate::prepare::Sealed;
use futures_util::{StreamExt, TryStreamExt};
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{
    BackoffConfig, ClientOptions, ObjectStore, ObjectStoreExt, PutPayload, RetryConfig, WriteMultipart,
};
use std::fmt;
use std::fs::{self, File};
use std::io::{Read, Seek, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use zeroize::Zeroizing;

/// How many bytes of a recording are sent to S3 at once; at most three such pieces are held.
const PART_BYTES: usize = 5 * 1024 * 1024;

/// What opens a store that speaks S3.
#[derive(Clone)]
pub struct Credentials {
    /// Where it is; the public one of its region when left out.
    pub endpoint: Option<String>,
    /// Its region.
    pub region: String,
    /// Who asks.
    pub access_key: String,
    /// Their secret.
    pub secret_key: Zeroizing<String>,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Credentials({:?}, {})", self.endpoint, self.region)
    }
}

/// A place for blobs.
#[derive(Debug, Clone)]
pub enum StoreConfig {
    /// A folder on this computer.
    Folder(PathBuf),
    /// A bucket, and what the names in it begin with.
    S3 {
        /// The bucket.
        bucket: String,
        /// The prefix, without slashes at its ends; may be empty.
        prefix: String,
        /// What opens it.
        credentials: Credentials,
    },
}

impl StoreConfig {
    /// Reads `s3://bucket/prefix`, or a folder.
    ///
    /// # Errors
    /// [`Error::Config`].
    pub fn parse(text: &str, credentials: Option<&Credentials>) -> Result<Self, Error> {
        let Some(rest) = text.strip_prefix("s3://") else {
            return if text.trim().is_empty() {
                Err(Error::Config(text.into()))
            } else {
                Ok(Self::Folder(text.into()))
            };
        };
        let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        let credentials =
            credentials.filter(|_| !bucket.is_empty()).ok_or_else(|| Error::Config(text.into()))?;
        let prefix = prefix.trim_matches('/').to_owned();
        Ok(Self::S3 { bucket: bucket.to_owned(), prefix, credentials: credentials.clone() })
    }
}

/// One store, open.
#[derive(Clone)]
pub(crate) struct Store {
    name: String,
    prefix: String,
    objects: Arc<dyn ObjectStore>,
    /// Where it is a folder: written to directly, so that what was written is on the disk before it counts.
    folder: Option<PathBuf>,
    patience: Duration,
}

/// A blob in a store.
pub(crate) struct Listed {
    pub(crate) name: String,
    pub(crate) path: Path,
    /// When it was put there, in seconds since 1970.
    pub(crate) since: i64,
}

impl Store {
    pub(crate) fn open(config: &StoreConfig, patience: Duration) -> Result<Self, Error> {
        match config {
            StoreConfig::Folder(folder) => {
                let name = folder.display().to_string();
                let failed = |what: String| Error::Store { store: name.clone(), what };
                private_folder(folder).map_err(|error| Error::io(&error, failed))?;
                let objects =
                    LocalFileSystem::new_with_prefix(folder).map_err(|error| failed(error.to_string()))?;
                let (objects, folder) = (Arc::new(objects), Some(folder.clone()));
                Ok(Self { name, prefix: String::new(), objects, folder, patience })
            }
            StoreConfig::S3 { bucket, prefix, credentials } => {
                let name = format!("s3://{bucket}");
                let failed = |error: object_store::Error| Error::Store {
                    store: name.clone(),
                    what: error.to_string(),
                };
                let retry = RetryConfig {
                    backoff: BackoffConfig { max_backoff: patience / 4, ..BackoffConfig::default() },
                    max_retries: 3,
                    retry_timeout: patience,
                };
                let client = ClientOptions::new()
                    .with_timeout(patience)
                    .with_connect_timeout(patience / 3)
                    .with_allow_http(true);
                let mut builder = AmazonS3Builder::new()
                    .with_bucket_name(bucket)
                    .with_region(&credentials.region)
                    .with_access_key_id(&credentials.access_key)
                    .with_secret_access_key(credentials.secret_key.as_str())
                    .with_retry(retry)
                    .with_client_options(client);
                if let Some(endpoint) = &credentials.endpoint {
                    builder = builder.with_endpoint(endpoint);
                }
                let objects = Arc::new(builder.build().map_err(failed)?);
                Ok(Self { name, prefix: prefix.clone(), objects, folder: None, patience })
            }
        }
    }

    fn failed(&self, error: &object_store::Error) -> Error {
        Error::Store { store: self.name.clone(), what: error.to_string() }
    }

    fn late(&self) -> Error {
        Error::Store { store: self.name.clone(), what: "it gave no answer in time".into() }
    }

    fn path(&self, name: &str) -> Path {
        let folder = name.get(..2).unwrap_or("xx");
        Path::from(if self.prefix.is_empty() {
            format!("{folder}/{name}")
        } else {
            format!("{}/{folder}/{name}", self.prefix)
        })
    }

    /// Keeps a blob; it is durable when this returns.
    pub(crate) async fn put(&self, name: &str, sealed: &Sealed) -> Result<(), Error> {
        if let Some(folder) = &self.folder {
            return self.put_in_folder(folder, name, sealed).await;
        }
        let path = self.path(name);
        match sealed {
            Sealed::Memory(bytes) => {
                let put = self.objects.put(&path, PutPayload::from(bytes.clone()));
                let put = tokio::time::timeout(self.patience, put).await.map_err(|_| self.late())?;
                put.map(|_| ()).map_err(|error| self.failed(&error))
            }
            Sealed::File(file, _) => {
                let mut file = file.try_clone().map_err(|error| Error::io(&error, Error::Spool))?;
                file.rewind().map_err(|error| Error::io(&error, Error::Spool))?;
                let upload = self.objects.put_multipart(&path).await.map_err(|error| self.failed(&error))?;
                let mut writer = WriteMultipart::new_with_chunk_size(upload, PART_BYTES);
                let mut piece = vec![0; 256 * 1024];
                loop {
                    let count = file.read(&mut piece).map_err(|error| Error::io(&error, Error::Spool))?;
                    if count == 0 {
                        break;
                    }
                    writer.wait_for_capacity(1).await.map_err(|error| self.failed(&error))?;
                    writer.write(piece.get(..count).unwrap_or_default());
                }
                writer.finish().await.map(|_| ()).map_err(|error| self.failed(&error))
            }
        }
    }

    async fn put_in_folder(
        &self,
        folder: &std::path::Path,
        name: &str,
        sealed: &Sealed,
    ) -> Result<(), Error> {
        let (within, target) = (folder.join(name.get(..2).unwrap_or("xx")), name.to_owned());
        let sealed = match sealed {
            Sealed::Memory(bytes) => Sealed::Memory(bytes.clone()),
            Sealed::File(file, length) => {
                Sealed::File(file.try_clone().map_err(|error| Error::io(&error, Error::Spool))?, *length)
            }
        };
        let store = self.name.clone();
        let written = tokio::task::spawn_blocking(move || write_durably(&within, &target, sealed)).await;
        let written =
            written.map_err(|error| Error::Store { store: store.clone(), what: error.to_string() })?;
        written.map_err(|error| Error::io(&error, |what| Error::Store { store, what }))
    }

    /// The sealed bytes of a blob, or a part of them; `None` when it is not there.
    pub(crate) async fn get(
        &self,
        name: &str,
        range: Option<std::ops::Range<u64>>,
    ) -> Result<Option<bytes::Bytes>, Error> {
        let path = self.path(name);
        let got = async {
            match range {
                Some(range) => self.objects.get_range(&path, range).await,
                None => self.objects.get(&path).await?.bytes().await,
            }
        };
        match tokio::time::timeout(self.patience, got).await.map_err(|_| self.late())? {
            Ok(bytes) => Ok(Some(bytes)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(self.failed(&error)),
        }
    }

    /// Hashes a blob as it is stored; `None` when it is not there.
    pub(crate) async fn hash(&self, path: &Path) -> Result<Option<String>, Error> {
        use sha2::Digest;
        let got = match self.objects.get(path).await {
            Ok(got) => got,
            Err(object_store::Error::NotFound { .. }) => return Ok(None),
            Err(error) => return Err(self.failed(&error)),
        };
        let mut stream = got.into_stream();
        let mut hash = sha2::Sha256::new();
        while let Some(piece) = stream.next().await {
            hash.update(piece.map_err(|error| self.failed(&error))?);
        }
        Ok(Some(crate::seal::name(hash)))
    }

    /// Removes a blob; that it is not there is as good.
    pub(crate) async fn delete(&self, path: &Path) -> Result<(), Error> {
        let deleted =
            tokio::time::timeout(self.patience, self.objects.delete(path)).await.map_err(|_| self.late())?;
        match deleted {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(self.failed(&error)),
        }
    }

    pub(crate) async fn delete_named(&self, name: &str) -> Result<(), Error> {
        self.delete(&self.path(name)).await
    }

    /// Copies a blob here from another store, piece by piece.
    pub(crate) async fn copy_from(&self, other: &Self, name: &str) -> Result<(), Error> {
        let got = other.objects.get(&other.path(name)).await.map_err(|error| other.failed(&error))?;
        let mut file = tempfile::tempfile().map_err(|error| Error::io(&error, Error::Spool))?;
        let (mut stream, mut length) = (got.into_stream(), 0);
        while let Some(piece) = stream.next().await {
            let piece = piece.map_err(|error| other.failed(&error))?;
            length += piece.len() as u64;
            file.write_all(&piece).map_err(|error| Error::io(&error, Error::Spool))?;
        }
        self.put(name, &Sealed::File(file, length)).await
    }

    /// Every blob that is there.
    pub(crate) async fn list(&self) -> Result<Vec<Listed>, Error> {
        let prefix = (!self.prefix.is_empty()).then(|| Path::from(self.prefix.as_str()));
        let all = self.objects.list(prefix.as_ref()).map_ok(|meta| Listed {
            name: meta.location.filename().unwrap_or_default().to_owned(),
            since: meta.last_modified.timestamp(),
            path: meta.location,
        });
        all.try_collect().await.map_err(|error| self.failed(&error))
    }

    pub(crate) fn path_of(&self, name: &str) -> Path {
        self.path(name)
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }
}

pub(crate) fn private_folder(path: &std::path::Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    if path.is_dir() {
        return Ok(());
    }
    fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// Writes beside, makes it durable, puts it in place, makes that durable: at no instant is half a blob there.
fn write_durably(folder: &std::path::Path, name: &str, sealed: Sealed) -> std::io::Result<()> {
    private_folder(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    match sealed {
        Sealed::Memory(bytes) => file.write_all(&bytes)?,
        Sealed::File(mut from, _) => {
            from.rewind()?;
            std::io::copy(&mut from, &mut file)?;
        }
    }
    file.as_file().sync_all()?;
    file.persist(folder.join(name)).map_err(|error| error.error)?;
    File::open(folder)?.sync_all()
}
