//! Why commands about lines put right are refused: each reason with its sentence.

use crate::deciding::refusals::refusals;

refusals! {
    /// Why a command about lines put right is refused.
    pub enum Refused {
        LineForFew: Invalid => "This line is for few to read: what is right is added on its own page.",
        NoSuchLine { line }: Invalid => "There is no line {line} in the log yet.",
        Words { says }: Invalid => "No: {says}.",
        Empty { label }: Invalid => "{label} is empty: please fill it in.",
        TooLong { label, most }: Invalid => "{label} is too long: at most {most} characters.",
        Unshowable { label }: Invalid => "{label} holds characters that cannot be shown.",
        IdNotPlain { thing }: Invalid => "The id of {thing} is not plain letters, digits and dashes.",
        IdTaken { thing }: Contradiction => "There is already {thing} with that id.",
    }
}
