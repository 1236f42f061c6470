//! Why commands about notices to families are refused: each reason with its sentence.

use crate::deciding::refusals::refusals;

refusals! {
    /// Why a command about notices to families is refused.
    pub enum Refused {
        Ended: Contradiction => "That notice is no longer given out.",
        NobodyChosen: Invalid("families") => "Choose at least one family.",
        DayImpossible: Invalid("on") => "The day is in the future, or more than a year ago.",
        NoSuchNotice: Invalid("notice") => "There is no such notice to families.",
        NoSuchKind { kind }: Invalid("kind") => "There is no kind of notice `{kind}`.",
    }
}
