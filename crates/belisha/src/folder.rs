//! A data folder: the database, the key file, and the pictures.

use crate::clock::FolderClock;
use crate::options::{Data, Keeping};
use anyhow::Context;
use belisha_ledger::{KeyFile, MasterKey, RecoveryKey, Sqlite, Store, Wrapping, rotation};
use belisha_service::{Gallery, Setting};
use belisha_vault::{Codec, Config, Credentials, Decoder, ScannerAddress, StoreConfig, Vault};
use std::fs::File;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// The id of the one setting of a data folder.
pub(crate) const SETTING: &str = "setting";

/// How long a store of pictures or the scanner may take to answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// An open data folder.
pub(crate) struct Folder {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) master: MasterKey,
    /// Where it is.
    pub(crate) path: PathBuf,
    /// The recovery key, when the folder was made just now.
    pub(crate) recovery: Option<String>,
}

pub(crate) fn key_path(data: &Data) -> PathBuf {
    data.key.clone().unwrap_or_else(|| data.data.join("master.key"))
}

pub(crate) fn database_path(data: &Data) -> PathBuf {
    data.data.join("belisha.db")
}

/// Held by the one program that writes to a data folder; the system lets go of it when that ends, however it ends.
pub(crate) struct Hold(#[expect(dead_code, reason = "it is held, not read")] File);

/// Sees to it that one program writes. One that knows nothing of another's pictures would sweep their files away.
pub(crate) fn hold(data: &Data) -> anyhow::Result<Hold> {
    let path = data.data.join("belisha.lock");
    let file = File::create(&path).with_context(|| format!("`{}` cannot be written", path.display()))?;
    match file.try_lock() {
        Ok(()) => Ok(Hold(file)),
        Err(std::fs::TryLockError::WouldBlock) => anyhow::bail!(
            "another `belisha` is at work on `{}`: stop it first, or wait until it is done",
            data.data.display()
        ),
        Err(std::fs::TryLockError::Error(error)) => {
            Err(error).with_context(|| format!("`{}` cannot be locked", path.display()))
        }
    }
}

/// Opens the vault and makes the gallery of a running setting.
pub(crate) fn gallery(data: &Data, keeping: &Keeping, setting: Arc<Setting>) -> anyhow::Result<Arc<Gallery>> {
    let credentials = match (&keeping.s3_key, &keeping.s3_secret) {
        (Some(key), Some(secret)) => Some(Credentials {
            endpoint: keeping.s3_endpoint.clone(),
            region: keeping.s3_region.clone(),
            access_key: key.clone(),
            secret_key: secret.0.clone().into(),
        }),
        _ => None,
    };
    let places = keeping.pictures.iter().map(|place| place.trim()).filter(|place| !place.is_empty());
    let mut stores = Vec::new();
    for place in places {
        anyhow::ensure!(
            credentials.is_some() || !place.starts_with("s3://"),
            "`{place}` wants BELISHA_S3_KEY and BELISHA_S3_SECRET in the environment"
        );
        stores.push(StoreConfig::parse(place, credentials.as_ref())?);
    }
    if stores.is_empty() {
        stores.push(StoreConfig::Folder(data.data.join("pictures")));
    }
    let vault = Vault::open(Config {
        stores,
        spool: data.data.join("arriving"),
        scanner: keeping.scanner.as_deref().map(ScannerAddress::parse),
        patience: PATIENCE,
        codec: Codec::default(),
        decoder: Decoder::itself(),
    })?;
    Ok(Gallery::new(setting, vault))
}

/// The setting of a folder that is there, and its pictures.
pub(crate) fn with_gallery(data: &Data, keeping: &Keeping) -> anyhow::Result<(Arc<Setting>, Arc<Gallery>)> {
    let setting = open(data)?.setting()?;
    let gallery = gallery(data, keeping, setting.clone())?;
    Ok((setting, gallery))
}

/// Opens the folder that is there.
pub(crate) fn open(data: &Data) -> anyhow::Result<Folder> {
    let path = database_path(data);
    anyhow::ensure!(
        path.exists(),
        "there is no setting in `{}`: begin one with `belisha serve`",
        data.data.display()
    );
    keep_private(data)?;
    let store = Sqlite::open(&path)?;
    let master = fitting_key(data, &store)?;
    Ok(Folder { store: Arc::new(store), master, path: data.data.clone(), recovery: None })
}

/// Where a new key lies while it takes the place of the old one.
pub(crate) fn arriving_key_path(data: &Data) -> PathBuf {
    let mut path = key_path(data).into_os_string();
    path.push(".new");
    path.into()
}

/// The key that opens the folder: where a change of keys was cut short, the new one may do so already. The files are put
/// right by whoever holds the folder alone; while a change is under way they are its own.
fn fitting_key(data: &Data, store: &Sqlite) -> anyhow::Result<MasterKey> {
    let (path, arriving) = (key_path(data), arriving_key_path(data));
    if !arriving.exists() {
        return Ok(KeyFile::read(&path)?);
    }
    let alone = hold(data).ok();
    // One that was not written to its end, or seals nothing yet, is not the key.
    let new = match KeyFile::read(&arriving) {
        Ok(new) if !store.settings()?.is_empty() && rotation::opens(store, &new)? => new,
        _ => {
            if alone.is_some() {
                std::fs::remove_file(&arriving).with_context(|| {
                    format!("`{}` is of no use and could not be removed", arriving.display())
                })?;
            }
            return Ok(KeyFile::read(&path)?);
        }
    };
    if alone.is_some() {
        std::fs::rename(&arriving, &path)
            .with_context(|| format!("`{}` could not take its place", arriving.display()))?;
    }
    Ok(new)
}

/// Opens the folder, or makes it: a key, a recovery key, an empty log.
pub(crate) fn open_or_make(data: &Data) -> anyhow::Result<Folder> {
    if database_path(data).exists() {
        let mut folder = open(data)?;
        // The first start may have been killed before the key was shown: until somebody has begun, it is made anew.
        let has_begun = folder.store.length(SETTING)? > 0;
        if !has_begun || folder.store.recovery()?.is_none() {
            folder.recovery = Some(folder.new_recovery_key()?);
        }
        return Ok(folder);
    }
    make_private(&data.data)?;
    let key_path = key_path(data);
    let master = if key_path.exists() { KeyFile::read(&key_path)? } else { MasterKey::generate() };
    if !key_path.exists() {
        KeyFile::write(&key_path, &master)?;
    }
    let store = Sqlite::open(&database_path(data))?;
    let (recovery, wrapped) = master.recovery()?;
    store.keep_recovery(&wrapped)?;
    Ok(Folder { store: Arc::new(store), master, path: data.data.clone(), recovery: Some(recovery.printed()) })
}

/// What lies in a data folder is for its owner alone, whatever the folder around it lets others do.
fn keep_private(data: &Data) -> anyhow::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    for name in ["belisha.db", "belisha.db-wal", "belisha.db-shm", "belisha.lock", "clock.json"] {
        let path = data.data.join(name);
        let Ok(meta) = std::fs::metadata(&path) else { continue };
        if meta.permissions().mode() & 0o077 != 0 {
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).with_context(|| {
                format!("`{}` can be read by others, and that could not be ended", path.display())
            })?;
        }
    }
    Ok(())
}

fn make_private(path: &std::path::Path) -> anyhow::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    if !path.exists() {
        let mut builder = std::fs::DirBuilder::new();
        builder
            .recursive(true)
            .mode(0o700)
            .create(path)
            .with_context(|| format!("`{}` could not be made", path.display()))?;
    }
    Ok(())
}

/// Tells whether the recovery key is of use, without it.
pub(crate) struct RecoveryCheck {
    store: Arc<dyn Store>,
    master: MasterKey,
}

impl RecoveryCheck {
    /// What is wrong with what the recovery key opens.
    pub(crate) fn fault(&self) -> Option<String> {
        let says = match self.standing() {
            Ok(Some(Wrapping::Whole | Wrapping::Unchecked)) => return None,
            Ok(Some(Wrapping::Spoilt)) => {
                "What the recovery key on paper opens was changed: it is of no use any more.".to_owned()
            }
            Ok(None) => "There is no recovery key.".to_owned(),
            Err(error) => format!("What the recovery key opens cannot be read: {error}."),
        };
        Some(format!("{says} Make a new one with `belisha recovery-key`."))
    }

    /// One from before checks were kept gets its own.
    fn standing(&self) -> Result<Option<Wrapping>, belisha_ledger::Error> {
        let Some(kept) = self.store.recovery()? else { return Ok(None) };
        let standing = self.master.wrapping(&kept);
        if standing == Wrapping::Unchecked {
            self.store.keep_recovery(&self.master.with_check(&kept)?)?;
        }
        Ok(Some(standing))
    }
}

impl Folder {
    /// What tells whether the recovery key is of use.
    pub(crate) fn recovery_check(&self) -> RecoveryCheck {
        RecoveryCheck { store: self.store.clone(), master: self.master.clone() }
    }

    /// Makes a new recovery key; the one before is of no use any more.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub(crate) fn new_recovery_key(&self) -> anyhow::Result<String> {
        let (recovery, wrapped) = self.master.recovery()?;
        self.store.keep_recovery(&wrapped)?;
        Ok(recovery.printed())
    }

    /// Whether a key is the recovery key of this folder.
    pub(crate) fn is_recovery_key(&self) -> impl Fn(&str) -> bool + Send + Sync + 'static {
        let store = self.store.clone();
        move |typed| {
            let wrapped = store.recovery().ok().flatten();
            let key = RecoveryKey::parse(typed).ok();
            key.zip(wrapped).is_some_and(|(key, wrapped)| MasterKey::recover(&key, &wrapped).is_ok())
        }
    }

    /// The setting in it, begun when it is not there.
    pub(crate) fn setting(&self) -> anyhow::Result<Arc<Setting>> {
        let known = self.store.settings()?.iter().any(|(id, _)| id == SETTING);
        let clock = Arc::new(FolderClock::new(&self.path));
        let setting = if known {
            Setting::open(self.store.clone(), &self.master, SETTING, clock)?
        } else {
            Setting::create(self.store.clone(), &self.master, SETTING, clock)?
        };
        Ok(setting)
    }
}
