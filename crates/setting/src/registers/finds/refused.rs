//! Why commands about devices found on children are refused: each reason with its sentence.

use crate::deciding::refusals::refusals;

refusals! {
    /// Why a command about devices found on children is refused.
    pub enum Refused {
        HandedOver: Contradiction => "It was handed over already.",
        NoSuchPlace: Invalid("place") => "There is no such place on the register.",
    }
}
