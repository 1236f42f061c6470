//! Why commands about sites are refused: each reason with its sentence.

use crate::deciding::refusals::refusals;

refusals! {
    /// Why a command about sites is refused.
    pub enum Refused {
        ShutAlready: Contradiction => "It is shut already.",
        TooManyWait: Contradiction => "Too many sites wait for an answer already.",
        AskedAlready { name }: Contradiction => "{name} was asked for already, and waits.",
        NoSuchQuestion: Invalid("ask") => "That question waits no more.",
        NoId: Invalid("site") => "The new site has no id.",
        NoSuchSite: Invalid("site") => "There is no such site on the list.",
        NameCount { names_max }: Invalid("names") => "A site has between one name and {names_max}.",
        NoName { text }: Invalid("name") => "`{text}` is no name of a site, such as `example.org`.",
        OfPolicy: Contradiction => "This site is the policy’s own: it is looked at with the policy.",
        TooManyFromDevice: Contradiction => "Several sites were asked for from this device already, and wait.",
        LiftTooLong { lift_minutes_max }: Invalid("minutes") => "A site is opened for between a minute and {lift_minutes_max}.",
        Shared { name }: Invalid("name") => "`{name}` is shared by everybody who has a name there: give the whole name of the site.",
    }
}
