//! The whole web side of one setting, built from the table of routes.

use crate::access::{admit, in_time};
use crate::app::App;
use crate::error::page;
use crate::guard::guard;
use crate::pages;
use crate::request_log;
use crate::routes::routes;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::trace::TraceLayer;

/// The whole web side of one setting. Whom a route is for is asked before anything of the request is read.
pub fn router(app: App) -> Router {
    let mut router = Router::new();
    for route in routes() {
        let handlers = route
            .handlers
            .layer(RequestBodyLimitLayer::new(route.body_bytes_max))
            .layer(from_fn_with_state(route.seconds_max, in_time))
            .layer(from_fn_with_state((app.clone(), route.access), admit));
        router = router.route(route.path, handlers);
    }
    router
        .fallback(pages::not_found)
        // Each route has a limit of its own.
        .layer(DefaultBodyLimit::disable())
        .layer(from_fn_with_state(app.clone(), page::show))
        .layer(from_fn_with_state(app.clone(), guard))
        .layer(
            TraceLayer::new_for_http()
                .make_span_with(request_log::span)
                .on_request(())
                .on_response(request_log::answered)
                .on_body_chunk(())
                .on_eos(())
                .on_failure(()),
        )
        .with_state(app)
}
