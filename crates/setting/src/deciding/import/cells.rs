//! One line of a list as a command.

use crate::deciding::command::Command;
use crate::deciding::import::table::{Column, Table, squeezed};
use crate::deciding::import::{List, days};
use crate::reading::context::Context;
use crate::record::ids::ChildId;
use crate::record::moment::date_of;
use crate::registers::children::command as children;
use crate::registers::devices::command as devices;
use crate::registers::devices::event::{Owner, Particulars};
use crate::registers::people::command as people;
use crate::registers::permissions::{command as permissions_command, event as permissions};
use belisha_textcheck::{Entered, same_name, tidied};
use std::collections::BTreeMap;

/// The cells of a line, by the names of their columns.
pub(super) struct Cells<'a> {
    cells: &'a [String],
    table: &'a Table,
    wanted: &'a [Column],
}

impl<'a> Cells<'a> {
    pub(super) fn new(cells: &'a [String], table: &'a Table, wanted: &'a [Column]) -> Self {
        Self { cells, table, wanted }
    }

    /// The cell of a column; empty where the line or the file has none.
    fn of(&self, name: &str) -> String {
        let column = self.wanted.iter().position(|column| column.name == name);
        let at = column.and_then(|column| self.table.columns.iter().position(|known| *known == Some(column)));
        at.and_then(|at| self.cells.get(at)).cloned().unwrap_or_default()
    }

    /// The cell that is a day.
    pub(super) fn day(&self) -> String {
        let born = self.of("born");
        if born.is_empty() { self.of("on") } else { born }
    }

    /// A cell for the preview: names and days as they are understood.
    pub(super) fn shown(&self, name: &str, context: &Context<'_>) -> String {
        let cell = self.of(name);
        match name {
            "name" => self.name(),
            "born" | "on" => days::read(&cell, date_of(context.now))
                .map_or(cell, |day| day.strftime("%-d %B %Y").to_string()),
            _ => cell,
        }
    }

    /// The name in full, first name first, with what somebody is also called in brackets.
    fn name(&self) -> String {
        let (given, first, surname) = (self.of("name"), self.of("first name"), self.of("surname"));
        let first = if first.is_empty() { given } else { first };
        let whole = Entered::read(&first);
        let apart = surname.is_empty() || has_surname(&whole.name, &surname);
        let name = if apart { whole.name } else { tidied(&format!("{} {surname}", whole.name)) };
        let mut known_as = whole.known_as;
        let also = Entered::read(&self.of("known as")).name;
        let first = name.split(' ').next().unwrap_or_default();
        if !also.is_empty()
            && !known_as.contains(&also)
            && !same_name(first, &also)
            && !same_name(&name, &also)
        {
            known_as.push(also);
        }
        let name = in_plain_letters(&name);
        if known_as.is_empty() { name } else { format!("{name} ({})", known_as.join(", ")) }
    }

    pub(super) fn command(&self, list: List, id: String, context: &Context<'_>) -> Result<Command, String> {
        match list {
            List::People => self.person(id, context),
            List::Children => {
                let born = days::read(&self.of("born"), date_of(context.now))?;
                let (child, name, family) = (ChildId::from(id), self.name(), self.of("family"));
                Ok(Command::Children(children::Command::Add { child, name, born, family }))
            }
            List::Permissions => self.permissions(context),
            List::Devices => self.device(id, context),
        }
    }

    fn person(&self, id: String, context: &Context<'_>) -> Result<Command, String> {
        let catalogue = &context.policy.catalogue;
        let role = |word: &str| {
            let word = squeezed(word);
            let known = catalogue
                .roles
                .iter()
                .find(|(id, role)| squeezed(id) == word || squeezed(&role.title) == word);
            known.map(|(id, _)| id.clone())
        };
        let said = self.of("roles");
        let words = said.split([';', ',', '/', '+', '&']).map(str::trim).filter(|word| !word.is_empty());
        // A word that nobody knows goes on as it is, and is refused by its name.
        let roles =
            words.map(|word| role(word).unwrap_or_else(|| word.to_lowercase().replace(' ', "-"))).collect();
        let level = self.of("level");
        let digits: String = level.chars().filter(char::is_ascii_digit).collect();
        let level = match digits.as_str() {
            "" if level.is_empty() || level == "-" => None,
            digits => Some(digits.parse().map_err(|_| format!("`{level}` is not a qualification level"))?),
        };
        Ok(Command::People(people::Command::Add {
            person: id.into(),
            name: self.name(),
            roles,
            counted: self.yes("counted")?.unwrap_or(false),
            level,
        }))
    }

    fn device(&self, id: String, context: &Context<'_>) -> Result<Command, String> {
        let store = match self.of("store").as_str() {
            "" => None,
            store => {
                let found = context.state.places.find(store);
                let found = found.ok_or_else(|| format!("there is no place `{store}` on the register"))?;
                Some(found.0.clone())
            }
        };
        let kind = self.of("kind");
        let word = squeezed(&kind);
        let one = word.strip_suffix('s').unwrap_or(&word);
        let is = |known: &str| [word.as_str(), one].contains(&squeezed(known).as_str());
        let all = &context.policy.catalogue.kinds;
        let known =
            all.iter().find(|(id, known)| is(id) || is(&known.title) || known.cues.iter().any(|cue| is(cue)));
        let kind = known.map_or_else(|| kind.to_lowercase().replace(' ', "-"), |(id, _)| id.clone());
        let (name, tag) = (self.of("name"), self.of("asset tag"));
        let name = if name.is_empty() { tag } else { name };
        let particulars = Particulars {
            store,
            for_children: self.yes("for children")?.unwrap_or(false),
            second_hand: self.yes("second-hand")?.unwrap_or(false),
            make: self.of("make"),
            model: self.of("model"),
            serial: self.of("serial"),
            ..Particulars::new(name, kind, Owner::Setting)
        };
        Ok(Command::Devices(devices::Command::Set { device: id.into(), particulars }))
    }

    /// The answers of one child's parents; what is left empty is not answered.
    fn permissions(&self, context: &Context<'_>) -> Result<Command, String> {
        let name = self.name();
        let is = |id: &ChildId, known: &str| same_name(known, &name) || id.as_str() == name;
        let mut called = context.state.children.here().filter(|(id, known)| is(id, known.name.words()));
        let child = match (called.next(), called.next()) {
            (Some((id, _)), None) => id.clone(),
            (Some(_), Some(_)) => {
                return Err(format!("there are two children called `{name}`: answer on their pages"));
            }
            _ => return Err(format!("there is no child called `{name}`")),
        };
        let mut answers = BTreeMap::new();
        for purpose in &context.policy.catalogue.purposes {
            if let Some(answer) = self.yes(&purpose.id)? {
                answers.insert(purpose.id.clone(), answer);
            }
        }
        let on = match self.of("on").as_str() {
            "" => None,
            day => Some(days::read(day, date_of(context.now))?),
        };
        let (by, how) = (self.of("given by"), permissions::How::List);
        Ok(Command::Permissions(permissions_command::Command::Answer { child, answers, by, how, on }))
    }

    /// What a cell answers; nothing where it is empty. What may mean either is not guessed at.
    fn yes(&self, name: &str) -> Result<Option<bool>, String> {
        let cell = self.of(name);
        let word = cell.trim_matches(|c: char| matches!(c, '.' | '!' | '"' | '\'')).to_lowercase();
        match word.as_str() {
            "" => Ok(None),
            "yes" | "y" | "true" | "1" | "agreed" | "agree" | "granted" | "given" | "permission given"
            | "consent" | "consented" | "✓" | "✔" | "✔️" | "☑" | "✅" => Ok(Some(true)),
            "no" | "n" | "false" | "0" | "refused" | "declined" | "withdrawn" | "not given"
            | "not agreed" | "no consent" | "never" | "✗" | "✘" | "❌" | "☒" | "no thank you"
            | "no thanks" => Ok(Some(false)),
            "x" | "×" => Err(format!("`{cell}` may mean yes or no (column `{name}`): write yes or no")),
            _ => Err(format!("`{cell}` is neither yes nor no (column `{name}`)")),
        }
    }
}

/// Whether a name has its surname already.
fn has_surname(name: &str, surname: &str) -> bool {
    let (name, surname) = (belisha_textcheck::name_key(name), belisha_textcheck::name_key(surname));
    name == surname || name.ends_with(&format!(" {surname}"))
}

/// Surnames in capitals as names are written: `Grace SMITH-JONES` is Grace Smith-Jones. Short ones, and names that are in
/// capitals throughout, are left.
fn in_plain_letters(name: &str) -> String {
    if !name.chars().any(char::is_lowercase) {
        return name.to_owned();
    }
    let word = |word: &str| {
        let loud = word.chars().filter(|c| c.is_alphabetic()).count() > 2 && word.to_uppercase() == word;
        if !loud {
            return word.to_owned();
        }
        let mut begins = true;
        word.chars()
            .flat_map(|c| {
                let letters: Vec<char> = if begins { vec![c] } else { c.to_lowercase().collect() };
                begins = !c.is_alphabetic();
                letters
            })
            .collect()
    };
    name.split(' ').map(word).collect::<Vec<String>>().join(" ")
}
