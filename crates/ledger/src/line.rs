//! A line read back, its words opened.

use crate::seal::Sealer;
use serde_json::Value;
use std::borrow::Cow;

/// A line read back, its words opened.
#[derive(Debug, Clone)]
pub struct StoredLine<'a> {
    /// Its number, from 0.
    pub seq: u64,
    /// Its JSON; words whose key was destroyed are `null`.
    pub json: Cow<'a, [u8]>,
}

pub(crate) fn opened<'a>(sealer: &Sealer, line: &'a [u8]) -> Result<Cow<'a, [u8]>, String> {
    // Most lines are about ids alone; only those with sealed words are taken apart.
    if memchr::memmem::find(line, b"\"sealed\":").is_none() {
        return Ok(line.into());
    }
    let value: Value = serde_json::from_slice(line).map_err(|error| error.to_string())?;
    Ok(sealer.open(value).to_string().into_bytes().into())
}
