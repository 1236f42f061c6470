//! What the lines about devices fold into.

use crate::record::absent::Absent;
use crate::record::ids::{DeviceId, PersonId};
use crate::record::moment::date_of;
use crate::record::private::Private;
use crate::record::stamp::Stamp;
use crate::registers::devices::event::{Event, Owner, Particulars};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
    pub particulars: Particulars,
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
    pub(crate) fn apply(&mut self, event: &Event, line: Stamp<'_>) {
        let today = date_of(line.at);
        match event.clone() {
            Event::KindSet { kind, title, can, sim } => {
                let since = self.kinds.get(&kind).map_or(today, |known| known.since);
                self.kinds.insert(kind, OwnKind { title, can, sim, since });
            }
            Event::Set { device, particulars } => match self.all.get_mut(&device) {
                Some(known) => known.particulars = particulars,
                None => {
                    let new = Device {
                        particulars,
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
            Event::Reinstated { device } => self.change(&device, |known| known.retired = None),
            Event::Retired { device, .. } => self.change(&device, |known| {
                (known.retired, known.enrolled, known.out) = (Some(today), None, None);
            }),
            Event::Taken { device, person, purpose, supervisor, off_premises } => {
                self.change(&device, |known| {
                    let since = line.at;
                    known.out =
                        Some(Out { person, purpose, supervisor, off_premises, since, line: line.seq });
                    (known.used, known.off_at_mains) = (Some(line.at), false);
                })
            }
            Event::Returned { device, off_at_mains, emptied } => self.change(&device, |known| {
                let was_out = known.out.is_some();
                (known.out, known.off_at_mains) = (None, off_at_mains);
                known.gallery = match emptied {
                    Some(true) => Gallery::Clear,
                    Some(false) => Gallery::Full,
                    None if was_out => Gallery::NotLookedAt,
                    None => known.gallery,
                };
            }),
            Event::Emptied { device } => self.change(&device, |known| known.gallery = Gallery::Clear),
            Event::Slip { device, note } => self.change(&device, |known| known.slips.push((line.at, note))),
            Event::SlipDeleted { device } => self.change(&device, |known| {
                known.slips.pop();
            }),
            Event::Enrolled { device, door, key_hash } => {
                self.change(&device, |known| known.enrolled = Some((door, key_hash)));
            }
            Event::Revoked { device } => self.change(&device, |known| known.enrolled = None),
        }
    }

    fn change(&mut self, device: &DeviceId, with: impl FnOnce(&mut Device)) {
        if let Some(known) = self.all.get_mut(device) {
            with(known);
        }
    }

    /// A device that is here, or the sentence that it is not.
    ///
    /// # Errors
    /// [`Absent`] when there is none of that id, or it was retired.
    pub fn active(&self, device: &DeviceId) -> Result<&Device, Absent> {
        match self.all.get(device) {
            Some(known) if known.retired.is_none() => Ok(known),
            Some(known) => Err(Absent::DeviceRetired { name: known.particulars.name.clone() }),

            None => Err(Absent::Device),
        }
    }

    /// Every device that is here.
    pub fn here(&self) -> impl Iterator<Item = (&DeviceId, &Device)> {
        self.all.iter().filter(|(_, device)| device.retired.is_none())
    }

    /// The setting's own devices that are here.
    pub fn settings(&self) -> impl Iterator<Item = (&DeviceId, &Device)> {
        self.here().filter(|(_, device)| device.particulars.owner == Owner::Setting)
    }

    /// A device's name, for a sentence.
    pub fn name(&self, device: &DeviceId) -> String {
        self.all.get(device).map_or_else(|| device.to_string(), |known| known.particulars.name.clone())
    }
}
