//! Blobs in a folder of this computer: written so that what was written is on the disk before it counts.

use crate::prepare::Sealed;
use belisha_invariant::broken;
use parking_lot::Mutex;
use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, FileExt};
use std::path::Path;

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
    let within = name.get(..2).ok_or_else(|| broken!("a blob named `{name}`"))?;
    let folder = root.join(within);
    private_folder(&folder)?;
    if !durable.lock().contains(within) {
        // Somebody else may have made the folder a moment ago.
        File::open(root)?.sync_all()?;
        durable.lock().insert(within.to_owned());
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
                let read = piece.get(..count).ok_or_else(|| broken!("{count} bytes were read at once"))?;
                file.write_all(read)?;
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
    use super::*;
    use crate::error::Error;
    use crate::key::Key;
    use crate::seal::Sealer;
    use std::sync::Arc;

    /// The kernel's own full disk: every write to it fails as on one that has no room.
    #[test]
    fn a_full_disk_is_named() {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let failed = Sealer::new(&Key::new(), full).map(|_| ()).unwrap_err();
        let error = Error::io(&failed, Error::Spool);
        assert!(matches!(error, Error::DiskFull), "{error}");
        assert!(error.says().contains("The disk is full. Nothing was taken in"));
    }

    /// As on a disk that fills while a blob is written: the file it comes from ends too early.
    #[test]
    fn of_what_fails_half_way_nothing_is_left() {
        let (root, durable) = (tempfile::tempdir().unwrap(), Mutex::new(HashSet::new()));
        let written = |name: &str, sealed: &Sealed| write(root.path(), &durable, name, sealed);
        written("aafirst", &Sealed::Memory(vec![7; 100_000].into())).unwrap();
        let mut short = tempfile::tempfile().unwrap();
        short.write_all(&[7; 1_000]).unwrap();
        let failed = written("aasecond", &Sealed::File(Arc::new(short), 2_000)).unwrap_err();
        assert_eq!(failed.kind(), io::ErrorKind::UnexpectedEof);
        let left = fs::read_dir(root.path().join("aa")).unwrap().map(|file| file.unwrap().file_name());
        assert_eq!(left.collect::<Vec<_>>(), ["aafirst"]);
        written("aathird", &Sealed::Memory(vec![7; 100_000].into())).unwrap();
    }

    #[test]
    fn what_is_no_name_of_a_blob_is_not_written() {
        let root = tempfile::tempdir().unwrap();
        let failed = write(root.path(), &Mutex::default(), "", &Sealed::Memory(vec![7].into()));
        assert!(failed.unwrap_err().to_string().contains("impossible state"));
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_file_is_no_folder() {
        assert!(private_folder(Path::new("/dev/full/within")).is_err());
    }
}
