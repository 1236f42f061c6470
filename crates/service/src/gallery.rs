//! The running setting's pictures: files go through the vault and then, as a command, through decide → append → apply.
//!
//! A picture is there when its line is. Its files are durable in the vault before that, under keys that only the line
//! holds; a line that is refused, or a program that is killed before it, leaves files behind that nobody can open, and
//! [`Gallery::tidy`] removes them. Erasing goes the other way: the line, the keys, the files, and a line that they are gone.

mod intake;
mod reading;
mod tidying;

pub use intake::{Arrival, Gallery};
pub use reading::{Film, Upright};
pub use tidying::Tidied;
