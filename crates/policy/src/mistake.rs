//! Mistakes in data files, and what can go wrong when reading them.

use crate::text::lines;
use std::fmt;

/// A mistake in a data file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// The file.
    pub file: String,
    /// The line, from 1; 0 when it is about the file as a whole.
    pub line: usize,
    /// What is wrong.
    pub says: String,
    /// The nearest right word.
    pub nearest: Option<String>,
}

impl Mistake {
    /// A mistake of no certain line.
    pub(crate) fn of_file(file: impl Into<String>, says: impl Into<String>) -> Self {
        Self { file: file.into(), line: 0, says: says.into(), nearest: None }
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line == 0 {
            write!(f, "{}: {}", self.file, self.says)?;
        } else {
            write!(f, "{}:{}: {}", self.file, self.line, self.says)?;
        }
        if let Some(nearest) = &self.nearest {
            write!(f, "; did you mean `{nearest}`?")?;
        }
        Ok(())
    }
}

/// What can go wrong when reading a catalogue or a pack.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The text does not follow the format; each mistake says where and what.
    #[error("{}", lines(.0))]
    Mistakes(Vec<Mistake>),
    /// A pack was asked for that is not among the built-in ones.
    #[error(
        "there is no policy called `{given}`; did you mean `{nearest}`? `belisha policy list` shows them all"
    )]
    NoSuchPack {
        /// What was asked for.
        given: String,
        /// The closest id among them.
        nearest: String,
    },
}
