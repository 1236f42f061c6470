//! The DNS resolver of a preschool. It fails closed: a children's device resolves nothing without an open, supervised
//! session.
//!
//! [`Table`] is the pure half: given who asks, for which name, and the moment, it decides; no sockets, no clock. The
//! rest is the shell around it: threads that answer most questions without an allocation, a cache of what upstream said,
//! resolvers upstream, and servers for UDP, TCP, TLS and HTTPS ([`Resolver`]).
//!
//! Deliberately absent: events, policies, people and pages. The owner hands over tables of rules and takes back what
//! was seen.

#[cfg(not(target_os = "linux"))]
compile_error!("the resolver takes and sends packets by `recvmmsg` and `sendmmsg`: it runs on Linux alone");

mod fixed;
mod lists;
mod name;
mod rule;
#[cfg(target_os = "linux")]
mod serve;
mod table;
pub mod wire;

pub use fixed::{Always, DataError, OwnNames, SafeSearch, Signal, Signals};
pub use lists::{Format, ListError, ListReport, Lists, ListsBuilder, SETS_MAX, Wrong, check};
pub use name::{LABEL_BYTES_MAX, NAME_BYTES_MAX, Name, NameError, Site};
pub use rule::{
    CATEGORIES_MAX, Category, Client, Door, Lift, Moment, Network, Profile, Reason, RefusedCategories, Sites,
};
#[cfg(target_os = "linux")]
pub use serve::{
    Addresses, Certificate, Clock, Config, Rate, Resolver, Seen, SystemClock, Upstream, UpstreamError,
};
pub use table::{BlockAddress, ProfileIndex, RefusalCause, SESSION_TTL_SECONDS_MAX, Table, Verdict};
