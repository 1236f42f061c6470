//! Commands from JSON, compiled once: whoever reads them with serde itself makes its code for all of them anew.

use crate::deciding::command::Command;
use serde_json::Value;

impl Command {
    /// A command as pages, the API and scenarios give it.
    ///
    /// # Errors
    /// What of it cannot be read, as serde says it.
    pub fn from_json(json: Value) -> Result<Self, serde_json::Error> {
        serde_json::from_value(json)
    }
}
