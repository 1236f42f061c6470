//! Secure sending: a message and files, sealed into one page that opens itself in any browser.
//!
//! [`seal`] makes a page of HTML that can be attached to any email. Its receiver opens it without the internet, types
//! the passphrase they were told another way, reads the message and saves the files. [`open`] does the same here. The
//! format, and what it does not protect, is in `docs/formats/parcel.md`.
//!
//! Nothing here draws randomness, reads a clock or touches a file: random bytes come in as parameters.

mod companion;
mod contents;
mod envelope;
mod error;
mod limits;
mod names;
mod page;
mod passphrase;

pub use companion::Companion;
pub use contents::{Contents, File};
pub use error::{OpenError, SealError};
pub use limits::{BYTES_MAX, FILES_MAX, FROM_CHARACTERS_MAX, NAME_BYTES_MAX};
pub use passphrase::Passphrase;

use belisha_invariant::invariant;
use envelope::{Envelope, Key};

/// Seals `contents` into a page of HTML, pure ASCII, to be opened with `passphrase`.
///
/// `random` must be drawn anew for this parcel and used for nothing else: 16 bytes of salt, then 12 of nonce. The same
/// 28 bytes under the same passphrase twice would give both parcels away.
///
/// # Errors
/// [`SealError`] when the contents are over a limit or have no sender, or when sealing would not be safe.
pub fn seal(contents: &Contents, passphrase: &Passphrase, random: [u8; 28]) -> Result<String, SealError> {
    invariant!(passphrase.is_whole(), "a passphrase lacks words");
    let plain = contents.to_bytes()?;
    let payload = Envelope::seal(&plain, passphrase.shown(), random)?.to_bytes();
    Ok(page::write(&names::plain(&contents.from), &payload))
}

/// Opens a page that [`seal`] made, with a passphrase as somebody typed it: capitals do not matter, and whatever is
/// not a letter parts two words.
///
/// This derives a key, which takes a good part of a second on purpose, unless the page is damaged.
///
/// # Errors
/// [`OpenError`] says whether it is the passphrase, the page or this program that is not the right one.
pub fn open(html: &[u8], typed: &str) -> Result<Contents, OpenError> {
    let envelope = Envelope::from_bytes(&page::read(html)?)?;
    let key = Key::derive(&passphrase::normal(typed), &envelope);
    Contents::from_bytes(&envelope.open(&key)?)
}

#[cfg(test)]
mod tests;
