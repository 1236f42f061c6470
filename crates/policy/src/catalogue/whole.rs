//! The catalogue as a whole.

use crate::catalogue::body::Body;
use crate::catalogue::concern::ConcernKind;
use crate::catalogue::control::Control;
use crate::catalogue::library::{CodeLines, NoticeKind, Resource};
use crate::catalogue::nation::Nation;
use crate::catalogue::opinion::OpinionText;
use crate::catalogue::purpose::{Area, Purpose};
use crate::catalogue::ratio::RatioTable;
use crate::catalogue::sites::Sites;
use crate::catalogue::vocabulary::{Act, Circumstance, DeviceKind, FactInfo, RoleInfo};
use crate::facts::{Fact, FactKey, Value};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Everything a policy can ask for, and the words it is asked in.
#[derive(Debug, Clone)]
pub struct Catalogue {
    /// Controls by id, `area.name`.
    pub controls: BTreeMap<String, Control>,
    /// Acts by id, in the order of the file.
    pub acts: BTreeMap<String, Act>,
    /// What is known of each fact.
    pub facts: BTreeMap<Fact, FactInfo>,
    /// Kinds of device by id.
    pub kinds: BTreeMap<String, DeviceKind>,
    /// Roles by id.
    pub roles: BTreeMap<String, RoleInfo>,
    /// Ratios of adults to children, dated.
    pub ratios: RatioTable,
    /// What concerns can be about, by id.
    pub concerns: BTreeMap<String, ConcernKind>,
    /// Bodies outside the setting, by id.
    pub bodies: BTreeMap<String, Body>,
    /// Lines of the codes of conduct, by control.
    pub codes: BTreeMap<String, CodeLines>,
    /// Kinds of notice to families, by id.
    pub notices: BTreeMap<String, NoticeKind>,
    /// What helps with staying safe online.
    pub resources: Vec<Resource>,
    /// What pictures are for, in the order in which parents are asked.
    pub purposes: Vec<Purpose>,
    /// Sites, by what they are.
    pub sites: Sites,
    /// What is thought of words that are to go out where no clause of a policy speaks of them; the first that holds
    /// counts.
    pub opinions: Vec<OpinionText>,
    /// What holds in other nations than England, by id.
    pub nations: BTreeMap<String, Nation>,
    /// What the policy itself asks about at the moment of an act, by name; none in a catalogue without a policy.
    pub circumstances: BTreeMap<String, Circumstance>,
    /// The areas of learning that an entry of a learning journey belongs to.
    pub areas: Vec<Area>,
}

impl Catalogue {
    /// What every fact usually is.
    pub fn usually(&self) -> BTreeMap<FactKey, Value<'static>> {
        self.facts
            .iter()
            .filter_map(|(fact, info)| {
                let value = match &info.usually {
                    toml::Value::Boolean(yes) => Value::Bool(*yes),
                    toml::Value::Integer(number) => Value::Number(*number),
                    toml::Value::String(word) => Value::Word(Cow::Owned(word.clone())),
                    toml::Value::Array(words) => Value::Words(
                        words.iter().filter_map(|word| Some(Cow::Owned(word.as_str()?.to_owned()))).collect(),
                    ),
                    _ => return None,
                };
                Some((FactKey::Known(*fact), value))
            })
            .collect()
    }

    /// The roles given and everything they count as.
    pub fn with_classes<'a>(&'a self, roles: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
        let mut all = Vec::new();
        for role in roles {
            all.push(role);
            if let Some(info) = self.roles.get(role) {
                all.extend(info.counts_as.iter().map(String::as_str));
            }
        }
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Whether a word for people, a role or what roles count as, speaks of those who work here or govern: of no visitor,
    /// parent or child, who count as nothing.
    pub fn works_here(&self, word: &str) -> bool {
        self.roles.iter().any(|(id, role)| {
            !role.counts_as.is_empty() && (id == word || role.counts_as.iter().any(|class| class == word))
        })
    }

    /// The purpose that a word stands for.
    pub fn purpose(&self, word: &str) -> Option<&Purpose> {
        let means = |purpose: &&Purpose| purpose.id == word || purpose.also.iter().any(|also| also == word);
        self.purposes.iter().find(means)
    }

    /// The purpose for which a channel of this kind, for these readers, publishes.
    pub fn purpose_of_channel(&self, kind: &str, serves: &str) -> Option<&Purpose> {
        let of_kind =
            || self.purposes.iter().filter(|purpose| purpose.channels.iter().any(|channel| channel == kind));
        let for_readers = of_kind().find(|purpose| purpose.serves.as_deref() == Some(serves));
        for_readers
            .or_else(|| of_kind().find(|purpose| purpose.serves.is_none()))
            .or_else(|| of_kind().next())
    }
}
