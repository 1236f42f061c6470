//! What is promised of Belisha's speed, measured side by side in one run, because machines are noisy and ratios hold.
//!
//! `cargo run --release -p belisha-benches` prints the table of `docs/performance.md`.

mod append;
mod concerns;
mod decisions;
mod importing;
mod opening;
mod pages;
mod pictures;
mod table;
mod textcheck;

fn main() -> anyhow::Result<()> {
    let mut table = table::Table::new();
    decisions::measure(&mut table)?;
    append::measure(&mut table)?;
    opening::measure(&mut table)?;
    pages::measure(&mut table)?;
    concerns::measure(&mut table)?;
    textcheck::measure(&mut table)?;
    pictures::measure(&mut table)?;
    importing::measure(&mut table)?;
    table.print();
    Ok(())
}
