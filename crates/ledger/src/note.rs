//! Checkpoints: the size and root of a log, signed as a C2SP signed note.

use crate::error::Error;
use crate::merkle::{Frontier, Hash};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use ed25519_dalek::{Signature, Signer, SigningKey, Verifier, VerifyingKey};
use sha2::{Digest, Sha256};

/// What a log was at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// How many lines.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
    /// The signed note.
    pub note: String,
}

/// The name under which a setting's log signs.
pub(crate) fn origin(setting: &str) -> String {
    format!("belisha.invalid/{setting}")
}

fn key_id(origin: &str, key: &VerifyingKey) -> [u8; 4] {
    let digest: Hash = Sha256::new()
        .chain_update(origin)
        .chain_update(b"\n\x01")
        .chain_update(key.as_bytes())
        .finalize()
        .into();
    let [a, b, c, d, ..] = digest;
    [a, b, c, d]
}

impl Checkpoint {
    /// Signs what a log is now.
    pub(crate) fn sign(setting: &str, frontier: &Frontier, key: &SigningKey) -> Self {
        let (origin, size, root) = (origin(setting), frontier.size(), frontier.root());
        let text = format!("{origin}\n{size}\n{}\n", BASE64.encode(root));
        let mut signed = key_id(&origin, &key.verifying_key()).to_vec();
        signed.extend(key.sign(text.as_bytes()).to_bytes());
        Self { size, root, note: format!("{text}\n— {origin} {}\n", BASE64.encode(signed)) }
    }

    /// Reads a note and checks its signature.
    ///
    /// # Errors
    /// A sentence about what is wrong with it.
    pub fn open(note: &str, setting: &str, key: &VerifyingKey) -> Result<Self, String> {
        let origin = origin(setting);
        let (text, signature) = note.split_once("\n\n").ok_or("the checkpoint has no signature")?;
        let text = format!("{text}\n");
        let mut lines = text.lines();
        if lines.next() != Some(origin.as_str()) {
            return Err("the checkpoint is of another log".into());
        }
        let size =
            lines.next().and_then(|size| size.parse().ok()).ok_or("the checkpoint's size is no number")?;
        let root = lines.next().and_then(|root| BASE64.decode(root).ok()?.try_into().ok());
        let root = root.ok_or("the checkpoint's root is no hash")?;
        let signature =
            signature.trim_end().strip_prefix(&format!("— {origin} ")).ok_or("the signature is another's")?;
        let bytes = BASE64.decode(signature).map_err(|_| "the signature cannot be read")?;
        let (id, bytes) = bytes.split_at_checked(4).ok_or("the signature is too short")?;
        let signature = Signature::from_slice(bytes).map_err(|_| "the signature cannot be read")?;
        if id != key_id(&origin, key) || key.verify(text.as_bytes(), &signature).is_err() {
            return Err("the signature does not fit".into());
        }
        Ok(Self { size, root, note: note.to_owned() })
    }
}

pub(crate) fn signing_key(bytes: &[u8]) -> Result<SigningKey, Error> {
    let bytes: [u8; 32] = bytes.try_into().map_err(|_| Error::WrongKey)?;
    Ok(SigningKey::from_bytes(&bytes))
}
