//! Why commands about concerns are refused: each reason with its sentence.

use crate::deciding::refusals::refusals;

refusals! {
    /// Why a command about concerns is refused.
    pub enum Refused {
        Closed: Contradiction => "It is closed: open it again first, and say why.",
        OpenAlready: Contradiction => "It is open already.",
        TakenAlready: Contradiction => "It was taken down this route already.",
        StepDoneAlready: Contradiction => "That step is on record already: what is new about it is added to the concern.",
        IdTaken: Contradiction => "There is already a concern with that id.",
        NotYet { says }: Contradiction => "Not yet: {says}.",
        NoKind: Invalid("kind") => "Choose what it is about from the list.",
        NotAboutThisChild: Contradiction => "The concern is not about that child.",
        NobodyNamed: Invalid("adults") => "Choose whom else it is about.",
        ParentsUndecided: Invalid("told") => "Decide: are the parents told, or not?",
        NoName: Invalid("from") => "Nobody is signed in on this tablet: please write your name.",
        NotWaiting: Invalid("person") => "They see it already, or do not hold a post that it goes to.",
        NotAboutThem: Invalid("person") => "The concern is not about that person: only the pictures of somebody it is about are looked at.",
        NoSuchRoute: Invalid("route") => "The policy has no such further route for this kind of concern.",
        NoSuchConcern: Invalid("concern") => "There is no such concern.",
        NoSuchPeople: Invalid("adults") => "There is nobody of that name on the registers.",
        NumberFixed: Invalid("body") => "This body's number is the same everywhere.",
        NoSuchStep: Invalid("step") => "This concern asks for no such step.",
        ReferenceUnusual { reference }: Invalid("reference") => "`{reference}` does not look like their references usually do. Is it right? Then tick that you are sure.",
    }
}
