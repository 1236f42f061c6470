//! A running setting: its state held, commands taken through decide → append → apply, listeners told.
//!
//! Deliberately absent: HTTP and SQL.

mod clock;
mod error;
mod gallery;
pub mod internet;
mod setting;

pub use clock::{Anchor, Clock, Doubt, FixedClock, Machine, TrustedClock};
pub use error::Error;
pub use gallery::{Arrival, Film, Gallery, Tidied, Upright};
pub use internet::{Internet, RefusedLookUp};
pub use setting::{Current, Setting, bulk};
