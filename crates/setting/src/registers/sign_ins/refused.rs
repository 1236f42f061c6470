//! Why commands about signing in are refused: each reason with its sentence.

use crate::deciding::refusals::refusals;

refusals! {
    /// Why a command about signing in is refused.
    pub enum Refused {
        NoSuchPerson: Invalid("person") => "There is nobody of that name here.",
    }
}
