//! Why commands about the codes of conduct are refused: each reason with its sentence.

use crate::deciding::refusals::refusals;

refusals! {
    /// Why a command about the codes of conduct is refused.
    pub enum Refused {
        Changed: Contradiction => "The code of conduct has changed since it was shown: please read the one in force.",
        TalkedThroughAlready { name }: Contradiction => "It is on record already that this was talked through with {name}.",
        SignedAlready { name }: Contradiction => "{name} has signed this code of conduct.",
        NoneAsked: Invalid => "The policy in force asks for no codes of conduct.",
    }
}
