//! `belisha words`: a text checked before it goes out, against a list of names or a setting's registers.

use crate::clock::SystemClock;
use crate::folder;
use crate::options::Data;
use crate::output::{json, say};
use crate::packs::find;
use anyhow::Context as _;
use belisha_policy::Policy;
use belisha_setting::in_memory::carry_out;
use belisha_setting::wording::{self, Found, Outlet, Verdict};
use belisha_setting::{Author, Command, State, children, people, profile};
use clap::Args;
use std::io::Read;
use std::path::PathBuf;
use std::process::ExitCode;

/// The longest text that is read, in bytes.
const TEXT_BYTES_MAX: u64 = 64 * 1024 * 1024;

#[derive(Debug, Args)]
pub(crate) struct Words {
    /// The file with the text; - reads it from standard input.
    file: PathBuf,
    /// Where it is to go: staff-post, message, page, group, website, publicity or email.
    #[arg(long)]
    channel: String,
    /// The policy: a built-in id, or a file. Left out with --data: the one in force there.
    #[arg(long, required_unless_present = "data")]
    policy: Option<String>,
    /// Names as CSV, with a first line `name,whose,born`; whose is child or staff, born may be empty.
    #[arg(long, conflicts_with = "data")]
    names: Option<PathBuf>,
    /// The setting's name.
    #[arg(long, conflicts_with = "data")]
    setting: Option<String>,
    /// A data folder: the names are those on its registers.
    #[arg(long)]
    data: Option<PathBuf>,
    /// Its key file; in the data folder when left out.
    #[arg(long, requires = "data")]
    key: Option<PathBuf>,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

impl Words {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let outlet = Outlet::named(&self.channel).ok_or_else(|| {
            let known: Vec<&str> = Outlet::ALL.iter().map(|outlet| outlet.word()).collect();
            anyhow::anyhow!("there is no channel `{}`; there are: {}", self.channel, known.join(", "))
        })?;
        let text = self.text()?;
        let found = match &self.data {
            Some(data) => {
                let data = Data { data: data.clone(), key: self.key.clone() };
                let setting = folder::open(&data)?.setting()?;
                let now = setting.now();
                let given = self.policy.as_deref().map(find).transpose()?;
                wording::check(&text, outlet, None, &now.state, given.as_ref().unwrap_or(&now.policy))
            }
            None => {
                let policy = find(self.policy.as_deref().unwrap_or_default())?;
                wording::check(&text, outlet, None, &self.listed(&policy)?, &policy)
            }
        };
        let stops = found.iter().any(|finding| finding.verdict == Verdict::Stop);
        if self.json {
            json(&serde_json::json!({ "passes": !stops, "found": found }))?;
        } else {
            print(&text, &found);
        }
        Ok(if stops { ExitCode::from(1) } else { ExitCode::SUCCESS })
    }

    fn text(&self) -> anyhow::Result<String> {
        let name = self.file.display();
        let mut bytes = Vec::new();
        let mut source: Box<dyn Read> = if self.file.as_os_str() == "-" {
            Box::new(std::io::stdin())
        } else {
            Box::new(std::fs::File::open(&self.file).with_context(|| format!("`{name}` cannot be read"))?)
        };
        source.by_ref().take(TEXT_BYTES_MAX + 1).read_to_end(&mut bytes)?;
        let mb = TEXT_BYTES_MAX / 1024 / 1024;
        anyhow::ensure!(
            bytes.len() as u64 <= TEXT_BYTES_MAX,
            "`{name}` is too long: at most {mb} MB are checked"
        );
        String::from_utf8(bytes).with_context(|| format!("`{name}` is not text in UTF-8"))
    }

    /// A setting that has nothing but its name and the names of the list.
    fn listed(&self, policy: &Policy) -> anyhow::Result<State> {
        let mut state = State::default();
        let name = self.setting.clone().unwrap_or_default();
        if !name.is_empty() {
            let found = profile::Command::Found { name, number: String::new() };
            give(&mut state, policy, Command::Setting(found))?;
        }
        let Some(path) = &self.names else { return Ok(state) };
        let file = path.display();
        let bytes = std::fs::read(path).with_context(|| format!("`{file}` cannot be read"))?;
        let names =
            belisha_setting::import::decoded(&bytes).map_err(|wrong| anyhow::anyhow!("`{file}`: {wrong}"))?;
        let mut list = csv::ReaderBuilder::new()
            .trim(csv::Trim::All)
            .flexible(true)
            .from_reader(names.trim_start_matches('\u{feff}').as_bytes());
        let columns = list.headers()?.clone();
        let column = |wanted: &str| columns.iter().position(|heading| heading.eq_ignore_ascii_case(wanted));
        let (Some(name), Some(whose)) = (column("name"), column("whose")) else {
            anyhow::bail!("`{file}` has no columns `name` and `whose` in its first line");
        };
        let born = column("born");
        for (at, row) in list.records().enumerate() {
            let row = row.with_context(|| format!("`{file}`, row {}", at + 2))?;
            let of = |column: usize| row.get(column).unwrap_or_default();
            let born = born.map(of).filter(|born| !born.is_empty());
            let command =
                named(at, of(name), of(whose), born).with_context(|| format!("`{file}`, row {}", at + 2))?;
            give(&mut state, policy, command).with_context(|| format!("`{file}`, row {}", at + 2))?;
        }
        Ok(state)
    }
}

fn named(at: usize, name: &str, whose: &str, born: Option<&str>) -> anyhow::Result<Command> {
    let name = name.to_owned();
    Ok(match whose {
        "child" => {
            let born = match born {
                Some(born) => {
                    born.parse().with_context(|| format!("`{born}` is no date such as 2023-02-01"))?
                }
                // The registers want one; a list of names need not have it.
                None => {
                    belisha_setting::date_of(SystemClock.now()).saturating_sub(jiff::Span::new().years(11))
                }
            };
            let child = format!("c{at}").into();
            Command::Children(children::Command::Add { child, name, born, family: String::new() })
        }
        "staff" => {
            let roles = vec!["practitioner".to_owned()];
            let person = format!("p{at}").into();
            Command::People(people::Command::Add { person, name, roles, counted: false, level: None })
        }
        other => anyhow::bail!("`{other}` is neither child nor staff"),
    })
}

fn give(state: &mut State, policy: &Policy, command: Command) -> anyhow::Result<()> {
    let carried_out = carry_out(state, command, policy, SystemClock.now(), &Author::Program);
    carried_out.map(|_| ()).map_err(|refusal| anyhow::anyhow!("{refusal}"))
}

fn print(text: &str, found: &[Found]) {
    for finding in found {
        let before = text.get(..finding.at.start).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let clauses = if finding.clauses.is_empty() {
            String::new()
        } else {
            format!(" ({})", finding.clauses.join(", "))
        };
        let sure = if finding.sure == wording::Sure::Certain { "" } else { ", possibly" };
        let verdict = finding.verdict.words();
        say(&format!("line {line}: “{}”: {verdict}{sure}: {}{clauses}", finding.words, finding.says));
    }
    let count = |verdict| found.iter().filter(|finding| finding.verdict == verdict).count();
    say(&format!("{} to take out, {} to look at", count(Verdict::Stop), count(Verdict::Look)));
}
