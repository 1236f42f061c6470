//! `belisha serve`.

use crate::command::{Data, Keeping};
use crate::filter::{self, Dns};
use crate::output::say;
use crate::{folder, output};
use anyhow::Context;
use belisha_service::{Gallery, Setting};
use belisha_web::{App, router};
use std::process::ExitCode;
use std::sync::Arc;

pub(crate) fn serve(
    data: &Data,
    keeping: &Keeping,
    listen: &str,
    https: bool,
    dns: &Dns,
) -> anyhow::Result<ExitCode> {
    logging();
    let folder = folder::open_or_make(data)?;
    let _held = folder::hold(data)?;
    let setting = folder.setting()?;
    let gallery = folder::gallery(data, keeping, setting.clone())?;
    if let Some(key) = &folder.recovery {
        say("A new data folder was made. This is its recovery key, shown now and never again:");
        say("");
        say(&format!("    {key}"));
        say("");
        say(
            "Keep it on paper, away from this computer. With it `belisha recover` writes a lost key file anew.",
        );
    }
    let mut app = App::new(setting.clone(), folder.recovery.clone(), https).with_gallery(gallery.clone());
    let filter = filter::started(dns, &data.data, &setting)?;
    if let Some(filter) = &filter {
        app = app.with_internet(filter.internet.clone());
        let at: Vec<String> = filter.internet.addresses().iter().map(ToString::to_string).collect();
        say(&format!("The resolver is asked at {}", at.join(", ")));
    }
    run(setting, gallery, filter, app, listen, |address| {
        say(&format!("Belisha is at http://{address}/ — stop it with Ctrl-C"))
    })
}

/// Serves until it is told to stop; then the log is sealed.
pub(crate) fn run(
    setting: Arc<Setting>,
    gallery: Arc<Gallery>,
    filter: Option<filter::Started>,
    app: App,
    listen: &str,
    ready: impl FnOnce(&str),
) -> anyhow::Result<ExitCode> {
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(listen)
            .await
            .with_context(|| format!("could not listen at {listen}"))?;
        ready(&listener.local_addr()?.to_string());
        tokio::spawn(gallery.keep_tidy());
        if let Some(filter) = &filter {
            filter.run(&app).await?;
        }
        let served = axum_serve(listener, app);
        tokio::select! {
            result = served => result?,
            () = told_to_stop() => {}
        }
        if let Some(filter) = filter {
            filter.internet.finish().await;
        }
        setting.seal().await?;
        Ok(ExitCode::SUCCESS)
    })
}

async fn axum_serve(listener: tokio::net::TcpListener, app: App) -> std::io::Result<()> {
    axum::serve(listener, router(app)).await
}

async fn told_to_stop() {
    let interrupted = tokio::signal::ctrl_c();
    let Ok(mut terminated) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) else {
        let _ = interrupted.await;
        return;
    };
    tokio::select! {
        _ = interrupted => {}
        _ = terminated.recv() => {}
    }
    output::say("Stopping.");
}

pub(crate) fn logging() {
    let filter = tracing_subscriber::EnvFilter::builder().with_env_var("BELISHA_LOG").try_from_env();
    let filter = filter.unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}
