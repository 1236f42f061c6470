//! Kinds of device: the setting's own before the catalogue's.

use crate::registers::devices::state::Devices;
use belisha_policy::DeviceKind;

impl Devices {
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
}
