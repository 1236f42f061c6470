//! How much a parcel holds; `docs/formats/parcel.md` has the same numbers.

/// The most files in one parcel.
pub const FILES_MAX: usize = 20;
/// The most bytes that message and files have together: 25 MB. An email can often carry less; see
/// `docs/formats/parcel.md`.
pub const BYTES_MAX: usize = 25_000_000;
/// The longest name of a file, in bytes of UTF-8.
pub const NAME_BYTES_MAX: usize = 200;
/// The longest name of a sender, in characters.
pub const FROM_CHARACTERS_MAX: usize = 100;
