//! What can be wrong with a scenario file itself.

/// What can be wrong with a scenario file itself.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The text does not follow the format.
    #[error("{file}:{line}: {reason}")]
    Text {
        /// The file.
        file: String,
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        reason: String,
    },
}
