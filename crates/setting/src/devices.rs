//! Devices: the setting's own, and what is known of those people bring.

mod decide;

pub(crate) use decide::decide;

use crate::ids::{DeviceId, PersonId, PlaceId};
use crate::moment::date_of;
use crate::private::Private;
use crate::refusal::Refusal;
use crate::state::Line;
use belisha_policy::DeviceKind;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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

/// What can be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// Describe a kind of device.
    SetKind {
        kind: String,
        title: String,
        can: Vec<String>,
        #[serde(default)]
        sim: bool,
    },
    /// Put a device on the register, or change it.
    Set {
        device: DeviceId,
        #[serde(flatten)]
        particulars: Particulars,
    },
    /// Take it off the register.
    Retire { device: DeviceId, why: String },
    /// Take it out of its store.
    Take {
        device: DeviceId,
        person: PersonId,
        purpose: String,
        #[serde(default)]
        supervisor: Option<PersonId>,
        #[serde(default)]
        off_premises: bool,
    },
    /// Put it back; for a voice assistant, whether it is off at the mains; for a camera, whether its gallery is empty.
    Return {
        device: DeviceId,
        #[serde(default)]
        off_at_mains: bool,
        #[serde(default)]
        emptied: Option<bool>,
    },
    /// Say that no picture is left on it.
    Empty { device: DeviceId },
    /// A voice assistant was told something personal.
    RecordSlip { device: DeviceId, note: String },
    /// That recording is deleted.
    DeleteSlip { device: DeviceId },
    /// Enrol a tablet.
    Enrol {
        device: DeviceId,
        #[serde(default)]
        door: bool,
        key_hash: String,
    },
    /// Take its key away.
    Revoke { device: DeviceId },
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

/// What is known of the pictures on a device that is in its store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Gallery {
    /// Somebody looked, and there are none; or it was never taken out.
    Clear,
    /// It was put back without a look.
    NotLookedAt,
    /// There are pictures on it.
    Full,
}

fn of_the_setting() -> Owner {
    Owner::Setting
}

fn yes() -> bool {
    true
}

/// A device that is out of its store.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Out {
    /// Who has it.
    pub person: PersonId,
    /// What for.
    pub purpose: String,
    /// Who supervises its use.
    pub supervisor: Option<PersonId>,
    /// Whether it left the premises.
    pub off_premises: bool,
    /// Since when.
    pub since: Timestamp,
    /// The line of the log.
    pub line: u64,
}

/// One device.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Device {
    /// What is on record.
    pub is: Particulars,
    /// Since when.
    pub since: Date,
    /// Until when.
    pub retired: Option<Date>,
    /// Out of its store.
    pub out: Option<Out>,
    /// When it was last taken out.
    pub used: Option<Timestamp>,
    /// Whether it was off at the mains when last put back.
    pub off_at_mains: bool,
    /// Recordings to be deleted: since when, and what.
    pub slips: Vec<(Timestamp, Private)>,
    /// Enrolled: as a door tablet or not, and the hash of its key.
    pub enrolled: Option<(bool, String)>,
    /// Whether pictures are left on it.
    pub gallery: Gallery,
}

/// A kind of device that the setting described itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OwnKind {
    /// Its name.
    pub title: String,
    /// What it can do.
    pub can: Vec<String>,
    /// Whether it has a slot for a SIM card.
    pub sim: bool,
    /// Since when.
    pub since: Date,
}

/// The register of devices.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Devices {
    /// By id, those retired included.
    pub all: BTreeMap<DeviceId, Device>,
    /// The setting's own kinds.
    pub kinds: BTreeMap<String, OwnKind>,
}

impl Devices {
    pub(crate) fn apply(&mut self, event: &Event, line: &Line) {
        let today = date_of(line.at);
        match event.clone() {
            Event::KindSet { kind, title, can, sim } => {
                let since = self.kinds.get(&kind).map_or(today, |there| there.since);
                self.kinds.insert(kind, OwnKind { title, can, sim, since });
            }
            Event::Set { device, particulars } => match self.all.get_mut(&device) {
                Some(there) => there.is = particulars,
                None => {
                    let new = Device {
                        is: particulars,
                        since: today,
                        retired: None,
                        out: None,
                        used: None,
                        off_at_mains: true,
                        slips: Vec::new(),
                        enrolled: None,
                        gallery: Gallery::Clear,
                    };
                    self.all.insert(device, new);
                }
            },
            Event::Retired { device, .. } => self.change(&device, |there| {
                (there.retired, there.enrolled, there.out) = (Some(today), None, None);
            }),
            Event::Taken { device, person, purpose, supervisor, off_premises } => {
                self.change(&device, |there| {
                    let since = line.at;
                    there.out =
                        Some(Out { person, purpose, supervisor, off_premises, since, line: line.seq });
                    (there.used, there.off_at_mains) = (Some(line.at), false);
                })
            }
            Event::Returned { device, off_at_mains, emptied } => self.change(&device, |there| {
                let was_out = there.out.is_some();
                (there.out, there.off_at_mains) = (None, off_at_mains);
                there.gallery = match emptied {
                    Some(true) => Gallery::Clear,
                    Some(false) => Gallery::Full,
                    None if was_out => Gallery::NotLookedAt,
                    None => there.gallery,
                };
            }),
            Event::Emptied { device } => self.change(&device, |there| there.gallery = Gallery::Clear),
            Event::Slip { device, note } => self.change(&device, |there| there.slips.push((line.at, note))),
            Event::SlipDeleted { device } => self.change(&device, |there| {
                there.slips.pop();
            }),
            Event::Enrolled { device, door, key_hash } => {
                self.change(&device, |there| there.enrolled = Some((door, key_hash)));
            }
            Event::Revoked { device } => self.change(&device, |there| there.enrolled = None),
        }
    }

    fn change(&mut self, device: &DeviceId, with: impl FnOnce(&mut Device)) {
        if let Some(there) = self.all.get_mut(device) {
            with(there);
        }
    }

    /// A device that is here, or the sentence that it is not.
    ///
    /// # Errors
    /// A [`Refusal`] when there is none of that id, or it was retired.
    pub fn active(&self, device: &DeviceId) -> Result<&Device, Refusal> {
        match self.all.get(device) {
            Some(there) if there.retired.is_none() => Ok(there),
            Some(there) => Err(Refusal::Contradiction(format!("{} is no longer in use.", there.is.name))),
            None => Err(Refusal::Invalid("There is no such device on the register.".into())),
        }
    }

    /// Every device that is here.
    pub fn here(&self) -> impl Iterator<Item = (&DeviceId, &Device)> {
        self.all.iter().filter(|(_, device)| device.retired.is_none())
    }

    /// The setting's own devices that are here.
    pub fn settings(&self) -> impl Iterator<Item = (&DeviceId, &Device)> {
        self.here().filter(|(_, device)| device.is.owner == Owner::Setting)
    }

    /// A kind: one of the setting's own, or the catalogue's.
    pub fn kind(&self, kind: &str, catalogue: &belisha_policy::Catalogue) -> Option<DeviceKind> {
        let own = self.kinds.get(kind).map(|own| DeviceKind {
            title: own.title.clone(),
            can: own.can.clone(),
            sim: own.sim,
            cues: Vec::new(),
        });
        own.or_else(|| catalogue.kinds.get(kind).cloned())
    }

    /// A device's name, for a sentence.
    pub fn name(&self, device: &DeviceId) -> String {
        self.all.get(device).map_or_else(|| device.to_string(), |there| there.is.name.clone())
    }
}
