//! What can go wrong with the vault.

use crate::media::Refused;

/// What can go wrong with the vault.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file itself cannot be taken in.
    #[error("{0}")]
    Refused(#[from] Refused),
    /// The scanner found something in it.
    #[error("the scanner found `{0}` in it")]
    Infected(String),
    /// There is a scanner, and it gave no answer: nothing is taken in without it.
    #[error("the malware scanner gave no answer: {0}")]
    Scanner(String),
    /// The disk is full.
    #[error("the disk is full: nothing was kept; make room and try again")]
    DiskFull,
    /// A store could not be used.
    #[error("the store `{store}` could not be used: {what}")]
    Store {
        /// Which one.
        store: String,
        /// What it said.
        what: String,
    },
    /// A blob is in no store.
    #[error("the blob `{0}` is missing from every store")]
    Missing(String),
    /// A blob is there and is not what was kept.
    #[error("the blob `{0}` was altered")]
    Altered(String),
    /// The spool could not be used.
    #[error("the spool could not be used: {0}")]
    Spool(String),
    /// Where pictures are kept cannot be read from the configuration.
    #[error("`{0}` is no place for pictures: a folder, or s3://bucket/prefix")]
    Config(String),
}

impl Error {
    /// The sentence for whoever brought the file. Inner detail stays in the log.
    pub fn says(&self) -> String {
        match self {
            Self::Refused(refused) => refused.to_string(),
            Self::Infected(name) => {
                format!("The scanner found {name} in this file. It was not taken in; do not open it elsewhere either.")
            }
            Self::Scanner(_) => {
                "The malware scanner does not answer, so nothing is taken in. Please tell whoever runs the computer.".into()
            }
            Self::DiskFull => "The disk is full. Nothing was taken in: please tell the manager, make room, and try again.".into(),
            Self::Store { .. } | Self::Spool(_) => {
                "The place where pictures are kept cannot be reached. Nothing was changed: please try again in a while.".into()
            }
            Self::Missing(_) => "This picture's file is missing from the vault. Please tell the manager.".into(),
            Self::Altered(_) => "This picture's file was altered and cannot be shown. Please tell the manager.".into(),
            Self::Config(_) => self.to_string(),
        }
    }

    pub(crate) fn io(error: &std::io::Error, otherwise: impl FnOnce(String) -> Self) -> Self {
        if error.kind() == std::io::ErrorKind::StorageFull
            || error.kind() == std::io::ErrorKind::QuotaExceeded
        {
            Self::DiskFull
        } else {
            otherwise(error.to_string())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Error;
    use crate::folder;
    use crate::key::Key;
    use crate::prepare::Sealed;
    use crate::seal::Sealer;
    use std::collections::HashSet;
    use std::path::Path;
    use std::sync::Mutex;

    /// The kernel's own full disk: every write to it fails as on one that has no room.
    #[test]
    fn a_full_disk_is_named() {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let failed = Sealer::new(&Key::new(), full).map(|_| ()).unwrap_err();
        let error = Error::io(&failed, Error::Spool);
        assert!(matches!(error, Error::DiskFull), "{error}");
        assert!(error.says().contains("The disk is full. Nothing was taken in"));
    }

    /// Where a small disk can be mounted: it fills, that is said, and nothing is left of what did not fit.
    #[test]
    fn a_small_disk_fills_and_nothing_is_left() {
        let there = tempfile::tempdir().unwrap();
        let mounted = std::process::Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=256k", "tmpfs"])
            .arg(there.path())
            .output();
        if !mounted.is_ok_and(|mounted| mounted.status.success()) {
            println!("no disk could be mounted: only the kernel's own full one was asked");
            return;
        }
        let written = |name: &str, count: usize| {
            let sealed = Sealed::Memory(vec![7; count].into());
            folder::write(there.path(), &Mutex::new(HashSet::new()), name, &sealed)
        };
        let (first, second) = (written("aafirst", 100_000), written("aasecond", 200_000));
        let left: Vec<_> = std::fs::read_dir(there.path().join("aa")).unwrap().collect();
        let third = written("aathird", 100_000);
        let _ = std::process::Command::new("umount").arg(there.path()).output();
        first.unwrap();
        assert!(matches!(Error::io(&second.unwrap_err(), Error::Spool), Error::DiskFull));
        assert_eq!(left.len(), 1, "what did not fit is gone");
        third.unwrap();
    }

    #[test]
    fn a_file_is_no_folder() {
        assert!(folder::private_folder(Path::new("/dev/full/within")).is_err());
    }
}
