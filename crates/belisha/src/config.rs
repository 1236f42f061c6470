//! `belisha.toml`: what a setting's program is told, in one file. Whatever may be given in the environment may stand in
//! it, by the name it has on the command line; there is no second list of names.

use anyhow::Context;
use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Command};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use toml::de::{DeTable, DeValue};

/// Read from the working folder when no other is named.
const USUAL_NAME: &str = "belisha.toml";
/// A wrong name is answered with the nearest right one when it is at least as near as this.
const NEAR: f64 = 0.75;

/// A file of settings.
#[derive(Debug, Default)]
pub(crate) struct Config {
    path: Option<PathBuf>,
    /// By name: the line on which it stands, and its values.
    values: BTreeMap<String, (usize, Vec<String>)>,
}

impl Config {
    /// Reads the file of that name, or the usual one where there is one.
    ///
    /// # Errors
    /// When it cannot be read or is no TOML of words, numbers, yes and no, and lists of them; with the line.
    pub(crate) fn read(named: Option<&Path>) -> anyhow::Result<Self> {
        let path = match named {
            Some(path) => path,
            None if Path::new(USUAL_NAME).is_file() => Path::new(USUAL_NAME),
            None => return Ok(Self::default()),
        };
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("the file of settings `{}` cannot be read", path.display()))?;
        let line = |at: usize| text.get(..at).map_or(1, |before| before.matches('\n').count() + 1);
        let table = DeTable::parse(&text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            anyhow::anyhow!("{}:{}: {}", path.display(), line(at), error.message())
        })?;
        let mut values = BTreeMap::new();
        for (name, value) in table.get_ref() {
            let at = line(name.span().start);
            let words = words(value.get_ref()).with_context(|| {
                format!("{}:{at}: `{}` is neither words nor a list of words", path.display(), name.get_ref())
            })?;
            values.insert(name.get_ref().to_string(), (at, words));
        }
        Ok(Self { path: Some(path.to_owned()), values })
    }

    /// The command line with what the file says in place of the defaults.
    ///
    /// # Errors
    /// When the file has a name that no command knows.
    pub(crate) fn applied(&self, command: Command) -> anyhow::Result<Command> {
        let mut known = Vec::new();
        names(&command, &mut known);
        for (name, (line, _)) in &self.values {
            let nearness = |known: &&String| strsim::jaro_winkler(known, name);
            let near = known.iter().max_by(|a, b| nearness(a).total_cmp(&nearness(b)));
            let near = near.filter(|near| nearness(near) >= NEAR);
            let meant = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
            anyhow::ensure!(
                known.contains(name),
                "{}:{line}: there is no setting `{name}`{meant}",
                self.file()
            );
        }
        Ok(self.apply(command))
    }

    fn apply(&self, command: Command) -> Command {
        let command = command.mut_args(|arg| match setting_of(&arg).and_then(|name| self.values.get(name)) {
            Some((_, values)) => arg.required(false).default_values(values.clone()),
            None => arg,
        });
        command.mut_subcommands(|inner| self.apply(inner))
    }

    fn file(&self) -> String {
        self.path.as_ref().map_or(USUAL_NAME.to_owned(), |path| path.display().to_string())
    }
}

/// The name of an argument that a file may give: one that the environment may give too. The file's own name is none.
fn setting_of(arg: &Arg) -> Option<&str> {
    arg.get_long().filter(|name| arg.get_env().is_some() && *name != "config")
}

fn names(command: &Command, into: &mut Vec<String>) {
    into.extend(command.get_arguments().filter_map(setting_of).map(str::to_owned));
    command.get_subcommands().for_each(|inner| names(inner, into));
}

fn words(value: &DeValue<'_>) -> Option<Vec<String>> {
    Some(match value {
        DeValue::String(text) => vec![text.to_string()],
        DeValue::Boolean(yes) => vec![yes.to_string()],
        DeValue::Integer(number) => vec![number.to_string()],
        DeValue::Array(items) => {
            let each: Option<Vec<_>> = items.iter().map(|item| words(item.get_ref())).collect();
            each?.concat()
        }
        _ => return None,
    })
}

/// One setting as it is in force.
#[derive(Debug, Clone, serde::Serialize)]
pub(crate) struct InForce {
    /// Its name in the file and on the command line.
    pub(crate) name: String,
    /// Its value; empty where there is none, and never a secret's.
    pub(crate) value: String,
    /// Who says so.
    pub(crate) from: String,
}

impl InForce {
    /// Every setting of the command that was given.
    pub(crate) fn all(command: &Command, matches: &ArgMatches, config: &Config) -> Vec<Self> {
        let Some((name, matches)) = matches.subcommand() else { return Vec::new() };
        let Some(given) = command.find_subcommand(name) else { return Vec::new() };
        let everywhere = command.get_arguments().filter(|arg| arg.is_global_set());
        let all = given.get_arguments().chain(everywhere);
        all.filter_map(|arg| Self::one(arg, setting_of(arg)?, matches, config)).collect()
    }

    fn one(arg: &Arg, name: &str, matches: &ArgMatches, config: &Config) -> Option<Self> {
        let id = arg.get_id().as_str();
        let source = matches.value_source(id);
        let raw = matches.get_raw(id).into_iter().flatten();
        let words: Vec<String> = raw.map(|value| value.to_string_lossy().into_owned()).collect();
        let value = match arg.is_hide_env_values_set() && !words.is_empty() {
            true => "(not shown)".to_owned(),
            false => words.join(","),
        };
        let from = match source {
            Some(ValueSource::CommandLine) => format!("--{name}"),
            Some(ValueSource::EnvVariable) => arg.get_env()?.to_string_lossy().into_owned(),
            _ => match config.values.get(name) {
                Some((line, _)) => format!("{}:{line}", config.file()),
                None if value.is_empty() => "not set".to_owned(),
                None => "the usual".to_owned(),
            },
        };
        Some(Self { name: name.to_owned(), value, from })
    }
}
