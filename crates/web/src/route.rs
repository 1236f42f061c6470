//! What one line of the table of routes holds.

use crate::access::Access;
use crate::app::App;
use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{MethodFilter, MethodRouter};

/// The largest body that is read where a route names no limit of its own, in bytes: an adopted policy or a list of
/// people fits, nothing larger is needed.
const BODY_BYTES_MAX: usize = 2 * 1024 * 1024;
/// How long a request may take where a route names no limit of its own, in seconds.
const SECONDS_MAX: u64 = 30;

/// An address, what answers there, and whom.
pub struct Route {
    /// The address, with the names of its parts in braces: `/devices/{device}`.
    pub path: &'static str,
    /// Whom it answers.
    pub access: Access,
    /// The methods that have a handler. `HEAD` goes with `GET` and is named only where it has a handler of its own.
    pub methods: Vec<Method>,
    /// The largest body that is read, in bytes.
    pub body_bytes_max: usize,
    /// How long it may take until the answer begins, in seconds.
    pub seconds_max: u64,
    pub(crate) handlers: MethodRouter<App>,
}

impl Route {
    /// A route without access cannot be made.
    pub(crate) fn new(path: &'static str, access: Access, handlers: Handlers) -> Self {
        let Handlers { methods, router } = handlers;
        Self {
            path,
            access,
            methods,
            body_bytes_max: BODY_BYTES_MAX,
            seconds_max: SECONDS_MAX,
            handlers: router,
        }
    }

    /// The same for bodies of another size.
    pub(crate) fn with_body_bytes_max(self, body_bytes_max: usize) -> Self {
        Self { body_bytes_max, ..self }
    }

    /// The same for work that takes longer, or for bodies that arrive over a slow connection.
    pub(crate) fn with_seconds_max(self, seconds_max: u64) -> Self {
        Self { seconds_max, ..self }
    }
}

/// The handlers of one address, by method.
#[derive(Default)]
pub(crate) struct Handlers {
    methods: Vec<Method>,
    router: MethodRouter<App>,
}

impl Handlers {
    fn on<H, T>(mut self, method: Method, filter: MethodFilter, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.methods.push(method);
        Self { router: self.router.on(filter, handler), ..self }
    }

    pub(crate) fn post<H: Handler<T, App>, T: 'static>(self, handler: H) -> Self {
        self.on(Method::POST, MethodFilter::POST, handler)
    }

    pub(crate) fn delete<H: Handler<T, App>, T: 'static>(self, handler: H) -> Self {
        self.on(Method::DELETE, MethodFilter::DELETE, handler)
    }

    pub(crate) fn patch<H: Handler<T, App>, T: 'static>(self, handler: H) -> Self {
        self.on(Method::PATCH, MethodFilter::PATCH, handler)
    }
}

pub(crate) fn get<H: Handler<T, App>, T: 'static>(handler: H) -> Handlers {
    Handlers::default().on(Method::GET, MethodFilter::GET, handler)
}

pub(crate) fn post<H: Handler<T, App>, T: 'static>(handler: H) -> Handlers {
    Handlers::default().post(handler)
}

pub(crate) fn head<H: Handler<T, App>, T: 'static>(handler: H) -> Handlers {
    Handlers::default().on(Method::HEAD, MethodFilter::HEAD, handler)
}
