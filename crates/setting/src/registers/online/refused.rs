//! Why commands about supervised sessions and permissions to go online are refused: each reason with its sentence.

use crate::deciding::refusals::refusals;

refusals! {
    /// Why a command about supervised sessions and permissions to go online is refused.
    pub enum Refused {
        Over: Contradiction => "That session is over already.",
        DayNotOpen: Contradiction => "The day is not open: open it first.",
        NamesKept: Contradiction => "They are kept for a term, and are erased once.",
        LookedUpAlready: Contradiction => "What was looked up in it is on record already.",
        CannotGoOnline { name }: Contradiction => "{name} cannot go online.",
        InSession { name }: Contradiction => "{name} is in another session: end that one first.",
        NoDevice: Invalid("devices") => "Choose at least one device.",
        NoChildren: Invalid("children") => "Choose the children who go online: at least one.",
        DayAhead: Invalid("on") => "The day it was given is today or earlier.",
        NoSuchSession: Invalid("session") => "There is no such session.",
        NoSuchSite { strange }: Invalid("sites") => "`{strange}` is not among the approved sites.",
        TooLong { minutes_max }: Invalid("minutes") => "A session lasts between a minute and {minutes_max}: begin another one afterwards.",
        NotSupervising { name }: Contradiction => "{name} is not signed in and supervising: whoever takes children online is here, and with them.",
        ChildNotIn { name }: Contradiction => "{name} is not signed in today.",
        NotForChildren { name }: Contradiction => "{name} is not one of the setting’s devices for children.",
    }
}
