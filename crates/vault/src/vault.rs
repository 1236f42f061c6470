//! The vault: what arrives, what is kept, what is given back, what is destroyed.

use crate::apart::Decoder;
use crate::error::Error;
use crate::folder::private_folder;
use crate::media::{Codec, Looked, Region};
use crate::prepare::{self, Blob, Prepared};
use crate::scan::ScannerAddress;
use crate::seal::{self, Chunks, SEALED_CHUNK_BYTES};
use crate::spool::{RECORDING_BYTES_MAX, Spool};
use crate::store::Store;
use crate::store_config::StoreConfig;
use belisha_invariant::broken;
use bytes::Bytes;
use futures_util::future::join_all;
use futures_util::{Stream, StreamExt, stream};
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;
use std::path::PathBuf;
use std::time::Duration;
use zeroize::Zeroizing;

/// A blob that belongs to nothing is left alone for this long, in seconds: its line may be on its way.
const SWEEP_AFTER_SECONDS: i64 = 3_600;
/// How many chunks are opened at once when a recording is given out.
const CHUNKS_AT_ONCE: u64 = 8;

/// Where and how a vault keeps things.
#[derive(Debug, Clone)]
pub struct Config {
    /// Every store keeps everything.
    pub stores: Vec<StoreConfig>,
    /// Where bytes are held as they arrive.
    pub spool: PathBuf,
    /// The scanner that looks at what comes in.
    pub scanner: Option<ScannerAddress>,
    /// How long a store or the scanner may take to answer.
    pub patience: Duration,
    /// By what JPEG is read and written.
    pub codec: Codec,
    /// Where what others made is decoded.
    pub decoder: Decoder,
}

impl Config {
    /// One folder, without a scanner.
    pub fn folder(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        Self {
            spool: path.join("arriving"),
            stores: vec![StoreConfig::Folder(path.join("kept"))],
            scanner: None,
            patience: Duration::from_secs(20),
            codec: Codec::default(),
            decoder: Decoder::Here,
        }
    }
}

/// A vault, open.
pub struct Vault {
    stores: Vec<Store>,
    spool: PathBuf,
    scanner: Option<ScannerAddress>,
    patience: Duration,
    codec: Codec,
    decoder: Decoder,
}

/// What the checker found about one blob in one store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// It should be there and is not.
    Missing,
    /// It is there and belongs to nothing.
    Extra,
    /// It is not what was kept.
    Altered,
    /// It was missing or altered, and was put right from another store.
    Repaired,
}

/// What the checker found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CheckReport {
    /// How many blobs are in order, over all stores.
    pub intact: u64,
    /// What is not: the store, the blob, what about it.
    pub found: Vec<(String, String, Found)>,
}

impl CheckReport {
    /// Whether nothing is wrong. What belongs to nothing is no harm: nobody has its key.
    pub fn held(&self) -> bool {
        !self.found.iter().any(|(_, _, found)| matches!(found, Found::Missing | Found::Altered))
    }
}

impl Vault {
    /// Opens a vault, making its folders where they are not there.
    ///
    /// # Errors
    /// When a folder cannot be made, or no store is configured.
    pub fn open(config: Config) -> Result<Self, Error> {
        if config.stores.is_empty() {
            return Err(Error::Config(String::new()));
        }
        private_folder(&config.spool).map_err(|error| Error::io(&error, Error::Spool))?;
        let stores = config
            .stores
            .iter()
            .map(|store| Store::open(store, config.patience))
            .collect::<Result<_, _>>()?;
        let Config { spool, scanner, patience, codec, decoder, .. } = config;
        Ok(Self { stores, spool, scanner, patience, codec, decoder })
    }

    /// A place for bytes as they arrive, at most [`RECORDING_BYTES_MAX`].
    ///
    /// # Errors
    /// When the spool's folder cannot be written.
    pub fn spool(&self) -> Result<Spool, Error> {
        Spool::new(&self.spool, RECORDING_BYTES_MAX)
    }

    /// A place for bytes that are about to leave, as many as the disk holds.
    ///
    /// # Errors
    /// As [`Vault::spool`].
    pub fn outgoing(&self) -> Result<Spool, Error> {
        Spool::new(&self.spool, u64::MAX)
    }

    /// What a file is and says of the device that made it; cheap for everything but MP4, of which it reads the tables.
    ///
    /// # Errors
    /// [`Error::Refused`].
    pub fn look(&self, file: &Spool) -> Result<Looked, Error> {
        self.decoder.look(file)
    }

    /// Has a file scanned, cleans it, makes what is kept of it, and seals that. Takes a core for a while.
    ///
    /// # Errors
    /// [`Error::Refused`], [`Error::Infected`], [`Error::Scanner`], [`Error::DiskFull`].
    pub fn prepare(&self, file: &Spool) -> Result<Prepared, Error> {
        if let Some(scanner) = &self.scanner {
            scanner.scan(file, self.patience)?;
        }
        prepare::prepare(file, self.codec, &self.decoder, &self.spool)
    }

    /// Makes a new picture out of a JPEG, with regions covered for good. Takes a core for a while.
    ///
    /// # Errors
    /// [`Error::Refused`].
    pub fn cover(&self, jpeg: &[u8], regions: &[Region]) -> Result<Prepared, Error> {
        prepare::cover(jpeg, regions, self.codec, &self.decoder)
    }

    /// A JPEG at full size, turned upright by how it lies, 1 to 8. Takes a core for a while.
    ///
    /// # Errors
    /// [`Error::Refused`].
    pub fn upright(&self, jpeg: &[u8], orientation: u8) -> Result<Vec<u8>, Error> {
        self.decoder.upright(jpeg, orientation)
    }

    /// Keeps what was prepared, in every store; it is durable when this returns. When one fails, the others let go of it.
    ///
    /// # Errors
    /// [`Error::Store`], [`Error::DiskFull`].
    pub async fn keep(&self, prepared: &Prepared) -> Result<(), Error> {
        let files = || prepared.files.iter().map(|(_, blob)| &blob.name).zip(&prepared.sealed);
        // All at once: a disk makes several files durable in the time of one.
        let kept = self.stores.iter().flat_map(|store| files().map(|(name, sealed)| store.put(name, sealed)));
        let Some(error) = join_all(kept).await.into_iter().find_map(Result::err) else { return Ok(()) };
        let names: Vec<String> = files().map(|(name, _)| name.clone()).collect();
        if !matches!(tokio::time::timeout(self.patience / 4, self.erase(&names)).await, Ok(Ok(()))) {
            tracing::warn!("what could not be kept whole is swept later");
        }
        Err(error)
    }

    /// Gives a blob back, opened: from the first store that has it whole.
    ///
    /// # Errors
    /// [`Error::Missing`], [`Error::Altered`], [`Error::Store`].
    pub async fn read(&self, blob: &Blob) -> Result<Zeroizing<Vec<u8>>, Error> {
        let mut wrong = Error::Missing(blob.name.clone());
        for store in &self.stores {
            match store.get(&blob.name, seal::sealed_length(blob.bytes)).await {
                Ok(Some(sealed)) => match seal::open(&blob.key, &sealed) {
                    Some(plain) if plain.len() as u64 == blob.bytes => return Ok(plain),
                    _ => wrong = Error::Altered(blob.name.clone()),
                },
                Ok(None) => {}
                Err(error) => wrong = error,
            }
        }
        Err(wrong)
    }

    /// Gives a part of a blob back, opened, piece by piece; memory is that of a few chunks.
    pub fn stream(
        &self,
        blob: &Blob,
        range: Range<u64>,
    ) -> impl Stream<Item = Result<Bytes, Error>> + Send + use<> {
        let (stores, blob) = (self.stores.clone(), blob.clone());
        let step = CHUNKS_AT_ONCE * seal::CHUNK_BYTES as u64;
        let end = range.end.min(blob.bytes);
        let mut pieces = Vec::new();
        let mut at = range.start;
        while at < end {
            let stop = ((at / step + 1) * step).min(end);
            pieces.push(at..stop);
            at = stop;
        }
        stream::iter(pieces).then(move |piece| {
            let (stores, blob) = (stores.clone(), blob.clone());
            async move { part(&stores, &blob, piece).await }
        })
    }

    /// Destroys blobs in every store. That one is not there is as good.
    ///
    /// # Errors
    /// [`Error::Store`] when one could not: ask again.
    pub async fn erase(&self, names: &[String]) -> Result<(), Error> {
        let erased = self.stores.iter().map(|store| async move {
            for name in names {
                store.delete_named(name).await?;
            }
            Ok(())
        });
        join_all(erased).await.into_iter().collect()
    }

    /// Compares every store with what should be there: every blob is read and hashed, which takes no key.
    ///
    /// # Errors
    /// [`Error::Store`] when one cannot be read.
    pub async fn check(&self, expected: &BTreeMap<String, ()>, repair: bool) -> Result<CheckReport, Error> {
        let mut report = CheckReport::default();
        for (at, store) in self.stores.iter().enumerate() {
            let (intact, wrong) = compared(store, expected).await?;
            report.intact += intact;
            for (name, found) in wrong {
                let mended = repair && found != Found::Extra && self.mend(at, store, &name).await?;
                let found = if mended { Found::Repaired } else { found };
                report.found.push((store.name().to_owned(), name, found));
            }
        }
        Ok(report)
    }

    /// Copies a blob from another store that has it whole.
    async fn mend(&self, at: usize, store: &Store, name: &str) -> Result<bool, Error> {
        for (_, other) in self.stores.iter().enumerate().filter(|(other, _)| *other != at) {
            match other.copied(name, &self.spool).await {
                Ok(Some(whole)) => return store.put(name, &whole).await.map(|()| true),
                Ok(None) => {}
                Err(error) => tracing::warn!(%error, "a blob could not be read for repair"),
            }
        }
        Ok(false)
    }

    /// Removes blobs that belong to nothing, once they are an hour old. `now` is in seconds since 1970. What is no blob
    /// at all is left alone: a bucket may hold other things.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn sweep(&self, known: &HashSet<String>, now: i64) -> Result<u64, Error> {
        let mut swept = 0;
        for store in &self.stores {
            let (mut listing, mut leaving) = (store.list(), Vec::new());
            while let Some(listed) = store.next(&mut listing).await? {
                if listed.ours && !known.contains(&listed.name) && now - listed.since > SWEEP_AFTER_SECONDS {
                    leaving.push(listed);
                }
            }
            for listed in leaving {
                store.delete_listed(listed).await?;
                swept += 1;
            }
        }
        Ok(swept)
    }
}

/// What is in order in a store, and what is not. Every blob is read and hashed, piece by piece.
async fn compared(
    store: &Store,
    expected: &BTreeMap<String, ()>,
) -> Result<(u64, Vec<(String, Found)>), Error> {
    let (mut intact, mut wrong, mut listing) = (0, Vec::new(), store.list());
    let mut missing: HashSet<&str> = expected.keys().map(String::as_str).collect();
    while let Some(listed) = store.next(&mut listing).await? {
        if !listed.in_place || !expected.contains_key(&listed.name) {
            wrong.push((listed.name, Found::Extra));
            continue;
        }
        let found = match store.hash(&listed).await {
            Ok(Some(hash)) if hash == listed.name => None,
            Ok(Some(_)) => Some(Found::Altered),
            Ok(None) => continue,
            Err(Error::Store { .. }) if store.is_folder() => Some(Found::Altered),
            Err(error) => return Err(error),
        };
        missing.remove(listed.name.as_str());
        match found {
            None => intact += 1,
            Some(found) => wrong.push((listed.name, found)),
        }
    }
    wrong.extend(missing.into_iter().map(|name| (name.to_owned(), Found::Missing)));
    Ok((intact, wrong))
}

async fn part(stores: &[Store], blob: &Blob, range: Range<u64>) -> Result<Bytes, Error> {
    let (first, span) = seal::span(&range, blob.bytes);
    let last =
        (seal::sealed_length(blob.bytes) - seal::MAGIC.len() as u64).div_ceil(SEALED_CHUNK_BYTES as u64) - 1;
    let mut wrong = Error::Missing(blob.name.clone());
    for store in stores {
        let sealed = match store.get_part(&blob.name, span.clone()).await {
            Ok(Some(sealed)) => sealed,
            Ok(None) => continue,
            Err(error) => {
                wrong = error;
                continue;
            }
        };
        let (chunks, mut plain) = (Chunks::new(&blob.key)?, Vec::with_capacity(sealed.len()));
        let opened = sealed.chunks(SEALED_CHUNK_BYTES).zip(first..).all(|(sealed, index)| {
            let mut chunk = sealed.to_vec();
            let opened = chunks.open(index, index == last, &mut chunk);
            plain.extend_from_slice(&chunk);
            opened
        });
        let within = |at: u64| usize::try_from(at).map_err(|_| broken!("byte {at} of a part"));
        let from = within(range.start - first * seal::CHUNK_BYTES as u64)?;
        match plain.get(from..from + within(range.end - range.start)?) {
            Some(part) if opened => return Ok(Bytes::copy_from_slice(part)),
            _ => wrong = Error::Altered(blob.name.clone()),
        }
    }
    Err(wrong)
}
