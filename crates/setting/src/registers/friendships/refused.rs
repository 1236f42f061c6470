//! Why commands about friendships from before are refused: each reason with its sentence.

use crate::deciding::refusals::refusals;

refusals! {
    /// Why a command about friendships from before is refused.
    pub enum Refused {
        OwnSignature: Denied => "Everyone signs for themselves: hand them the tablet.",
        NotAcknowledged: Contradiction => "First put on record that you were told of it.",
        DeclaredAlready: Contradiction => "That friendship is on record already.",
        OnRecordAlready: Contradiction => "That is on record already.",
        NotInPolicy: Contradiction => "The policy in force does not speak of friendships from before.",
        AgreedAlready: Contradiction => "These bounds are signed already.",
        NotBefore: Invalid("since") => "A friendship from before began in the past.",
        OlderBounds: Contradiction => "Those are not the bounds as they stand now: read them again, then sign.",
    }
}
