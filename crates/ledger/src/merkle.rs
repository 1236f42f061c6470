//! RFC 6962 Merkle trees: leaf and node hashes, roots, inclusion proofs.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A SHA-256 hash.
pub type Hash = [u8; 32];

/// The hash of a leaf: SHA-256(0x00 ‖ line).
pub fn leaf_hash(line: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(line).finalize().into()
}

fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// The right edge of a growing tree: the roots of its complete subtrees, largest first. Enough to add leaves and to
/// give the root, in the space of a logarithm.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Parts")]
pub struct Frontier {
    size: u64,
    roots: Vec<Hash>,
}

/// As it was stored, before its parts were seen to fit.
#[derive(Deserialize)]
struct Parts {
    size: u64,
    roots: Vec<Hash>,
}

impl TryFrom<Parts> for Frontier {
    type Error = String;

    fn try_from(Parts { size, roots }: Parts) -> Result<Self, String> {
        if roots.len() != size.count_ones() as usize {
            return Err(format!("a tree of {size} leaves does not have {} complete subtrees", roots.len()));
        }
        Ok(Self { size, roots })
    }
}

impl Frontier {
    /// How many leaves were added.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Adds a leaf.
    pub fn push(&mut self, leaf: Hash) {
        // Every trailing one of the size is a complete subtree that this leaf completes a larger one with. There are as
        // many roots as the size has ones: here by construction, and when read back.
        let rest = self.roots.len().saturating_sub(self.size.trailing_ones() as usize);
        let hash = self.roots.drain(rest..).rev().fold(leaf, |right, left| node_hash(&left, &right));
        self.roots.push(hash);
        self.size += 1;
    }

    /// The root; SHA-256 of nothing for an empty tree.
    pub fn root(&self) -> Hash {
        let mut roots = self.roots.iter().rev();
        match roots.next() {
            None => Sha256::digest([]).into(),
            Some(last) => roots.fold(*last, |right, left| node_hash(left, &right)),
        }
    }
}

/// The root of these leaves (RFC 6962, 2.1).
fn root(leaves: &[Hash]) -> Hash {
    let mut frontier = Frontier::default();
    leaves.iter().for_each(|leaf| frontier.push(*leaf));
    frontier.root()
}

/// The largest power of two smaller than `n`.
fn split(n: usize) -> usize {
    n.next_power_of_two() / 2
}

/// The audit path for a leaf (RFC 6962, 2.1.1), nearest sibling first; `None` when there is no such leaf.
pub fn inclusion_proof(leaves: &[Hash], index: usize) -> Option<Vec<Hash>> {
    if index >= leaves.len() {
        return None;
    }
    let mut path = Vec::new();
    let (mut part, mut at) = (leaves, index);
    while part.len() > 1 {
        let (left, right) = part.split_at(split(part.len()));
        if at < left.len() {
            path.push(root(right));
            part = left;
        } else {
            path.push(root(left));
            at -= left.len();
            part = right;
        }
    }
    path.reverse();
    Some(path)
}

/// The root that an audit path leads to, to be compared with a checkpoint's (RFC 9162, 2.1.3.2).
pub fn root_from_proof(leaf: Hash, index: u64, size: u64, path: &[Hash]) -> Option<Hash> {
    if index >= size {
        return None;
    }
    let (mut fn_, mut sn, mut hash) = (index, size - 1, leaf);
    for sibling in path {
        if sn == 0 {
            return None;
        }
        if fn_ % 2 == 1 || fn_ == sn {
            hash = node_hash(sibling, &hash);
            while fn_ % 2 == 0 && fn_ != 0 {
                fn_ >>= 1;
                sn >>= 1;
            }
        } else {
            hash = node_hash(&hash, sibling);
        }
        fn_ >>= 1;
        sn >>= 1;
    }
    (sn == 0).then_some(hash)
}

#[cfg(test)]
mod tests {
    use super::{Frontier, Hash, inclusion_proof, leaf_hash, root, root_from_proof};
    use data_encoding::HEXLOWER;

    fn hex(hash: &Hash) -> String {
        HEXLOWER.encode(hash)
    }

    #[test]
    fn a_stored_tree_whose_parts_do_not_fit_is_not_taken() {
        let mut frontier = Frontier::default();
        (0..5_u8).for_each(|n| frontier.push(leaf_hash(&[n])));
        let mut stored = serde_json::to_value(&frontier).unwrap();
        assert_eq!(serde_json::from_value::<Frontier>(stored.clone()).unwrap(), frontier);
        stored["size"] = 7.into();
        assert!(serde_json::from_value::<Frontier>(stored).is_err());
    }

    /// The vectors that certificate-transparency implementations share.
    #[test]
    fn roots_are_those_of_rfc_6962() {
        let leaves: [&[u8]; 8] = [
            b"",
            b"\x00",
            b"\x10",
            b"\x20\x21",
            b"\x30\x31",
            b"\x40\x41\x42\x43",
            b"\x50\x51\x52\x53\x54\x55\x56\x57",
            b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
        ];
        let mut frontier = Frontier::default();
        assert_eq!(hex(&frontier.root()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        leaves.iter().for_each(|leaf| frontier.push(leaf_hash(leaf)));
        assert_eq!(hex(&frontier.root()), "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
    }

    proptest::proptest! {
        #[test]
        fn every_leaf_is_proved_and_no_other(size in 1_usize..80, index in 0_usize..80, other in 0_usize..80) {
            let leaves: Vec<Hash> = (0..size).map(|n| leaf_hash(&n.to_be_bytes())).collect();
            let proof = inclusion_proof(&leaves, index);
            proptest::prop_assert_eq!(proof.is_some(), index < size);
            if let Some(path) = proof {
                let prove = |leaf: Hash| root_from_proof(leaf, index as u64, size as u64, &path);
                proptest::prop_assert_eq!(prove(leaves[index]), Some(root(&leaves)));
                if other < size && other != index {
                    proptest::prop_assert_ne!(prove(leaves[other]), Some(root(&leaves)));
                }
            }
        }
    }
}
