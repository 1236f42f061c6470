//! Why commands about disclosures are refused: each reason with its sentence.

use crate::deciding::refusals::refusals;

refusals! {
    /// Why a command about disclosures is refused.
    pub enum Refused {
        NobodyKnown: Invalid("about") => "Somebody it is about is not on the registers.",
    }
}
