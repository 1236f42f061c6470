//! What can go wrong with a parcel.

use crate::limits::{BYTES_MAX, FILES_MAX, FROM_CHARACTERS_MAX, NAME_BYTES_MAX};
use belisha_invariant::Broken;

/// Why nothing was sealed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// There is no sender, or their name is too long for the cover.
    #[error("`{0}` cannot stand as the sender: give 1 to {FROM_CHARACTERS_MAX} characters")]
    From(String),
    /// There are more files than a parcel holds.
    #[error(
        "`{0}` files are too many for one parcel: send at most {FILES_MAX} and the others in a second one"
    )]
    TooManyFiles(usize),
    /// A file's name is too long to be saved everywhere.
    #[error("the file name `{0}` is too long: shorten it to {NAME_BYTES_MAX} bytes")]
    NameTooLong(String),
    /// Message and files together are too large.
    #[error(
        "`{bytes}` bytes are too large for one parcel: send at most {BYTES_MAX} and the rest in a second one"
    )]
    TooLarge {
        /// How many bytes message and files have together.
        bytes: usize,
    },
    /// The program's own rules about its state did not hold; it was logged, and nothing was sealed.
    #[error("this could not be sealed safely, so nothing was: tell whoever runs the computer")]
    Impossible(#[from] Broken),
}

/// Why a page was not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// The page is whole, and this passphrase does not open it; or somebody altered the page and hid it well.
    #[error("that passphrase does not open this parcel: check each word with the person who sent it")]
    WrongPassphrase,
    /// A part of the page is missing or changed.
    #[error("this parcel is damaged, a part of it is missing or changed: ask for it to be sent again")]
    Damaged,
    /// It is something else.
    #[error("this is not a sealed parcel: choose the file that was attached to the email, ending in .html")]
    NotAParcel,
    /// A later program sealed it.
    #[error("this parcel has format `{0}` and was sealed by a newer program: update this one")]
    TooNew(u16),
}
