//! Why commands about pictures and recordings are refused: each reason with its sentence.

use crate::deciding::refusals::refusals;

refusals! {
    /// Why a command about pictures and recordings is refused.
    pub enum Refused {
        NotLeaving: Contradiction => "It is gone already, or was not erased.",
        HeldAlready: Contradiction => "It is held already.",
        NotHeld: Contradiction => "It is not held.",
        DayKnown: Contradiction => "Its file says when it was made.",
        DayImpossible: Invalid("on") => "That day is after the picture was taken in, or too long ago.",
        OnRecordAlready: Contradiction => "That is on record already.",
        UseOver: Contradiction => "That use is over already.",
        NobodyTapped: Invalid("children") => "Tap the children who can be seen in it.",
        NoSuchUse: Invalid("use") => "There is no such use on record.",
        StillVisible { names }: Contradiction => "{names} can still be seen, without permission: cover them too, or erase it.",
        Recording: Invalid => "A recording cannot be covered: erase it, or keep it out of use.",
        NothingCovered: Invalid("covered") => "Say who or what is covered.",
        NoSuchChildCovered: Invalid("covered") => "There is no such child on the register.",
        NotDueSoon: Contradiction => "One of them is not due to be erased yet.",
        Held: Contradiction => "It is held: release it first, with the reason.",
        StillHere: Contradiction => "The child is still here: their pictures are kept for them.",
        NotOfChild: Invalid("pictures") => "One of the pictures is not of this child.",
        NoSuchChild: Invalid("child") => "There is no such child on the register.",
        NotForYou: Denied => "This is for the manager, the deputy or the safeguarding lead.",
        Erased { on }: Contradiction => "This picture was erased on {on}.",
        NoSuchPicture: Invalid("picture") => "There is no such picture.",
        TooMany { children_max }: Invalid("children") => "At most {children_max} people are named in one picture.",
        MadeWith { device }: Contradiction => "The file says that {device} made it.",
        NoTablet: Invalid("device") => "Say which tablet made it.",
        NoPerson: Invalid("person") => "Say who made it.",
        NobodyTappedYet: Invalid("children") => "Tap the children who can be seen; where nobody can, say that it shows work or a room.",
        NoPurpose { known }: Invalid("purpose") => "Say what it is for: {known}.",
        WithEntry: Invalid("purpose") => "It goes into a learning journey with an entry, on the child's own page.",
        WithPost: Invalid("purpose") => "It goes out with a post, which somebody else approves.",
        NoSuchPlace: Invalid("place") => "There is no such place on the register.",
        NoSuchPurpose { purpose }: Invalid("purpose") => "Pictures are not used for `{purpose}`.",
        KnownAlready { by, day }: Contradiction => "It is in the vault already: {by} took it on {day}.",
        TooOld { day, by }: Contradiction => "It was taken on {day} and would have to be erased by {by}.",
        NotEnrolled { name }: Invalid("device") => "{name} is not enrolled: only an enrolled tablet of the setting's makes pictures here.",
        UnknownDevice { made_with }: Invalid("device") => "{made_with}",
    }
}
