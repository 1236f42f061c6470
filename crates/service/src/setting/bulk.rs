//! Lines that were decided elsewhere.

use crate::error::Error;
use belisha_ledger::Log;
use belisha_setting::{Line, Refusal};

/// How many lines share a transaction.
const LINES_OF_A_GROUP: usize = 2_000;

/// Appends many lines that were decided elsewhere (a story told in advance) in large transactions.
///
/// # Errors
/// As [`Setting::submit`](crate::Setting::submit).
pub async fn bulk(log: &mut Log, lines: &[Line]) -> Result<(), Error> {
    for group in lines.chunks(LINES_OF_A_GROUP) {
        let json: Result<Vec<_>, String> = group.iter().map(Line::to_json).collect();
        log.append(json.map_err(|says| Error::Refused(Refusal::Unreadable(says)))?).await?;
    }
    Ok(())
}
