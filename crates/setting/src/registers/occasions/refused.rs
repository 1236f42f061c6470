//! Why commands about events for families are refused: each reason with its sentence.

use crate::deciding::refusals::refusals;

refusals! {
    /// Why a command about events for families is refused.
    pub enum Refused {
        Over: Contradiction => "That event is over.",
        RemindedAlready: Contradiction => "That they were reminded is on record already.",
        OpenAlready: Contradiction => "The doors are open already.",
        EndInstead: Contradiction => "The doors are open: end it instead.",
        NotOpened: Contradiction => "The doors have not opened yet.",
        NobodyTakesPart: Invalid("children") => "At least one child takes part.",
        DayPast: Invalid("on") => "The day of an event is today or later.",
        NoSuchEvent: Invalid("occasion") => "There is no such event.",
    }
}
