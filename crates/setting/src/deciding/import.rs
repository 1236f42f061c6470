//! Lists from elsewhere: CSV into commands, with an error for each line that cannot be read.

use crate::deciding::command::Command;
use crate::deciding::decide;
use crate::reading::context::Context;
use crate::record::ids::ChildId;
use crate::record::line::Line;
use crate::registers::children::command as children;
use crate::registers::devices::command as devices;
use crate::registers::devices::event::{Owner, Particulars};
use crate::registers::people::command as people;
use crate::registers::permissions::{command as permissions_command, event as permissions};

/// Which register a list is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// `name,roles,counted,level` — roles separated by `;`.
    People,
    /// `name,born,family` — born as 2023-02-01.
    Children,
    /// `name,kind,store,for children,second-hand`.
    Devices,
    /// `name,given by,on`, and a column for each purpose with yes, no or nothing.
    Permissions,
}

/// A line of a list, read.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its number in the file, the heading being 1.
    pub line: u64,
    /// What it says, for the preview.
    pub shows: Vec<String>,
    /// The command, or what is wrong.
    pub reads: Result<Command, String>,
}

/// At most this many lines are read.
const ROWS_MAX: usize = 2_000;

impl List {
    /// The columns it wants.
    pub fn columns(self) -> Vec<&'static str> {
        match self {
            Self::People => vec!["name", "roles", "counted", "level"],
            Self::Children => vec!["name", "born", "family"],
            Self::Devices => vec!["name", "kind", "store", "for children", "second-hand"],
            Self::Permissions => vec![
                "name",
                "given by",
                "on",
                "learning journey",
                "other journeys",
                "display",
                "website",
                "page",
                "families page",
                "publicity",
                "event",
                "training",
            ],
        }
    }
}

/// Reads a list into rows. Each row is decided on its own against the registers as they are, and against the rows
/// before it, so that a name that is there twice is caught.
///
/// # Errors
/// A sentence about the file as a whole: no CSV, wrong columns, too long.
pub fn read(
    list: List,
    text: &str,
    new_id: &mut dyn FnMut() -> String,
    context: &Context<'_>,
) -> Result<Vec<Row>, String> {
    let mut reader =
        csv::ReaderBuilder::new().trim(csv::Trim::All).flexible(true).from_reader(text.as_bytes());
    let headers: Vec<String> = match reader.headers() {
        Ok(headers) => headers.iter().map(|h| h.trim_start_matches('\u{feff}').to_lowercase()).collect(),
        Err(error) => return Err(format!("This is not a CSV file: {error}")),
    };
    let wanted = list.columns();
    let column = |name: &str| headers.iter().position(|header| header == name);
    if let Some(missing) = wanted.iter().take(2).find(|name| column(name).is_none()) {
        return Err(format!(
            "The first line must name the columns; `{missing}` is not there. It wants: {}.",
            wanted.join(",")
        ));
    }
    let mut rows: Vec<Row> = Vec::new();
    let mut state = context.state.clone();
    for record in reader.records() {
        if rows.len() == ROWS_MAX {
            return Err(format!("At most {ROWS_MAX} lines at a time: please split the file."));
        }
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                rows.push(Row { line, shows: Vec::new(), reads: Err(format!("cannot be read: {error}")) });
                continue;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |name: &str| column(name).and_then(|at| record.get(at)).unwrap_or("").to_owned();
        let shows = wanted.iter().map(|name| cell(name)).collect();
        let reads = command(list, &cell, new_id(), context).and_then(|command| {
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
        rows.push(Row { line, shows, reads });
    }
    if rows.is_empty() { Err("There are no lines below the heading.".into()) } else { Ok(rows) }
}

fn command(
    list: List,
    cell: &dyn Fn(&str) -> String,
    id: String,
    context: &Context<'_>,
) -> Result<Command, String> {
    match list {
        List::People => {
            let roles =
                cell("roles").split(';').map(|role| role.trim().to_lowercase().replace(' ', "-")).collect();
            let level = match cell("level").as_str() {
                "" => None,
                level => Some(level.parse().map_err(|_| format!("`{level}` is not a qualification level"))?),
            };
            let add = people::Command::Add {
                person: id.into(),
                name: cell("name"),
                roles,
                counted: yes(&cell("counted"))?,
                level,
            };
            Ok(Command::People(add))
        }
        List::Children => {
            let born = cell("born");
            let born = born.parse().map_err(|_| format!("`{born}` is not a date such as 2023-02-01"))?;
            let child: ChildId = id.into();
            Ok(Command::Children(children::Command::Add {
                child,
                name: cell("name"),
                born,
                family: cell("family"),
            }))
        }
        List::Permissions => permissions_of(cell, context),
        List::Devices => {
            let store = match cell("store").as_str() {
                "" => None,
                store => {
                    let found = context.state.places.find(store);
                    Some(
                        found
                            .ok_or_else(|| format!("there is no place `{store}` on the register"))?
                            .0
                            .clone(),
                    )
                }
            };
            let particulars = Particulars {
                store,
                for_children: yes(&cell("for children"))?,
                second_hand: yes(&cell("second-hand"))?,
                ..Particulars::new(
                    cell("name"),
                    cell("kind").to_lowercase().replace(' ', "-"),
                    Owner::Setting,
                )
            };
            Ok(Command::Devices(devices::Command::Set { device: id.into(), particulars }))
        }
    }
}

/// The answers of one child's parents; what is left empty is not answered.
fn permissions_of(cell: &dyn Fn(&str) -> String, context: &Context<'_>) -> Result<Command, String> {
    let name = cell("name");
    let mut called = context
        .state
        .children
        .here()
        .filter(|(id, known)| known.name.words().eq_ignore_ascii_case(&name) || id.as_str() == name);
    let child = match (called.next(), called.next()) {
        (Some((id, _)), None) => id.clone(),
        (Some(_), Some(_)) => {
            return Err(format!("there are two children called `{name}`: answer on their pages"));
        }
        _ => return Err(format!("there is no child called `{name}`")),
    };
    let mut answers = std::collections::BTreeMap::new();
    for purpose in &context.policy.catalogue.purposes {
        let said = cell(&purpose.id);
        if !said.is_empty() {
            answers.insert(purpose.id.clone(), yes(&said)?);
        }
    }
    let on = match cell("on").as_str() {
        "" => None,
        day => Some(day.parse().map_err(|_| format!("`{day}` is not a date such as 2026-09-01"))?),
    };
    let how = permissions::How::List;
    let answer = permissions_command::Command::Answer { child, answers, by: cell("given by"), how, on };
    Ok(Command::Permissions(answer))
}

fn yes(word: &str) -> Result<bool, String> {
    match word.to_lowercase().as_str() {
        "yes" | "y" | "true" | "1" => Ok(true),
        "no" | "n" | "false" | "0" | "" => Ok(false),
        other => Err(format!("`{other}` is neither yes nor no")),
    }
}
