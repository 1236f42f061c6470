//! Purposes of pictures.

use crate::known::words::known_words;

known_words! {
    /// A purpose that the program acts on. Parents are asked for every one in the catalogue.
    KnownPurpose {
        /// A child's own learning journey.
        LearningJourney = "learning journey",
        /// The journeys of other children in the picture.
        OtherJourneys = "other journeys",
        /// On the walls of the setting.
        Display = "display",
        /// The setting's website.
        Website = "website",
        /// Its page on a social network.
        Page = "page",
        /// A page for its families alone.
        FamiliesPage = "families page",
        /// Leaflets, posters, the press.
        Publicity = "publicity",
        /// Pictures that families take at an event.
        Event = "event",
        /// Training of the team.
        Training = "training",
    }
}
