//! Ratios of adults to children: dated data, and the sum.

use jiff::civil::Date;
use serde::Deserialize;

/// The table of ratios of one nation and edition.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RatioTable {
    /// The document it is from.
    pub edition: String,
    /// Where it applies.
    pub nation: String,
    /// From when.
    pub valid_from: String,
    /// When somebody last looked.
    pub checked: String,
    /// Where.
    pub source: String,
    /// Whether the body's own text was read.
    pub verified: bool,
    /// Who may be counted.
    pub counted: String,
    /// The least number of adults whenever children are in.
    pub least_adults: u32,
    /// Whether that was read in the body's own text.
    pub least_adults_verified: bool,
    /// The bands by age, youngest first.
    pub band: Vec<RatioBand>,
}

/// One band of ages.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RatioBand {
    /// Its name.
    pub title: String,
    /// Children younger than this many years, and too old for the band before.
    pub under_years: i16,
    /// How many children one adult may have.
    pub children_per_adult: u32,
    /// How many of the adults hold an approved qualification of level 3 or above.
    pub level_3: u32,
    /// Which share of all other adults holds one of level 2 or above, 0 to 1.
    pub level_2_share: f64,
    /// What the law asks of the adults' qualifications, in words: what the two figures leave out as well.
    pub qualification: String,
}

impl RatioTable {
    /// The index of the band of a child born on `born`, on the day `today`; the last one when older than all.
    pub fn band_of(&self, born: Date, today: Date) -> usize {
        let had_birthday = (today.month(), today.day()) >= (born.month(), born.day());
        let years = today.year() - born.year() - i16::from(!had_birthday);
        self.band
            .iter()
            .position(|band| years < band.under_years)
            .unwrap_or(self.band.len().saturating_sub(1))
    }

    /// What is asked of the qualifications of the adults with children in these bands: the strictest of each.
    pub fn qualifications(&self, children: &[u32]) -> (u32, f64) {
        let here = self.band.iter().zip(children).filter(|(_, count)| **count > 0);
        here.fold((0, 0.0), |(level_3, share), (band, _)| {
            (level_3.max(band.level_3), share.max(band.level_2_share))
        })
    }

    /// The adults needed for this many children in each band: each band's share, added and rounded up once, for the
    /// whole provision, and never fewer than the least.
    pub fn adults_needed(&self, children: &[u32]) -> u32 {
        if children.iter().all(|count| *count == 0) {
            return 0;
        }
        let shares: f64 = self
            .band
            .iter()
            .zip(children)
            .map(|(band, count)| f64::from(*count) / f64::from(band.children_per_adult.max(1)))
            .sum();
        // Shares such as 3 × ⅓ must not round up to a whole adult more.
        let whole = (shares - 1e-9).ceil().max(0.0);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a small positive whole number"
        )]
        let needed = whole as u32;
        needed.max(self.least_adults)
    }
}
