//! `belisha media import`.

use crate::folder;
use crate::options::{Data, Keeping};
use crate::output::{complain, json, say};
use belisha_ledger::random;
use belisha_service::{Arrival, Error, Gallery, Setting};
use belisha_setting::pictures::{Incoming, Shows};
use belisha_setting::same_name;
use belisha_setting::{Author, PersonId, PictureId};
use belisha_vault::Spool;
use clap::{Args, ValueEnum};
use serde_json::{Value, json as value};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How many bytes of a file are read at once.
const PIECE_BYTES: usize = 64 * 1024;

#[derive(Debug, Args)]
pub(crate) struct Import {
    /// The files.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    data: Data,
    #[command(flatten)]
    keeping: Keeping,
    /// What they are for, in the policy's words.
    #[arg(long, default_value = "")]
    purpose: String,
    /// A child who can be seen, or whose work it is: an id or the exact name. Once for each.
    #[arg(long = "child", value_name = "CHILD")]
    children: Vec<String>,
    /// What can be seen.
    #[arg(long, value_enum, default_value = "children")]
    shows: Seen,
    /// Who made them and takes them in: an id or the exact name.
    #[arg(long, value_name = "PERSON")]
    by: String,
    /// The computer on which they are taken in, where the policy asks.
    #[arg(long, value_name = "DEVICE")]
    computer: Option<String>,
    /// Where they were made.
    #[arg(long)]
    place: Option<String>,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Seen {
    Children,
    Work,
    Rooms,
}

/// What became of one file.
enum Outcome {
    TakenIn(PictureId),
    /// Something stands against it: the sentence, its clauses among its words where it has some.
    Refused(String, Vec<String>),
    /// It could not be told.
    Failed(String),
}

impl Import {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        // A folder that is not there is not made.
        folder::open(&self.data)?;
        let _held = folder::hold(&self.data)?;
        let (setting, gallery) = folder::with_gallery(&self.data, &self.keeping)?;
        let (person, incoming) = self.said(&setting)?;
        let next = AtomicUsize::new(0);
        let worker = || async {
            let mut done = Vec::new();
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                let Some(file) = self.files.get(at) else { return done };
                let outcome = take_in(&gallery, file, &person, &incoming).await;
                if !self.json {
                    print(file, &outcome);
                }
                done.push((at, outcome));
            }
        };
        // Two at a time: one is looked at and written while the other is decoded.
        let (mut done, rest) = tokio::join!(worker(), worker());
        done.extend(rest);
        done.sort_by_key(|(at, _)| *at);
        setting.seal().await?;
        if self.json {
            let each = done.iter().filter_map(|(at, outcome)| Some(as_json(self.files.get(*at)?, outcome)));
            json(&each.collect::<Vec<_>>())?;
        }
        let any = |of: fn(&Outcome) -> bool| done.iter().any(|(_, outcome)| of(outcome));
        Ok(ExitCode::from(if any(|outcome| matches!(outcome, Outcome::Failed(_))) {
            2
        } else {
            u8::from(any(|outcome| matches!(outcome, Outcome::Refused(..))))
        }))
    }

    /// What is said of every file, by the registers.
    fn said(&self, setting: &Setting) -> anyhow::Result<(PersonId, Incoming)> {
        let now = setting.now();
        let state = &now.state;
        let people = state.people.here().map(|(id, person)| (id.as_str(), person.name.words()));
        let person: PersonId = named("person", &self.by, people)?.into();
        let mut children = Vec::new();
        for child in &self.children {
            let here = state.children.here().map(|(id, child)| (id.as_str(), child.name.words()));
            children.push(named("child", child, here)?.into());
        }
        let devices =
            state.devices.here().map(|(id, device)| (id.as_str(), device.particulars.name.as_str()));
        let computer = self.computer.as_deref().map(|wanted| named("device", wanted, devices)).transpose()?;
        let places = state.places.all.iter().map(|(id, place)| (id.as_str(), place.name.as_str()));
        let place = self.place.as_deref().map(|wanted| named("place", wanted, places)).transpose()?;
        let shows = match self.shows {
            Seen::Children => Shows::Children,
            Seen::Work => Shows::Work,
            Seen::Rooms => Shows::Rooms,
        };
        let incoming = Incoming {
            computer: computer.map(Into::into),
            place: place.map(Into::into),
            ..incoming(shows, &self.purpose, children)
        };
        Ok((person, incoming))
    }
}

/// A picture from a file of which nothing more is said.
pub(crate) fn incoming(shows: Shows, purpose: &str, children: Vec<belisha_setting::ChildId>) -> Incoming {
    Incoming {
        kind: belisha_setting::pictures::MediaKind::Still,
        shows,
        captured: false,
        purpose: purpose.to_owned(),
        children,
        adults: Vec::new(),
        device: None,
        mark: belisha_setting::pictures::Mark::default(),
        person: None,
        place: None,
        taken: None,
        computer: None,
        width: 0,
        height: 0,
        orientation: 1,
        files: Vec::new(),
        tag: String::new(),
    }
}

/// The one on a register who goes by an id, or else by a name.
fn named<'a>(
    kind: &str,
    wanted: &str,
    register: impl Iterator<Item = (&'a str, &'a str)>,
) -> anyhow::Result<String> {
    let wanted = wanted.trim();
    let all: Vec<(&str, &str)> =
        register.filter(|(id, name)| *id == wanted || same_name(name, wanted)).collect();
    match all.as_slice() {
        [] => anyhow::bail!(
            "there is no {kind} `{wanted}` on the register: give an id, or the name as it is there"
        ),
        [(id, _)] => Ok((*id).to_owned()),
        several => match several.iter().find(|(id, _)| *id == wanted) {
            Some((id, _)) => Ok((*id).to_owned()),
            None => {
                let ids: Vec<&str> = several.iter().map(|(id, _)| *id).collect();
                anyhow::bail!("`{wanted}` is the name of several: give one of the ids {}", ids.join(", "))
            }
        },
    }
}

async fn take_in(gallery: &Gallery, file: &Path, person: &PersonId, incoming: &Incoming) -> Outcome {
    let spool = match gallery.spool() {
        Ok(spool) => spool,
        Err(error) => return outcome(error),
    };
    let (path, name) = (file.to_owned(), file.display().to_string());
    let spool = match tokio::task::spawn_blocking(move || filled(spool, &path)).await {
        Ok(Ok(spool)) => spool,
        Ok(Err(error)) => match error.downcast::<belisha_vault::Error>() {
            Ok(error) => return outcome(error.into()),
            Err(error) => return Outcome::Failed(format!("it cannot be read: {error}")),
        },
        Err(_) => return Outcome::Failed(format!("`{name}` was given up")),
    };
    let arrival = Arrival { spool, incoming: incoming.clone(), id: random::id().into() };
    match gallery.take_in(Author::Person(person.clone()), arrival).await {
        Ok(id) => Outcome::TakenIn(id),
        Err(error) => outcome(error),
    }
}

/// Streams a file into a spool: it is never whole in memory.
fn filled(mut spool: Spool, path: &Path) -> anyhow::Result<Spool> {
    let mut file = std::fs::File::open(path)?;
    let mut piece = vec![0; PIECE_BYTES];
    loop {
        let count = file.read(&mut piece)?;
        if count == 0 {
            return Ok(spool);
        }
        spool.append(piece.get(..count).unwrap_or_default())?;
    }
}

fn outcome(error: Error) -> Outcome {
    use belisha_vault::Error as Vault;
    match error {
        Error::Refused(refusal) => {
            let clauses = refusal.clauses().into_iter().map(str::to_owned).collect();
            Outcome::Refused(refusal.to_string(), clauses)
        }
        Error::Vault(error @ (Vault::Refused(_) | Vault::Infected(_))) => {
            Outcome::Refused(error.says(), Vec::new())
        }
        Error::Vault(error) => {
            complain(&error.to_string());
            Outcome::Failed(error.says())
        }
        other => Outcome::Failed(other.to_string()),
    }
}

fn print(file: &Path, outcome: &Outcome) {
    let name = file.display();
    say(&match outcome {
        Outcome::TakenIn(id) => format!("{name}: taken in as {id}"),
        Outcome::Refused(says, _) => format!("{name}: refused: {says}"),
        Outcome::Failed(says) => format!("{name}: not taken in: {says}"),
    });
}

fn as_json(file: &Path, outcome: &Outcome) -> Value {
    let file = file.display().to_string();
    match outcome {
        Outcome::TakenIn(id) => value!({ "file": file, "picture": id }),
        Outcome::Refused(says, clauses) => value!({ "file": file, "refused": says, "clauses": clauses }),
        Outcome::Failed(says) => value!({ "file": file, "failed": says }),
    }
}
