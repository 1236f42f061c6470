//! Keys: the master key in its file, the setting's under it, each person's under the setting's.

use crate::error::Error;
use crate::random;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use std::fs;
use std::path::Path;
use zeroize::Zeroizing;

const NONCE: usize = 24;

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
    pub(crate) fn seal(&self, plain: &[u8], about: &[u8]) -> Vec<u8> {
        let nonce: [u8; NONCE] = random::bytes();
        let cipher = XChaCha20Poly1305::new((&*self.0).into());
        let sealed = cipher.encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: about });
        let mut out = nonce.to_vec();
        // Encryption in memory fails only beyond 256 GiB; an empty seal can never be opened.
        out.extend(sealed.unwrap_or_default());
        out
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

impl MasterKey {
    /// A new one.
    pub fn generate() -> Self {
        Self(Key::new())
    }

    /// A new recovery key, and the master key wrapped under it.
    pub fn recovery(&self) -> (RecoveryKey, Vec<u8>) {
        let recovery = RecoveryKey(Key::new());
        let wrapped = recovery.0.seal(self.0.bytes(), WRAP_MASTER);
        (recovery, wrapped)
    }

    /// The master key out of its wrapping.
    ///
    /// # Errors
    /// [`Error::WrongKey`] when the recovery key belongs to other data.
    pub fn recover(recovery: &RecoveryKey, wrapped: &[u8]) -> Result<Self, Error> {
        let bytes = recovery.0.open(wrapped, WRAP_MASTER).ok_or(Error::WrongKey)?;
        Key::from_slice(&bytes).map(Self).ok_or(Error::WrongKey)
    }
}

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Crockford's base 32: no letter is mistaken for a digit.
pub(crate) fn base32(bytes: &[u8]) -> String {
    let (mut out, mut held, mut bits) = (String::new(), 0_u32, 0);
    for byte in bytes {
        held = (held << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            out.push(letter(held >> bits));
        }
        held &= (1 << bits) - 1;
    }
    if bits > 0 {
        out.push(letter(held << (5 - bits)));
    }
    out
}

fn letter(value: u32) -> char {
    ALPHABET.get((value & 31) as usize).map_or('0', |byte| char::from(*byte))
}

fn from_base32(text: &str) -> Option<Vec<u8>> {
    let (mut out, mut held, mut bits) = (Vec::new(), 0_u32, 0);
    for c in text.chars().filter(|c| !c.is_whitespace() && *c != '-') {
        let c = match c.to_ascii_lowercase() {
            'o' => '0',
            'i' | 'l' => '1',
            c => c,
        };
        let value = ALPHABET.iter().position(|there| char::from(*there) == c)?;
        held = (held << 5) | u32::try_from(value).ok()?;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            out.push(u8::try_from(held >> bits).ok()?);
            held &= (1 << bits) - 1;
        }
    }
    Some(out)
}

impl RecoveryKey {
    /// As it is printed: thirteen groups of four.
    pub fn printed(&self) -> String {
        let text = base32(self.0.bytes());
        let letters: Vec<char> = text.chars().collect();
        letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
    }

    /// As somebody typed it: case, dashes and spaces do not matter.
    ///
    /// # Errors
    /// [`Error::RecoveryKeyBroken`].
    pub fn parse(text: &str) -> Result<Self, Error> {
        let broken = || Error::RecoveryKeyBroken(text.trim().chars().take(60).collect());
        let bytes = from_base32(text).ok_or_else(broken)?;
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
        let text = Zeroizing::new(format!("{HEAD}{}\n", base32(key.0.bytes())));
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
        let bytes = text.trim().strip_prefix(HEAD).and_then(from_base32).ok_or_else(broken)?;
        Key::from_slice(&bytes).map(MasterKey).ok_or_else(broken)
    }
}
