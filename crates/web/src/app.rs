//! What every handler needs.

use crate::auth::{Attempts, Sessions};
use belisha_service::Setting;
use std::sync::Arc;

/// One running setting with its sign-ins.
#[derive(Clone)]
pub struct App {
    /// The setting.
    pub setting: Arc<Setting>,
    pub(crate) sessions: Arc<Sessions>,
    pub(crate) attempts: Arc<Attempts>,
    /// Whether cookies are sent over HTTPS only.
    pub(crate) secure: bool,
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
            secure,
            recovery: Arc::new(std::sync::Mutex::new(recovery)),
        }
    }
}
