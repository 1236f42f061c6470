//! What people ask about the data that is held of them: to see it, to have it put right or erased, and complaints; and the
//! erasing itself (UK GDPR, Articles 15 to 17; Data Protection Act 2018, section 164A).

pub(crate) mod command;
pub(crate) mod decide;
pub(crate) mod event;
pub(crate) mod keeps;
pub(crate) mod refused;
pub(crate) mod sentence;
pub(crate) mod state;

pub use command::{Command, Prepared};
pub use event::{Event, Kind, Whom};
pub use keeps::{Keeping, Waiting, keeps, waiting};
pub use refused::Refused;
pub use state::{DataRequest, DataRequests, Erased};
