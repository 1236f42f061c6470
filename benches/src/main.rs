//! What is promised of Belisha's speed, measured side by side in one run, because machines are noisy and ratios hold.
//!
//! `cargo run --release -p belisha-benches` prints the table of `docs/performance.md`; with a name behind `--`, such as
//! `opening`, that part of it alone.

mod append;
mod concerns;
mod decisions;
mod importing;
mod opening;
mod pages;
mod pictures;
mod table;
mod textcheck;

/// Measures something into the table.
type Measure = fn(&mut table::Table) -> anyhow::Result<()>;

/// What is measured, by its name.
const PARTS: [(&str, Measure); 8] = [
    ("decisions", decisions::measure),
    ("append", append::measure),
    ("opening", opening::measure),
    ("pages", pages::measure),
    ("concerns", concerns::measure),
    ("textcheck", textcheck::measure),
    ("pictures", pictures::measure),
    ("importing", importing::measure),
];

fn main() -> anyhow::Result<()> {
    let only = std::env::args().nth(1);
    let wanted = |name: &str| only.as_deref().is_none_or(|only| only == name);
    let mut table = table::Table::new();
    for (_, measure) in PARTS.iter().filter(|(name, _)| wanted(name)) {
        measure(&mut table)?;
    }
    table.print();
    Ok(())
}
