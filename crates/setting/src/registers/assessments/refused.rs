//! Why commands about risk assessments are refused: each reason with its sentence.

use crate::deciding::refusals::refusals;

refusals! {
    /// Why a command about risk assessments is refused.
    pub enum Refused {
        NoDuties: Invalid("duties") => "Say what of the policy the assessment is for.",
        ReviewPast: Invalid("review") => "The day on which it is looked at again is in the future.",
        NoSuchOuting: Invalid("of") => "There is no such outing planned.",
        NoHazards: Invalid("hazards") => "Write down at least one hazard.",
        NoSite: Invalid("of") => "Write the address of the site alone, such as example.org.",
        ScoreOutOfRange { name }: Invalid("hazards") => "\"{name}\": likelihood and severity are each from 1 to 5, and go together.",
        ReviewTooLate { review_years_max }: Invalid("review") => "It is looked at again within {review_years_max} years.",
        NotAsked { key }: Invalid("duties") => "The policy asks for no assessment `{key}` of this.",
        NotYours: Denied => "An assessment is taken back by whoever answers for it, the manager or the deputy.",
        TooManyHazards { hazards_max }: Invalid("hazards") => "At most {hazards_max} hazards: make two assessments of it.",
        LeftWorse { name }: Invalid("hazards") => "\"{name}\": what is left of it is no worse than it was.",
    }
}
