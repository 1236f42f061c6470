//! The table of rules, and the one place where a question is decided.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

use hashbrown::HashMap;

use crate::fixed::{Always, DataError, OwnNames, SafeSearch, Signal, Signals};
use crate::lists::Lists;
use crate::name::Name;
use crate::rule::{Category, Client, Door, Moment, Network, Profile, Reason, RefusedCategories};
use crate::wire;

/// How long answers in a session may be kept: the door has to shut within a second.
pub const SESSION_TTL_SECONDS_MAX: u32 = 1;

/// Why a question was not simply resolved; page, journal and tests read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RefusalCause {
    /// The device is in no session.
    NoSession,
    /// Its session is over.
    SessionOver,
    /// The site was not approved for the session.
    NotApproved,
    /// The name is in a refused category.
    Category(Category),
    /// The name is an alias of one in a refused category.
    Alias(Category),
    /// The name is a way around the resolver.
    Bypass,
    /// Nobody knows the device.
    UnknownClient,
}

/// What to do with a question; every refusal has its reason inside.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Verdict<'t> {
    /// One of the setting's own names: these addresses.
    Own(&'t [IpAddr]),
    /// Ask upstream.
    Resolve {
        /// How long the answer may be kept at most.
        ttl_seconds_max: Option<u32>,
    },
    /// A search engine: answer with its strict variant, whose addresses come from upstream.
    Rewrite {
        /// The name of the strict variant.
        target: &'t Name,
        /// How long the answer may be kept at most.
        ttl_seconds_max: Option<u32>,
    },
    /// The name would be resolved, but everything that it has is not given to anybody (RFC 8482).
    Minimal,
    /// Refused.
    Refuse {
        /// The words for people.
        reason: &'t Arc<Reason>,
        /// The word for programs.
        why: RefusalCause,
    },
    /// A way around the resolver: the answer that closes it.
    Signal(Signal),
}

/// How long an answer may be kept, or why there is none.
type Admitted<'t> = Result<Option<u32>, (&'t Arc<Reason>, RefusalCause)>;

/// Number of a profile in its table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ProfileIndex(u32);

/// The address of the page that explains a refusal; without one a refused name does not exist.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BlockAddress {
    /// For questions of type A.
    pub v4: Option<Ipv4Addr>,
    /// For questions of type AAAA.
    pub v6: Option<Ipv6Addr>,
}

/// All rules at one moment. The owner builds a new one and swaps it in whole.
#[derive(Debug)]
pub struct Table {
    addresses: HashMap<IpAddr, ProfileIndex, foldhash::fast::RandomState>,
    names: HashMap<Arc<str>, ProfileIndex, foldhash::fast::RandomState>,
    profiles: Vec<Profile>,
    unknown: Profile,
    signals: Arc<Signals>,
    always: Arc<Always>,
    /// Networks that are answered; everybody else gets no answer at all.
    pub networks: Vec<Network>,
    /// The setting's own names, which always answer.
    pub own_names: OwnNames,
    /// Where refused names lead.
    pub block_address: BlockAddress,
    /// Names on lists.
    pub lists: Arc<Lists>,
    /// Strict variants of search engines.
    pub safe_search: Arc<SafeSearch>,
}

impl Table {
    /// A table without devices: everybody falls under the rule for the unknown. Private networks are served.
    ///
    /// # Errors
    /// When a data file of the program is wrong, which a test rules out.
    pub fn new(unknown: Profile) -> Result<Table, DataError> {
        Ok(Table {
            addresses: HashMap::default(),
            names: HashMap::default(),
            profiles: Vec::new(),
            unknown,
            signals: Arc::new(Signals::shipped()?),
            always: Arc::new(Always::shipped()?),
            networks: Network::private(),
            own_names: OwnNames::default(),
            block_address: BlockAddress::default(),
            lists: Arc::new(Lists::none()),
            safe_search: Arc::new(SafeSearch::shipped()?),
        })
    }

    /// Adds a rule, which several clients may share.
    pub fn add_profile(&mut self, profile: Profile) -> ProfileIndex {
        let index = ProfileIndex(u32::try_from(self.profiles.len()).unwrap_or(u32::MAX));
        self.profiles.push(profile);
        index
    }

    /// Puts a client under a rule; the last word counts.
    pub fn add_client(&mut self, client: Client, profile: ProfileIndex) {
        match client {
            Client::Address(address) => self.addresses.insert(address.to_canonical(), profile),
            Client::Name(name) => self.names.insert(name.to_ascii_lowercase().into(), profile),
        };
    }

    /// Adds a rule for one client alone.
    pub fn add(&mut self, client: Client, profile: Profile) -> ProfileIndex {
        let index = self.add_profile(profile);
        self.add_client(client, index);
        index
    }

    /// Whether a name that a device asks under is known; in lower case.
    #[must_use]
    pub fn known_name(&self, name: &str) -> Option<&Arc<str>> {
        self.names.get_key_value(name).map(|(name, _)| name)
    }

    /// Whether an address is answered at all.
    #[must_use]
    pub fn serves(&self, address: IpAddr) -> bool {
        self.networks.iter().any(|network| network.contains(address))
    }

    /// The rule of a client.
    #[must_use]
    pub fn profile(&self, client: &Client) -> &Profile {
        let index = match client {
            Client::Address(address) => self.addresses.get(&address.to_canonical()),
            Client::Name(name) => self.names.get(&**name),
        };
        index.and_then(|index| self.profiles.get(usize::try_from(index.0).ok()?)).unwrap_or(&self.unknown)
    }

    /// Where a refused name leads. One that is shut because no session is open does not exist: a browser keeps an address
    /// for up to a minute whatever is said of it (Chromium was seen to), and would go on showing the page after the door was opened.
    #[must_use]
    pub fn leads(&self, why: RefusalCause) -> BlockAddress {
        match why {
            RefusalCause::NoSession | RefusalCause::SessionOver => BlockAddress::default(),
            _ => self.block_address,
        }
    }

    /// Decides a question. `name` is what is asked about, `kind` the type of records.
    #[must_use]
    pub fn decide(&self, client: &Client, name: &Name, kind: u16, now: Moment) -> Verdict<'_> {
        self.judge(self.profile(client), name, kind, now)
    }

    /// Decides a question under a rule of this table.
    #[must_use]
    pub fn judge<'t>(&'t self, profile: &'t Profile, name: &Name, kind: u16, now: Moment) -> Verdict<'t> {
        if let Some(addresses) = self.own_names.get(name) {
            return Verdict::Own(addresses);
        }
        if let Some(signal) = self.signals.of(name) {
            return Verdict::Signal(signal);
        }
        if self.always.has(name) && !std::ptr::eq(profile, &raw const self.unknown) {
            return Verdict::Resolve { ttl_seconds_max: None };
        }
        let ttl_seconds_max = match self.admit(profile, name, now) {
            Ok(ttl_seconds_max) => ttl_seconds_max,
            Err((reason, why)) => return Verdict::Refuse { reason, why },
        };
        if kind == wire::kind::ANY {
            return Verdict::Minimal;
        }
        if profile.safe_search && self.safe_search.has_none(name) {
            return Verdict::Signal(Signal::NoName);
        }
        if profile.safe_search
            && let Some(target) = self.safe_search.target(name)
        {
            return Verdict::Rewrite { target, ttl_seconds_max };
        }
        Verdict::Resolve { ttl_seconds_max }
    }

    /// Whether a name that an answer leads on to is in a category that the profile refuses now. The approved sites of a
    /// session may lead to any other name, because nearly every site is served by somebody else.
    #[must_use]
    pub fn refused_alias<'t>(
        &'t self,
        profile: &'t Profile,
        asked: &Name,
        alias: &Name,
        now: Moment,
    ) -> Option<(Category, &'t Arc<Reason>)> {
        if lifted(profile, asked, now) || lifted(profile, alias, now) {
            return None;
        }
        match &profile.door {
            Door::Shut(_) => None,
            Door::Sites { refused, .. } | Door::Open { refused } => self.refused_category(refused, alias),
        }
    }

    /// Whether every device on the register may look a name up, at any time.
    #[must_use]
    pub fn is_always(&self, name: &Name) -> bool {
        self.always.has(name)
    }

    /// Whether a name that an answer leads on to is one of a way around.
    #[must_use]
    pub fn leads_around(&self, alias: &Name) -> bool {
        self.signals.of(alias).is_some()
    }

    /// Lifts first, then the door. Gives how long the answer may be kept.
    fn admit<'t>(&'t self, profile: &'t Profile, name: &Name, now: Moment) -> Admitted<'t> {
        // A session that is over takes with it what was lifted in it.
        if let Door::Sites { until, after, .. } = &profile.door
            && now.has_reached(*until)
        {
            return Err((after, RefusalCause::SessionOver));
        }
        if lifted(profile, name, now) {
            return Ok(Some(SESSION_TTL_SECONDS_MAX));
        }
        let by_category = |refused| match self.refused_category(refused, name) {
            Some((category, reason)) => Err((reason, RefusalCause::Category(category))),
            None => Ok(()),
        };
        match &profile.door {
            Door::Shut(reason) => Err((reason, self.why_shut(profile))),
            Door::Sites { sites, otherwise, refused, .. } => {
                by_category(refused)?;
                if sites.covers(name) {
                    Ok(Some(SESSION_TTL_SECONDS_MAX))
                } else {
                    Err((otherwise, RefusalCause::NotApproved))
                }
            }
            Door::Open { refused } => by_category(refused).map(|()| None),
        }
    }

    fn refused_category<'t>(
        &'t self,
        refused: &'t RefusedCategories,
        name: &Name,
    ) -> Option<(Category, &'t Arc<Reason>)> {
        if refused.bits() == 0 {
            return None;
        }
        refused.first(self.lists.categories(name) & refused.bits())
    }

    fn why_shut(&self, profile: &Profile) -> RefusalCause {
        if std::ptr::eq(profile, &raw const self.unknown) {
            RefusalCause::UnknownClient
        } else {
            RefusalCause::NoSession
        }
    }
}

fn lifted(profile: &Profile, name: &Name, now: Moment) -> bool {
    profile.lifts.iter().any(|lift| lift.site.covers(name) && !now.has_reached(lift.until))
}
