//! Why commands about the places are refused: each reason with its sentence.

use crate::deciding::refusals::refusals;

refusals! {
    /// Why a command about the places is refused.
    pub enum Refused {
        NameTaken { name }: Contradiction => "There is a place called {name} already.",
    }
}
