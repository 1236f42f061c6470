//! The catalogue: controls, acts, facts, kinds of device and roles, read from data.

use crate::check::{Mistake, Source};
use crate::concern::{Body, ConcernKind, RouteText};
use crate::facts::{Fact, FactKey, Value};
use crate::library::{CodeLines, NoticeKind, Resource, ResourcesText};
use crate::purpose::{Area, AreasText, Purpose, PurposesText};
use crate::ratio::RatioTable;
use crate::sites::Sites;
use crate::template::Params;
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

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
    /// The areas of learning that an entry of a learning journey belongs to.
    pub areas: Vec<Area>,
}

/// What sort of thing a control is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ControlKind {
    /// Permits or forbids an act at the moment of the act.
    Rule,
    /// Something must be on record before a thing may be used or done.
    Gate,
    /// Done again and again, or once for each person or thing.
    Duty,
    /// What happens after an event.
    Route,
    /// Who may open or keep what.
    Access,
    /// The content of a picture or text is examined before it leaves.
    Check,
    /// A named responsibility that somebody must hold.
    Role,
    /// A value, aim or piece of knowledge.
    Statement,
}

/// One control.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Control {
    /// What sort of thing it is.
    pub kind: ControlKind,
    /// A short name.
    pub title: String,
    /// The sentence it prints, with its parameters in braces.
    pub says: String,
    /// Phrases by which it is recognised in a written policy.
    #[serde(default)]
    pub cues: Vec<String>,
    /// What is missing, when the program does not carry it out yet.
    pub not_yet: Option<String>,
    /// Its parameters.
    #[serde(default)]
    pub params: BTreeMap<String, Param>,
    /// The rules it compiles to.
    #[serde(default)]
    pub rule: Vec<RuleText>,
    /// The duties it creates.
    #[serde(default)]
    pub duty: Vec<DutyText>,
    /// Where concerns go.
    pub route: Option<RouteText>,
    /// What the program looks out for all day.
    #[serde(default)]
    pub watch: Vec<Watch>,
    /// Whether it is kept by everyone's signature under the version in force.
    #[serde(default)]
    pub signed: bool,
    /// Something it puts on pages: `number`, `posts`, `links`, `risks`, `resources`, `assistant-notice`.
    pub shows: Option<String>,
    /// What is checked before it goes out.
    pub checks: Option<Checks>,
    /// Whether visitors read and agree to it when they sign in.
    #[serde(default)]
    pub asks_visitors: bool,
}

/// A parameter of a control.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Param {
    /// Its type.
    pub is: ParamKind,
    /// The choices, for the two kinds of choice.
    #[serde(default)]
    pub of: Vec<String>,
    /// What it is when a clause does not say.
    pub default: toml::Value,
    /// What it means.
    pub says: String,
    /// Whether the roles it names may grant the exception its rules ask for.
    #[serde(default)]
    pub grants: bool,
}

/// The type of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ParamKind {
    /// One of a list.
    Choice,
    /// Several of a list.
    Choices,
    /// Roles, classes of roles, or words of the pack for them.
    Roles,
    /// Places, by their kind.
    Places,
    /// Kinds of device.
    Kinds,
    /// Purposes.
    Purposes,
    /// A period.
    Period,
    /// `yes` or `no`.
    YesNo,
    /// A whole number.
    Number,
    /// Free words.
    Words,
    /// Names with addresses.
    Links,
}

/// What a rule does when its condition holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// A no, whatever else permits it.
    Forbid,
    /// A yes, unless something forbids it.
    Permit,
    /// Advice against.
    Advise,
}

/// A rule as the catalogue writes it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleText {
    /// Unique within the control.
    pub id: String,
    /// What it does.
    pub effect: Effect,
    /// The acts it is about.
    pub acts: Vec<String>,
    /// The condition, Cedar with placeholders.
    pub when: String,
    /// Why, in a few words.
    pub says: String,
    /// Controls whose forbids do not bite where this permit holds.
    #[serde(default)]
    pub lifts: Vec<String>,
}

/// A duty as the catalogue writes it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DutyText {
    /// Unique within the control.
    pub id: String,
    /// What is done, with `{subject}`.
    pub does: String,
    /// For whom or what.
    pub per: Per,
    /// How often: a period or a parameter in braces.
    pub every: String,
    /// Who does it: roles, or a parameter in braces. Empty: anyone on the team.
    #[serde(default)]
    pub who: Who,
    /// Whether its result can be "failed".
    #[serde(default)]
    pub finds: bool,
    /// Whether something must be written down: a bare tick is no evidence.
    #[serde(default)]
    pub note: bool,
    /// A parameter that switches it off: a yes-no that says no, or a list that is empty.
    pub only_if: Option<String>,
    /// `adoption`: the first period counts from the day the version was adopted.
    pub from: Option<String>,
    /// Of which people it is asked: roles, or a parameter in braces. Empty: of all that `per` names.
    #[serde(default)]
    pub of: Who,
    /// Another duty of the same control that must be done before this one can be.
    pub after: Option<String>,
    /// Whether somebody else than the person it is about puts it on record.
    #[serde(default)]
    pub by_another: bool,
    /// The register by which it is kept, where that is not the register of duties.
    pub kept_by: Option<KeptBy>,
    /// It is asked only where the setting has a device that can do this.
    pub if_device: Option<String>,
}

/// A register of its own by which a duty is kept.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeptBy {
    /// Signatures under the code of conduct for adults, version by version.
    AdultsCode,
    /// The children's code talked through with a child, version by version.
    ChildrensCode,
    /// Families told by a notice of this kind.
    Notice(String),
    /// The answers of a child's parents, purpose by purpose.
    PermissionForm,
    /// Changes of permissions, read by everyone on the team.
    PermissionNotices,
    /// What a child was taught: every topic that the control names.
    Teaching,
}

/// Who does a duty.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Who {
    /// A parameter in braces.
    Param(String),
    /// Roles.
    Roles(Vec<String>),
}

impl Default for Who {
    fn default() -> Self {
        Self::Roles(Vec::new())
    }
}

impl Who {
    /// The roles, with the parameter filled in.
    pub(crate) fn given(&self, params: &Params) -> Vec<String> {
        match self {
            Self::Roles(roles) => roles.clone(),
            Self::Param(param) => params.get(param.trim_matches(['{', '}'])).cloned().unwrap_or_default(),
        }
    }
}

/// For whom or what a duty is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Per {
    /// The setting as a whole.
    Setting,
    /// Everyone in the policy's scope.
    Person,
    /// Staff, volunteers and students.
    Team,
    /// Everyone who has a login.
    Login,
    /// Every device of the setting.
    Device,
    /// Every computer of the setting.
    Computer,
    /// Every device of the setting that can go online.
    OnlineDevice,
    /// Every device for children.
    ChildrensDevice,
    /// Every second-hand device.
    SecondHand,
    /// Every voice assistant.
    Assistant,
    /// Every phone registered as the setting's own.
    SettingPhone,
    /// Every device that somebody declared this of: their own, or the setting's.
    DeclaredDevice,
    /// Every place.
    Place,
    /// Every place where the policy lets personal phones be used on a break.
    PhonePlace,
    /// Every place where the policy lets smartwatches be used on a break.
    WatchPlace,
    /// Every kind of device that is not the catalogue's.
    Kind,
    /// Every policy that this one points to.
    LinkedPolicy,
    /// Every child.
    Child,
    /// Every family.
    Family,
    /// Every friendship with a family from before its child came.
    Friendship,
    /// Every online journal that somebody proposed.
    Journal,
    /// Every mailbox.
    Mailbox,
    /// Every event for families that is planned or open.
    Occasion,
}

/// What a control has checked before it goes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Checks {
    /// The words of a text: names, the setting, ways to reach somebody, remarks about work.
    Words,
    /// A post as a whole, by somebody other than its author.
    Posts,
}

/// What the program looks out for all day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Watch {
    /// Somebody is in whose phone is not put away, nor declared to be at home.
    PhonesNotPutAway,
    /// The same for watches, where the policy has them stored.
    WatchesNotPutAway,
    /// A device is not in its store after the day was closed.
    DevicesNotBack,
    /// A device that should stay is off the premises after the day was closed.
    OffPremisesAtClose,
    /// A voice assistant was used today and is not off at the mains at the close.
    AssistantLeftOn,
    /// A slip (a child told it something personal) whose recording is not deleted.
    AssistantSlips,
    /// A child's device was found and has not been handed over at the close.
    ChildDeviceNotHandedOver,
    /// A visitor has not been signed out at the close.
    VisitorsAtClose,
    /// A post is held by nobody.
    Posts,
    /// A risk assessment was not looked at again by its day, or nobody here answers for it any more.
    AssessmentsOverdue,
    /// A mailbox is held by nobody, or by somebody whom the policy does not name.
    Mailboxes,
    /// A page is run by somebody whom the policy does not name, or a family that has left is still on it.
    OfficialPages,
    /// A device that makes pictures was put back without its gallery being looked at and emptied.
    GalleryNotEmptied,
    /// A picture is kept after its erase-by date, and nothing holds it.
    PicturesPastDate,
    /// A child can be seen in a picture that is kept without permission.
    PicturesAgainstPermission,
    /// A phone kept for pictures, without its SIM, is not in the place that the policy names.
    SimlessPhones,
    /// The filter's own test failed, or a device of the setting that goes online is not known to the resolver.
    Filter,
}

/// Whether an act is done with a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NeedsDevice {
    /// Always.
    Needed,
    /// It may be.
    Optional,
    /// Never.
    None,
}

/// An act that can be asked about.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Act {
    /// The question after "May I", with `{device}`.
    pub asks: String,
    /// The act as a noun, with `{device}`.
    pub does: String,
    /// Whether it is done with a device.
    pub device: NeedsDevice,
    /// Words by which a plain question is recognised.
    #[serde(default)]
    pub cues: Vec<String>,
}

/// What is known of a fact.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactInfo {
    /// Its type: `yes-no`, `word` or `words`.
    pub is: String,
    /// What it is taken to be when a question does not say.
    pub usually: toml::Value,
    /// What it means.
    pub says: String,
    /// The value that might turn a no into a yes.
    pub change_to: Option<bool>,
    /// That change as an instruction.
    pub change: Option<String>,
}

/// A kind of device by what it can do.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeviceKind {
    /// Its name.
    pub title: String,
    /// Its abilities.
    pub can: Vec<String>,
    /// Whether it has a slot for a SIM card.
    pub sim: bool,
    /// Words by which a plain question is recognised.
    #[serde(default)]
    pub cues: Vec<String>,
}

/// A role.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleInfo {
    /// Its name.
    pub title: String,
    /// What it counts as.
    pub counts_as: Vec<String>,
}

/// The abilities a kind of device may have.
pub(crate) const ABILITIES: [&str; 8] =
    ["calls", "messages", "internet", "camera", "records", "worn", "computer", "assistant"];

macro_rules! control_files {
    ($($area:literal),*) => {
        &[$(($area, include_str!(concat!("../../../policies/catalogue/controls/", $area, ".toml")))),*]
    };
}

const CONTROL_FILES: &[(&str, &str)] = control_files![
    "assistants",
    "cameras",
    "data",
    "email",
    "equipment",
    "governance",
    "house",
    "images",
    "internet",
    "journals",
    "messaging",
    "phones",
    "social",
    "watches"
];

impl Catalogue {
    /// The catalogue that the program ships with.
    pub fn builtin() -> Arc<Self> {
        static CATALOGUE: OnceLock<Arc<Catalogue>> = OnceLock::new();
        CATALOGUE
            .get_or_init(|| match Self::read() {
                Ok(catalogue) => Arc::new(catalogue),
                Err(mistakes) => {
                    unreachable!("the built-in catalogue is tested: {}", crate::text::lines(&mistakes))
                }
            })
            .clone()
    }

    fn read() -> Result<Self, Vec<Mistake>> {
        let mut controls = BTreeMap::new();
        for (area, text) in CONTROL_FILES {
            let source = Source::new(format!("catalogue/controls/{area}.toml"), text);
            let table: BTreeMap<String, Control> = source.parse().map_err(|mistake| vec![mistake])?;
            controls.extend(table.into_iter().map(|(name, control)| (format!("{area}.{name}"), control)));
        }
        let facts: BTreeMap<String, FactInfo> =
            part("facts", include_str!("../../../policies/catalogue/facts.toml"))?;
        let catalogue = Self {
            controls,
            acts: part("acts", include_str!("../../../policies/catalogue/acts.toml"))?,
            facts: facts.into_iter().filter_map(|(name, info)| Some((Fact::named(&name)?, info))).collect(),
            kinds: part("kinds", include_str!("../../../policies/catalogue/kinds.toml"))?,
            roles: part("roles", include_str!("../../../policies/catalogue/roles.toml"))?,
            ratios: part("ratios", include_str!("../../../policies/catalogue/ratios.toml"))?,
            concerns: part("concerns", include_str!("../../../policies/catalogue/concerns.toml"))?,
            bodies: part("bodies", include_str!("../../../policies/catalogue/bodies.toml"))?,
            codes: part("codes", include_str!("../../../policies/catalogue/codes.toml"))?,
            notices: part("notices", include_str!("../../../policies/catalogue/notices.toml"))?,
            resources: part::<ResourcesText>(
                "resources",
                include_str!("../../../policies/catalogue/resources.toml"),
            )?
            .resource,
            purposes: part::<PurposesText>(
                "purposes",
                include_str!("../../../policies/catalogue/purposes.toml"),
            )?
            .purpose,
            sites: part("sites", include_str!("../../../policies/catalogue/sites.toml"))?,
            areas: part::<AreasText>("areas", include_str!("../../../policies/catalogue/areas.toml"))?.area,
        };
        let mistakes = crate::check::catalogue(&catalogue);
        if mistakes.is_empty() { Ok(catalogue) } else { Err(mistakes) }
    }

    /// What every fact usually is.
    pub fn usually(&self) -> BTreeMap<FactKey, Value<'static>> {
        self.facts
            .iter()
            .filter_map(|(fact, info)| {
                let value = match &info.usually {
                    toml::Value::Boolean(yes) => Value::Bool(*yes),
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
}

fn part<T: serde::de::DeserializeOwned>(name: &str, text: &str) -> Result<T, Vec<Mistake>> {
    Source::new(format!("catalogue/{name}.toml"), text).parse().map_err(|mistake| vec![mistake])
}
