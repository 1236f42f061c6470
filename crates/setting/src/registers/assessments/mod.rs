//! Risk assessments: hazards with who may be harmed, how likely, how badly, and what is done about it; an owner, a day
//! on which it is looked at again. An assessment may do duties of the policy, and then their gates read it.

pub(crate) mod command;
pub(crate) mod decide;
pub(crate) mod duties;
pub(crate) mod event;
pub(crate) mod reactions;
pub(crate) mod refused;
pub(crate) mod sentence;
pub(crate) mod state;
pub(crate) mod upcoming;

pub use command::{Command, HazardText};
pub use event::{Band, Event, Hazard, Of, Particulars, Score};
pub use refused::Refused;
pub use state::{Assessment, Assessments, Change, ChangeKind};
