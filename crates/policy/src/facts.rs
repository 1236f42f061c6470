//! The facts of a question, as rules see them.

use crate::text::nearest;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

macro_rules! facts {
    ($($(#[doc = $doc:literal])* $variant:ident = $name:literal,)*) => {
        /// A fact that a rule may speak of as `context.name`; `policies/catalogue/facts.toml` says what each means.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Fact { $(#[doc = $name] $variant,)* }

        impl Fact {
            /// Every fact there is.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Its name in a rule.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// The fact of that name.
            pub fn named(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

facts! {
    Roles = "roles", OnBreak = "on_break", Supervising = "supervising", RatioHolds = "ratio_holds",
    Authenticated = "authenticated", LoneWorking = "lone_working", Supervised = "supervised", InHours = "in_hours",
    ChildrenIn = "children_in", ChildrenHere = "children_here", Place = "place", OnOuting = "on_outing",
    Owner = "owner", Kind = "kind", Calls = "calls", Messages = "messages", Internet = "internet",
    Camera = "camera", Records = "records", Worn = "worn", Computer = "computer", Assistant = "assistant",
    Sim = "sim", Connected = "connected", ForChildren = "for_children", SettingPhone = "setting_phone",
    SecondHand = "second_hand", Failed = "failed", InSight = "in_sight", Governed = "governed",
    KindKnown = "kind_known", Purpose = "purpose", Mail = "mail", Account = "account", Emergency = "emergency",
    Granted = "granted", KitPhone = "kit_phone", KitFolder = "kit_folder", Permission = "permission",
    Concern = "concern", OnRoute = "on_route", AboutAsker = "about_asker", SecondFactor = "second_factor",
    FriendshipTold = "friendship_told", FriendshipAssessed = "friendship_assessed",
    FriendshipAgreed = "friendship_agreed", FriendshipLapsed = "friendship_lapsed",
    ToolKind = "tool_kind", ToolAssessed = "tool_assessed",
    Mailbox = "mailbox", Holder = "holder", Sealed = "sealed",
    IdentifiersChecked = "identifiers_checked", AdminComputer = "admin_computer", Reminded = "reminded",
    Site = "site", SiteApproved = "site_approved", Taught = "taught", Today = "today",
}

/// A fact of the fixed list, or whether a duty is on record and in date for the subject of the question.
///
/// Written as the fact's name, or as the duty's key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum FactKey {
    /// One of the fixed list.
    Known(Fact),
    /// The duty with this key (`equipment.antivirus/check`) is in date.
    Done(Arc<str>),
    /// A circumstance that the policy itself asks about; written `circumstance:` and its name.
    Circumstance(Arc<str>),
}

/// What stands before the name of a circumstance where facts are named.
const CIRCUMSTANCE: &str = "circumstance:";

impl From<Fact> for FactKey {
    fn from(fact: Fact) -> Self {
        Self::Known(fact)
    }
}

impl From<FactKey> for String {
    fn from(key: FactKey) -> Self {
        match key {
            FactKey::Known(fact) => fact.name().to_owned(),
            FactKey::Done(duty) => duty.as_ref().to_owned(),
            FactKey::Circumstance(name) => format!("{CIRCUMSTANCE}{name}"),
        }
    }
}

impl TryFrom<String> for FactKey {
    type Error = String;

    fn try_from(word: String) -> Result<Self, Self::Error> {
        if let Some(fact) = Fact::named(&word) {
            return Ok(Self::Known(fact));
        }
        if let Some(name) = word.strip_prefix(CIRCUMSTANCE) {
            return Ok(Self::Circumstance(name.into()));
        }
        if word.contains('/') {
            return Ok(Self::Done(word.into()));
        }
        let known = nearest(&word, Fact::ALL.iter().map(|fact| fact.name()));
        let meant = known.map_or_else(String::new, |known| format!("; did you mean `{known}`?"));
        Err(format!("there is no fact `{word}`: policies/catalogue/facts.toml lists them{meant}"))
    }
}

/// The value of a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value<'a> {
    /// Yes or no.
    Bool(bool),
    /// One word.
    Word(Cow<'a, str>),
    /// Several words, in no order.
    Words(Vec<Cow<'a, str>>),
    /// A whole number.
    Number(i64),
}

impl From<bool> for Value<'_> {
    fn from(yes: bool) -> Self {
        Self::Bool(yes)
    }
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(word: &'a str) -> Self {
        Self::Word(Cow::Borrowed(word))
    }
}

/// Whatever can answer for the facts of one question. Only the facts that an act's rules mention are asked for.
pub trait Facts {
    /// The value of a fact.
    fn get(&self, key: &FactKey) -> Value<'_>;

    /// The change of a fact as an instruction for this very question, where it can be said more exactly than
    /// `facts.toml` does.
    fn change(&self, _fact: Fact) -> Option<String> {
        None
    }
}

/// A question with nothing behind it: facts as supposed, the rest as `facts.toml` says they usually are.
#[derive(Debug, Clone, Default)]
pub struct Supposed {
    usually: BTreeMap<FactKey, Value<'static>>,
    supposed: BTreeMap<FactKey, Value<'static>>,
}

impl Supposed {
    /// Starts from the usual values.
    pub fn new(usually: BTreeMap<FactKey, Value<'static>>) -> Self {
        Self { usually, supposed: BTreeMap::new() }
    }

    /// Supposes one fact.
    pub fn suppose(&mut self, fact: Fact, value: impl Into<Value<'static>>) -> &mut Self {
        self.set(FactKey::Known(fact), value.into())
    }

    /// Supposes one fact by its key.
    pub fn set(&mut self, key: FactKey, value: Value<'static>) -> &mut Self {
        self.supposed.insert(key, value);
        self
    }

    /// Whether this fact was supposed, rather than taken as it usually is.
    pub fn says(&self, fact: Fact) -> bool {
        self.supposed.contains_key(&FactKey::Known(fact))
    }
}

impl Facts for Supposed {
    fn get(&self, key: &FactKey) -> Value<'_> {
        self.supposed.get(key).or_else(|| self.usually.get(key)).cloned().unwrap_or(Value::Bool(false))
    }
}
