//! What goes on record about disclosures, and who may read each line of it.

use crate::record::audience::Audience;
use crate::record::ids::DisclosureId;
use crate::record::private::Private;
use crate::registers::consents::event::Of;
use serde::{Deserialize, Serialize};

/// How it was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// In a sealed parcel, its passphrase told another way.
    Parcel,
    /// By a secure email service.
    SecureService,
    /// From hand to hand.
    ByHand,
    /// As ordinary email.
    PlainEmail,
}

impl How {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Parcel => "in a sealed parcel",
            Self::SecureService => "by the secure email service",
            Self::ByHand => "by hand",
            Self::PlainEmail => "by ordinary email",
        }
    }
}

/// The lawful ground: UK GDPR, Article 6(1), and the recognised legitimate interests of the Data (Use and Access) Act
/// 2025, of which safeguarding is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// 6(1)(a).
    Consent,
    /// 6(1)(b).
    Contract,
    /// 6(1)(c).
    LegalDuty,
    /// 6(1)(d).
    VitalInterests,
    /// 6(1)(e).
    PublicTask,
    /// 6(1)(ea).
    Safeguarding,
    /// 6(1)(f).
    LegitimateInterests,
}

impl Reason {
    /// Every reason there is.
    pub const ALL: [Self; 7] = [
        Self::Consent,
        Self::Contract,
        Self::LegalDuty,
        Self::VitalInterests,
        Self::PublicTask,
        Self::Safeguarding,
        Self::LegitimateInterests,
    ];

    /// As it is written in commands.
    pub fn word(self) -> &'static str {
        match self {
            Self::Consent => "consent",
            Self::Contract => "contract",
            Self::LegalDuty => "legal-duty",
            Self::VitalInterests => "vital-interests",
            Self::PublicTask => "public-task",
            Self::Safeguarding => "safeguarding",
            Self::LegitimateInterests => "legitimate-interests",
        }
    }

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Consent => "the person, or the parents, agreed",
            Self::Contract => "a contract needs it",
            Self::LegalDuty => "the law asks for it",
            Self::VitalInterests => "somebody's life depends on it",
            Self::PublicTask => "a task in the public interest needs it",
            Self::Safeguarding => "it keeps a child safe",
            Self::LegitimateInterests => "there is a good reason that outweighs theirs",
        }
    }
}

/// What was sent, and how.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Disclosure {
    /// What, in a few words; never the contents.
    #[serde(rename = "what")]
    pub content: Private,
    /// To whom.
    pub to: Private,
    /// Why.
    pub why: Private,
    /// How.
    pub how: How,
    /// On what ground.
    pub reason: Reason,
    /// About whom.
    pub about: Vec<Of>,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// Something was sent.
    Sent {
        disclosure: DisclosureId,
        #[serde(rename = "is")]
        particulars: Disclosure,
    },
}

impl Event {
    /// Who may read the line that it stands in.
    pub fn audience(&self) -> Audience<'_> {
        match self {
            Self::Sent { .. } => Audience::EveryoneWithoutWords,
        }
    }
}
