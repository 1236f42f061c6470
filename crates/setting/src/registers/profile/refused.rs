//! Why commands about the setting itself are refused: each reason with its sentence.

use crate::deciding::refusals::refusals;

refusals! {
    /// Why a command about the setting itself is refused.
    pub enum Refused {
        FoundedAlready: Contradiction => "This setting has already begun.",
        TermBackwards: Invalid("to") => "A term begins before it ends: please check the dates.",
        NoSuchWeekday: Invalid("weekday") => "A weekday is 1 for Monday to 7 for Sunday.",
        HoursBackwards: Invalid("to") => "Opening comes before closing: please check the hours.",
    }
}
