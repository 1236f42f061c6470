//! Why commands about the adults are refused: each reason with its sentence.

use crate::deciding::refusals::refusals;

refusals! {
    /// Why a command about the adults is refused.
    pub enum Refused {
        NothingProposed: Contradiction => "Nothing is proposed with them any more.",
        WaitsAlready { name }: Contradiction => "{name} proposed something with them already: agree to that first, or say no to it.",
        ProposedAnew: Contradiction => "Something else was proposed since: read it first.",
        NotYours: Denied => "Another has to agree: somebody who holds a post to which concerns go, and whom it does not concern.",
        AgreedAlready: Contradiction => "You agreed already: a further person has to.",
        AnotherIsThere { name }: Contradiction => "{name} can agree: the recovery key is for a setting without a second person.",
        WaitsUntil { day }: Contradiction => "It can be carried out from {day} on.",
        LastToLead: Contradiction => "Somebody must stay manager or deputy: name another first.",
        NameTaken { name }: Contradiction => "{name} is on the register already. If this is somebody else, add a second name or an initial.",
        NotGone: Contradiction => "Nobody of that id has left.",
        Erased: Contradiction => "What was known of them was erased: add them anew.",
        OnlyAPost { name }: Contradiction => "{name} held nothing but a post to which concerns go: add them anew, which takes two people.",
        SignedIn { name }: Contradiction => "{name} is signed in: sign them out first.",
        NoSuchLevel: Invalid("level") => "A qualification level is 1 to 8.",
        NotHashed: Invalid("hash") => "A secret is stored only as its argon2id hash.",
        NoRole: Invalid("roles") => "Choose at least one role.",
        NoSuchRole { wrong }: Invalid("roles") => "`{wrong}` is not a role that somebody can hold here.",
    }
}
