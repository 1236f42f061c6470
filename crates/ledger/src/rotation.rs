//! A new master key: the keys of every setting are wrapped under it, and what they seal stays as it is, lines, pictures and
//! snapshots alike.

use crate::error::Error;
use crate::keys::{MasterKey, RecoveryKey};
use crate::log::{WRAP_SEALING, WRAP_SIGNING};
use crate::store::{SettingKeys, Store};
use zeroize::Zeroizing;

/// Whether a master key opens the keys of every setting there is.
///
/// # Errors
/// When the database cannot be read.
pub fn opens(store: &dyn Store, master: &MasterKey) -> Result<bool, Error> {
    Ok(store.settings()?.iter().all(|(setting, keys)| unwrapped(master, setting, keys).is_ok()))
}

/// Puts a new master key in the place of one, in the database; gives the recovery key that goes with the new one. The key
/// file is the caller's: it is written before this, so that no moment is without the key that fits.
///
/// # Errors
/// [`Error::WrongKey`] when the old key does not open everything: nothing is changed then.
pub fn rotate(store: &dyn Store, old: &MasterKey, new: &MasterKey) -> Result<RecoveryKey, Error> {
    let settings = store.settings()?;
    let mut rewrapped = Vec::with_capacity(settings.len());
    for (setting, keys) in settings {
        let (sealing, signing) = unwrapped(old, &setting, &keys)?;
        let about = |words: &str| format!("{words}{setting}");
        let anew = SettingKeys {
            sealing: new.0.seal(&sealing, about(WRAP_SEALING).as_bytes())?,
            signing: new.0.seal(&signing, about(WRAP_SIGNING).as_bytes())?,
            public: keys.public,
        };
        unwrapped(new, &setting, &anew)?;
        rewrapped.push((setting, anew));
    }
    let (recovery, wrapped) = new.recovery()?;
    store.rewrap(&rewrapped, &wrapped)?;
    Ok(recovery)
}

type Unwrapped = (Zeroizing<Vec<u8>>, Zeroizing<Vec<u8>>);

fn unwrapped(master: &MasterKey, setting: &str, keys: &SettingKeys) -> Result<Unwrapped, Error> {
    let open = |wrapped: &[u8], words: &str| {
        master.0.open(wrapped, format!("{words}{setting}").as_bytes()).ok_or(Error::WrongKey)
    };
    Ok((open(&keys.sealing, WRAP_SEALING)?, open(&keys.signing, WRAP_SIGNING)?))
}
