//! What runs beside the pages. Nothing is left to itself: whoever begins a task waits for its end.

use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinSet;

/// Tasks that end when the setting is closed.
#[derive(Default)]
pub(crate) struct Tasks(JoinSet<&'static str>);

impl Tasks {
    /// Begins a task.
    pub(crate) fn add(&mut self, name: &'static str, task: impl Future<Output = ()> + Send + 'static) {
        self.0.spawn(async move {
            task.await;
            name
        });
    }

    /// Waits for every task; those that take longer are given up.
    pub(crate) async fn finish(mut self, within: Duration) {
        let all = async {
            while let Some(ended) = self.0.join_next().await {
                match ended {
                    Ok(name) => tracing::debug!(name, "a task has ended"),
                    Err(error) => tracing::error!(%error, "a task did not end well"),
                }
            }
        };
        if tokio::time::timeout(within, all).await.is_err() {
            tracing::warn!("what runs beside the pages did not end in time and was given up");
        }
    }
}

/// Waits until the setting is closed.
pub(crate) async fn closed(mut changes: watch::Receiver<u64>) {
    while changes.changed().await.is_ok() {}
}
