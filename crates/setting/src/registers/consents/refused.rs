//! Why commands about consents to be named are refused: each reason with its sentence.

use crate::deciding::refusals::refusals;

refusals! {
    /// Why a command about consents to be named is refused.
    pub enum Refused {
        GivenAlready: Contradiction => "That consent is on record already.",
        NotGiven: Contradiction => "There is no such consent on record.",
        NoSuchPurpose { known, purpose }: Invalid("purpose") => "A consent is for {known}, not for `{purpose}`.",
    }
}
