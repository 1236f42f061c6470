//! How a hazard is rated: likelihood times severity, five by five. A convention in common use, not law: the law asks
//! for risks to be assessed, not for numbers.

use serde::{Deserialize, Serialize};

/// The highest likelihood and severity: five by five is the usual size of a matrix.
const HIGHEST: u8 = 5;

/// A rating from here on is medium.
const MEDIUM_FROM: u8 = 6;

/// A rating from here on is high.
const HIGH_FROM: u8 = 15;

/// How likely and how bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Score {
    /// From 1, rare, to 5, almost certain.
    pub likelihood: u8,
    /// From 1, slight, to 5, the worst there is.
    pub severity: u8,
}

/// Where a rating lies. The bands are the ones most often printed beside such a matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Band {
    /// 1 to 5.
    Low,
    /// 6 to 14.
    Medium,
    /// 15 to 25.
    High,
}

impl Score {
    /// A score, where both are from 1 to 5.
    pub fn new(likelihood: u8, severity: u8) -> Option<Self> {
        let within = |number: u8| (1..=HIGHEST).contains(&number);
        (within(likelihood) && within(severity)).then_some(Self { likelihood, severity })
    }

    /// Likelihood times severity, from 1 to 25.
    pub fn rating(self) -> u8 {
        self.likelihood.saturating_mul(self.severity)
    }

    /// Where that lies.
    pub fn band(self) -> Band {
        match self.rating() {
            HIGH_FROM.. => Band::High,
            MEDIUM_FROM.. => Band::Medium,
            _ => Band::Low,
        }
    }
}

impl Band {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}
