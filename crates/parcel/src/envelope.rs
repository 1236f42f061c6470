//! The payload: a header in the clear, the sealed contents, and a checksum over both.

use crate::error::OpenError;
use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use belisha_invariant::{Broken, broken, invariant};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

const MAGIC: &[u8; 14] = b"belisha parcel";
const VERSION: u16 = 1;
/// What OWASP asks of PBKDF2 with HMAC-SHA-256. Argon2 would be better, and browsers do not have it.
pub(crate) const ITERATIONS: u32 = 600_000;
/// A parcel that asks for more is refused, so that none keeps a reader busy for minutes.
const ITERATIONS_MAX: u32 = 10_000_000;
const CHECKSUM: usize = 32;
/// The bytes of the tag behind the ciphertext.
const TAG: usize = 16;

/// A payload whose checksum was right, taken apart.
pub(crate) struct Envelope {
    iterations: u32,
    salt: [u8; 16],
    nonce: [u8; 12],
    /// Ciphertext and tag.
    sealed: Vec<u8>,
}

/// The key of one parcel.
pub(crate) struct Key(Zeroizing<[u8; 32]>);

impl Key {
    /// From a passphrase in its normal form, with the parcel's own salt and work.
    pub(crate) fn derive(passphrase: &str, envelope: &Envelope) -> Self {
        let mut key = Zeroizing::new([0; 32]);
        let salt = envelope.salt;
        pbkdf2::pbkdf2_hmac::<Sha256>(passphrase.as_bytes(), &salt, envelope.iterations, &mut *key);
        Self(key)
    }

    #[cfg(test)]
    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl Envelope {
    /// Seals with a key made from the passphrase; `random` is salt and nonce.
    pub(crate) fn seal(plain: &[u8], passphrase: &str, random: [u8; 28]) -> Result<Self, Broken> {
        let (mut salt, mut nonce) = ([0; 16], [0; 12]);
        let (first, last) = random.split_at(salt.len());
        salt.copy_from_slice(first);
        nonce.copy_from_slice(last);
        invariant!(nonce != [0; 12], "a nonce is all nought");
        let mut envelope = Self { iterations: ITERATIONS, salt, nonce, sealed: Vec::new() };
        let cipher = Aes256Gcm::new((&*Key::derive(passphrase, &envelope).0).into());
        let sealed = cipher.encrypt(&Nonce::from(nonce), Payload { msg: plain, aad: &envelope.header() });
        // It fails only beyond 64 GiB.
        envelope.sealed = sealed.map_err(|_| broken!("{} bytes could not be sealed", plain.len()))?;
        let bytes = envelope.sealed.len();
        invariant!(bytes == plain.len() + TAG, "{} bytes became {bytes}", plain.len());
        Ok(envelope)
    }

    /// The contents. A key that does not fit is reported as a wrong passphrase, since the checksum was right.
    pub(crate) fn open(&self, key: &Key) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        let cipher = Aes256Gcm::new((&*key.0).into());
        let payload = Payload { msg: &self.sealed, aad: &self.header() };
        let plain = cipher.decrypt(&Nonce::from(self.nonce), payload);
        plain.map(Zeroizing::new).map_err(|_| OpenError::WrongPassphrase)
    }

    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = [self.header().as_slice(), &self.sealed].concat();
        let checksum = Sha256::digest(&bytes);
        bytes.extend_from_slice(&checksum);
        bytes
    }

    /// What is in the clear: 48 bytes, and the associated data of the seal.
    fn header(&self) -> Vec<u8> {
        let (version, iterations) = (VERSION.to_be_bytes(), self.iterations.to_be_bytes());
        [MAGIC.as_slice(), &version, &iterations, &self.salt, &self.nonce].concat()
    }

    /// Takes a payload apart. The checksum is looked at first: it tells damage from a wrong passphrase, and damage
    /// from a newer version.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self, OpenError> {
        let (body, checksum) = bytes.split_last_chunk::<CHECKSUM>().ok_or(OpenError::Damaged)?;
        if Sha256::digest(body).as_slice() != checksum {
            return Err(OpenError::Damaged);
        }
        let rest = body.strip_prefix(MAGIC).ok_or(OpenError::NotAParcel)?;
        let (version, rest) = rest.split_first_chunk().ok_or(OpenError::Damaged)?;
        match u16::from_be_bytes(*version) {
            VERSION => Self::version_1(rest).ok_or(OpenError::Damaged),
            newer if newer > VERSION => Err(OpenError::TooNew(newer)),
            _ => Err(OpenError::Damaged),
        }
    }

    fn version_1(rest: &[u8]) -> Option<Self> {
        let (iterations, rest) = rest.split_first_chunk()?;
        let (salt, rest) = rest.split_first_chunk()?;
        let (nonce, sealed) = rest.split_first_chunk()?;
        let iterations = u32::from_be_bytes(*iterations);
        let bounded = (ITERATIONS..=ITERATIONS_MAX).contains(&iterations);
        bounded.then(|| Self { iterations, salt: *salt, nonce: *nonce, sealed: sealed.to_vec() })
    }
}
