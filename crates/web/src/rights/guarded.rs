//! What is reached with a right alone.

/// Something that the extractors in the module above hand out, and nobody else: its lock is the module's privacy.
#[derive(Clone)]
pub(crate) struct Guarded<T>(T);

impl<T> Guarded<T> {
    pub(crate) fn new(kept: T) -> Self {
        Self(kept)
    }

    pub(super) fn open(&self) -> &T {
        &self.0
    }
}
