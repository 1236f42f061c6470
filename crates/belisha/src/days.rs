//! A day that nobody closed ends by itself once another has begun: nobody counts as in the building overnight.

use belisha_service::Setting;
use belisha_setting::{Author, date_of, day};
use std::sync::Arc;
use std::time::Duration;

/// How often it is looked whether a day is over.
const EVERY: Duration = Duration::from_secs(60);

/// Ends a day that is over, where nobody closed it. While the time is in doubt nothing ends by it.
pub(crate) async fn end_forgotten(setting: &Arc<Setting>) {
    let over = {
        let now = setting.now();
        let today = date_of(setting.time());
        now.state.day.open && now.state.day.date.is_some_and(|date| date < today)
    };
    if !over || setting.doubt().is_some() {
        return;
    }
    if let Err(error) = setting.submit(Author::Program, day::Prepared::EndForgotten {}.into()).await {
        tracing::warn!(%error, "a day that nobody closed could not be ended");
    }
}

/// Looks until the setting is closed.
pub(crate) async fn watched(setting: Arc<Setting>) {
    let closed = crate::tasks::closed(setting.changes());
    let mut closed = std::pin::pin!(closed);
    loop {
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            () = &mut closed => return,
        }
        end_forgotten(&setting).await;
    }
}
