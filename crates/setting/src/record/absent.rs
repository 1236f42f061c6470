//! Somebody or something that is not on the registers, or no longer.

use std::fmt;

/// Why something of an id cannot be dealt with: it never was on the register, or is on it no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Absent {
    /// Nobody of that id.
    Person,
    /// An adult who has left.
    PersonLeft {
        /// Their name.
        name: String,
    },
    /// No child of that id.
    Child,
    /// A child who has left.
    ChildLeft {
        /// Their name.
        name: String,
    },
    /// No device of that id.
    Device,
    /// A device that was retired.
    DeviceRetired {
        /// What it was called.
        name: String,
    },
    /// No place of that id.
    Place,
    /// No assessment of that id.
    Assessment,
    /// An assessment that no longer stands.
    AssessmentRetired,
    /// No friendship of that id.
    Friendship,
    /// A friendship that ended.
    FriendshipEnded,
    /// No tool of that id.
    Tool,
    /// A tool that is used no more.
    ToolRetired {
        /// What it was called.
        name: String,
    },
}

impl Absent {
    /// Whether it was on the register once.
    pub fn was_there(&self) -> bool {
        match self {
            Self::PersonLeft { .. }
            | Self::ChildLeft { .. }
            | Self::DeviceRetired { .. }
            | Self::AssessmentRetired
            | Self::FriendshipEnded
            | Self::ToolRetired { .. } => true,
            Self::Person
            | Self::Child
            | Self::Device
            | Self::Place
            | Self::Assessment
            | Self::Friendship
            | Self::Tool => false,
        }
    }
}

impl fmt::Display for Absent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Person => f.write_str("There is nobody of that name on the register of people."),
            Self::PersonLeft { name } | Self::ChildLeft { name } => write!(f, "{name} has left the setting."),
            Self::Child => f.write_str("There is no child of that name on the register."),
            Self::Device => f.write_str("There is no such device on the register."),
            Self::DeviceRetired { name } => write!(f, "{name} is no longer in use."),
            Self::Place => f.write_str("There is no such place on the register."),
            Self::Assessment => f.write_str("There is no such assessment."),
            Self::AssessmentRetired => f.write_str("That assessment no longer stands."),
            Self::Friendship => f.write_str("There is no such friendship on record."),
            Self::FriendshipEnded => f.write_str("That friendship is no longer on record as one."),
            Self::Tool => f.write_str("There is no such tool on the register."),
            Self::ToolRetired { name } => write!(f, "{name} is used no more."),
        }
    }
}

impl std::error::Error for Absent {}
