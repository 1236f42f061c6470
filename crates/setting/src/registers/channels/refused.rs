//! Why commands about channels are refused: each reason with its sentence.

use crate::deciding::refusals::refusals;

refusals! {
    /// Why a command about channels is refused.
    pub enum Refused {
        BelongsAlready: Contradiction => "That family belongs to it already.",
        DoesNotBelong: Contradiction => "That family does not belong to it.",
        NameTaken { name }: Contradiction => "{name} is on the register already.",
        OutOfUse { name }: Contradiction => "{name} is no longer in use.",
        KindStays: Invalid("kind") => "A channel stays what it is: set down a new one.",
        NobodyRuns: Invalid("run_by") => "Say who holds or runs it: at least one person.",
        NoSuchChannel: Invalid("channel") => "There is no such channel on the register.",
        NotLookedAt: Invalid => "What is looked at is an account or a mailbox.",
        OddWords: Invalid("serves") => "Whom it is for is said in plain words, such as `families`.",
        NobodyBelongs { name }: Invalid("channel") => "Nobody belongs to {name}: anybody can read it.",
    }
}
