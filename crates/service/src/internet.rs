//! The resolver of a running setting: kept in step with its log and its clock; what it refused, and what was looked up
//! in each supervised session, taken back.

mod checking;
mod lists;
mod running;
mod seen;
mod table;

pub use checking::{Tested, check, upstream};
pub use lists::{About, Fetched, Fetching, LIST_BYTES_MAX, import, listed, refresh, remove};
pub use running::{Internet, Running};
pub use seen::RefusedLookUp;
pub use table::OWN_NAME;
