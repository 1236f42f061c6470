//! Reading a pack.

use crate::catalogue::whole::Catalogue;
use crate::mistake::{Error, Mistake};
use crate::pack::check;
use crate::pack::clause::{Clause, Pack};
use crate::pack::written::PackText;
use crate::source::Source;

/// The longest text of a policy, in bytes: some thirty times the longest of the five.
const TEXT_BYTES_MAX: usize = 1_000_000;

impl Pack {
    /// Reads a pack; every mistake is named with its line.
    ///
    /// # Errors
    /// [`Error::Mistakes`] with all that is wrong.
    pub fn parse(file: &str, text: &str, catalogue: &Catalogue) -> Result<Self, Error> {
        let source = Source::new(file.to_owned(), text);
        if text.len() > TEXT_BYTES_MAX {
            let says = format!(
                "a policy has at most {} KB, and this one {}",
                TEXT_BYTES_MAX / 1_000,
                text.len() / 1_000
            );
            return Err(Error::Mistakes(vec![source.mistake_at(0..0, says)]));
        }
        let written: PackText = source.parse().map_err(|mistake| Error::Mistakes(vec![mistake]))?;
        let (pack, mistakes) = check::pack(&source, written, catalogue);
        if mistakes.is_empty() { Ok(pack) } else { Err(Error::Mistakes(mistakes)) }
    }

    /// The pack without what a clause adopts of one control, for proving that a scenario notices.
    #[must_use]
    pub fn without(&self, clause: &str, control: &str) -> Self {
        let mut pack = self.clone();
        for adopting in pack.clauses.iter_mut().filter(|adopting| adopting.id == clause) {
            adopting.adopts.remove(control);
        }
        pack
    }

    /// Whether a clause asks the same in another text of the policy: its words, what it adopts and how narrowly, and
    /// everything that it brings itself.
    pub fn same_clause(&self, other: &Self, id: &str) -> bool {
        let (Some(one), Some(two)) = (self.clause(id), other.clause(id)) else { return false };
        let brought = |pack: &Self| pack.own.controls.get(id).map(|control| format!("{control:?}"));
        let narrowed = |clause: &Clause| format!("{:?}", clause.narrowings);
        one.says == two.says
            && one.adopts == two.adopts
            && one.carrying == two.carrying
            && one.links == two.links
            && narrowed(one) == narrowed(two)
            && brought(self) == brought(other)
    }

    /// Whether the words that a policy brings mean the same in another text of it.
    pub fn same_words(&self, other: &Self) -> bool {
        format!("{:?}", self.own.words) == format!("{:?}", other.own.words) && self.roles == other.roles
    }

    /// The mistakes of a pack, in words, without reading further.
    pub fn mistakes(file: &str, text: &str, catalogue: &Catalogue) -> Vec<Mistake> {
        match Self::parse(file, text, catalogue) {
            Err(Error::Mistakes(mistakes)) => mistakes,
            _ => Vec::new(),
        }
    }
}
