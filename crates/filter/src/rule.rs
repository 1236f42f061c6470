//! What the owner says about a device: reasons, sessions, sites, lifts.

use std::hash::BuildHasher;
use std::net::IpAddr;
use std::sync::Arc;

use hashbrown::HashTable;

use crate::name::{Name, Site};

/// Why a name is refused: words for the page and for the extended error (RFC 8914).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// A sentence that a practitioner understands.
    pub says: String,
    /// The clause of the policy that it comes from.
    pub clause: Option<String>,
}

impl Reason {
    /// A reason without a clause.
    #[must_use]
    pub fn new(says: impl Into<String>) -> Arc<Reason> {
        Arc::new(Reason { says: says.into(), clause: None })
    }

    /// A reason and the clause that it comes from.
    #[must_use]
    pub fn with_clause(says: impl Into<String>, clause: impl Into<String>) -> Arc<Reason> {
        Arc::new(Reason { says: says.into(), clause: Some(clause.into()) })
    }
}

/// A moment both ways: the clock on the wall can be set, ticks only go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Moment {
    /// Milliseconds since 1970 by the clock on the wall.
    pub wall_ms: i64,
    /// Milliseconds since the program's start, by a clock that nobody can set.
    pub ticks_ms: u64,
}

impl Moment {
    /// Later by so many milliseconds, by both clocks.
    #[must_use]
    pub fn plus_ms(self, by_ms: u32) -> Moment {
        Moment {
            wall_ms: self.wall_ms.saturating_add(i64::from(by_ms)),
            ticks_ms: self.ticks_ms.saturating_add(u64::from(by_ms)),
        }
    }

    /// Whether either clock has come to the other moment: setting one of them back opens nothing.
    #[must_use]
    pub fn has_reached(self, end: Moment) -> bool {
        self.wall_ms >= end.wall_ms || self.ticks_ms >= end.ticks_ms
    }
}

/// The most categories that there are.
pub const CATEGORIES_MAX: u8 = 32;

/// Index of a category of names; the owner knows what each means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Category(u8);

impl Category {
    /// The category of an index, if it is below [`CATEGORIES_MAX`].
    #[must_use]
    pub fn new(index: u8) -> Option<Category> {
        (index < CATEGORIES_MAX).then_some(Category(index))
    }

    /// Its index.
    #[must_use]
    pub fn index(self) -> u8 {
        self.0
    }

    pub(crate) fn bit(self) -> u32 {
        1u32.checked_shl(u32::from(self.0)).unwrap_or(0)
    }
}

/// The categories that a profile refuses, each with its reason.
#[derive(Debug, Clone, Default)]
pub struct RefusedCategories {
    reasons: Arc<[(Category, Arc<Reason>)]>,
    bits: u32,
}

impl RefusedCategories {
    /// No category at all.
    #[must_use]
    pub fn none() -> RefusedCategories {
        RefusedCategories::default()
    }

    /// The categories and their reasons; of two reasons for one category the first counts.
    pub fn from_reasons(reasons: impl IntoIterator<Item = (Category, Arc<Reason>)>) -> RefusedCategories {
        let mut list: Vec<(Category, Arc<Reason>)> = reasons.into_iter().collect();
        list.sort_by_key(|(category, _)| *category);
        list.dedup_by_key(|(category, _)| *category);
        let bits = list.iter().fold(0, |bits, (category, _)| bits | category.bit());
        RefusedCategories { reasons: list.into(), bits }
    }

    pub(crate) fn bits(&self) -> u32 {
        self.bits
    }

    /// The first refused category among those of a name.
    pub(crate) fn first(&self, bits: u32) -> Option<(Category, &Arc<Reason>)> {
        self.reasons
            .iter()
            .find(|(category, _)| category.bit() & bits != 0)
            .map(|(category, reason)| (*category, reason))
    }
}

/// What a device may look up now.
#[derive(Debug, Clone)]
pub enum Door {
    /// Nothing but the setting's own names.
    Shut(Arc<Reason>),
    /// A supervised session: only these sites.
    Sites {
        /// The sites that were approved for it.
        sites: Arc<Sites>,
        /// Why everything else is refused.
        otherwise: Arc<Reason>,
        /// Categories that are refused even where a site was approved.
        refused: RefusedCategories,
        /// Shut from this moment on, by either clock.
        until: Moment,
        /// Why it is shut from then on.
        after: Arc<Reason>,
    },
    /// Everything that is in no refused category.
    Open {
        /// The categories that are refused.
        refused: RefusedCategories,
    },
}

/// One site for one device for some minutes.
#[derive(Debug, Clone)]
pub struct Lift {
    /// The site and everything under it.
    pub site: Site,
    /// Over from this moment on, by either clock.
    pub until: Moment,
}

/// The rule of one device.
#[derive(Debug, Clone)]
pub struct Profile {
    /// Who it is in the journal.
    pub device: Arc<str>,
    /// The session that it is in, for the journal.
    pub session: Option<Arc<str>>,
    /// What it may look up.
    pub door: Door,
    /// Sites lifted for it, whatever the door says.
    pub lifts: Vec<Lift>,
    /// Search engines answer with their strict variant only.
    pub safe_search: bool,
    /// Count what it looks up.
    pub watch: bool,
}

impl Profile {
    /// A device that resolves nothing: what every rule starts from.
    pub fn shut(device: impl Into<Arc<str>>, reason: Arc<Reason>) -> Profile {
        Profile {
            device: device.into(),
            session: None,
            door: Door::Shut(reason),
            lifts: Vec::new(),
            safe_search: true,
            watch: false,
        }
    }
}

/// A set of sites, each covering everything under it; asked in time that does not grow with it.
#[derive(Debug, Default)]
pub struct Sites {
    table: HashTable<Box<[u8]>>,
    hasher: foldhash::fast::RandomState,
}

impl Sites {
    /// No site.
    #[must_use]
    pub fn none() -> Arc<Sites> {
        Arc::new(Sites::default())
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.table.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.table.is_empty()
    }

    /// Whether the name is one of the sites or under one.
    #[must_use]
    pub fn covers(&self, name: &Name) -> bool {
        !self.table.is_empty()
            && name.suffixes().any(|suffix| {
                self.table.find(self.hasher.hash_one(suffix), |site| **site == *suffix).is_some()
            })
    }
}

impl FromIterator<Site> for Sites {
    fn from_iter<I: IntoIterator<Item = Site>>(sites: I) -> Sites {
        let mut set = Sites::default();
        for site in sites {
            let wire = site.name().wire();
            let hash = set.hasher.hash_one(wire);
            if set.table.find(hash, |known| **known == *wire).is_none() {
                let hasher = &set.hasher;
                set.table.insert_unique(hash, wire.into(), |known| hasher.hash_one(&**known));
            }
        }
        set
    }
}

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Client {
    /// A device of the network, by its address.
    Address(IpAddr),
    /// A device that asks over TLS under a name of its own: the first label of the server's name, or the path of HTTPS.
    Name(Arc<str>),
}

/// Addresses that begin with the same bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    prefix: u8,
}

impl Network {
    /// A network of an address and the number of its first bits that count; nothing when there are not so many.
    #[must_use]
    pub fn new(address: IpAddr, prefix: u8) -> Option<Network> {
        let most = if address.is_ipv4() { 32 } else { 128 };
        (prefix <= most).then_some(Network { address, prefix })
    }

    /// Reads `192.168.0.0/16`, or an address alone.
    #[must_use]
    pub fn parse(text: &str) -> Option<Network> {
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address.parse::<IpAddr>().ok()?, prefix.parse().ok()?),
            None => {
                let address = text.parse::<IpAddr>().ok()?;
                (address, if address.is_ipv4() { 32 } else { 128 })
            }
        };
        Network::new(address, prefix)
    }

    /// The private networks (RFC 1918, RFC 4193), those of one link, and the machine itself.
    #[must_use]
    pub fn private() -> Vec<Network> {
        [
            "10.0.0.0/8",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "169.254.0.0/16",
            "127.0.0.0/8",
            "::1",
            "fc00::/7",
            "fe80::/10",
        ]
        .into_iter()
        .filter_map(Network::parse)
        .collect()
    }

    /// Whether the address is in it.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.address, address) {
            (IpAddr::V4(network), IpAddr::V4(address)) => {
                let mask = u32::MAX.checked_shl(32 - u32::from(self.prefix)).unwrap_or(0);
                (u32::from(network) ^ u32::from(address)) & mask == 0
            }
            (IpAddr::V6(network), IpAddr::V6(address)) => {
                let mask = u128::MAX.checked_shl(128 - u32::from(self.prefix)).unwrap_or(0);
                (u128::from(network) ^ u128::from(address)) & mask == 0
            }
            _ => false,
        }
    }
}
