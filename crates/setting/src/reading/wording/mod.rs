//! Words before they go out: what the check finds in a text, judged by the policy for where the text is to go.

pub(crate) mod check;
pub(crate) mod evidence;
pub(crate) mod finding;
pub(crate) mod judge;
pub(crate) mod names;
pub(crate) mod outlet;

pub use belisha_policy::TextOutlet as Outlet;
pub use belisha_textcheck::{FindingKind, Sure};
pub use check::{beside_picture, check};
pub use finding::{Found, Verdict};
pub use outlet::outlet_of;
