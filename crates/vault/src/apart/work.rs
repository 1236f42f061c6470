//! The process that decodes one file.

use super::confine::{Confined, confine};
use super::job::{Made, here};
use super::lines::{self, Asks, Says, Sizes};
use crate::error::Error;
use crate::media::{ReadAt, Still};
use parking_lot::Mutex;
use std::io::{self, BufReader, Stdin, Stdout, Write};
use std::process::ExitCode;

/// A file that is read by asking whoever began this process.
struct Asked {
    length: u64,
    pipes: Mutex<Pipes>,
}

struct Pipes {
    from: BufReader<Stdin>,
    to: Stdout,
    /// The bytes that were read last, and where they begin: tables are read a few bytes at a time.
    last: (u64, Vec<u8>),
}

impl ReadAt for Asked {
    fn length(&self) -> u64 {
        self.length
    }

    fn read_at(&self, offset: u64, into: &mut [u8]) -> io::Result<usize> {
        let mut pipes = self.pipes.lock();
        let pipes = &mut *pipes;
        let held = offset.checked_sub(pipes.last.0).and_then(|at| usize::try_from(at).ok());
        if held.is_none_or(|at| at >= pipes.last.1.len()) {
            let count = into.len().clamp(4_096, lines::READ_BYTES_MAX);
            lines::send(
                &mut pipes.to,
                &Says::Read { offset, count: u32::try_from(count).unwrap_or(u32::MAX) },
            )?;
            pipes.to.flush()?;
            pipes.last = (offset, lines::receive_bytes(&mut pipes.from)?);
        }
        let at = usize::try_from(offset - pipes.last.0).unwrap_or(usize::MAX);
        Ok(crate::media::copied(&pipes.last.1, at, into))
    }
}

/// Decodes one file for whoever began this process, and nothing else: the limits are set before a byte is read.
pub fn work() -> ExitCode {
    match worked() {
        Ok(()) => ExitCode::SUCCESS,
        // Nobody reads what it would say.
        Err(_) => ExitCode::FAILURE,
    }
}

fn worked() -> io::Result<()> {
    confine(Confined::default())?;
    let mut from = BufReader::with_capacity(1 << 16, io::stdin());
    let Asks { job, length } = lines::receive(&mut from)?;
    let file = Asked { length, pipes: Mutex::new(Pipes { from, to: io::stdout(), last: (0, Vec::new()) }) };
    let made = here(job, &file);
    let to = &mut file.pipes.lock().to;
    match made {
        Ok(Made::Looked(looked)) => lines::send(to, &Says::Looked(looked.kind, looked.source))?,
        Ok(Made::Recording(plan)) => lines::send(to, &Says::Recording(plan))?,
        Ok(Made::Upright(bytes)) => {
            lines::send(to, &Says::Upright)?;
            lines::send_bytes(to, &bytes)?;
        }
        Ok(Made::Still(still)) => {
            let Still { source, width, height, orientation, original, large, small } = *still;
            lines::send(to, &Says::Still(Sizes { source, width, height, orientation }))?;
            for bytes in [original, large, small] {
                lines::send_bytes(to, &bytes)?;
            }
        }
        Err(Error::Refused(refused)) => lines::send(to, &Says::Refused(refused))?,
        Err(other) => return Err(io::Error::other(other)),
    }
    to.flush()
}
