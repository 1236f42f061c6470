//! Who is asking: whoever holds a session, on an enrolled tablet or another device.

use crate::app::App;
use crate::cookies::{DEVICE, SESSION, own_cookie};
use crate::sessions::From;
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use belisha_ledger::leaf_hash;
use belisha_setting::people::Secret;
use belisha_setting::{Author, DeviceId, PersonId};
use data_encoding::HEXLOWER;
use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, OnceLock};

/// A page that keeps itself up to date says so with this header: nobody did anything.
pub(crate) const REFRESH: &str = "x-belisha-refresh";

/// Nobody is signed in, and this is no tablet at the door.
#[derive(Debug)]
pub(crate) struct Stranger;

/// What a request says of its sender.
#[derive(Debug, Clone)]
pub(crate) struct Asker {
    /// Who is signed in.
    pub(crate) person: Option<PersonId>,
    /// Who signed in with a secret that another set, and which: they choose their own before anything else.
    pub(crate) choosing: Option<(PersonId, Secret)>,
    /// The enrolled tablet it comes from, and whether it stands at the door.
    pub(crate) tablet: Option<(DeviceId, bool)>,
    /// The session's token.
    pub(crate) token: Option<String>,
    /// Whether it comes from a device that whoever signed in called their own.
    pub(crate) own_device: bool,
    /// The address it comes from, where that is known.
    pub(crate) address: Option<IpAddr>,
    /// Whether a second proof was given within the last minutes.
    pub(crate) proved: bool,
}

impl Asker {
    /// The place where secrets are tried: an enrolled tablet, or an address of the network.
    pub(crate) fn place(&self) -> String {
        match (&self.tablet, self.address) {
            (Some((device, _)), _) => format!("tablet {device}"),
            (None, Some(address)) => format!("address {address}"),
            (None, None) => "elsewhere".into(),
        }
    }

    /// Whether it comes from the enrolled tablet that stands at the door.
    pub(crate) fn at_the_door(&self) -> bool {
        self.tablet.as_ref().is_some_and(|(_, door)| *door)
    }

    /// The author of what they do.
    ///
    /// # Errors
    /// When nobody is signed in and this is no door tablet.
    pub(crate) fn author(&self) -> Result<Author, Stranger> {
        match (&self.person, &self.tablet) {
            (Some(person), _) => Ok(Author::Person(person.clone())),
            (None, Some((device, true))) => Ok(Author::Door(device.clone())),
            _ => Err(Stranger),
        }
    }
}

/// Who asks, once that was looked up: kept for the rest of the request.
#[derive(Debug, Clone, Default)]
pub(crate) struct Known(Arc<OnceLock<Asker>>);

impl Known {
    pub(crate) fn get(&self) -> Option<&Asker> {
        self.0.get()
    }
}

impl FromRequestParts<App> for Asker {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        // Who asks does not change within a request.
        if let Some(asker) = parts.extensions.get::<Known>().and_then(Known::get) {
            return Ok(asker.clone());
        }
        let token = own_cookie(&parts.headers, SESSION, app.secure).map(|cookie| cookie.value().to_owned());
        let address = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        let held = app.setting.now();
        let tablet = own_cookie(&parts.headers, DEVICE, app.secure).and_then(|cookie| {
            let (device, key) = cookie.value().split_once('.')?;
            let device = DeviceId::from(device);
            let (door, hash) = held.state.devices.active(&device).ok()?.enrolled.as_ref()?;
            (key_hash(key) == *hash).then_some((device, *door))
        });
        let is_use = !parts.headers.contains_key(REFRESH) && parts.uri.path() != "/live";
        let from = From { tablet: tablet.as_ref().map(|(device, _): &(DeviceId, bool)| device), is_use };
        let session = token.as_deref().and_then(|token| app.sessions.find(token, from, app.setting.ticks()));
        let session = session.filter(|holder| held.state.people.active(&holder.person).is_ok());
        let (own_device, proved) =
            session.as_ref().map_or((false, false), |holder| (holder.own_device, holder.proved));
        let (mut person, mut choosing) = (None, None);
        if let Some(holder) = session {
            let first = held.state.people.active(&holder.person).map(|known| &known.first_secrets);
            if first.is_ok_and(|first| first.contains(&holder.by)) {
                choosing = Some((holder.person, holder.by));
            } else {
                person = Some(holder.person);
            }
        }
        let own_device = own_device && tablet.is_none();
        let asker = Self { person, choosing, own_device, tablet, token, address, proved };
        if let Some(known) = parts.extensions.get::<Known>() {
            known.0.get_or_init(|| asker.clone());
        }
        Ok(asker)
    }
}

/// The hash under which a tablet's key is on record.
pub(crate) fn key_hash(key: &str) -> String {
    HEXLOWER.encode(&leaf_hash(key.as_bytes()))
}
