//! Why commands about openings of records are refused: each reason with its sentence.

use crate::deciding::refusals::refusals;

refusals! {
    /// Why a command about openings of records is refused.
    pub enum Refused {
        NoSuchRecord: Invalid("of") => "There is no record of that name.",
    }
}
