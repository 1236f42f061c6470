//! The ratio of adults to children, as a sum with its numbers. A floor set by law: meeting it is never called safe.

use crate::ids::PersonId;
use crate::state::State;
use belisha_policy::RatioTable;
use jiff::civil::Date;

/// The sum for one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    /// Children in, by band of age, youngest first, with the band's name.
    pub children: Vec<(String, u32)>,
    /// Adults needed for them.
    pub needed: u32,
    /// Counted adults who are in, not on a break, and supervising.
    pub adults: u32,
}

impl Sum {
    /// Whether the legal minimum is met.
    pub fn met(&self) -> bool {
        self.adults >= self.needed
    }
}

impl std::fmt::Display for Sum {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let children: Vec<String> = self
            .children
            .iter()
            .filter(|(_, count)| *count > 0)
            .map(|(band, count)| format!("{count} aged {band}"))
            .collect();
        if children.is_empty() {
            return write!(f, "No children are in; {} counted adults.", self.adults);
        }
        write!(
            f,
            "Children in: {}. Adults needed by law: {}; counted and supervising: {}.",
            belisha_policy::join_and(&children),
            self.needed,
            self.adults
        )
    }
}

/// The sum now, leaving one adult out of it where asked.
pub fn sum(state: &State, table: &RatioTable, today: Date, without: Option<&PersonId>) -> Sum {
    let mut counts = vec![0_u32; table.band.len()];
    for child in &state.day.children {
        // A child whose date of birth was erased is counted as the youngest.
        let born = state.children.all.get(child).and_then(crate::children::Child::born_on);
        let band = born.map_or(0, |born| table.band_of(born, today));
        if let Some(count) = counts.get_mut(band) {
            *count += 1;
        }
    }
    let adults = state
        .day
        .people
        .iter()
        .filter(|(id, presence)| {
            let counted = state.people.all.get(*id).is_some_and(|person| person.counted);
            counted && presence.on_break.is_none() && presence.supervising && without != Some(id)
        })
        .count();
    Sum {
        needed: table.adults_needed(&counts),
        children: table.band.iter().map(|band| band.title.clone()).zip(counts).collect(),
        adults: u32::try_from(adults).unwrap_or(u32::MAX),
    }
}
