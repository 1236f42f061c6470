//! Foreign bytes are decoded by a process of its own, one for every file. It is this program, started again: before it
//! reads a byte it gives up everything but reading from whoever began it, writing back, and memory up to a limit. A
//! decoder that a hostile file takes over sees that one file, and can reach neither disk nor network; one that crashes,
//! loops or swallows memory ends with its file, which is refused.
//!
//! The two speak over the process's standard input and output, strictly by turns: the process asks for bytes of the file,
//! and at last gives its answer.

mod confine;
mod job;
mod lines;
mod work;

pub use confine::{Confined, confine};
pub(crate) use job::{Job, sort, whole};
pub use work::work;

use crate::error::Error;
use crate::media::{self, Looked, Plan, ReadAt, Refused, Still};
use belisha_invariant::broken;
use job::{Made, here};
use lines::{Asks, Says, Sizes};
use std::io::{BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// What a program calls itself with to be that process: its one argument.
pub const DECODE: &str = "decode-one-file";

/// The longest answer, in bytes: a picture at full size in its three renditions, or the plan of a long recording.
const ANSWER_BYTES_MAX: u64 = 512 << 20;

/// Where files are decoded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Decoder {
    /// In this process: for tests, and for files that this program made itself.
    #[default]
    Here,
    /// In a process of its own for every file: the program at this place, which calls [`work`] when [`DECODE`] is its
    /// argument.
    Apart(PathBuf),
}

impl Decoder {
    /// This very program, started anew for every file.
    pub fn itself() -> Self {
        // Stays the same program when a newer one is laid over it while it runs.
        Self::Apart(PathBuf::from("/proc/self/exe"))
    }
}

impl Decoder {
    /// Has a job done.
    fn made(&self, job: Job, file: &dyn ReadAt) -> Result<Made, Error> {
        match self {
            Self::Here => here(job, file),
            Self::Apart(program) => apart(program, job, file),
        }
    }

    pub(crate) fn look(&self, file: &dyn ReadAt) -> Result<Looked, Error> {
        match self.made(Job::Look, file)? {
            Made::Looked(looked) => Ok(looked),
            other => Err(odd(&other)),
        }
    }

    pub(crate) fn still(&self, job: Job, bytes: &[u8]) -> Result<Still, Error> {
        match self.made(job, &bytes)? {
            Made::Still(still) => Ok(*still),
            other => Err(odd(&other)),
        }
    }

    pub(crate) fn recording(&self, file: &dyn ReadAt) -> Result<Plan, Error> {
        match self.made(Job::Recording, file)? {
            Made::Recording(plan) => Ok(plan),
            other => Err(odd(&other)),
        }
    }

    pub(crate) fn upright(&self, jpeg: &[u8], orientation: u8) -> Result<Vec<u8>, Error> {
        match self.made(Job::Upright(orientation), &jpeg)? {
            Made::Upright(bytes) => Ok(bytes),
            other => Err(odd(&other)),
        }
    }
}

fn odd(made: &Made) -> Error {
    let made = match made {
        Made::Looked(_) => "a look",
        Made::Still(_) => "a picture",
        Made::Recording(_) => "a plan",
        Made::Upright(_) => "a turned picture",
    };
    broken!("a decoder answered with {made}, which is not what it was asked for").into()
}

/// Has a job done by a process of its own.
fn apart(program: &Path, job: Job, file: &dyn ReadAt) -> Result<Made, Error> {
    let mut child = Command::new(program)
        .arg(DECODE)
        .env_clear()
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| Error::Decoder(error.to_string()))?;
    let told = told(&mut child, job, file);
    // It is of no further use, whatever it is at.
    let killed = child.kill().and_then(|()| child.wait());
    if let Err(error) = killed {
        tracing::warn!(%error, "a decoder's process could not be ended");
    }
    match told {
        Ok(result) => result,
        Err(error) => {
            tracing::warn!(%error, "the process that decoded a file ended without an answer");
            Err(Refused::Broken("nothing could make sense of it".into()).into())
        }
    }
}

/// Serves the process what it reads until it answers. The outer error is a process that gave none.
fn told(child: &mut Child, job: Job, file: &dyn ReadAt) -> std::io::Result<Result<Made, Error>> {
    let (Some(mut to), Some(from)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(broken!("a process without pipes").into());
    };
    let mut from = BufReader::with_capacity(1 << 16, from.take(ANSWER_BYTES_MAX));
    lines::send(&mut to, &Asks { job, length: file.length() })?;
    to.flush()?;
    loop {
        match lines::receive::<Says>(&mut from)? {
            Says::Read { offset, count } => {
                // A file that cannot be read is our own trouble, not the file's.
                let bytes = match media::read(file, offset, (count as usize).min(lines::READ_BYTES_MAX)) {
                    Ok(bytes) => bytes,
                    Err(error) => return Ok(Err(Error::Spool(error.to_string()))),
                };
                lines::send_bytes(&mut to, &bytes)?;
                to.flush()?;
            }
            Says::Refused(refused) => return Ok(Err(refused.into())),
            Says::Looked(kind, source) => return Ok(Ok(Made::Looked(Looked { kind, source }))),
            Says::Recording(plan) => return Ok(Ok(Made::Recording(plan))),
            Says::Upright => return Ok(Ok(Made::Upright(lines::receive_bytes(&mut from)?))),
            Says::Still(Sizes { source, width, height, orientation }) => {
                let mut next = || lines::receive_bytes(&mut from);
                let (original, large, small) = (next()?, next()?, next()?);
                let still = Still { source, width, height, orientation, original, large, small };
                return Ok(Ok(Made::Still(Box::new(still))));
            }
        }
    }
}
