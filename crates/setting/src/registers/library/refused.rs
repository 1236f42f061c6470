//! Why commands about the setting's own resources are refused: each reason with its sentence.

use crate::deciding::refusals::refusals;

refusals! {
    /// Why a command about the setting's own resources is refused.
    pub enum Refused {
        TitleTaken { title }: Contradiction => "{title} is in the library already.",
        ForNobody: Invalid("for_whom") => "Say for whom it is: children, parents or staff.",
        NoSuchResource: Invalid("resource") => "There is no such resource of the setting's own.",
    }
}
