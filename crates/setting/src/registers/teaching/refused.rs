//! Why commands about what the children were taught are refused: each reason with its sentence.

use crate::deciding::refusals::refusals;

refusals! {
    /// Why a command about what the children were taught is refused.
    pub enum Refused {
        NotOnTeam: Invalid("by") => "Children are taught by somebody on the team.",
        NoChildren: Invalid("children") => "Choose the children who were taught: at least one.",
        NobodyTaught: Invalid("by") => "Say who taught the children.",
        DayAhead: Invalid("on") => "The day is today or earlier.",
        NoSuchLesson: Contradiction => "No child’s latest lesson stands in that line.",
        NotTheirs: Denied => "Whoever taught takes it back, or somebody who leads.",
        NotAsked: Invalid("control") => "The policy asks for no such teaching.",
        NoSuchTopic { strange }: Invalid("topics") => "“{strange}” is none of the topics that the policy names.",
    }
}
