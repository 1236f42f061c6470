//! Why commands about the adults are refused: each reason with its sentence.

use crate::deciding::refusals::refusals;

refusals! {
    /// Why a command about the adults is refused.
    pub enum Refused {
        NotInTheirPlace: Denied => "Concerns are read with this sign-in: it is set anew by that person themself, or by the chair.",
        LastToLead: Contradiction => "Somebody must stay manager or deputy: name another first.",
        NameTaken { name }: Contradiction => "{name} is on the register already. If this is somebody else, add a second name or an initial.",
        SignedIn { name }: Contradiction => "{name} is signed in: sign them out first.",
        NoSuchLevel: Invalid("level") => "A qualification level is 1 to 8.",
        NotHashed: Invalid("hash") => "A secret is stored only as its argon2id hash.",
        NoRole: Invalid("roles") => "Choose at least one role.",
        NoSuchRole { wrong }: Invalid("roles") => "`{wrong}` is not a role that somebody can hold here.",
    }
}
