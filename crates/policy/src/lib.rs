//! What a setting's policy asks for, as data, and what follows from it.
//!
//! The [`Catalogue`] holds every control a policy can adopt. A [`Pack`] is one setting's policy: clauses in its own
//! words, each adopting controls with parameters. [`Policy`] is the two compiled together: rules sliced by act, duties,
//! watches, posts. [`Policy::decide`] answers a question with the clauses that decided it.
//!
//! Deliberately absent: files, clock, randomness, and any knowledge of what has happened in a setting. The facts of a
//! question come in through the [`Facts`] trait.

mod catalogue;
mod check;
mod codes;
mod compile;
mod concern;
mod decide;
mod facts;
mod library;
mod pack;
mod period;
mod plain;
mod purpose;
mod ratio;
mod remedy;
mod sites;
mod template;
mod text;

pub use catalogue::{
    Act, Catalogue, Checks, Control, ControlKind, DeviceKind, DutyText, Effect, FactInfo, KeptBy,
    NeedsDevice, Param, ParamKind, Per, RoleInfo, RuleText, Watch,
};
pub use check::Mistake;
pub use codes::{CodeFor, CodeLine, text_hash};
pub use compile::{Adoption, DutyInForce, Policy, Rule};
pub use concern::{Body, ConcernKind, Reference, RouteInForce, RouteText, StepText};
pub use decide::{Reason, Verdict};
pub use facts::{Fact, FactKey, Facts, Supposed, Value};
pub use library::{CodeLines, NoticeKind, Resource};
pub use pack::{Clause, Link, Pack, PackPlace, builtin_pack, builtin_packs};
pub use period::Every;
pub use plain::Understood;
pub use purpose::{Area, Purpose};
pub use ratio::{RatioBand, RatioTable};
pub use remedy::{Lever, Remedy};
pub use sites::{KnownSite, SiteCategory, Sites, name_within};
pub use template::Params;
pub use text::{join_and, join_or};

/// What can go wrong when reading a catalogue or a pack.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The text does not follow the format; each mistake says where and what.
    #[error("{}", text::lines(.0))]
    Mistakes(Vec<Mistake>),
    /// A pack was asked for that is not among the built-in ones.
    #[error(
        "there is no policy called `{given}`; did you mean `{nearest}`? `belisha policy list` shows them all"
    )]
    NoSuchPack {
        /// What was asked for.
        given: String,
        /// The closest id there is.
        nearest: String,
    },
}
