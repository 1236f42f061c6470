//! A snapshot: where a log stood, and what was folded up to there, sealed.

use crate::error::Error;
use crate::keys::Key;
use crate::merkle::Frontier;
use crate::store::Store;
use belisha_invariant::broken;

const SEALED_SNAPSHOT: &str = "belisha snapshot v1 ";

/// Stores a snapshot in place of the one before: length ‖ frontier ‖ state, in a box.
pub(crate) fn keep(
    store: &dyn Store,
    setting: &str,
    frontier: &Frontier,
    key: &Key,
    state: &[u8],
) -> Result<(), Error> {
    let parts = serde_json::to_vec(frontier).map_err(|error| Error::Database(error.to_string()))?;
    let length = u32::try_from(parts.len()).map_err(|_| broken!("a frontier of {} bytes", parts.len()))?;
    let plain = [&length.to_be_bytes(), parts.as_slice(), state].concat();
    let sealed = key.seal(&plain, format!("{SEALED_SNAPSHOT}{setting}").as_bytes())?;
    store.keep_snapshot(setting, frontier.size(), &sealed)
}

/// The latest snapshot, when it opens, is of the size under which it is stored, and the log is at least as long.
pub(crate) fn latest(
    store: &dyn Store,
    setting: &str,
    key: &Key,
) -> Result<Option<(Frontier, Vec<u8>)>, Error> {
    let Some((size, sealed)) = store.snapshot(setting)? else { return Ok(None) };
    let Some(plain) = key.open(&sealed, format!("{SEALED_SNAPSHOT}{setting}").as_bytes()) else {
        return Ok(None);
    };
    let parts = plain.split_first_chunk::<4>().and_then(|(length, rest)| {
        let (frontier, state) = rest.split_at_checked(u32::from_be_bytes(*length) as usize)?;
        Some((serde_json::from_slice::<Frontier>(frontier).ok()?, state.to_vec()))
    });
    match parts {
        Some((frontier, state)) if frontier.size() == size && size <= store.length(setting)? => {
            Ok(Some((frontier, state)))
        }
        _ => Ok(None),
    }
}
