//! Pictures and recordings as bytes: told apart, read, cleaned, made smaller, covered. Nothing here touches a file, a
//! clock or randomness. Whatever comes in may be broken or hostile: every size is checked before it is believed.

mod codec;
mod colour;
mod heic;
pub mod jpeg;
mod limits;
mod looked;
pub mod mp4;
mod plan;
mod refused;
mod rgb;
mod room;
pub mod sample;
mod sniff;
mod source;
mod still;
pub mod webm;

pub use codec::Codec;
pub use looked::{Looked, MediaKind};
pub(crate) use plan::copied;
pub use plan::{Plan, ReadAt, read};
pub use refused::Refused;
pub use rgb::Rgb;
pub use sniff::{Sort, sniff};
pub use source::{Source, Taken};
pub use still::{LARGE_PIXELS_MAX, Region, SMALL_PIXELS_MAX, Still, cover, still, upright};
