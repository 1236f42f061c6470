//! Lists from elsewhere: a table into commands, with an error for each line that cannot be read. Whatever is taken in is
//! taken in right or said: no letter, no column and no answer is dropped in silence.

mod cells;
mod days;
mod table;
mod text;

use crate::deciding::command::Command;
use crate::deciding::decide;
use crate::reading::context::Context;
use crate::record::line::Line;
use belisha_policy::Catalogue;
use cells::Cells;
use std::collections::BTreeMap;
use table::{Column, Table};

pub use text::decoded;

/// Which register a list is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// Adults, with their roles.
    People,
    /// Children, with their dates of birth.
    Children,
    /// Devices, with their kinds.
    Devices,
    /// What the parents of a child answered, with a column for each purpose.
    Permissions,
}

/// A line of a list, read.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its number in the file, the first being 1.
    pub line: u64,
    /// What it says, for the preview: as it is understood.
    pub shows: Vec<String>,
    /// The command, or what is wrong.
    pub reads: Result<Command, String>,
}

/// A column that is in the file and in no list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// Its heading.
    pub heading: String,
    /// The column that may be meant.
    pub perhaps: Option<String>,
}

/// A list, read.
#[derive(Debug, Clone)]
pub struct Taken {
    /// What the preview shows of each line.
    pub columns: Vec<String>,
    /// The columns that nobody reads. While there are any, somebody has to say what becomes of them.
    pub unread: Vec<Unread>,
    /// Headings that somebody left out.
    pub left_out: Vec<String>,
    /// The lines.
    pub rows: Vec<Row>,
    /// What else there is to look at before it is taken in.
    pub notes: Vec<String>,
}

/// What somebody said of headings that nobody knows: the column that each is, or that it is left out (`-`).
pub type Chosen = BTreeMap<String, String>;

/// A column that is left out.
pub const LEFT_OUT: &str = "-";

/// At most this many lines are read.
const ROWS_MAX: usize = 2_000;

fn column(name: &str, also: &[&str]) -> Column {
    Column { name: name.to_owned(), also: also.iter().map(|word| (*word).to_owned()).collect() }
}

const NAME: [&str; 9] =
    ["fullname", "childsname", "childname", "child", "pupil", "pupilname", "staffname", "staff", "employee"];
const FIRST_NAME: [&str; 6] = ["forename", "forenames", "firstnames", "givenname", "givennames", "first"];
const SURNAME: [&str; 4] = ["lastname", "familyname", "secondname", "last"];
const KNOWN_AS: [&str; 5] = ["preferredname", "nickname", "preferredforename", "likestobecalled", "aka"];

impl List {
    /// The columns that a file may have, those of the heading that the page shows first.
    fn all_columns(self, catalogue: &Catalogue) -> Vec<Column> {
        let named = || {
            [
                column("name", &NAME),
                column("first name", &FIRST_NAME),
                column("surname", &SURNAME),
                column("known as", &KNOWN_AS),
            ]
        };
        match self {
            Self::People => named()
                .into_iter()
                .chain([
                    column("roles", &["role", "jobtitle", "job", "position", "post"]),
                    column("counted", &["countedinratio", "countedintheratio", "inratio", "ratio"]),
                    column("level", &["qualification", "qualificationlevel", "qualifications"]),
                ])
                .collect(),
            Self::Children => named()
                .into_iter()
                .chain([
                    column("born", &["dateofbirth", "dob", "birthdate", "birthday", "birth"]),
                    column("family", &["parents", "parentnames", "parentsnames", "carers", "parentscarers"]),
                ])
                .collect(),
            Self::Devices => vec![
                column("name", &["assetname", "device", "devicename"]),
                column("asset tag", &["assetnumber", "assetno"]),
                column("kind", &["category", "type", "devicetype"]),
                column("store", &["location", "kept", "keptin", "defaultlocation"]),
                column("for children", &["usedbychildren", "childrens"]),
                column("second-hand", &["donated"]),
                column("make", &["manufacturer", "brand", "maker"]),
                column("model", &["modelname"]),
                column("serial", &["serialnumber", "serialno"]),
            ],
            Self::Permissions => {
                let purposes = catalogue.purposes.iter().map(|purpose| Column {
                    name: purpose.id.clone(),
                    also: std::iter::once(&purpose.title)
                        .chain(&purpose.also)
                        .map(|word| table::squeezed(word))
                        .collect(),
                });
                named()
                    .into_iter()
                    .chain([
                        column("given by", &["by", "signedby", "parent", "givenby"]),
                        column("on", &["date", "dategiven", "datesigned", "signedon"]),
                    ])
                    .chain(purposes)
                    .collect()
            }
        }
    }

    /// The columns of the heading that the page shows.
    pub fn columns(self, catalogue: &Catalogue) -> Vec<String> {
        let more = ["first name", "surname", "known as", "asset tag"];
        let all = self.all_columns(catalogue).into_iter().map(|column| column.name);
        all.filter(|name| !more.contains(&name.as_str())).collect()
    }

    /// The columns that no list of this sort is without.
    fn needs(self) -> &'static [&'static [&'static str]] {
        match self {
            Self::People => &[&["name", "first name"], &["roles"]],
            Self::Children => &[&["name", "first name"], &["born"]],
            Self::Devices => &[&["name", "asset tag"], &["kind"]],
            Self::Permissions => &[&["name", "first name"]],
        }
    }
}

/// Reads a list into rows. Each row is decided on its own against the registers as they are, and against the rows
/// before it, so that a name that is there twice is caught.
///
/// # Errors
/// A sentence about the file as a whole: no table, wrong columns, too long.
pub fn read(
    list: List,
    text: &str,
    chosen: &Chosen,
    new_id: &mut dyn FnMut() -> String,
    context: &Context<'_>,
) -> Result<Taken, String> {
    let catalogue = &context.policy.catalogue;
    let wanted = list.all_columns(catalogue);
    let mut table = table::read(text, &wanted, ROWS_MAX)
        .map_err(|wrong| format!("{wrong} It wants: {}.", list.columns(catalogue).join(",")))?;
    let left_out = choose(&mut table, &wanted, chosen)?;
    let has =
        |name: &str| table.columns.iter().flatten().any(|at| wanted.get(*at).is_some_and(|c| c.name == name));
    if let Some(missing) = list.needs().iter().find(|any| !any.iter().any(|name| has(name))) {
        return Err(format!(
            "The first line must name the columns; `{}` is not there. It wants: {}.",
            missing.first().unwrap_or(&""),
            list.columns(catalogue).join(",")
        ));
    }
    let unread = unread(&table, &wanted, &left_out);
    let columns: Vec<String> =
        wanted.iter().filter(|column| has(&column.name)).map(|column| column.name.clone()).collect();
    let mut rows: Vec<Row> = Vec::new();
    let mut state = context.state.clone();
    let (mut answered, mut month_first, mut either_way) = (BTreeMap::new(), None, 0);
    for (line, cells) in &table.rows {
        let line = *line;
        let cells = match cells {
            Ok(cells) => Cells::new(cells, &table, &wanted),
            Err(wrong) => {
                rows.push(Row { line, shows: Vec::new(), reads: Err(wrong.clone()) });
                continue;
            }
        };
        let reads = cells.command(list, new_id(), context).and_then(|command| {
            once(&command, line, &mut answered)?;
            let before = Context { state: &state, ..*context };
            let events = decide::decide(command.clone(), &before).map_err(|refusal| refusal.to_string())?;
            for event in events {
                state.apply(&Line {
                    seq: state.lines,
                    at: context.now,
                    author: context.author.clone(),
                    event,
                });
            }
            Ok(command)
        });
        let day = cells.day();
        either_way += usize::from(days::could_be_month_first(&day));
        if day_is_month_first(&day) {
            month_first.get_or_insert(line);
        }
        let shows = columns.iter().map(|name| cells.shown(name, context)).collect();
        rows.push(Row { line, shows, reads });
    }
    let notes = notes(month_first, either_way, &mut rows, &table, &wanted);
    Ok(Taken { columns, unread, left_out, rows, notes })
}

/// Puts what somebody said of headings into the table; those that are left out.
fn choose(table: &mut Table, wanted: &[Column], chosen: &Chosen) -> Result<Vec<String>, String> {
    let mut left_out = Vec::new();
    for at in table.unread() {
        let Some(heading) = table.headings.get(at).cloned() else { continue };
        let Some(choice) = chosen.get(&heading).filter(|choice| !choice.is_empty()) else { continue };
        if choice == LEFT_OUT {
            left_out.push(heading);
            continue;
        }
        let column = wanted.iter().position(|column| column.name == *choice);
        let column = column.ok_or_else(|| format!("There is no column `{choice}`."))?;
        if table.columns.contains(&Some(column)) {
            return Err(format!(
                "Two columns say the same: `{choice}` and `{heading}`. Take one of them out."
            ));
        }
        if let Some(slot) = table.columns.get_mut(at) {
            *slot = Some(column);
        }
    }
    Ok(left_out)
}

/// The headings that nobody reads, each with the column that may be meant.
fn unread(table: &Table, wanted: &[Column], left_out: &[String]) -> Vec<Unread> {
    let headings = table.unread().into_iter().filter_map(|at| table.headings.get(at));
    let headings = headings.filter(|heading| !left_out.contains(*heading));
    headings
        .map(|heading| {
            let words = table::squeezed(heading);
            let free = |at: usize| !table.columns.contains(&Some(at));
            let near = |column: &Column| {
                let name = table::squeezed(&column.name);
                let known = std::iter::once(&name).chain(&column.also);
                known.into_iter().any(|known| {
                    known.len() > 3 && (words.contains(known.as_str()) || known.contains(&words))
                })
            };
            let perhaps = wanted.iter().enumerate().find(|(at, column)| free(*at) && near(column));
            Unread { heading: heading.clone(), perhaps: perhaps.map(|(_, column)| column.name.clone()) }
        })
        .collect()
}

/// Nobody's answers are there twice and differ: which of them holds would be chance.
fn once(command: &Command, line: u64, answered: &mut BTreeMap<String, (u64, Command)>) -> Result<(), String> {
    let Command::Permissions(crate::registers::permissions::Command::Answer { child, .. }) = command else {
        return Ok(());
    };
    if let Some((before, _)) = answered.get(child.as_str()).filter(|(_, same)| same != command) {
        return Err(format!("answered already in line {before}, otherwise: keep one of the two lines"));
    }
    answered.insert(child.to_string(), (line, command.clone()));
    Ok(())
}

/// Whether a day has its month first for certain: 02/13/2023.
fn day_is_month_first(day: &str) -> bool {
    let mut parts = day.split(['/', '-', '.']).map(|part| part.trim().parse::<u16>());
    matches!((parts.next(), parts.next()), (Some(Ok(1..=12)), Some(Ok(13..=31))))
}

/// Where one day has its month first, the others may have it too: then those that could be read both ways are asked.
fn notes(
    month_first: Option<u64>,
    either_way: usize,
    rows: &mut [Row],
    table: &Table,
    wanted: &[Column],
) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(line) = month_first {
        for row in rows.iter_mut().filter(|row| row.reads.is_ok()) {
            let cells = table
                .rows
                .iter()
                .find(|(known, _)| *known == row.line)
                .and_then(|(_, cells)| cells.as_ref().ok());
            let day = cells.map(|cells| Cells::new(cells, table, wanted).day()).unwrap_or_default();
            if days::could_be_month_first(&day) {
                row.reads = Err(format!(
                    "`{day}` may have its month first, as line {line} has: write the days of this list with the day first, or as 2023-02-01"
                ));
            }
        }
    } else if either_way > 0 {
        notes.push(format!(
            "{either_way} of the dates are written by figures alone: they were read with the day first. Look at them before you take them in."
        ));
    }
    notes
}
