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

/// Why a log and a note do not go together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Disagrees {
    /// The note is no checkpoint of this log, or was changed on its way: it says nothing of the log.
    #[error("{0}")]
    NoCheckpoint(String),
    /// The log's first lines are not those that were signed.
    #[error("the first {size} lines are not those that were signed")]
    OtherLines {
        /// How many.
        size: u64,
    },
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

    /// Reads a note and checks its signature, whatever mail and text programs did to its line ends, spaces and dashes, and
    /// whatever stands around it. Further signatures are others' (C2SP tlog-cosignature), and are passed over.
    ///
    /// # Errors
    /// A sentence about why it is no checkpoint of this log. That says nothing against the log.
    pub fn open(note: &str, setting: &str, key: &VerifyingKey) -> Result<Self, String> {
        let origin = origin(setting);
        let lines: Vec<&str> = note.lines().map(plain).collect();
        let begins = lines.iter().position(|line| *line == origin);
        let Some(begins) = begins else {
            let other = lines.iter().any(|line| line.starts_with("belisha.invalid/"));
            return Err(if other {
                "the checkpoint is of another log".into()
            } else {
                "there is no checkpoint in it".into()
            });
        };
        // Blank lines come and go in mail; what is signed has none.
        let rest: Vec<&str> =
            lines.iter().skip(begins + 1).copied().filter(|line| !line.is_empty()).collect();
        let written = rest.first().copied().unwrap_or_default();
        let size = written.parse().ok().filter(|_| written.bytes().all(|byte| byte.is_ascii_digit()));
        let size: u64 = size.ok_or("the checkpoint's size is no number")?;
        let hash = rest.get(1).copied().unwrap_or_default();
        let root = BASE64.decode(hash).ok().and_then(|root| root.try_into().ok());
        let root = root.ok_or("the checkpoint's root is no hash")?;
        let text = format!("{origin}\n{size}\n{}\n", BASE64.encode(root));
        let ours = rest.iter().skip(2).filter_map(|line| signature_of(line, &origin));
        let mut seen = false;
        for bytes in ours {
            seen = true;
            let Some((id, bytes)) = bytes.split_at_checked(4) else { continue };
            let Ok(signature) = Signature::from_slice(bytes) else { continue };
            if id == key_id(&origin, key) && key.verify(text.as_bytes(), &signature).is_ok() {
                let note = format!("{text}\n— {origin} {}\n", BASE64.encode([id, bytes].concat()));
                return Ok(Self { size, root, note });
            }
        }
        Err(if seen {
            "its signature does not fit: it was changed on its way, or is another's".into()
        } else {
            "the checkpoint has no signature".into()
        })
    }
}

/// A line without what programs put around it: spaces of all kinds, marks of the order of bytes, the signs of a quotation.
fn plain(line: &str) -> &str {
    line.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '>' | '|' | '\u{a0}')
    })
}

/// The bytes of a signature under a name. The dash before it is one of several in text that went through mail.
fn signature_of(line: &str, origin: &str) -> Option<Vec<u8>> {
    let rest = line.trim_start_matches(['—', '–', '-', '−', '―']);
    if rest.len() == line.len() {
        return None;
    }
    let rest = rest.trim_start().strip_prefix(origin)?;
    BASE64.decode(rest.trim()).ok()
}

pub(crate) fn signing_key(bytes: &[u8]) -> Result<SigningKey, Error> {
    let bytes: [u8; 32] = bytes.try_into().map_err(|_| Error::WrongKey)?;
    Ok(SigningKey::from_bytes(&bytes))
}
