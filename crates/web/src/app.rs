//! What every handler needs.

use crate::attempts::Attempts;
use crate::links_to_records::LinksToRecords;
use crate::month_ends::MonthEnds;
use crate::parcels::Parcels;
use crate::quotas::Quotas;
use crate::rights::guarded::Guarded;
use crate::second_factor::Used;
use crate::sessions::Sessions;
use crate::uploads::arriving::Arriving;
use axum::http::HeaderMap;
use axum::http::header::HOST;
use belisha_service::{Current, Gallery, Internet, Setting};
use belisha_setting::attention::{self, Alarm};
use belisha_setting::concerns::{self, Route};
use belisha_setting::pictures::{self, Recall};
use belisha_setting::{ChildId, ConcernId, due};
use jiff::Timestamp;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What is wrong and how much is due: worked out once for each line of the log and each minute, however many tablets
/// look at it.
#[derive(Clone)]
pub(crate) struct Summary {
    lines: u64,
    minute: i64,
    pub(crate) alarms: Arc<Vec<Alarm>>,
    pub(crate) due: usize,
    pub(crate) overdue: usize,
    /// The open concerns with where they go, those that are late first, then the oldest.
    pub(crate) concerns: Arc<Vec<OpenConcern>>,
    /// Uses of pictures to be called back.
    pub(crate) recalls: Arc<Vec<Recall>>,
    /// Children who left and whose pictures are still here.
    pub(crate) leavers: Arc<Vec<ChildId>>,
}

/// An open concern, and where it goes now.
pub(crate) struct OpenConcern {
    pub(crate) id: ConcernId,
    pub(crate) route: Route,
    pub(crate) late: bool,
}

/// What the latest look over everything that is kept found wrong, in words.
#[derive(Debug, Clone, Default)]
pub struct Findings(Arc<std::sync::Mutex<Vec<String>>>);

impl Findings {
    /// Puts what was found in the place of what was found before.
    pub fn put(&self, wrong: Vec<String>) {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = wrong;
    }

    pub(crate) fn all(&self) -> Vec<String> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }
}

/// One running setting with its sign-ins.
#[derive(Clone)]
pub struct App {
    /// The setting.
    pub setting: Arc<Setting>,
    pub(crate) sessions: Arc<Sessions>,
    pub(crate) attempts: Arc<Attempts>,
    pub(crate) figures: Arc<Used>,
    /// Whether cookies are sent over HTTPS only.
    pub(crate) secure: bool,
    /// The name by which browsers reach it, where one was given.
    pub(crate) public_name: Option<Arc<str>>,
    /// What whoever begins from another computer has to know.
    pub(crate) first_run_code: Option<Arc<str>>,
    pub(crate) quotas: Arc<Quotas>,
    pub(crate) summary: Arc<std::sync::Mutex<Option<Summary>>>,
    pub(crate) links_to_records: Arc<LinksToRecords>,
    /// Where the clauses stood at each month's end.
    pub(crate) month_ends: Arc<MonthEnds>,
    /// Parcels sealed just now, until they are fetched.
    pub(crate) parcels: Arc<Parcels>,
    /// The pictures, where a vault is configured, for whoever may open them.
    pub(crate) gallery: Guarded<Option<Arc<Gallery>>>,
    /// The resolver, where it runs.
    pub(crate) internet: Option<Arc<Internet>>,
    /// Files that are arriving.
    pub(crate) uploads: Arc<Arriving>,
    /// What the nightly check found.
    pub(crate) findings: Findings,
    /// Who asks from the address of a device and is another machine.
    pub(crate) taken_addresses: Findings,
    /// Whether a key is this setting's recovery key.
    pub(crate) is_recovery_key: Arc<dyn Fn(&str) -> bool + Send + Sync>,
    /// What first run needs: the recovery key, printed once.
    pub(crate) recovery: Arc<std::sync::Mutex<Option<String>>>,
}

impl App {
    /// An app over a setting. `recovery` is shown once, at the end of first run; `secure` keeps cookies to HTTPS.
    pub fn new(setting: Arc<Setting>, recovery: Option<String>, secure: bool) -> Self {
        Self {
            setting,
            sessions: Arc::default(),
            attempts: Arc::default(),
            figures: Arc::default(),
            secure,
            public_name: None,
            first_run_code: None,
            quotas: Arc::default(),
            summary: Arc::default(),
            links_to_records: Arc::default(),
            month_ends: Arc::default(),
            parcels: Arc::default(),
            gallery: Guarded::new(None),
            internet: None,
            uploads: Arc::default(),
            findings: Findings::default(),
            taken_addresses: Findings::default(),
            is_recovery_key: Arc::new(|_| false),
            recovery: Arc::new(std::sync::Mutex::new(recovery)),
        }
    }

    /// The same with a vault for pictures.
    #[must_use]
    pub fn with_gallery(mut self, gallery: Arc<Gallery>) -> Self {
        self.gallery = Guarded::new(Some(gallery));
        self
    }

    /// The same, known by a public name, with its port where that is not the usual one: links are made from it.
    #[must_use]
    pub fn with_public_name(mut self, name: Option<&str>) -> Self {
        self.public_name = name.map(Into::into);
        self
    }

    /// The same, where whoever begins from another computer has to know a code.
    #[must_use]
    pub fn with_first_run_code(mut self, code: &str) -> Self {
        self.first_run_code = Some(code.into());
        self
    }

    /// An address of a page for somebody elsewhere: from the public name; where none was given, from the name that the
    /// request came by, which was checked.
    pub(crate) fn address(&self, headers: &HeaderMap, path: &str) -> String {
        let asked = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
        let name = self.public_name.as_deref().unwrap_or(asked);
        format!("{}://{name}{path}", if self.secure { "https" } else { "http" })
    }

    /// The same, where a file remembers which six figures were used.
    #[must_use]
    pub fn remembering_figures(mut self, file: std::path::PathBuf) -> Self {
        self.figures = Arc::new(Used::remembered_in(file));
        self
    }

    /// Where what the nightly check finds is put, for Today.
    pub fn findings(&self) -> Findings {
        self.findings.clone()
    }

    /// Where it is put who took the address of a device, for Today.
    pub fn taken_addresses(&self) -> Findings {
        self.taken_addresses.clone()
    }

    /// The same, where whoever holds the recovery key can prove it.
    #[must_use]
    pub fn with_recovery_key(
        mut self,
        is_recovery_key: impl Fn(&str) -> bool + Send + Sync + 'static,
    ) -> Self {
        self.is_recovery_key = Arc::new(is_recovery_key);
        self
    }

    /// The same with the resolver.
    #[must_use]
    pub fn with_internet(mut self, internet: Arc<Internet>) -> Self {
        self.internet = Some(internet);
        self
    }

    /// What is wrong and how much is due now.
    pub(crate) fn summary(&self, now: &Current, time: Timestamp) -> Summary {
        let (lines, minute) = (now.state.lines, time.as_second() / 60);
        let mut held = self.summary.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(summary) =
            held.as_ref().filter(|summary| summary.lines == lines && summary.minute == minute)
        {
            return summary.clone();
        }
        let items = due::open(&now.state, &now.policy, time);
        let overdue = items.iter().filter(|item| !matches!(item.status, due::Status::Due { .. })).count();
        let alarms = Arc::new(attention::all(&now.state, &now.policy, time));
        let mut open: Vec<OpenConcern> = (now.state.concerns.open())
            .map(|(id, concern)| {
                let route = concerns::route(concern, &now.state, &now.policy, time);
                let late = route.steps.iter().any(|step| step.late(time));
                OpenConcern { id: id.clone(), route, late }
            })
            .collect();
        let raised = |open: &OpenConcern| now.state.concerns.all.get(&open.id).map(|known| known.raised);
        open.sort_by_key(|open| (!open.late, raised(open)));
        let concerns = Arc::new(open);
        let recalls = Arc::new(pictures::recalls(&now.state, &now.policy));
        let left =
            |child: &&ChildId| now.state.children.all.get(*child).is_some_and(|known| known.left.is_some());
        let leavers: BTreeSet<&ChildId> =
            now.state.pictures.here().flat_map(|(_, known)| &known.shot.children).filter(left).collect();
        let leavers = Arc::new(leavers.into_iter().cloned().collect());
        let summary =
            Summary { lines, minute, alarms, due: items.len(), overdue, concerns, recalls, leavers };
        *held = Some(summary.clone());
        summary
    }
}
