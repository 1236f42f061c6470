//! Why commands about exceptions are refused: each reason with its sentence.

use crate::deciding::refusals::refusals;

refusals! {
    /// Why a command about exceptions is refused.
    pub enum Refused {
        Ended: Contradiction => "That exception has ended already.",
        NobodyGrants: Contradiction => "The policy knows no exception for this: nobody can grant one.",
        EndsInPast: Invalid("until") => "An exception ends in the future.",
    }
}
