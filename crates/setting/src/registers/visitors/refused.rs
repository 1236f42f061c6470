//! Why commands about visitors are refused: each reason with its sentence.

use crate::deciding::refusals::refusals;

refusals! {
    /// Why a command about visitors is refused.
    pub enum Refused {
        Left: Contradiction => "That visitor has left already.",
        NotIn { name }: Contradiction => "{name} is not signed in and cannot supervise.",
        NotOnTeam { name }: Invalid => "{name} is not on the team and cannot supervise.",
    }
}
