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
