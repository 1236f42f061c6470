//! Why commands about the policy as adopted are refused: each reason with its sentence.

use crate::deciding::refusals::refusals;

refusals! {
    /// Why a command about the policy as adopted is refused.
    pub enum Refused {
        NothingProposed: Contradiction => "No changed policy is proposed any more.",
        WaitsAlready { name }: Contradiction => "{name} proposed a changed policy already: agree to that first, or say no to it.",
        ProposedAnew: Contradiction => "Another version was proposed since: read it first.",
        NotYours: Denied => "Another has to agree: somebody who holds a post to which concerns go, and did not propose it.",
        AgreedAlready: Contradiction => "You agreed already: a further person has to.",
        NewerVersion: Contradiction => "A newer version of the policy is in force: please read that one and sign it.",
        AdoptedAlready { version }: Contradiction => "Version {version} was adopted already: a changed policy needs a new date.",
        SignedAlready { name }: Contradiction => "{name} has signed this version.",
        TooLong: Invalid("text") => "A policy is at most 512 kB of text.",
        NoAddress: Invalid("address") => "An address begins with https://",
        Mistakes { error }: Invalid("text") => "The policy cannot be adopted:\n{error}",
        Unreadable { error }: Invalid("text") => "{error}",
    }
}
