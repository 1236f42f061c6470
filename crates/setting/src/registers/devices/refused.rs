//! Why commands about devices are refused: each reason with its sentence.

use crate::deciding::refusals::refusals;

refusals! {
    /// Why a command about devices is refused.
    pub enum Refused {
        RecordingLeft: Contradiction => "A recording on it is still to be deleted: do that first.",
        NotEnrolled: Contradiction => "It is not enrolled.",
        GalleryClear: Contradiction => "No pictures are left on it.",
        NotOurs: Contradiction => "Only the setting's own devices are enrolled.",
        KindKnown: Contradiction("kind") => "That kind is in the catalogue already.",
        NoRecording: Contradiction => "There is no recording left to delete.",
        OutAlready { name, person, purpose }: Contradiction => "{name} is out already: {person} has it for {purpose}.",
        IsOut { name }: Contradiction => "{name} is out: put it back first.",
        NotRetired: Contradiction => "No device of that id was retired.",
        NameTaken { name }: Contradiction("name") => "There is a device called {name} already.",
        InStore { name }: Contradiction => "{name} is in its store already.",
        AdministrationNotOurs: Invalid("administration") => "The computer for administration belongs to the setting.",
        TelephoneNotOurs: Invalid("setting_phone") => "The setting's own telephone belongs to the setting.",
        NoSuchPlace: Invalid("store") => "There is no such place on the register.",
        NoSuchKind { kind }: Invalid("kind") => "There is no kind of device `{kind}`: describe it first, by what it can do.",
        NoSimSlot { kind }: Invalid("sim") => "A {kind} has no place for a SIM card.",
        NoSuchAbility { wrong }: Invalid("can") => "`{wrong}` is not one of the abilities a device can have.",
    }
}
