//! Reads a list in bounded memory: counts what it takes, and remembers the first few lines that are wrong.

use std::io::{self, BufRead};

use belisha_invariant::Broken;
use thiserror::Error;

use super::format::{Format, Reader};
use super::rule::{Line, Rule};
use super::table::SETS_MAX;

/// The share of good lines below which a list is refused, unless told.
pub(super) const GOOD_PERCENT_MIN: u8 = 90;
const LINE_BYTES_MAX: usize = 1024;
const WRONG_KEPT_MAX: usize = 8;
const WRONG_TEXT_CHARS_MAX: usize = 80;

/// Why a list is not taken.
#[derive(Debug, Error)]
pub enum ListError {
    /// It cannot be read.
    #[error("the list cannot be read")]
    Read(#[from] io::Error),
    /// There is no name in it, as after a download that went wrong.
    #[error("there is no name in the list{}; the list in use stays", first(.0))]
    Empty(Box<ListReport>),
    /// Too few of its lines are good.
    #[error("only {} of {} lines of the list are good{}; the list in use stays", .0.taken, .0.taken + .0.wrong, first(.0))]
    Bad(Box<ListReport>),
    /// Names are in more combinations of categories than the table can number.
    #[error("the lists overlap in more than {SETS_MAX} ways; use fewer lists or categories")]
    TooManyWays,
    /// The program's own rules about its state did not hold; it was logged, and the list in use stays.
    #[error(transparent)]
    Impossible(#[from] Broken),
}

/// The first lines that are wrong, in words.
fn first(report: &ListReport) -> String {
    let lines = report.first_wrong.iter().take(3);
    let lines: Vec<String> = lines.map(|wrong| format!("line {}: `{}`", wrong.line, wrong.text)).collect();
    if lines.is_empty() { String::new() } else { format!(" ({})", lines.join(", ")) }
}

/// A line that is none of the format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// Its number, from 1.
    pub line: u64,
    /// Its beginning.
    pub text: String,
}

/// What was in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListReport {
    /// The format that it was read as.
    pub format: Format,
    /// Names taken, exceptions among them.
    pub taken: u64,
    /// Exceptions taken.
    pub exceptions: u64,
    /// Lines without a rule about a name: comments, blank lines, rules for browsers.
    pub skipped: u64,
    /// Lines that are none of the format.
    pub wrong: u64,
    /// The first few of them.
    pub first_wrong: Vec<Wrong>,
}

/// Reads a list without taking it: whether a download may replace the list in use.
///
/// # Errors
/// As for [`super::ListsBuilder::add`].
pub fn check(
    list: impl BufRead,
    format: Option<Format>,
    good_percent_min: u8,
) -> Result<ListReport, ListError> {
    read(list, format, good_percent_min, |_| {})
}

pub(super) fn read(
    mut list: impl BufRead,
    format: Option<Format>,
    good_percent_min: u8,
    mut take: impl FnMut(&Rule<'_>),
) -> Result<ListReport, ListError> {
    let format = match format {
        Some(format) => format,
        None => Format::detect(list.fill_buf()?),
    };
    let mut reader = Reader::new(format);
    let mut report =
        ListReport { format, taken: 0, exceptions: 0, skipped: 0, wrong: 0, first_wrong: Vec::new() };
    let mut number = 0u64;
    each_line(list, |line| {
        number += 1;
        let kind = match line {
            Some(line) => reader.line(line, |rule| {
                report.taken += 1;
                report.exceptions += u64::from(rule.exception);
                take(rule);
            }),
            None => Line::Wrong,
        };
        match kind {
            Line::Taken => {}
            Line::Skipped => report.skipped += 1,
            Line::Wrong => {
                report.wrong += 1;
                if report.first_wrong.len() < WRONG_KEPT_MAX {
                    report.first_wrong.push(Wrong { line: number, text: beginning(line) });
                }
            }
        }
    })?;
    if report.taken == 0 {
        return Err(ListError::Empty(Box::new(report)));
    }
    let share = u128::from(report.taken) * 100 / u128::from(report.taken + report.wrong).max(1);
    if share < u128::from(good_percent_min) {
        return Err(ListError::Bad(Box::new(report)));
    }
    Ok(report)
}

/// Gives each line without its end; nothing for one of more than [`LINE_BYTES_MAX`].
fn each_line(mut list: impl BufRead, mut give: impl FnMut(Option<&[u8]>)) -> io::Result<()> {
    let mut kept: Vec<u8> = Vec::new();
    let mut long = false;
    loop {
        let buffer = match list.fill_buf() {
            Ok(buffer) => buffer,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if buffer.is_empty() {
            break;
        }
        let used = buffer.len();
        let mut rest = buffer;
        while let Some(end) = memchr::memchr(b'\n', rest) {
            let (line, after) = rest.split_at(end);
            rest = after.get(1..).unwrap_or(&[]);
            if kept.is_empty() && !long {
                give((line.len() <= LINE_BYTES_MAX).then_some(line));
            } else {
                long |= kept.len() + line.len() > LINE_BYTES_MAX;
                if !long {
                    kept.extend_from_slice(line);
                }
                give((!long).then_some(&kept));
                kept.clear();
                long = false;
            }
        }
        if long || kept.len() + rest.len() > LINE_BYTES_MAX {
            long = true;
            kept.clear();
        } else {
            kept.extend_from_slice(rest);
        }
        list.consume(used);
    }
    if long || !kept.is_empty() {
        give((!long).then_some(&kept));
    }
    Ok(())
}

fn beginning(line: Option<&[u8]>) -> String {
    match line {
        Some(line) => String::from_utf8_lossy(line).chars().take(WRONG_TEXT_CHARS_MAX).collect(),
        None => format!("a line of more than {LINE_BYTES_MAX} bytes"),
    }
}
