//! What goes on record about devices, and who may read each line of it.

use crate::record::audience::Audience;
use crate::record::ids::{DeviceId, PersonId, PlaceId};
use crate::record::private::Private;
use serde::{Deserialize, Serialize};

/// Whose a device is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Owner {
    /// The setting's.
    Setting,
    /// Somebody's own.
    Person(PersonId),
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// A kind of device was described by what it can do.
    KindSet { kind: String, title: String, can: Vec<String>, sim: bool },
    /// A device was put on the register, or its particulars changed.
    Set { device: DeviceId, particulars: Particulars },
    /// It is no longer here.
    Retired { device: DeviceId, why: String },
    /// It is in use again, or was never out of it.
    Reinstated { device: DeviceId },
    /// It was taken out of its store.
    Taken {
        device: DeviceId,
        person: PersonId,
        purpose: String,
        supervisor: Option<PersonId>,
        off_premises: bool,
    },
    /// It was put back. `emptied`: somebody looked whether pictures are left on it, and none is.
    Returned {
        device: DeviceId,
        off_at_mains: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        emptied: Option<bool>,
    },
    /// The pictures on it were taken in and erased there.
    Emptied { device: DeviceId },
    /// A voice assistant was told something personal.
    Slip { device: DeviceId, note: Private },
    /// That recording was deleted.
    SlipDeleted { device: DeviceId },
    /// A tablet may now be signed in on; the hash is of its key.
    Enrolled { device: DeviceId, door: bool, key_hash: String },
    /// It may no longer.
    Revoked { device: DeviceId },
}

impl Event {
    /// Who may read the line that it stands in.
    pub fn audience(&self) -> Audience<'_> {
        match self {
            Self::KindSet { .. }
            | Self::Set { .. }
            | Self::Retired { .. }
            | Self::Reinstated { .. }
            | Self::Taken { .. }
            | Self::Returned { .. }
            | Self::Emptied { .. }
            | Self::Slip { .. }
            | Self::SlipDeleted { .. }
            | Self::Enrolled { .. }
            | Self::Revoked { .. } => Audience::Everyone,
        }
    }
}

/// What is on record of a device.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Particulars {
    /// What it is called here.
    pub name: String,
    /// Its kind.
    pub kind: String,
    /// Whose it is.
    #[serde(default = "of_the_setting")]
    pub owner: Owner,
    /// Whether a SIM card is in it.
    #[serde(default)]
    pub sim: bool,
    /// Whether it is on and connected.
    #[serde(default = "yes")]
    pub connected: bool,
    /// Where it is kept.
    #[serde(default)]
    pub store: Option<PlaceId>,
    /// Where it stands when in use.
    #[serde(default)]
    pub place: Option<PlaceId>,
    /// Whether children use it.
    #[serde(default)]
    pub for_children: bool,
    /// Whether it is the setting's own telephone.
    #[serde(default)]
    pub setting_phone: bool,
    /// Whether it came second-hand.
    #[serde(default)]
    pub second_hand: bool,
    /// The setting phone it is governed from.
    #[serde(default)]
    pub governed_from: Option<DeviceId>,
    /// Who answers for it.
    #[serde(default)]
    pub responsible: Option<PersonId>,
    /// Its maker, as its pictures say it (EXIF `Make`).
    #[serde(default)]
    pub make: String,
    /// Its model, as its pictures say it (EXIF `Model`).
    #[serde(default)]
    pub model: String,
    /// Its serial number, as its pictures say it (EXIF `BodySerialNumber`); empty where they say none.
    #[serde(default)]
    pub serial: String,
    /// Whether it is the computer kept for administration.
    #[serde(default)]
    pub administration: bool,
}

impl Particulars {
    /// A device on and connected, with nothing else known of it yet.
    pub fn new(name: impl Into<String>, kind: impl Into<String>, owner: Owner) -> Self {
        Self {
            name: name.into(),
            kind: kind.into(),
            owner,
            sim: false,
            connected: true,
            store: None,
            place: None,
            for_children: false,
            setting_phone: false,
            second_hand: false,
            governed_from: None,
            responsible: None,
            make: String::new(),
            model: String::new(),
            serial: String::new(),
            administration: false,
        }
    }
}

/// In the log, what came later than its first form is written only where it says something, so that lines stay as they
/// were; in a snapshot, which has no names of fields, everything is.
impl Serialize for Particulars {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let all = !serializer.is_human_readable();
        let mut out = serializer.serialize_struct("Particulars", 16)?;
        out.serialize_field("name", &self.name)?;
        out.serialize_field("kind", &self.kind)?;
        out.serialize_field("owner", &self.owner)?;
        out.serialize_field("sim", &self.sim)?;
        out.serialize_field("connected", &self.connected)?;
        out.serialize_field("store", &self.store)?;
        out.serialize_field("place", &self.place)?;
        out.serialize_field("for_children", &self.for_children)?;
        out.serialize_field("setting_phone", &self.setting_phone)?;
        out.serialize_field("second_hand", &self.second_hand)?;
        out.serialize_field("governed_from", &self.governed_from)?;
        out.serialize_field("responsible", &self.responsible)?;
        for (name, word) in [("make", &self.make), ("model", &self.model), ("serial", &self.serial)] {
            if all || !word.is_empty() {
                out.serialize_field(name, word)?;
            }
        }
        if all || self.administration {
            out.serialize_field("administration", &self.administration)?;
        }
        out.end()
    }
}

fn of_the_setting() -> Owner {
    Owner::Setting
}

fn yes() -> bool {
    true
}
