//! What a device can do.

use crate::facts::Fact;
use crate::known::words::known_words;

known_words! {
    /// What a kind of device can do. Rules speak of these and never of a brand; each is a fact of the same name.
    Ability {
        /// It makes calls.
        Calls = "calls",
        /// It sends or receives messages.
        Messages = "messages",
        /// It goes online.
        Internet = "internet",
        /// It takes pictures or films.
        Camera = "camera",
        /// It records sound.
        Records = "records",
        /// It is worn on the body.
        Worn = "worn",
        /// It is a computer that wants virus protection.
        Computer = "computer",
        /// It listens, and answers by voice.
        Assistant = "assistant",
    }
}

impl Ability {
    /// The fact that a device has it.
    pub const fn fact(self) -> Fact {
        match self {
            Self::Calls => Fact::Calls,
            Self::Messages => Fact::Messages,
            Self::Internet => Fact::Internet,
            Self::Camera => Fact::Camera,
            Self::Records => Fact::Records,
            Self::Worn => Fact::Worn,
            Self::Computer => Fact::Computer,
            Self::Assistant => Fact::Assistant,
        }
    }
}
