//! Every control that the program acts on, with the parameters and duties that it acts on.
//!
//! A control that is only shown, quoted, judged by its opinions or compiled to rules does not stand here: its data is
//! enough.

use crate::catalogue::control::Control;
use crate::catalogue::watch::Watch;
use crate::known::choices::{PutAwayState, RiskHeading, WatchMode};
use crate::known::params::{Kinds, Parameter, Places, Purposes, Roles, Words};
use crate::known::read::{Entry, Known, Selector, disagreements};
use crate::period::Every;
use crate::template::Params;

macro_rules! known {
    ($(
        $(#[doc = $doc:literal])+
        $name:ident = $selector:ident($id:expr) {
            $($(#[doc = $of:literal])+ $field:ident: $type:ty,)*
        }
        $(duties { $($(#[doc = $duty_doc:literal])+ $duty:ident = $key:literal,)* })?
    )*) => {
        $(
            $(#[doc = $doc])+
            #[derive(Debug, Clone, PartialEq, Eq)]
            pub struct $name { $($(#[doc = $of])+ pub $field: $type,)* }

            $(impl $name { $(
                $(#[doc = $duty_doc])+
                pub const $duty: &'static str = $key;
            )* })?

            impl Known for $name {
                const SELECTOR: Selector = Selector::$selector($id);

                fn read(params: &Params) -> Result<Self, &'static str> {
                    let _ = params;
                    Ok(Self { $($field: params
                        .get(stringify!($field))
                        .and_then(|words| <$type as Parameter>::value(words))
                        .ok_or(stringify!($field))?,)* })
                }

                fn disagreements(control: &Control) -> Vec<String> {
                    disagreements(
                        control,
                        &[$((stringify!($field), <$type as Parameter>::fits),)*],
                        &[$($($key,)*)?],
                    )
                }
            }
        )*

        /// Every type of this file.
        pub(crate) const ALL: &[Entry] = &[$(Entry::new::<$name>(stringify!($name)),)*];
    };
}

known! {
    /// Phones are put away in working hours.
    PutAway = Control("phones.put-away") {
        /// What counts as put away.
        state: Vec<PutAwayState>,
        /// Where they are kept; empty: anywhere.
        places: Places,
    }
    /// Smartwatches of staff.
    StaffWatches = Control("watches.staff") {
        /// What is done with them.
        mode: WatchMode,
        /// Where they are kept; empty: anywhere.
        places: Places,
    }
    /// Phones on a break.
    PhoneBreaks = Control("phones.breaks") {
        /// Where they may be used; empty: anywhere away from the children.
        places: Places,
    }
    /// Smartwatches on a break.
    WatchBreaks = Control("watches.breaks") {
        /// Where they may be used; empty: anywhere away from the children.
        places: Places,
    }
    /// A phone near by, by express agreement.
    ExceptionalAgreement = Control("phones.exceptional-agreement") {
        /// Where it is kept.
        kept: Places,
    }
    /// Personal phones on an outing.
    OutingPersonal = Control("phones.outing-personal") {}
    /// Smartwatches on an outing.
    WatchOutings = Control("watches.outings") {}
    /// A colleague's phone is looked through for pictures.
    ImageCheck = Control("phones.image-check") {}
    /// A child's device is handed over when it is found.
    ChildDeviceFound = Control("phones.child-device-found") {
        /// Where it is kept until then.
        places: Places,
    }
    /// Phones of visitors.
    VisitorPhones = Control("phones.visitors") {
        /// Where they may be used.
        places: Places,
        /// Whether the lone-working rule of the visitor's employer is recorded.
        lone_working: bool,
        /// Whether only where no child is present.
        away: bool,
        /// Whether only supervised.
        supervised: bool,
    }
    /// A phone without its SIM card, kept for pictures.
    SimlessPhones = Watching(Watch::SimlessPhones) {
        /// Where it is kept.
        places: Places,
    }
    /// Voice assistants are used only where an adult supervises.
    AssistantSupervised = Control("assistants.supervised") {}
    /// A voice assistant is governed from a setting phone.
    AssistantGoverned = Control("assistants.governed-by-app") {
        /// Who may be responsible for it.
        roles: Roles,
    }
    /// Posts that somebody must hold, under whichever control.
    RequiredPosts = Watching(Watch::Posts) {
        /// The roles to be held.
        posts: Roles,
        /// How many people hold them at the least.
        number: u32,
    }
    /// Devices that stay on the premises, under whichever control.
    StaysOnPremises = Watching(Watch::OffPremisesAtClose) {
        /// Kinds of device; empty: all.
        kinds: Kinds,
    }
    /// Devices that go back into their store, under whichever control.
    LockedAway = Control("equipment.locked-away") {
        /// Kinds of device; empty: all.
        kinds: Kinds,
    }
    /// Who holds the setting's mailboxes.
    MailboxHolders = Control("email.mailbox-holders") {
        /// Who may hold the general mailbox.
        general: Roles,
        /// Who may hold the mailbox for admissions.
        admissions: Roles,
    }
    duties {
        /// Its password is renewed.
        RENEWED = "email.mailbox-holders/renewed",
    }
    /// Who looks at the setting's own accounts.
    OfficialAccounts = Control("email.official-accounts") {
        /// Roles; empty: anyone.
        monitored_by: Roles,
    }
    /// The setting's pages on social networks.
    OfficialPages = Control("social.official-pages") {
        /// The pages that the policy names, by whom they serve.
        pages: Words,
        /// Who may run one.
        roles: Roles,
    }
    /// Nothing is published that somebody else than its author has not approved.
    PostsApproved = Control("social.official-respectful") {
        /// Who approves; empty: anyone else.
        approved_by: Roles,
    }
    /// Friendships with families from before their child came.
    PriorFriendship = Control("social.prior-friendship") {
        /// Whom the friend tells.
        to: Roles,
    }
    duties {
        /// Those whom the policy names are told.
        TOLD = "social.prior-friendship/told",
        /// The friendship is assessed.
        ASSESSMENT = "social.prior-friendship/assessment",
        /// What was agreed is on record.
        AGREEMENT = "social.prior-friendship/agreement",
        /// It is looked at again.
        REVIEW = "social.prior-friendship/review",
    }
    /// Online journals are permitted before they are used.
    JournalApproval = Control("journals.approval") {}
    duties {
        /// Those whom the policy names permit it.
        PERMITTED = "journals.approval/permitted",
    }
    /// The codes of conduct, which are signed and talked through.
    CodesOfConduct = Control("governance.codes-of-conduct") {}
    /// Whom the policy covers.
    Scope = Control("governance.scope") {
        /// Words for groups of people.
        who: Words,
    }
    /// The headings under which risks are filed.
    Risks = Control("governance.risks") {
        /// The headings that the policy names.
        risks: Vec<RiskHeading>,
    }
    /// Procedures that the policy points to.
    LinkedPolicies = Control("governance.linked-policies") {
        /// Their names.
        policies: Words,
    }
    duties {
        /// Where each is kept is on record.
        ATTACHED = "governance.linked-policies/attached",
    }
    /// Children go online for a purpose only.
    OnlinePurposes = Control("internet.not-routine") {
        /// The purposes.
        purposes: Purposes,
    }
    /// Parents permit it in writing before their child goes online.
    OnlinePermission = Control("internet.parent-permission") {}
    /// Children are taught principles of staying safe online.
    StaySafePrinciples = Control("internet.stay-safe-principles") {
        /// What is taught.
        principles: Words,
        /// Whether before a child goes online for the first time.
        before_first_use: bool,
    }
    /// Children are taught what makes them resilient.
    Resilience = Control("internet.resilience") {
        /// What is taught.
        topics: Words,
    }
    /// Sites that the setting starts with.
    ReputableSites = Control("internet.reputable-sites") {
        /// Their usual names, or names of the internet.
        start: Words,
    }
    /// Using the internet is assessed.
    OnlineAssessment = Control("internet.risk-assessment") {}
    /// The internet is shut to the children's devices until an adult opens it.
    ShutUntilOpened = Control("house.internet") {}
    /// The filter is tested.
    Filtering = Control("internet.filtering") {}
    duties {
        /// Its own test.
        TEST = "internet.filtering/test",
    }
    /// The pictures are looked through once a month.
    PicturesMonitored = Control("cameras.monitored") {}
    duties {
        /// Somebody looked.
        LOOK = "cameras.monitored/look",
    }
    /// Parents are reminded at an event.
    EventReminder = Control("cameras.event-reminder") {}
    duties {
        /// They were.
        REMINDED = "cameras.event-reminder/reminded",
    }
    /// Pictures for publicity show nothing that tells who a child is.
    Publicity = Control("cameras.publicity") {
        /// What tells.
        identifiers: Words,
    }
    /// How long pictures are kept. What each purpose keeps them for is a parameter that `purposes.toml` names.
    Retention = Control("cameras.retention") {
        /// Where nothing else is said.
        keep: Every,
        /// Once permission was taken back, or a child in it has left.
        withdrawn: Every,
    }
}
