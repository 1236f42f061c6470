//! Why commands about outings are refused: each reason with its sentence.

use crate::deciding::refusals::refusals;

refusals! {
    /// Why a command about outings is refused.
    pub enum Refused {
        Over: Contradiction => "That outing is over.",
        UnderWay: Contradiction => "They are under way: bring them back first.",
        LeftAlready: Contradiction => "They have left already.",
        NotBackLately: Contradiction => "Only the outing that came back last is put under way again.",
        NotLeft: Contradiction => "They have not left yet.",
        PhoneElsewhere { name }: Contradiction => "{name} is with another outing.",
        NoAdult: Invalid("people") => "Choose at least one adult.",
        NotOurPhone { name }: Invalid("phone") => "{name} is not the setting's phone.",
    }
}
