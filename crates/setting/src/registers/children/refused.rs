//! Why commands about the children are refused: each reason with its sentence.

use crate::deciding::refusals::refusals;

refusals! {
    /// Why a command about the children is refused.
    pub enum Refused {
        Known { name, born }: Contradiction => "{name}, born on {born}, is on the register already.",
        NotGone: Contradiction => "No child of that id has left.",
        Erased: Contradiction => "What was known of the child was erased: add it anew.",
        SignedIn { name }: Contradiction => "{name} is signed in: sign them out first.",
        BirthImpossible { born }: Invalid("born") => "{born} cannot be the date of birth of a child here.",
    }
}
