//! A look by clamd, where one is configured: its `INSTREAM` command, over a socket in a folder or over TCP. Without an
//! answer nothing is taken in.

use crate::error::Error;
use crate::media::ReadAt;
use belisha_invariant::broken;
use std::io::{self, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::time::Duration;

/// How many bytes are handed to the scanner at once.
const PIECE_BYTES: usize = 64 * 1024;
/// The longest answer that is read, in bytes.
const ANSWER_BYTES_MAX: u64 = 4_096;

/// Where clamd listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScannerAddress {
    /// A socket in a folder.
    Socket(PathBuf),
    /// A host and port.
    Tcp(String),
}

impl ScannerAddress {
    /// A path, or `host:port`.
    pub fn parse(text: &str) -> Self {
        if text.contains('/') { Self::Socket(text.into()) } else { Self::Tcp(text.to_owned()) }
    }

    /// Has a file looked at.
    pub(crate) fn scan(&self, file: &dyn ReadAt, patience: Duration) -> Result<(), Error> {
        let unreachable = |error: io::Error| Error::Scanner(error.to_string());
        let answer = match self {
            Self::Socket(path) => {
                let stream = UnixStream::connect(path).map_err(unreachable)?;
                let patient = stream
                    .set_read_timeout(Some(patience))
                    .and_then(|()| stream.set_write_timeout(Some(patience)));
                patient.and_then(|()| asked(stream, file))
            }
            Self::Tcp(address) => {
                let address = address.to_socket_addrs().map_err(unreachable)?.next();
                let address = address.ok_or_else(|| Error::Scanner("its address leads nowhere".into()))?;
                let stream = TcpStream::connect_timeout(&address, patience).map_err(unreachable)?;
                let patient = stream
                    .set_read_timeout(Some(patience))
                    .and_then(|()| stream.set_write_timeout(Some(patience)));
                patient.and_then(|()| asked(stream, file))
            }
        };
        judged(&answer.map_err(unreachable)?)
    }
}

/// Hands a file over and hears what is said of it. A scanner that has enough hangs up, after saying why.
fn asked(mut stream: impl Read + Write, file: &dyn ReadAt) -> io::Result<String> {
    let handed = handed(&mut stream, file);
    let mut answer = Vec::new();
    let heard = stream.take(ANSWER_BYTES_MAX).read_to_end(&mut answer);
    if answer.is_empty() {
        handed?;
        heard?;
    }
    Ok(String::from_utf8_lossy(&answer).trim_end_matches(['\0', '\n']).to_owned())
}

fn handed(stream: &mut impl Write, file: &dyn ReadAt) -> io::Result<()> {
    stream.write_all(b"zINSTREAM\0")?;
    let mut piece = vec![0; PIECE_BYTES];
    let mut at = 0;
    loop {
        let count = file.read_at(at, &mut piece)?;
        let read = piece.get(..count).ok_or_else(|| broken!("{count} bytes were read into a piece"))?;
        // A length of nought ends the file: the scanner must not take a part for the whole.
        let length = u32::try_from(count).map_err(|_| broken!("a piece of {count} bytes"))?;
        stream.write_all(&length.to_be_bytes())?;
        if count == 0 {
            break;
        }
        stream.write_all(read)?;
        at += count as u64;
    }
    stream.flush()
}

fn judged(answer: &str) -> Result<(), Error> {
    let says = answer.strip_prefix("stream: ").unwrap_or(answer);
    match says.strip_suffix(" FOUND") {
        Some(name) => Err(Error::Infected(name.chars().filter(|c| !c.is_control()).take(80).collect())),
        None if says == "OK" => Ok(()),
        None => Err(Error::Scanner(says.chars().filter(|c| !c.is_control()).take(200).collect())),
    }
}
