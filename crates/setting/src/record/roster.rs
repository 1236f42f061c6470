//! Something that follows from the state, worked out once and kept until the state it follows from changes.

use std::sync::{Arc, OnceLock};

/// A value that follows from the state. It is no part of it: two states are the same whatever was worked out from them,
/// and a snapshot leaves it out. The fold forgets it whenever what it follows from changes.
#[derive(Debug)]
pub(crate) struct Derived<T>(OnceLock<Arc<T>>);

impl<T> Derived<T> {
    /// The value, worked out now where it was not before. An error is not kept.
    pub(crate) fn get_or<E>(&self, work_out: impl FnOnce() -> Result<T, E>) -> Result<Arc<T>, E> {
        if let Some(known) = self.0.get() {
            return Ok(known.clone());
        }
        let new = Arc::new(work_out()?);
        Ok(self.0.get_or_init(|| new).clone())
    }

    /// Forgets the value.
    pub(crate) fn forget(&mut self) {
        self.0 = OnceLock::new();
    }
}

impl<T> Clone for Derived<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> Default for Derived<T> {
    fn default() -> Self {
        Self(OnceLock::new())
    }
}

impl<T> PartialEq for Derived<T> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}
