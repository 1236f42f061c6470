//! Dates of birth: dates, the words near them, and the birthdays of the roster.

use crate::finding::Sure;
use crate::roster::{Named, Whose};
use crate::token::{Token, gap, shape};
use crate::words::month;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::ops::{Range, RangeInclusive};

/// How far from a date a word such as `born` still speaks of it.
const NEAR_BYTES_MAX: usize = 40;

/// A date in a text.
pub(crate) struct Dated {
    pub(crate) at: Range<usize>,
    day: i8,
    month: i8,
    year: Option<i16>,
}

/// A word that says of a date near it that it is one of birth: `born`, or less surely `birthday`.
pub(crate) struct Cue {
    pub(crate) at: Range<usize>,
    pub(crate) born: bool,
}

/// The dates of birth of a roster.
#[derive(Debug, Default)]
pub(crate) struct Birthdays {
    by_day: BTreeMap<(i8, i8), Vec<(i16, usize)>>,
    years: Option<RangeInclusive<i16>>,
}

impl Birthdays {
    pub(crate) fn new(people: &[Named]) -> Self {
        let mut birthdays = Self::default();
        for (number, person) in people.iter().enumerate() {
            let Some(born) = person.born else { continue };
            birthdays.by_day.entry((born.month(), born.day())).or_default().push((born.year(), number));
            if person.whose == Whose::Child {
                let year = born.year();
                let years = birthdays.years.take().unwrap_or(year..=year);
                birthdays.years = Some(year.min(*years.start())..=year.max(*years.end()));
            }
        }
        birthdays
    }

    /// How surely a date is one of birth, and whose, by their numbers. The cues are in order.
    pub(crate) fn weigh(&self, date: &Dated, cues: &[Cue]) -> Option<(Sure, Vec<usize>)> {
        let from = cues.partition_point(|cue| cue.at.end + NEAR_BYTES_MAX < date.at.start);
        let near = cues.get(from..).unwrap_or(&[]).iter();
        let near = near.take_while(|cue| cue.at.start <= date.at.end + NEAR_BYTES_MAX);
        let cue = near.map(|cue| cue.born).max();
        let same_day = self.by_day.get(&(date.month, date.day)).map_or(&[][..], Vec::as_slice);
        let of = |year: &i16| date.year.is_none_or(|given| given == *year);
        let of: Vec<usize> =
            same_day.iter().filter(|(year, _)| of(year)).map(|(_, number)| *number).collect();
        let in_range =
            date.year.is_some_and(|year| self.years.as_ref().is_some_and(|years| years.contains(&year)));
        let whole = date.year.is_some();
        let sure = match (cue, of.is_empty()) {
            (_, false) if whole => Sure::Certain,
            (Some(true), _) | (Some(false), false) => Sure::Certain,
            (Some(false), true) if in_range => Sure::Certain,
            (Some(false), true) => Sure::Possible,
            (None, _) if in_range => Sure::Possible,
            (None, _) => return None,
        };
        Some((sure, of))
    }
}

/// The date that begins with the word at `at`.
pub(crate) fn date(text: &str, tokens: &[Token], at: usize) -> Option<Dated> {
    let token = tokens.get(at)?;
    let (day, month, year, last) = if !token.is(shape::NUMBER) {
        // "Sat 12 March" begins at the 12.
        let number =
            at.checked_sub(1).and_then(|at| tokens.get(at)).is_some_and(|before| before.is(shape::NUMBER));
        if number && token.after(gap::SPACE) {
            return None;
        }
        let day = tokens.get(at + 1).filter(|day| day.after(gap::SPACE) && day.is(shape::NUMBER))?;
        let (year, last) = year(text, tokens, at + 2);
        (day_of(text, day)?, month(token.whole.tags)?, year, last)
    } else if let Some(numbers) = in_numbers(text, tokens, at) {
        numbers
    } else {
        let day = day_of(text, token)?;
        let of = tokens.get(at + 1)?;
        let step = if text.get(of.start..of.end).is_some_and(|word| word.eq_ignore_ascii_case("of")) {
            2
        } else {
            1
        };
        let named = tokens
            .get(at + step)
            .filter(|named| named.after(gap::SPACE | gap::HYPHEN) && of.after(gap::SPACE | gap::HYPHEN))?;
        let (year, last) = year(text, tokens, at + step + 1);
        (day, month(named.whole.tags)?, year, last)
    };
    let end = tokens.get(last)?.end;
    // A leap year, so that 29 February is a day.
    Date::new(year.unwrap_or(2024), month, day).ok()?;
    Some(Dated { at: token.start..end, day, month, year })
}

/// The year at `at`, if there is one, and the date's last word.
fn year(text: &str, tokens: &[Token], at: usize) -> (Option<i16>, usize) {
    let token = tokens.get(at).filter(|token| token.after(gap::SPACE | gap::COMMA | gap::HYPHEN));
    let year = token.and_then(|token| text.get(token.start..token.end)).filter(|year| year.len() == 4);
    match year.and_then(|year| year.parse().ok()) {
        Some(year) => (Some(year), at),
        None => (None, at.saturating_sub(1)),
    }
}

/// The day in `12` or `12th`.
fn day_of(text: &str, token: &Token) -> Option<i8> {
    let word = text.get(token.start..token.end).filter(|word| word.len() <= 4)?;
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = word.split_at_checked(digits)?;
    let right = ["", "st", "nd", "rd", "th"].iter().any(|suffix| rest.eq_ignore_ascii_case(suffix));
    number.parse().ok().filter(|_| right && number.len() <= 2)
}

/// `12/03/2022`, `12.3.22`, `2022-03-12`: day, month, year and the last word.
fn in_numbers(text: &str, tokens: &[Token], at: usize) -> Option<(i8, i8, Option<i16>, usize)> {
    let [a, b, c] = tokens.get(at..at + 3)? else { return None };
    let mark = text.get(a.end..b.start).filter(|mark| matches!(*mark, "/" | "." | "-"))?;
    if text.get(b.end..c.start)? != mark {
        return None;
    }
    let word = |token: &Token| text.get(token.start..token.end).filter(|word| word.len() <= 4);
    let (a, b, c) = (word(a)?, word(b)?, word(c)?);
    let (day, year) = if a.len() == 4 { (c, a) } else { (a, c) };
    let century = match year.len() {
        2 => 2000,
        4 => 0,
        _ => return None,
    };
    let year: i16 = year.parse().ok()?;
    Some((day.parse().ok()?, b.parse().ok()?, Some(century + year), at + 2))
}

#[cfg(test)]
mod tests;
