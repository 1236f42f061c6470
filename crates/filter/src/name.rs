//! A domain name in the form it has on the wire, lower case, on the stack: a question costs no allocation.

use std::fmt;
use std::hash::{Hash, Hasher};

use thiserror::Error;

/// The most bytes a name has on the wire, the root's included (RFC 1035, 3.1).
pub const NAME_BYTES_MAX: usize = 255;
/// The most bytes of one label (RFC 1035, 3.1).
pub const LABEL_BYTES_MAX: usize = 63;
const LABELS_MAX: usize = 127;

/// What is wrong with a name.
#[derive(Debug, Error, Clone, PartialEq, Eq)]
pub enum NameError {
    /// Nothing there.
    #[error("the name is empty; write something like `cbeebies.example`")]
    Empty,
    /// An address was given, which no DNS server is asked for.
    #[error("`{0}` is an address, not a name; write the name of the site")]
    Address(String),
    /// A web address was given.
    #[error("`{0}` is the address of a page; write only the name of its site, such as `cbeebies.example`")]
    Page(String),
    /// A single word such as `com`.
    #[error(
        "`{0}` is one word and would cover everything under it; write a whole name such as `cbeebies.example`"
    )]
    OneWord(String),
    /// Letters that no name has, or an empty label.
    #[error("`{0}` is not a name that the internet knows; look for spaces, stars and double dots")]
    Letters(String),
    /// More than 255 bytes, or a label of more than 63.
    #[error("the name is too long; a name has at most 255 bytes, a part of it 63")]
    Long,
}

/// A name in wire form, lower case, with the place of each of its labels.
#[derive(Clone, Copy)]
pub struct Name {
    wire: [u8; NAME_BYTES_MAX],
    starts: [u8; LABELS_MAX + 1],
    length: u8,
    labels: u8,
}

impl Name {
    /// The root: no label at all.
    pub const ROOT: Name =
        Name { wire: [0; NAME_BYTES_MAX], starts: [0; LABELS_MAX + 1], length: 1, labels: 0 };

    /// Reads a name at the start of `bytes`, without pointers, and says how many bytes it took. Nothing when it is
    /// malformed: a bounded loop, whatever the bytes are.
    #[must_use]
    pub fn from_wire(bytes: &[u8]) -> Option<(Name, usize)> {
        let mut name = Name::ROOT;
        let mut at = 0usize;
        loop {
            let size = usize::from(*bytes.get(at)?);
            if size == 0 {
                name.length = u8::try_from(at + 1).ok()?;
                return Some((name, at + 1));
            }
            if size > LABEL_BYTES_MAX {
                return None;
            }
            let label = bytes.get(at + 1..at + 1 + size)?;
            // One byte has to be left for the root.
            if at + 1 + size >= NAME_BYTES_MAX {
                return None;
            }
            *name.starts.get_mut(usize::from(name.labels))? = u8::try_from(at).ok()?;
            name.labels += 1;
            *name.wire.get_mut(at)? = u8::try_from(size).ok()?;
            for (to, from) in name.wire.get_mut(at + 1..at + 1 + size)?.iter_mut().zip(label) {
                *to = from.to_ascii_lowercase();
            }
            at += 1 + size;
        }
    }

    /// Reads a name as software writes it: ASCII labels between dots, a dot at the end allowed, underscores too.
    #[must_use]
    pub fn from_ascii(text: &[u8]) -> Option<Name> {
        let text = text.strip_suffix(b".").unwrap_or(text);
        if text.is_empty() || text.len() > NAME_BYTES_MAX - 2 {
            return None;
        }
        let mut name = Name::ROOT;
        let mut at = 0usize;
        for label in text.split(|&byte| byte == b'.') {
            if label.is_empty() || label.len() > LABEL_BYTES_MAX || !label.iter().all(|&byte| is_letter(byte))
            {
                return None;
            }
            *name.starts.get_mut(usize::from(name.labels))? = u8::try_from(at).ok()?;
            name.labels += 1;
            *name.wire.get_mut(at)? = u8::try_from(label.len()).ok()?;
            for (to, from) in name.wire.get_mut(at + 1..at + 1 + label.len())?.iter_mut().zip(label) {
                *to = from.to_ascii_lowercase();
            }
            at += 1 + label.len();
        }
        *name.wire.get_mut(at)? = 0;
        name.length = u8::try_from(at + 1).ok()?;
        Some(name)
    }

    /// Reads a name as people write it, in any script (UTS 46).
    ///
    /// # Errors
    /// In words, when it is empty, too long or no name.
    pub fn from_text(text: &str) -> Result<Name, NameError> {
        let text = text.trim();
        if text.is_empty() || text == "." {
            return Err(NameError::Empty);
        }
        let ascii = if text.is_ascii() {
            std::borrow::Cow::Borrowed(text)
        } else {
            idna::domain_to_ascii_cow(text.as_bytes(), idna::AsciiDenyList::URL)
                .map_err(|_| NameError::Letters(text.to_owned()))?
        };
        if ascii.len() > NAME_BYTES_MAX - 1 || ascii.split('.').any(|label| label.len() > LABEL_BYTES_MAX) {
            return Err(NameError::Long);
        }
        Name::from_ascii(ascii.as_bytes()).ok_or_else(|| NameError::Letters(text.to_owned()))
    }

    /// The bytes of the wire, lower case, the root's zero included.
    #[must_use]
    pub fn wire(&self) -> &[u8] {
        self.wire.get(..usize::from(self.length)).unwrap_or(&[])
    }

    /// How many labels it has.
    #[must_use]
    pub fn labels(&self) -> usize {
        usize::from(self.labels)
    }

    /// The label at a place, from the left.
    #[must_use]
    pub fn label(&self, index: usize) -> Option<&[u8]> {
        if index >= self.labels() {
            return None;
        }
        let start = usize::from(*self.starts.get(index)?);
        let size = usize::from(*self.wire.get(start)?);
        self.wire.get(start + 1..start + 1 + size)
    }

    /// The name itself, then each of its parents, without the root; at most 127.
    pub fn suffixes(&self) -> impl Iterator<Item = &[u8]> {
        self.starts
            .iter()
            .take(self.labels())
            .filter_map(|&start| self.wire.get(usize::from(start)..usize::from(self.length)))
    }
}

fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'
}

impl PartialEq for Name {
    fn eq(&self, other: &Name) -> bool {
        self.wire() == other.wire()
    }
}

impl Eq for Name {}

impl Hash for Name {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.wire().hash(state);
    }
}

impl fmt::Display for Name {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.labels == 0 {
            return out.write_str(".");
        }
        for index in 0..self.labels() {
            if index > 0 {
                out.write_str(".")?;
            }
            for &byte in self.label(index).unwrap_or(&[]) {
                match byte {
                    b'.' | b'\\' => write!(out, "\\{}", char::from(byte))?,
                    0x21..=0x7e => write!(out, "{}", char::from(byte))?,
                    _ => write!(out, "\\{byte:03}")?,
                }
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{self}")
    }
}

/// The name of a site, checked: it covers itself and everything under it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Site(Name);

impl Site {
    /// Reads a site as a practitioner writes it, in any script, with or without capitals.
    ///
    /// # Errors
    /// In words, when it is an address, a page, a single word, or no name at all.
    pub fn parse(text: &str) -> Result<Site, NameError> {
        let text = text.trim();
        if text.contains("://") || text.contains('/') {
            return Err(NameError::Page(text.to_owned()));
        }
        let bare = text.trim_start_matches('[').trim_end_matches(']');
        if bare.parse::<std::net::IpAddr>().is_ok() {
            return Err(NameError::Address(text.to_owned()));
        }
        let name = Name::from_text(text)?;
        if name.labels() < 2 {
            return Err(NameError::OneWord(text.to_owned()));
        }
        Ok(Site(name))
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &Name {
        &self.0
    }

    /// Whether it is the name or one of its parents.
    #[must_use]
    pub fn covers(&self, name: &Name) -> bool {
        name.labels()
            .checked_sub(self.0.labels())
            .and_then(|above| name.suffixes().nth(above))
            .is_some_and(|suffix| suffix == self.0.wire())
    }
}

impl fmt::Display for Site {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}
