//! The table that is in a text: which sign parts its columns, which line names them, and which of them somebody reads.

/// Signs that part columns.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// The heading is looked for in so many lines: some programs write a title above it.
const HEADING_LINES: usize = 12;

/// A column of a list: what it is called, and how else it is called in files that people bring.
pub(super) struct Column {
    /// As the program calls it.
    pub(super) name: String,
    /// Other headings that mean the same, squeezed.
    pub(super) also: Vec<String>,
}

/// The table of a list.
pub(super) struct Table {
    /// The headings as they are written, in order.
    pub(super) headings: Vec<String>,
    /// For each, the column that it is, by its place among those that are wanted.
    pub(super) columns: Vec<Option<usize>>,
    /// The lines below the heading that are not empty: the line of the file, and the cells.
    pub(super) rows: Vec<(u64, Result<Vec<String>, String>)>,
}

/// A heading without case, spaces and marks: `Date of Birth:` and `date_of_birth` are one.
pub(super) fn squeezed(heading: &str) -> String {
    heading.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

impl Column {
    pub(super) fn is(&self, heading: &str) -> bool {
        let heading = squeezed(heading);
        heading == squeezed(&self.name) || self.also.contains(&heading)
    }
}

fn records(text: &str, separator: u8) -> impl Iterator<Item = (u64, Result<Vec<String>, String>)> + '_ {
    let reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .flexible(true)
        .has_headers(false)
        .delimiter(separator)
        .from_reader(text.as_bytes());
    reader.into_records().map(|record| match record {
        Ok(record) => {
            let line = record.position().map_or(0, csv::Position::line);
            (line, Ok(record.iter().map(str::to_owned).collect()))
        }
        Err(error) => {
            (error.position().map_or(0, csv::Position::line), Err(format!("cannot be read: {error}")))
        }
    })
}

/// Reads the table of a list that wants these columns, at most so many lines below its heading.
///
/// # Errors
/// A sentence when no line names the columns, two name the same, or there are too many lines.
pub(super) fn read(text: &str, wanted: &[Column], rows_max: usize) -> Result<Table, String> {
    // Lines end in three ways, and their numbers are those that an editor shows.
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
    let text = text.as_str();
    // `sep=;` tells Excel, and us, what parts the columns.
    let (separator, text) = match text.split_once('\n') {
        Some((first, rest)) if first.trim().to_lowercase().starts_with("sep=") => {
            (first.trim().as_bytes().get(4).copied().filter(|sign| SEPARATORS.contains(sign)), rest)
        }
        _ => (None, text),
    };
    let skipped = u64::from(separator.is_some());
    let known =
        |cells: &[String]| cells.iter().filter(|cell| wanted.iter().any(|column| column.is(cell))).count();
    let candidates = separator.map_or(SEPARATORS.to_vec(), |separator| vec![separator]);
    let best = candidates
        .iter()
        .flat_map(|separator| {
            records(text, *separator)
                .take(HEADING_LINES)
                .enumerate()
                .map(|(at, (_, cells))| (cells.map_or(0, |cells| known(&cells)), at, *separator))
        })
        .reduce(|best, other| if other.0 > best.0 { other } else { best });
    let Some((_, at, separator)) = best.filter(|(count, ..)| *count > 0) else {
        return Err("The first line must name the columns.".into());
    };
    let mut all = records(text, separator).skip(at);
    let headings = match all.next() {
        Some((_, Ok(headings))) => headings,
        _ => return Err("The first line must name the columns.".into()),
    };
    let columns: Vec<Option<usize>> =
        headings.iter().map(|heading| wanted.iter().position(|column| column.is(heading))).collect();
    for (place, column) in columns.iter().enumerate().filter(|(_, column)| column.is_some()) {
        if let Some(other) = columns.iter().take(place).position(|before| before == column) {
            let name = |at: usize| headings.get(at).map_or("", String::as_str);
            return Err(format!(
                "Two columns say the same: `{}` and `{}`. Take one of them out.",
                name(other),
                name(place)
            ));
        }
    }
    let mut rows = Vec::new();
    for (line, cells) in all {
        let empty = cells.as_ref().is_ok_and(|cells| cells.iter().all(String::is_empty));
        if empty {
            continue;
        }
        if rows.len() == rows_max {
            return Err(format!("At most {rows_max} lines at a time: please split the file."));
        }
        let cells = cells.and_then(|cells| {
            let beyond = cells.iter().skip(headings.len()).find(|cell| !cell.is_empty());
            match beyond {
                Some(cell) => {
                    Err(format!("has more cells than there are headings: nobody would read `{cell}`"))
                }
                None => Ok(cells),
            }
        });
        rows.push((line + skipped, cells));
    }
    if rows.is_empty() {
        return Err("There are no lines below the heading.".into());
    }
    Ok(Table { headings, columns, rows })
}

impl Table {
    /// The headings that are no column of the list and have something below them, by their places.
    pub(super) fn unread(&self) -> Vec<usize> {
        let filled = |at: usize| {
            let cells = self.rows.iter().filter_map(|(_, cells)| cells.as_ref().ok());
            cells.into_iter().any(|cells| cells.get(at).is_some_and(|cell| !cell.is_empty()))
        };
        let unread = self.columns.iter().enumerate().filter(|(_, column)| column.is_none());
        unread.map(|(at, _)| at).filter(|at| filled(*at)).collect()
    }
}
