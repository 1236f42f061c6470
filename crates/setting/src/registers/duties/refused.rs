//! Why commands about duties done are refused: each reason with its sentence.

use crate::deciding::refusals::refusals;

refusals! {
    /// Why a command about duties done is refused.
    pub enum Refused {
        NothingLeft: Contradiction => "There is nothing left to put right.",
        CannotFail: Invalid("failed") => "This is either done or not done: there is no failing it.",
        NoNote: Invalid("note") => "Write down what was found or done: a tick alone is no evidence.",
        OwnOnly: Denied => "Everyone declares this for themselves.",
        OwnDeviceOnly: Denied => "Everyone declares this of their own device.",
        LoginRenewed: Invalid => "A login is renewed by setting a new password or PIN.",
        NoSuchSubject: Invalid("subject") => "There is no such thing on the registers.",
        NotAskedOf { name }: Invalid => "The policy does not ask for this of {name}.",
        NotDone: Contradiction => "It was not done: there is nothing to take back.",
        WasFound: Contradiction => "What a check found is put right, not taken back.",
        NotTheirs: Denied => "Whoever put it on record takes it back, or somebody who leads.",
        NoSuchDuty { duty }: Invalid("duty") => "The policy asks for no duty `{duty}`.",
        WithFriendship: Invalid => "This goes on record with the friendship itself, on its own page.",
        WithEvent: Invalid => "That parents were reminded goes on record on the page of the event.",
        WithTools: Invalid => "Permission for a journal is given on the page of tools.",
        Elsewhere { page }: Invalid => "{page}",
    }
}
