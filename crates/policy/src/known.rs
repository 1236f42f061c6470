//! The words of the data that Rust acts on, as types. Loading a catalogue fails when the data and these disagree.

pub mod ability;
pub mod act;
pub mod check;
pub mod choices;
pub mod controls;
pub mod params;
pub mod purpose;
pub mod read;
pub mod role;
mod usual;
mod words;
