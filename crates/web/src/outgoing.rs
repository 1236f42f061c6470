//! A file on its way out, written from beginning to end into a sealed spool; the few bytes that are put right afterwards,
//! such as lengths in the head of an archive's entry, are laid over it when it is read.

use belisha_vault::Spool;
use belisha_vault::media::ReadAt;
use std::collections::BTreeMap;
use std::io::{self, Error, ErrorKind, Seek, SeekFrom, Write};

/// The file.
pub(crate) struct Outgoing {
    spool: Spool,
    at: u64,
    /// What was written again, byte by byte, by where it lies.
    amended: BTreeMap<u64, u8>,
}

impl Outgoing {
    /// Begins a file in an empty spool.
    pub(crate) fn new(spool: Spool) -> Self {
        Self { spool, at: 0, amended: BTreeMap::new() }
    }
}

/// What the spool says when it cannot be written is kept whole in the error.
impl Write for Outgoing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let again = self.spool.length().saturating_sub(self.at);
        let (again, new) = bytes.split_at(bytes.len().min(usize::try_from(again).unwrap_or(usize::MAX)));
        self.amended.extend((self.at..).zip(again.iter().copied()));
        self.spool.append(new).map_err(Error::other)?;
        self.at += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Seek for Outgoing {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let length = self.spool.length();
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => length.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.filter(|at| *at <= length).ok_or(ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

impl ReadAt for Outgoing {
    fn length(&self) -> u64 {
        self.spool.length()
    }

    fn read_at(&self, offset: u64, into: &mut [u8]) -> io::Result<usize> {
        let count = self.spool.read_at(offset, into)?;
        for (at, byte) in self.amended.range(offset..offset + count as u64) {
            if let Some(known) = usize::try_from(at - offset).ok().and_then(|at| into.get_mut(at)) {
                *known = *byte;
            }
        }
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use belisha_vault::{Config, Vault, media};

    #[test]
    fn what_was_written_again_is_read_and_the_rest_stays() {
        let folder = tempfile::tempdir().unwrap();
        let vault = Vault::open(Config::folder(folder.path())).unwrap();
        let mut file = Outgoing::new(vault.outgoing().unwrap());
        let mut plain: Vec<u8> = (0..200_000_u32).map(|at| (at % 251) as u8).collect();
        file.write_all(&plain).unwrap();
        // Across two chunks of the spool, at the beginning, and over the end.
        for (at, words) in [(65_530, "ACROSS-TWO-CHUNKS"), (0, "BEGINNING"), (199_998, "OVER-THE-END")] {
            assert_eq!(file.seek(SeekFrom::Start(at)).unwrap(), at);
            file.write_all(words.as_bytes()).unwrap();
            let at = usize::try_from(at).unwrap();
            plain.resize(plain.len().max(at + words.len()), 0);
            plain[at..at + words.len()].copy_from_slice(words.as_bytes());
        }
        assert_eq!(file.length(), plain.len() as u64);
        assert!(media::read(&file, 0, plain.len()).unwrap() == plain);
        assert_eq!(file.seek(SeekFrom::End(0)).unwrap(), plain.len() as u64);
        assert!(file.seek(SeekFrom::End(1)).is_err() && file.seek(SeekFrom::Start(u64::MAX)).is_err());
    }
}
