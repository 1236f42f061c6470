//! Why commands about posts are refused: each reason with its sentence.

use crate::deciding::refusals::refusals;

refusals! {
    /// Why a command about posts is refused.
    pub enum Refused {
        ApprovedAlready: Contradiction => "It is approved already.",
        NotOut: Contradiction => "It is not out.",
        OutAlready: Contradiction => "It is out already.",
        SameWords: Contradiction => "These are the same words.",
        ChannelOutOfUse { name }: Contradiction => "{name} is no longer in use.",
        NoLink: Invalid("link") => "A link begins with https:// and has no spaces.",
        NoSuchChannel: Invalid("channel") => "There is no such channel on the register.",
        NoSuchPost: Invalid("post") => "There is no such post.",
        TooManyPictures { pictures_max }: Invalid("pictures") => "At most {pictures_max} pictures go with one post.",
        NoPlaceForPosts { name }: Invalid("channel") => "{name} is no place for posts.",
        OutForGood: Contradiction => "It is out already: take it down, and write a new one.",
        LooksLeft { words }: Invalid("seen") => "Look at {words} first, and tick off what may stay.",
        NotYours { says }: Denied => "No: {says}.",
    }
}
