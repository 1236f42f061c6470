//! Why commands about requests for data are refused: each reason with its sentence.

use crate::deciding::refusals::refusals;

refusals! {
    /// Why a command about a request for data is refused.
    pub enum Refused {
        NoSuchRequest: Invalid("request") => "There is no such request.",
        Answered: Contradiction => "That request is answered already.",
        AcknowledgedAlready: Contradiction => "It is on record that they were told.",
        NotErasure: Contradiction => "Nobody asked for that to be erased: put the request on record as one to erase.",
        OfNobody: Invalid("whom") => "Say whose data it is: nothing is erased of nobody.",
        ErasedAlready: Contradiction => "What was held of them is erased already.",
        NobodyKnown: Invalid("whom") => "There is nobody such on the registers.",
        Kept { why }: Contradiction => "It is kept, and why: {why}. Answer the request so.",
        AnotherErases { days }: Denied => "Whoever put a request on record does not erase by themselves: another who leads does, or, where there is nobody, {days} days after.",
        NotLeaving: Contradiction => "Nothing of theirs is to be erased.",
        DayImpossible: Invalid("on") => "The day is in the future, or more than a year ago.",
    }
}
