//! Why commands about permissions for pictures are refused: each reason with its sentence.

use crate::deciding::refusals::refusals;

refusals! {
    /// Why a command about permissions for pictures is refused.
    pub enum Refused {
        OnRecordAlready: Contradiction => "That is on record already.",
        NoLink: Contradiction => "The family has no link.",
        LinkIsTheFamilys: Invalid("how") => "By their link the family answers themselves: say how it came to you, on paper or in person.",
        NotForYou: Denied => "What parents say is put on record by those who work here; a volunteer, a student or a trustee hands it on.",
        NothingGiven: Contradiction => "There is no such permission to take back.",
        PermittedAlready: Contradiction => "They permit this on every day already.",
        LaterAnswer { purpose, answered, on }: Contradiction => "For {purpose} there is an answer of {answered} on record, which is later than {on}.",
        LinkDay: Invalid("until") => "A link leads somewhere until a day within a year.",
        NoAnswers: Invalid("answers") => "Answer for at least one purpose.",
        DayImpossible: Invalid("on") => "The day is more than a month ago, or more than a year away.",
        AnswerDay: Invalid("on") => "The day of the answer is in the future, or too long ago.",
        NoSuchPurpose { known, purpose }: Invalid("purpose") => "Pictures are for {known}, not for `{purpose}`.",
    }
}
