//! Words in which something was found that must not go out.

use crate::deciding::refusal::Refusal;
use crate::deciding::refused::Refused;
use crate::reading::wording::finding::{Found, Verdict};

/// Refused while anything that was found must not go out.
pub(crate) fn stopped(found: &[Found]) -> Result<(), Refusal> {
    let stops: Vec<&Found> = found.iter().filter(|known| known.verdict == Verdict::Stop).collect();
    if stops.is_empty() {
        return Ok(());
    }
    let mut clauses: Vec<String> = stops.iter().flat_map(|known| known.clauses.clone()).collect();
    clauses.sort();
    clauses.dedup();
    let mut says: Vec<String> =
        stops.iter().map(|known| format!("“{}”: {}", known.words, known.says)).collect();
    says.dedup();
    let says = says.join("; ");
    Err(if clauses.is_empty() { Refused::Words { says }.into() } else { Refusal::Clause { clauses, says } })
}
