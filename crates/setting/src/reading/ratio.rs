//! The ratio of adults to children, as a sum with its numbers. A floor set by law: meeting it is never called safe.

use crate::record::ids::PersonId;
use crate::record::state::State;
use crate::registers::children::state::Child;
use belisha_policy::RatioTable;
use jiff::civil::Date;

/// The sum for one moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Sum {
    /// Children in, by band of age, youngest first, with the band's name.
    pub children: Vec<(String, u32)>,
    /// Adults needed for them.
    pub needed: u32,
    /// Counted adults who are in, not on a break, and supervising.
    pub adults: u32,
    /// The qualifications of those adults.
    pub qualified: Qualified,
}

/// What is asked of the adults' qualifications, and what is on record of the counted adults who are in.
#[derive(Debug, Clone, PartialEq)]
pub struct Qualified {
    /// How many must hold level 3 or above.
    pub level_3_needed: u32,
    /// How many do.
    pub level_3: u32,
    /// Which share of the others must hold level 2 or above, 0 to 1.
    pub level_2_share: f64,
    /// How many of the others do.
    pub level_2: u32,
    /// How many have no level on record, and so count for nothing here.
    pub unknown: u32,
}

impl Sum {
    /// Whether the legal minimum is met in numbers.
    pub fn met(&self) -> bool {
        self.adults >= self.needed
    }

    /// The adults beyond those who must hold level 3.
    fn others(&self) -> u32 {
        self.adults.saturating_sub(self.qualified.level_3_needed)
    }

    /// Whether enough of the adults who are in are qualified, as far as the register knows.
    pub fn qualified(&self) -> bool {
        let known = &self.qualified;
        known.level_3 >= known.level_3_needed
            && f64::from(known.level_2) >= f64::from(self.others()) * known.level_2_share
    }

    /// The qualifications as a sum with its numbers; nothing when no children are in.
    pub fn qualifications(&self) -> Option<String> {
        let known = &self.qualified;
        (self.needed > 0).then(|| {
            let mut words = format!(
                "Qualifications on record: level 3 or above {} (needed by law: {}); level 2 or above {} of the {} \
                 others (needed: {}%).",
                known.level_3,
                known.level_3_needed,
                known.level_2,
                self.others(),
                (known.level_2_share * 100.0).round()
            );
            if known.unknown > 0 {
                words.push_str(&format!(" {} with none on record.", known.unknown));
            }
            words
        })
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
        let born = state.children.all.get(child).and_then(Child::born_on);
        let band = born.map_or(0, |born| table.band_of(born, today));
        if let Some(count) = counts.get_mut(band) {
            *count += 1;
        }
    }
    let adults: Vec<_> = state
        .day
        .people
        .iter()
        .filter(|(id, known)| known.on_break.is_none() && known.supervising && without != Some(id))
        .filter_map(|(id, _)| state.people.all.get(id).filter(|person| person.counted))
        .collect();
    let (level_3_needed, level_2_share) = table.qualifications(&counts);
    let holding = |level: u8| {
        let holders = adults.iter().filter(|person| person.level.is_some_and(|has| has >= level));
        u32::try_from(holders.count()).unwrap_or(u32::MAX)
    };
    let level_3 = holding(3);
    Sum {
        needed: table.adults_needed(&counts),
        children: table.band.iter().map(|band| band.title.clone()).zip(counts).collect(),
        qualified: Qualified {
            level_3_needed,
            level_3,
            level_2_share,
            level_2: holding(2).saturating_sub(level_3.min(level_3_needed)),
            unknown: u32::try_from(adults.iter().filter(|person| person.level.is_none()).count())
                .unwrap_or(u32::MAX),
        },
        adults: u32::try_from(adults.len()).unwrap_or(u32::MAX),
    }
}
