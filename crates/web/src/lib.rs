//! Pages, forms, sign-in, live updates and the API, over one running setting.
//!
//! A handler reads, asks, renders. Every change is a `Command` given to the service; there are no rules here.
//!
//! Deliberately absent: SQL, keys, and any request to anywhere else.

mod access;
mod action;
mod app;
mod asker;
mod assets;
mod attempts;
mod auth;
mod byte_range;
mod charts;
mod commands;
mod cookies;
mod error;
mod guard;
mod health;
mod hosts;
mod layout;
mod links_to_records;
mod month_ends;
mod outgoing;
mod pages;
mod parcels;
mod quotas;
mod request_log;
mod rights;
mod route;
mod router;
mod routes;
mod second_factor;
mod second_proof;
mod secret;
mod sessions;
mod uploads;
mod view;

pub use access::Access;
pub use app::{App, Findings};
pub use commands::of_form;
pub use error::Problem;
pub use pages::internet::shut::shut_router;
pub use route::Route;
pub use router::router;
pub use routes::routes;
pub use secret::{Weak, check_password, check_pin, hash};
