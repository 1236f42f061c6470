//! A pack and the catalogue compiled together, and the questions that it answers.

pub mod adoption;
pub mod codes;
mod compile;
mod condition;
pub mod decide;
pub mod duty;
pub mod nearest;
mod opinion;
mod pictures;
pub mod remedy;
pub mod route;
pub mod rule;
mod slice;
pub mod whole;
