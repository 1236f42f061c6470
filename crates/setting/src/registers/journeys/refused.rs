//! Why commands about learning journeys are refused: each reason with its sentence.

use crate::deciding::refusals::refusals;

refusals! {
    /// Why a command about learning journeys is refused.
    pub enum Refused {
        TakenOut: Contradiction => "That entry was taken out already.",
        NotInEntry: Contradiction => "That picture is not in it.",
        NoSuchArea: Invalid("area") => "Choose one of the areas of learning.",
        NoSuchEntry: Invalid("entry") => "There is no such entry.",
        TooManyPictures { pictures_max }: Invalid("pictures") => "At most {pictures_max} pictures belong to one entry.",
        OthersNamed { names }: Invalid("observation") => "{names} is named in it: a journey goes to one family, so write “a friend”.",
    }
}
