//! Why commands about tools and journals are refused: each reason with its sentence.

use crate::deciding::refusals::refusals;

refusals! {
    /// Why a command about tools and journals is refused.
    pub enum Refused {
        NobodyAsked: Contradiction => "The policy in force asks nobody's permission for this tool.",
        NameTaken { name }: Contradiction => "{name} is on the register already.",
        NotPermitted { name }: Contradiction => "{name} is not permitted.",
        PermittedAlready { name }: Contradiction => "{name} is permitted already.",
        NotYours: Denied => "A tool is taken off by whoever wanted it, the manager or the deputy.",
    }
}
