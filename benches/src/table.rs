//! Measuring in turn, and the table.

use std::io::Write;
use std::time::Duration;

/// How many rounds each pair is measured.
const ROUNDS: usize = 15;

/// One promise with what was measured.
struct Row {
    name: String,
    ours: String,
    beside: String,
    ratio: f64,
    promise: String,
    held: bool,
}

pub(crate) struct Table(Vec<Row>);

/// The time of a piece of work.
#[expect(clippy::disallowed_methods, reason = "measuring is what this program is for")]
pub(crate) fn time<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = std::time::Instant::now();
    let result = work();
    (result, start.elapsed())
}

/// Measures two pieces of work in turn, A B A B …, and gives each one's median and the median of the ratios.
pub(crate) fn in_turn(
    mut a: impl FnMut() -> Duration,
    mut b: impl FnMut() -> Duration,
) -> (Duration, Duration, f64) {
    a();
    b();
    let (mut first, mut second, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let (one, two) = (a(), b());
        ratios.push(one.as_secs_f64() / two.as_secs_f64());
        first.push(one);
        second.push(two);
    }
    first.sort();
    second.sort();
    ratios.sort_by(f64::total_cmp);
    let middle = ROUNDS / 2;
    let at = |all: &[Duration]| all.get(middle).copied().unwrap_or_default();
    (at(&first), at(&second), ratios.get(middle).copied().unwrap_or(f64::NAN))
}

impl Table {
    pub(crate) fn new() -> Self {
        Self(Vec::new())
    }

    /// A promise that a ratio is at most something.
    pub(crate) fn at_most(&mut self, name: &str, ours: String, beside: String, ratio: f64, most: f64) {
        let (name, promise, held) = (name.to_owned(), format!("at most {most}"), ratio <= most);
        self.0.push(Row { name, ours, beside, ratio, promise, held });
    }

    /// A promise that a ratio is at least something.
    pub(crate) fn at_least(&mut self, name: &str, ours: String, beside: String, ratio: f64, least: f64) {
        let (name, promise, held) = (name.to_owned(), format!("at least {least:.2}"), ratio >= least);
        self.0.push(Row { name, ours, beside, ratio, promise, held });
    }

    pub(crate) fn print(&self) {
        let mut out = std::io::stdout().lock();
        let _ = writeln!(
            out,
            "| what | ours | beside it | ratio | promise | |\n| --- | --- | --- | --- | --- | --- |"
        );
        for row in &self.0 {
            let held = if row.held { "held" } else { "NOT held" };
            let _ = writeln!(
                out,
                "| {} | {} | {} | {:.2} | {} | {held} |",
                row.name, row.ours, row.beside, row.ratio, row.promise
            );
        }
    }
}

/// A duration in the unit that suits it.
pub(crate) fn short(duration: Duration) -> String {
    match duration.as_nanos() {
        nanos if nanos < 1_000_000 => format!("{:.1} µs", duration.as_secs_f64() * 1e6),
        _ => format!("{:.1} ms", duration.as_secs_f64() * 1e3),
    }
}

/// A rate.
pub(crate) fn per_second(count: usize, duration: Duration) -> String {
    #[expect(clippy::cast_precision_loss, reason = "a count of things measured")]
    let rate = count as f64 / duration.as_secs_f64();
    format!("{rate:.0}/s")
}
