//! What can go wrong when building a checker.

use crate::names::PEOPLE_MAX;

/// What can go wrong when building a [`crate::Checker`].
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A roster too long to be one.
    #[error("`{given}` names were given; a roster has at most {PEOPLE_MAX}")]
    TooMany {
        /// How many people there were.
        given: usize,
    },
    /// The built-in word lists do not follow their format.
    #[error("the built-in word lists cannot be read: {0}")]
    Words(#[from] toml::de::Error),
    /// The names in scripts without spaces could not be compiled.
    #[error("the names in scripts without spaces cannot be searched for: {0}")]
    Unspaced(#[from] aho_corasick::BuildError),
}
