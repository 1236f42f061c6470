//! Blobs in a folder of this computer: written so that what was written is on the disk before it counts.

use crate::prepare::Sealed;
use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, FileExt};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// How many bytes are copied at once.
const PIECE_BYTES: usize = 256 * 1024;

/// Makes a folder that nobody else can read, and those above it; they are on the disk when this returns.
pub(crate) fn private_folder(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    let above = path.parent().filter(|above| !above.as_os_str().is_empty());
    if let Some(above) = above {
        private_folder(above)?;
    }
    match fs::DirBuilder::new().mode(0o700).create(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => {}
        made => made?,
    }
    File::open(above.unwrap_or(Path::new(".")))?.sync_all()
}

/// Writes beside, makes it durable, puts it in place, makes that durable: at no instant is half a blob there.
/// `durable` holds the folders within `root` that are known to be on the disk.
pub(crate) fn write(
    root: &Path,
    durable: &Mutex<HashSet<String>>,
    name: &str,
    sealed: &Sealed,
) -> io::Result<()> {
    let within = name.get(..2).unwrap_or("xx");
    let folder = root.join(within);
    private_folder(&folder)?;
    if !durable.lock().unwrap_or_else(PoisonError::into_inner).contains(within) {
        // Somebody else may have made the folder a moment ago.
        File::open(root)?.sync_all()?;
        durable.lock().unwrap_or_else(PoisonError::into_inner).insert(within.to_owned());
    }
    let mut file = tempfile::NamedTempFile::new_in(&folder)?;
    match sealed {
        Sealed::Memory(bytes) => file.write_all(bytes)?,
        Sealed::File(from, length) => {
            let (mut at, mut piece) = (0, vec![0; PIECE_BYTES]);
            while at < *length {
                let count = from.read_at(&mut piece, at)?;
                if count == 0 {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
                file.write_all(piece.get(..count).unwrap_or_default())?;
                at += count as u64;
            }
        }
    }
    file.as_file().sync_all()?;
    file.persist(folder.join(name)).map_err(|error| error.error)?;
    File::open(&folder)?.sync_all()
}

/// Removes a file for good; that it is not there is as good.
pub(crate) fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        removed => removed?,
    }
    path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}

#[cfg(test)]
mod tests {
    use crate::error::Error;
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
