//! The whole app in process, as a browser sees it.
#![expect(clippy::unwrap_used, reason = "helpers of tests stop at the first surprise")]

mod access;
mod app;
mod assessments;
mod common;
mod concerns;
mod data;
mod door;
mod families;
mod harvest;
mod language;
mod pictures;
mod publishing;
mod requests;
mod safe;

#[path = "../../../vault/tests/common/films.rs"]
mod films;
#[path = "../../../vault/tests/common/legible.rs"]
mod legible;
