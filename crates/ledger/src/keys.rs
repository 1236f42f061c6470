//! Keys: the master key in its file, the setting's under it, each person's under the setting's.

use crate::crockford;
use crate::error::Error;
use crate::merkle::leaf_hash;
use crate::random;
use belisha_invariant::{Broken, broken, invariant};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use std::fs;
use std::path::Path;
use zeroize::Zeroizing;

/// The length of a nonce, in bytes.
const NONCE: usize = 24;
/// What a box is longer by than its plaintext, in bytes: nonce and tag.
const OVERHEAD: usize = NONCE + 16;

/// A key of XChaCha20-Poly1305: nonces may be drawn at random.
#[derive(Clone)]
pub(crate) struct Key(Zeroizing<[u8; 32]>);

impl Key {
    pub(crate) fn new() -> Self {
        Self(Zeroizing::new(random::bytes()))
    }

    pub(crate) fn from_slice(bytes: &[u8]) -> Option<Self> {
        Some(Self(Zeroizing::new(bytes.try_into().ok()?)))
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Seals: nonce ‖ ciphertext ‖ tag. `about` must be the same when opening.
    pub(crate) fn seal(&self, plain: &[u8], about: &[u8]) -> Result<Vec<u8>, Broken> {
        let nonce: [u8; NONCE] = random::bytes();
        invariant!(nonce != [0; NONCE], "a nonce is all nought");
        let cipher = XChaCha20Poly1305::new((&*self.0).into());
        // Encryption in memory fails beyond 256 GiB alone.
        let sealed = cipher
            .encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: about })
            .map_err(|_| broken!("{} bytes could not be sealed", plain.len()))?;
        let out = [nonce.as_slice(), &sealed].concat();
        invariant!(out.len() == plain.len() + OVERHEAD, "{} bytes became {}", plain.len(), out.len());
        Ok(out)
    }

    /// Opens what was sealed; `None` when the key or what it is about is another, or a byte was changed.
    pub(crate) fn open(&self, sealed: &[u8], about: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (nonce, ciphertext) = sealed.split_at_checked(NONCE)?;
        let nonce: [u8; NONCE] = nonce.try_into().ok()?;
        let cipher = XChaCha20Poly1305::new((&*self.0).into());
        let plain = cipher.decrypt(&XNonce::from(nonce), Payload { msg: ciphertext, aad: about });
        plain.ok().map(Zeroizing::new)
    }
}

/// The key over all others of a data folder.
#[derive(Clone)]
pub struct MasterKey(pub(crate) Key);

/// The key that opens the master key, printed once at first run and kept on paper.
pub struct RecoveryKey(Key);

const WRAP_MASTER: &[u8] = b"belisha master key v1";
const CHECK_WRAP: &[u8] = b"belisha recovery check v1";
/// The length of a wrapped master key, in bytes; what follows it is the check.
const WRAPPED: usize = 32 + OVERHEAD;

/// What is known of a wrapped master key without the recovery key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrapping {
    /// It is as it was made: the recovery key on paper opens it.
    Whole,
    /// It is from before November 2026 and has no check yet.
    Unchecked,
    /// It was changed: the recovery key on paper does not open it any more. A new one can be made.
    Spoilt,
}

impl MasterKey {
    /// A new one.
    pub fn generate() -> Self {
        Self(Key::new())
    }

    /// A new recovery key, and the master key wrapped under it.
    ///
    /// # Errors
    /// [`Error::Broken`] when what was wrapped does not open again: such a key must not be printed.
    pub fn recovery(&self) -> Result<(RecoveryKey, Vec<u8>), Error> {
        let recovery = RecoveryKey(Key::new());
        let wrapped = recovery.0.seal(self.0.bytes(), WRAP_MASTER)?;
        let again = recovery.0.open(&wrapped, WRAP_MASTER);
        invariant!(again.is_some_and(|again| *again == self.0.bytes()[..]), "a wrapped key does not open");
        let checked = self.with_check(&wrapped)?;
        Ok((recovery, checked))
    }

    /// A wrapped master key with what shows later, without the recovery key, that no byte of it was changed.
    ///
    /// # Errors
    /// [`Error::Broken`] when it cannot be sealed.
    pub fn with_check(&self, wrapped: &[u8]) -> Result<Vec<u8>, Error> {
        let wrapped = wrapped.get(..WRAPPED).unwrap_or(wrapped);
        let check = self.0.seal(&leaf_hash(wrapped), CHECK_WRAP)?;
        Ok([wrapped, &check].concat())
    }

    /// Whether the wrapped master key is as it was made.
    pub fn wrapping(&self, kept: &[u8]) -> Wrapping {
        match kept.split_at_checked(WRAPPED) {
            None => Wrapping::Spoilt,
            Some((_, [])) => Wrapping::Unchecked,
            Some((wrapped, check)) => match self.0.open(check, CHECK_WRAP) {
                Some(hash) if *hash == leaf_hash(wrapped) => Wrapping::Whole,
                _ => Wrapping::Spoilt,
            },
        }
    }

    /// The master key out of its wrapping.
    ///
    /// # Errors
    /// [`Error::WrongKey`] when the recovery key belongs to other data.
    pub fn recover(recovery: &RecoveryKey, wrapped: &[u8]) -> Result<Self, Error> {
        let wrapped = wrapped.get(..WRAPPED).unwrap_or(wrapped);
        let bytes = recovery.0.open(wrapped, WRAP_MASTER).ok_or(Error::WrongKey)?;
        Key::from_slice(&bytes).map(Self).ok_or(Error::WrongKey)
    }
}

impl RecoveryKey {
    /// As it is printed: thirteen groups of four.
    pub fn printed(&self) -> String {
        let text = crockford::encode(self.0.bytes());
        let letters: Vec<char> = text.chars().collect();
        letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
    }

    /// As somebody typed it: case, dashes and spaces do not matter.
    ///
    /// # Errors
    /// [`Error::RecoveryKeyBroken`].
    pub fn parse(text: &str) -> Result<Self, Error> {
        let broken = || Error::RecoveryKeyBroken(text.trim().chars().take(60).collect());
        let bytes = crockford::decode(text).ok_or_else(broken)?;
        Key::from_slice(&bytes).map(Self).ok_or_else(broken)
    }
}

/// The file that holds the master key, readable by its owner alone.
#[derive(Debug)]
pub struct KeyFile;

const HEAD: &str = "belisha-master-key-1 ";

impl KeyFile {
    /// Writes a new file; never over one that is there.
    ///
    /// # Errors
    /// [`Error::File`] when it is there already or cannot be written.
    pub fn write(path: &Path, key: &MasterKey) -> Result<(), Error> {
        use std::io::Write;
        use std::os::unix::fs::OpenOptionsExt;
        let file = |source| Error::File { path: path.to_owned(), source };
        let mut out =
            fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map_err(file)?;
        let text = Zeroizing::new(format!("{HEAD}{}\n", crockford::encode(key.0.bytes())));
        out.write_all(text.as_bytes()).and_then(|()| out.sync_all()).map_err(file)
    }

    /// Reads the key, refusing a file that others can read.
    ///
    /// # Errors
    /// [`Error::KeyFileMissing`], [`Error::KeyFileOpen`], [`Error::KeyFileBroken`].
    pub fn read(path: &Path) -> Result<MasterKey, Error> {
        use std::os::unix::fs::PermissionsExt;
        let meta = fs::metadata(path).map_err(|source| match source.kind() {
            std::io::ErrorKind::NotFound => Error::KeyFileMissing(path.to_owned()),
            _ => Error::File { path: path.to_owned(), source },
        })?;
        let mode = meta.permissions().mode() & 0o777;
        if mode & 0o077 != 0 {
            return Err(Error::KeyFileOpen { path: path.to_owned(), mode });
        }
        let broken = || Error::KeyFileBroken(path.to_owned());
        let text = Zeroizing::new(fs::read_to_string(path).map_err(|_| broken())?);
        let bytes = text.trim().strip_prefix(HEAD).and_then(crockford::decode).ok_or_else(broken)?;
        Key::from_slice(&bytes).map(MasterKey).ok_or_else(broken)
    }
}
