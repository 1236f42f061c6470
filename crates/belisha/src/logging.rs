//! What the program says to its operator, on standard error.

use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// Begins to log at these levels (`info`, or `info,belisha_vault=debug`); at `info` where they cannot be read.
pub(crate) fn start(levels: &str) {
    let levels = levels.parse().unwrap_or_else(|_| Targets::new().with_default(LevelFilter::INFO));
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let _ = tracing_subscriber::registry().with(levels).with(lines).try_init();
}
