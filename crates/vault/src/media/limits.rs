//! What is refused before a byte is decoded.

/// The most pixels of a picture.
pub const PIXELS_MAX: u64 = 60_000_000;
/// The most pixels on a side.
pub const SIDE_MAX: u64 = 30_000;
