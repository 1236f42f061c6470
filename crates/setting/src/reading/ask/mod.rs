//! "May I…?": a question about this setting, now, answered by its policy.

pub(crate) mod answer;
pub(crate) mod facts;
pub(crate) mod known;
pub(crate) mod lacking;
pub(crate) mod looked_up;
pub(crate) mod moves;
pub(crate) mod question;
pub(crate) mod referred;
pub(crate) mod situation;

pub use answer::{Answer, Asked, ask, verdict};
pub use question::{Question, Supposition};
pub use situation::OFF_PREMISES;
