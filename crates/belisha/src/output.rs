//! The one place that writes to the terminal.

use std::io::Write;

/// Prints a line. A closed pipe ends the output, not the program.
pub(crate) fn say(line: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}

/// Prints a line to standard error.
pub(crate) fn complain(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "belisha: {line}");
}

/// Prints a value as indented JSON.
///
/// # Errors
/// When the value has a shape that JSON has not.
pub(crate) fn json(value: &impl serde::Serialize) -> anyhow::Result<()> {
    say(&serde_json::to_string_pretty(value)?);
    Ok(())
}
