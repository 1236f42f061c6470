//! Controls as the catalogue has them by default, where no clause says otherwise.

use crate::catalogue::param::words;
use crate::catalogue::whole::Catalogue;
use crate::known::read::{Known, Selector};

impl Catalogue {
    /// The parameters of a control that the program acts on, each at its default.
    pub fn usual<T: Known>(&self) -> Option<T> {
        let Selector::Control(id) = T::SELECTOR else { return None };
        let control = self.controls.get(id)?;
        let params =
            control.params.iter().map(|(name, param)| (name.clone(), words(&param.default))).collect();
        T::read(&params).ok()
    }
}
