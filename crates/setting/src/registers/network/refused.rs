//! Why commands about the network are refused: each reason with its sentence.

use crate::deciding::refusals::refusals;

refusals! {
    /// Why a command about the network is refused.
    pub enum Refused {
        TooManyAddresses { most }: Invalid("addresses") => "A device has at most {most} addresses.",
        AddressTaken { name }: Contradiction => "{name} has that address or name already.",
        OddName: Invalid("name") => "The name in encrypted look-ups has between 8 and 63 small letters and digits.",
        WouldPass: Contradiction => "Visitors are let online here: without an address this device would pass for one of theirs.",
        UnknownForChildren { name }: Contradiction => "{name} is for children and the filter does not know it: it would pass for a visitor’s.",
    }
}
