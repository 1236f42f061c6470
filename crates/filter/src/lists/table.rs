//! The table of names on lists: what it holds, and how a name is found in it.

use belisha_invariant::broken;
use hashbrown::HashTable;

use crate::name::Name;

/// The bits of an entry that number its set.
pub(super) const SET_BITS: u32 = 12;
/// The most sets that there are: different ways for a name to be on lists.
pub const SETS_MAX: usize = 1 << SET_BITS;

/// Which categories a name is in, and whether the name alone, what is under it, or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) struct Set {
    pub(super) exact: u32,
    pub(super) under: u32,
    pub(super) except_exact: u32,
    pub(super) except_under: u32,
    /// What no exception takes back, but a firm one.
    pub(super) firm_exact: u32,
    pub(super) firm_under: u32,
    pub(super) firm_except_exact: u32,
    pub(super) firm_except_under: u32,
}

impl Set {
    /// In every category, by which a name is refused wherever one is.
    const ALL: Set = Set {
        exact: u32::MAX,
        under: u32::MAX,
        except_exact: 0,
        except_under: 0,
        firm_exact: 0,
        firm_under: 0,
        firm_except_exact: 0,
        firm_except_under: 0,
    };

    pub(super) fn union(self, other: Set) -> Set {
        Set {
            exact: self.exact | other.exact,
            under: self.under | other.under,
            except_exact: self.except_exact | other.except_exact,
            except_under: self.except_under | other.except_under,
            firm_exact: self.firm_exact | other.firm_exact,
            firm_under: self.firm_under | other.firm_under,
            firm_except_exact: self.firm_except_exact | other.firm_except_exact,
            firm_except_under: self.firm_except_under | other.firm_except_under,
        }
    }
}

/// Names on lists and the categories that they are in. Empty, it names nothing.
#[derive(Debug, Default)]
pub struct Lists {
    pub(super) table: HashTable<u64>,
    pub(super) sets: Box<[Set]>,
    pub(super) seed: u64,
}

impl Lists {
    /// No list.
    #[must_use]
    pub fn none() -> Lists {
        Lists::default()
    }

    /// How many different names there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.table.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.table.is_empty()
    }

    /// The bytes that it takes.
    #[must_use]
    pub fn memory_bytes(&self) -> usize {
        self.table.allocation_size() + self.sets.len() * size_of::<Set>()
    }

    /// The categories of a name, as bits. Each of its parents is asked for once, from the right; an exception of a
    /// category takes the name and what is under it out of that category, however many lists it is on.
    #[must_use]
    pub fn categories(&self, name: &Name) -> u32 {
        if self.table.is_empty() {
            return 0;
        }
        let (mut listed, mut excepted, mut firm, mut firm_excepted) = (0, 0, 0, 0);
        let mut state = self.seed;
        for index in (0..name.labels()).rev() {
            let Some(label) = name.label(index) else { break };
            state = hash_label(state, label);
            if let Some(set) = self.set_of(state) {
                let [on, off, firm_on, firm_off] = if index == 0 {
                    [set.exact, set.except_exact, set.firm_exact, set.firm_except_exact]
                } else {
                    [set.under, set.except_under, set.firm_under, set.firm_except_under]
                };
                listed |= on;
                excepted |= off;
                firm |= firm_on;
                firm_excepted |= firm_off;
            }
        }
        (listed & !excepted | firm) & !firm_excepted
    }

    fn set_of(&self, hash: u64) -> Option<&Set> {
        let entry = self.table.find(place(hash), |entry| same(*entry, hash))?;
        let set = self.sets.get(set_number(*entry));
        if set.is_none() {
            broken!("a name is in set {}", set_number(*entry));
        }
        set.or(Some(&Set::ALL))
    }
}

/// Whether the entry is for the name of that hash.
pub(super) fn same(entry: u64, hash: u64) -> bool {
    (entry ^ hash) >> SET_BITS == 0
}

pub(super) fn set_number(entry: u64) -> usize {
    usize::try_from(entry & (SETS_MAX as u64 - 1)).unwrap_or(usize::MAX)
}

/// Where an entry belongs: from its upper 52 bits only, so that it can be found again when the table grows.
pub(super) fn place(hash: u64) -> u64 {
    (hash >> SET_BITS).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Carries the hash of a name's right part over one more label to its left.
pub(super) fn hash_label(state: u64, label: &[u8]) -> u64 {
    let mut state = state ^ (label.len() as u64).wrapping_mul(0xa076_1d64_78bd_642f);
    let mut rest = label;
    while let Some((eight, after)) = rest.split_first_chunk::<8>() {
        state = fold(state ^ u64::from_le_bytes(*eight));
        rest = after;
    }
    let mut last = [0u8; 8];
    for (to, from) in last.iter_mut().zip(rest) {
        *to = *from;
    }
    fold(state ^ u64::from_le_bytes(last))
}

fn fold(value: u64) -> u64 {
    let product = u128::from(value ^ 0x2d35_8dcc_aa6c_78a5).wrapping_mul(0x8bb8_4b93_962e_acc9_u128);
    #[expect(clippy::cast_possible_truncation, reason = "both halves of the product are wanted")]
    let folded = (product as u64) ^ ((product >> 64) as u64);
    folded.rotate_left(29).wrapping_mul(0x9fb2_1c65_1e98_df25)
}
