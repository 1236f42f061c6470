//! Lines that nobody reads, at odd moments. Whoever may not read a line still sees that the next one's number jumps, that
//! pages refresh, and how long the log is: were that so for concerns alone, an accused would learn of one within minutes.

use belisha_service::Setting;
use belisha_setting::{Author, clock};
use std::sync::Arc;
use std::time::Duration;

/// The shortest and the longest time between two, in seconds; about forty a day.
const BETWEEN: std::ops::Range<u64> = 5 * 60..65 * 60;

/// Writes them until the setting is closed.
pub(crate) async fn odd(setting: Arc<Setting>) {
    let closed = crate::tasks::closed(setting.changes());
    let mut closed = std::pin::pin!(closed);
    loop {
        tokio::select! {
            () = tokio::time::sleep(wait()) => {}
            () = &mut closed => return,
        }
        if let Err(error) = setting.submit(Author::Program, clock::Prepared::Beat {}.into()).await {
            tracing::warn!(%error, "a line for the numbers' sake could not be written");
        }
    }
}

/// Nobody can tell when the next one comes.
fn wait() -> Duration {
    let spread = BETWEEN.end - BETWEEN.start;
    Duration::from_secs(BETWEEN.start + u64::from_le_bytes(belisha_ledger::random::bytes()) % spread)
}
