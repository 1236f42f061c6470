//! What a setting's policy asks for, as data, and what follows from it.
//!
//! The [`Catalogue`] holds every control a policy can adopt. A [`Pack`] is one setting's policy: clauses in its own
//! words, each adopting controls with parameters. [`Policy`] is the two compiled together: rules sliced by act, duties,
//! watches, posts. [`Policy::decide`] answers a question with the clauses that decided it.
//!
//! Deliberately absent: files, clock, randomness, and any knowledge of what has happened in a setting. The facts of a
//! question come in through the [`Facts`] trait.

mod catalogue;
mod facts;
mod known;
mod mistake;
mod pack;
mod period;
mod plain;
mod policy;
mod source;
mod template;
mod text;

pub use catalogue::body::{Body, Reference};
pub use catalogue::concern::{ConcernKind, RouteText, StepText};
pub use catalogue::control::{Control, ControlKind};
pub use catalogue::duty::{DutyText, EvidencedBy, Per};
pub use catalogue::files::CatalogueFiles;
pub use catalogue::library::{CodeLines, NoticeKind, Resource};
pub use catalogue::nation::Nation;
pub use catalogue::opinion::{ConsentStanding, Judgement, OpinionText, Remark, TextOutlet, Whose, WordKind};
pub use catalogue::param::{Param, ParamKind};
pub use catalogue::purpose::{Area, Purpose};
pub use catalogue::ratio::{RatioBand, RatioTable};
pub use catalogue::rule::{Effect, RuleText};
pub use catalogue::shown::{Evidence, RenewedBy, ShownOn, Shows};
pub use catalogue::sites::{KnownSite, SiteCategory, Sites, name_within};
pub use catalogue::vocabulary::{Act, Circumstance, DeviceKind, FactInfo, FactType, NeedsDevice, RoleInfo};
pub use catalogue::watch::{Checks, Watch};
pub use catalogue::whole::Catalogue;
pub use facts::{Fact, FactKey, Facts, Supposed, Value};
pub use known::ability::Ability;
pub use known::act::KnownAct;
pub use known::choices::{PutAwayState, RiskHeading, WatchMode};
/// Every control that the program acts on.
pub use known::controls;
pub use known::params::{Kinds, Places, Purposes, Roles, Words};
pub use known::purpose::KnownPurpose;
pub use known::read::{Known, Selector};
pub use known::role::KnownRole;
pub use mistake::{Error, Mistake};
pub use pack::builtin::{builtin_pack, builtin_packs, example_packs, pack_text};
pub use pack::clause::{Carrying, Clause, Link, Pack};
pub use pack::narrowing::{EVERY_CONTROL, Narrowing};
pub use pack::own::duty::BY_HAND;
pub use pack::own::promise::Promise;
pub use pack::place::PackPlace;
pub use period::{Every, Trigger};
pub use plain::Understood;
pub use policy::adoption::{Adopted, Adoption};
pub use policy::codes::{CodeFor, CodeLine, text_hash};
pub use policy::decide::{Reason, Verdict};
pub use policy::duty::DutyInForce;
pub use policy::nearest::Nearest;
pub use policy::remedy::{Lever, Remedy};
pub use policy::route::RouteInForce;
pub use policy::rule::Rule;
pub use policy::whole::Policy;
pub use template::Params;
pub use text::{is_nearly, join_and, join_or, nearest};
