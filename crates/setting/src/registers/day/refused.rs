//! Why commands about the day are refused: each reason with its sentence.

use crate::deciding::refusals::refusals;

refusals! {
    /// Why a command about the day is refused.
    pub enum Refused {
        NotAsked: Contradiction => "Nobody of them is waited for.",
        NotClosedToday: Contradiction => "The day was not closed today: there is nothing to open again.",
        NotGoneToday { name }: Contradiction => "{name} did not go home today: sign the child out first.",
        NotOpen: Contradiction => "The day is not open.",
        OpenFirst: Contradiction => "The day is not open: open it first.",
        OpenAlready: Contradiction => "The day is open already.",
        ClosedToday: Contradiction => "Today was closed already. If that was too early, somebody who leads opens it again.",
        ChildrenIn { names }: Contradiction => "Children are still signed in: {names}. Sign them out first.",
        NotIn { name }: Contradiction => "{name} is not signed in.",
        NoSuchPlace: Invalid("put") => "There is no such place on the register.",
        InAlready { name, since }: Contradiction => "{name} is in already, since {since}.",
        HasDevice { name, device }: Contradiction => "{name} still has {device}: put it back first.",
        Supervising { name, device }: Contradiction => "{name} is supervising the use of {device}.",
        OnBreakAlready { name }: Contradiction => "{name} is on a break already.",
        NotOnBreak { name }: Contradiction => "{name} is not on a break.",
        OnRecordAlready { name }: Contradiction => "{name} is on record so already.",
        OnBreak { name }: Contradiction => "{name} is on a break: end it first.",
        NothingPutAway { name }: Contradiction => "Nothing of {name}'s is put away.",
        ChildInAlready { name }: Contradiction => "{name} is in already.",
        ChildNotIn { name }: Contradiction => "{name} is not signed in.",
    }
}
