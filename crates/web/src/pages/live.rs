//! `/live`: says when something changed, so that every tablet shows the same without reloading.

use crate::app::App;
use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::StreamExt;
use futures_util::stream::Stream;
use std::convert::Infallible;
use tokio_stream::wrappers::WatchStream;

/// The length of the log, whenever it grows. Names and words never travel here.
pub(crate) async fn changes(State(app): State<App>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let lengths = WatchStream::new(app.setting.changes());
    Sse::new(lengths.map(|length| Ok(Event::default().data(length.to_string()))))
        .keep_alive(KeepAlive::default())
}
