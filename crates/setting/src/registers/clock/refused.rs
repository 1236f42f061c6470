//! Why commands about the time are refused: each reason with its sentence.

use crate::deciding::refusals::refusals;

refusals! {
    /// Why a command about the time is refused.
    pub enum Refused {
        NotInDoubt: Contradiction => "The clock is believed: nothing has to be stated.",
    }
}
