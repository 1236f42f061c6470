//! What is kept is looked over every night while the program runs; what is wrong is said on Today.

use crate::folder::RecoveryCheck;
use belisha_service::{Gallery, Setting};
use belisha_web::Findings;
use std::sync::Arc;
use std::time::Duration;

/// The first look comes this long after the start, when those who wait for pages have had theirs.
const FIRST_AFTER: Duration = Duration::from_secs(10 * 60);
/// And then every so often.
const EVERY: Duration = Duration::from_secs(24 * 60 * 60);

/// Looks everything over, now and every night, until the setting is closed.
pub(crate) async fn nightly(
    setting: Arc<Setting>,
    gallery: Arc<Gallery>,
    recovery: RecoveryCheck,
    findings: Findings,
) {
    let closed = crate::tasks::closed(setting.changes());
    let mut closed = std::pin::pin!(closed);
    let mut wait = FIRST_AFTER;
    loop {
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            () = &mut closed => return,
        }
        let mut wrong = match setting.check_all().await {
            Ok(wrong) => wrong,
            Err(error) => vec![format!("The log could not be read: {error}.")],
        };
        match gallery.check(false).await {
            Ok(report) if report.held() => {}
            Ok(report) => wrong.push(format!(
                "{} files of pictures are missing or were changed (`belisha media check`).",
                report.found.len()
            )),
            Err(error) => wrong.push(format!("The pictures could not be looked over: {error}.")),
        }
        wrong.extend(recovery.fault());
        for words in &wrong {
            tracing::error!(words, "the nightly check found something wrong");
        }
        findings.put(wrong);
        wait = EVERY;
    }
}
