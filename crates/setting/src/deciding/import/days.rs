//! Days as people and spreadsheets in these islands write them: the day first.

use jiff::civil::{Date, date};
use jiff::{Span, ToSpan};

/// The day that spreadsheets count from, by the year 1900 that they take for a leap year.
const SHEET_DAY_ZERO: Date = date(1899, 12, 30);
/// Days since then that can be meant as one: from 1954 to 2064.
const SHEET_DAYS: std::ops::Range<i64> = 20_000..60_000;

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Reads a day. `today` tells which century two figures mean: the latest year that has come.
///
/// # Errors
/// A sentence about what is wrong with it.
pub(super) fn read(text: &str, today: Date) -> Result<Date, String> {
    let wrong = || format!("`{text}` is no date such as 01/02/2023 (the day first) or 2023-02-01");
    let plain = text.trim().trim_end_matches('.');
    // What a spreadsheet adds: midnight, in either way of writing it.
    let plain = plain.split_once('T').filter(|(_, time)| is_time(time)).map_or(plain, |(day, _)| day);
    let plain = plain.split_once(' ').filter(|(_, time)| is_time(time)).map_or(plain, |(day, _)| day);
    if let Ok(days) = plain.parse::<i64>() {
        if !SHEET_DAYS.contains(&days) {
            return Err(wrong());
        }
        return SHEET_DAY_ZERO.checked_add(Span::new().days(days)).map_err(|_| wrong());
    }
    let parts: Vec<&str> =
        plain.split(['/', '-', '.', ',', ' ', '–', '‑']).filter(|part| !part.is_empty()).collect();
    let parts = match parts.as_slice() {
        // The day of the week says nothing that the date does not.
        [weekday, rest @ ..]
            if rest.len() == 3 && weekday.chars().all(char::is_alphabetic) && month(weekday).is_none() =>
        {
            rest
        }
        parts => parts,
    };
    let [one, two, three] = parts else { return Err(wrong()) };
    let number = |part: &str| {
        let digits = part.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let ending = part.get(digits.len()..).unwrap_or_default().to_lowercase();
        let ordinal = matches!(ending.as_str(), "" | "st" | "nd" | "rd" | "th");
        digits.parse::<i16>().ok().filter(|_| ordinal && digits.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let made = |year: i16, month: i16, day: i16| {
        let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        Date::new(year, month, day).ok()
    };
    if one.len() == 4
        && let Some(year) = number(one)
    {
        let month = month(two).or_else(|| number(two)).ok_or_else(wrong)?;
        return made(year, month, number(three).ok_or_else(wrong)?).ok_or_else(wrong);
    }
    let year = year(three, today).ok_or_else(wrong)?;
    if let Some(month) = month(two) {
        return made(year, month, number(one).ok_or_else(wrong)?).ok_or_else(wrong);
    }
    // `Feb 1, 2023` says which is which, whoever writes so.
    if let Some(month) = month(one) {
        return made(year, month, number(two).ok_or_else(wrong)?).ok_or_else(wrong);
    }
    let (day, month) = (number(one).ok_or_else(wrong)?, number(two).ok_or_else(wrong)?);
    if month > 12 && (1..=12).contains(&day) {
        return Err(format!(
            "`{text}` has no month {month}: write the day first, {month:02}/{day:02}/{year}, and look at the other dates of the list too"
        ));
    }
    made(year, month, day).ok_or_else(wrong)
}

/// Whether a day is written by figures alone and could be meant with the month first.
pub(super) fn could_be_month_first(text: &str) -> bool {
    let mut parts = text.split(['/', '-', '.']);
    let (one, two) = (parts.next().map(str::trim), parts.next().map(str::trim));
    let small = |part: Option<&str>| {
        part.and_then(|part| part.parse::<u8>().ok()).filter(|part| (1..=12).contains(part))
    };
    matches!((small(one), small(two)), (Some(one), Some(two)) if one != two)
}

fn is_time(text: &str) -> bool {
    let text = text.trim().trim_end_matches('Z');
    text.contains(':') && text.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '.' | '+'))
}

fn month(word: &str) -> Option<i16> {
    let word = word.to_lowercase();
    let start: String = word.chars().take(3).collect();
    let at = MONTHS.iter().position(|month| *month == start)?;
    // `May` and `Mayhem` are two things; `Sept` and `September` are one.
    const WHOLE: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    WHOLE.get(at).filter(|whole| whole.starts_with(&*word))?;
    i16::try_from(at + 1).ok()
}

/// A year of four figures, or of two: the latest that has come.
fn year(text: &str, today: Date) -> Option<i16> {
    let number: i16 = text.parse().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()))?;
    match text.len() {
        4 => Some(number),
        2 => {
            let century = today.year() / 100 * 100;
            let next = today.saturating_add(1.year()).year();
            Some(if century + number <= next { century + number } else { century - 100 + number })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: Date = date(2026, 11, 28);

    #[test]
    fn days_are_read_as_they_are_written_here() {
        for (text, day) in [
            ("2023-02-01", date(2023, 2, 1)),
            ("2023/02/01", date(2023, 2, 1)),
            ("2023-02-01T00:00:00", date(2023, 2, 1)),
            ("2023-02-01 00:00", date(2023, 2, 1)),
            ("01/02/2023", date(2023, 2, 1)),
            ("1/2/23", date(2023, 2, 1)),
            ("01.02.2023", date(2023, 2, 1)),
            ("01-02-2023", date(2023, 2, 1)),
            ("01/02/2023 00:00:00", date(2023, 2, 1)),
            ("31/12/2023", date(2023, 12, 31)),
            ("1-Feb-23", date(2023, 2, 1)),
            ("01 Feb 2023", date(2023, 2, 1)),
            ("1st February 2023", date(2023, 2, 1)),
            ("Wed 1 Feb 2023", date(2023, 2, 1)),
            ("Wednesday, 1 February 2023", date(2023, 2, 1)),
            ("Feb 1, 2023", date(2023, 2, 1)),
            ("3 Sept 2021", date(2021, 9, 3)),
            ("44958", date(2023, 2, 1)),
            ("29/02/2024", date(2024, 2, 29)),
            ("5/6/75", date(1975, 6, 5)),
        ] {
            assert_eq!(read(text, TODAY), Ok(day), "{text}");
        }
    }

    #[test]
    fn what_is_no_day_is_said() {
        for text in [
            "",
            "02/13/2023",
            "30/02/2023",
            "29/02/2023",
            "1/2",
            "2023",
            "12",
            "tomorrow",
            "1/2/3/4",
            "32/01/2023",
            "00/01/2023",
            "1/2/203",
        ] {
            assert!(read(text, TODAY).is_err(), "{text}");
        }
        assert!(read("02/13/2023", TODAY).unwrap_err().contains("13/02/2023"));
    }

    #[test]
    fn some_days_could_be_read_the_other_way_round() {
        assert!(could_be_month_first("01/02/2023") && could_be_month_first("1.12.23"));
        for text in ["13/02/2023", "02/02/2023", "1 Feb 2023", "2023-02-01"] {
            assert!(!could_be_month_first(text), "{text}");
        }
    }
}
