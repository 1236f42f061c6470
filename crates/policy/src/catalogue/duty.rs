//! Duties as the catalogue writes them.

use crate::catalogue::shown::RenewedBy;
use crate::period::Trigger;
use crate::template::Params;
use serde::Deserialize;

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
    pub evidenced_by: Option<EvidencedBy>,
    /// What renews it, where that is not a line in the register of duties.
    pub renewed_by: Option<RenewedBy>,
    /// It is asked only where the setting has a device that can do this.
    pub if_device: Option<String>,
    /// What is declared, point by point, by whoever does it.
    #[serde(default)]
    pub points: Vec<String>,
    /// Whether it is asked of people's own devices alone, and not of the setting's.
    #[serde(default)]
    pub own_devices: bool,
    /// After what it is to be done, in place of a period.
    #[serde(skip)]
    pub on: Option<Trigger>,
    /// Within which time after that: a period.
    #[serde(skip)]
    pub within: Option<String>,
    /// How long something new may wait for it: a period.
    #[serde(skip)]
    pub grace: Option<String>,
    /// Whether nobody is asked for it: it is so or not, and rules wait for it.
    #[serde(skip)]
    pub optional: bool,
    /// The key of the duty that must be done before it, where that is another control's.
    #[serde(skip)]
    pub after_key: Option<String>,
}

impl DutyText {
    /// One of that id that asks for nothing yet.
    pub(crate) fn of_id(id: String) -> Self {
        Self {
            id,
            does: String::new(),
            per: Per::Setting,
            every: String::new(),
            who: Who::default(),
            finds: false,
            note: false,
            only_if: None,
            from: None,
            of: Who::default(),
            after: None,
            by_another: false,
            evidenced_by: None,
            renewed_by: None,
            if_device: None,
            points: Vec::new(),
            own_devices: false,
            on: None,
            within: None,
            grace: None,
            optional: false,
            after_key: None,
        }
    }
}

/// A register of its own by which a duty is kept.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EvidencedBy {
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

impl Per {
    /// The words for all of them in a policy.
    pub const WORDS: &'static [&'static str] = &[
        "setting",
        "person",
        "team",
        "login",
        "device",
        "computer",
        "online-device",
        "childrens-device",
        "second-hand",
        "assistant",
        "setting-phone",
        "declared-device",
        "place",
        "phone-place",
        "watch-place",
        "kind",
        "linked-policy",
        "child",
        "family",
        "friendship",
        "journal",
        "mailbox",
        "occasion",
    ];

    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Setting => "setting",
            Self::Person => "person",
            Self::Team => "team",
            Self::Login => "login",
            Self::Device => "device",
            Self::Computer => "computer",
            Self::OnlineDevice => "online-device",
            Self::ChildrensDevice => "childrens-device",
            Self::SecondHand => "second-hand",
            Self::Assistant => "assistant",
            Self::SettingPhone => "setting-phone",
            Self::DeclaredDevice => "declared-device",
            Self::Place => "place",
            Self::PhonePlace => "phone-place",
            Self::WatchPlace => "watch-place",
            Self::Kind => "kind",
            Self::LinkedPolicy => "linked-policy",
            Self::Child => "child",
            Self::Family => "family",
            Self::Friendship => "friendship",
            Self::Journal => "journal",
            Self::Mailbox => "mailbox",
            Self::Occasion => "occasion",
        }
    }
}
