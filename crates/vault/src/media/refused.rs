//! Why a file is not taken in.

use super::limits::{PIXELS_MAX, SIDE_MAX};
use belisha_invariant::Broken;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Why a file is not taken in, in a sentence for whoever brought it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Refused {
    /// There is nothing in it.
    #[error("The file is empty.")]
    Empty,
    /// It ends before it should.
    #[error("The file is cut short: copy it again from the device that made it.")]
    CutShort,
    /// It is something else.
    #[error(
        "This is no picture or recording that can be taken in, but {0}. JPEG, PNG, WebP, HEIC, MP4, MOV and WebM can."
    )]
    SomethingElse(Cow<'static, str>),
    /// It has too many bytes.
    #[error("{is} may have {mb} MB at most.")]
    TooLarge {
        /// What.
        is: Cow<'static, str>,
        /// How many megabytes it may have.
        mb: u64,
    },
    /// It has too many pixels.
    #[error(
        "It has {width} by {height} pixels. At most {} million, and {SIDE_MAX} on a side, are taken in.",
        PIXELS_MAX / 1_000_000
    )]
    TooManyPixels {
        /// Its width.
        width: u64,
        /// Its height.
        height: u64,
    },
    /// It cannot be read.
    #[error("The file is damaged and cannot be read ({0}).")]
    Broken(String),
    /// It is built in a way that is not taken in.
    #[error("It cannot be taken in: {0}.")]
    Unsupported(Cow<'static, str>),
    /// The program's own rules about its state did not hold; it was logged, and nothing is taken in.
    #[error(
        "The file cannot be worked on safely, so it was not taken in. Please tell whoever runs the computer."
    )]
    // Stays the last: what is skipped is not counted where the others are read.
    #[serde(skip)]
    Impossible(#[from] Broken),
}

impl Refused {
    /// It is something else.
    pub(super) fn something_else(what: &'static str) -> Self {
        Self::SomethingElse(what.into())
    }

    /// It is built in a way that is not taken in.
    pub(super) fn unsupported(why: &'static str) -> Self {
        Self::Unsupported(why.into())
    }

    /// It cannot be read, for a reason told by a decoder.
    pub(super) fn broken(error: impl std::fmt::Display) -> Self {
        Self::Broken(error.to_string().chars().filter(|c| !c.is_control()).take(120).collect())
    }
}
