//! One concern: what was said, what is to do, its chronology. Opening the page is put on record first.

use super::shown::view;
use crate::app::App;
use crate::commands;
use crate::error::{Problem, rendered};
use crate::layout::Layout;
use crate::rights::ConcernReader;
use axum::extract::State as Shared;
use axum::http::HeaderMap;
use axum::response::Response;
use belisha_setting::{Author, Command, concerns};

pub(crate) async fn page(
    Shared(app): Shared<App>,
    ConcernReader { signed_in, concern: id }: ConcernReader,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let opened = Command::Concerns(concerns::Command::Open { concern: id.clone() });
    let author = Author::Person(signed_in.person.clone());
    app.setting.submit(author, opened).await.map_err(|error| Problem::with_way_back(error, "/concerns"))?;
    let layout =
        Layout::new(&app, &signed_in.asker, "A concern", "/concerns").with_done(commands::done(&headers));
    let page = view(&app, &signed_in, id, Layout { live: false, ..layout })?;
    Ok(rendered(&page))
}
