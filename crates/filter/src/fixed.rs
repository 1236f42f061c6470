//! The names that come with the program: signals of ways around a resolver, and strict variants of search engines.

use std::net::IpAddr;

use hashbrown::HashMap;
use serde::Deserialize;
use thiserror::Error;

use crate::name::Name;

type Map<V> = HashMap<Box<[u8]>, V, foldhash::fast::RandomState>;

/// A data file that cannot be read.
#[derive(Debug, Error)]
pub enum DataError {
    /// A line is not of the form that the file's head describes.
    #[error("line {line} of the signals is wrong: `{text}`")]
    Signal {
        /// Its number, from 1.
        line: usize,
        /// What it says.
        text: String,
    },
    /// The file is not what it should be.
    #[error("the file of search engines is wrong: {0}")]
    Engines(String),
}

/// What a signal is answered with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// There is no such name.
    NoName,
    /// The name has no such records.
    NoData,
}

/// Names by which a device looks for a way around the resolver.
#[derive(Debug, Default)]
pub struct Signals {
    names: Map<Signal>,
    trees: Map<Signal>,
}

impl Signals {
    /// Those of the file that comes with the program.
    ///
    /// # Errors
    /// When that file is wrong, which a test rules out.
    pub fn shipped() -> Result<Signals, DataError> {
        Signals::read(include_str!("../data/signals.txt"))
    }

    /// Reads them: the answer, what it covers, the name, one a line.
    ///
    /// # Errors
    /// With the line that is wrong.
    pub fn read(text: &str) -> Result<Signals, DataError> {
        let mut signals = Signals::default();
        for (index, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let wrong = || DataError::Signal { line: index + 1, text: line.to_owned() };
            let mut words = line.split_whitespace();
            let signal = match words.next() {
                Some("nxdomain") => Signal::NoName,
                Some("nodata") => Signal::NoData,
                _ => return Err(wrong()),
            };
            let map = match words.next() {
                Some("name") => &mut signals.names,
                Some("tree") => &mut signals.trees,
                _ => return Err(wrong()),
            };
            let name = words.next().and_then(|name| Name::from_text(name).ok()).ok_or_else(wrong)?;
            map.insert(name.wire().into(), signal);
        }
        Ok(signals)
    }

    /// The signal that a name is.
    #[must_use]
    pub fn of(&self, name: &Name) -> Option<Signal> {
        if let Some(signal) = self.names.get(name.wire()) {
            return Some(*signal);
        }
        name.suffixes().find_map(|suffix| self.trees.get(suffix)).copied()
    }
}

/// Search engines and the names of their strict variants.
#[derive(Debug, Default)]
pub struct SafeSearch {
    /// Names of engines that have no strict variant.
    without_strict: Map<()>,
    targets: Vec<Name>,
    names: Map<u16>,
}

#[derive(Deserialize)]
struct File {
    /// Names of engines that have no strict variant.
    #[serde(default)]
    without_strict: Vec<String>,
    engine: Vec<Engine>,
}

#[derive(Deserialize)]
struct Engine {
    target: String,
    names: Vec<String>,
}

impl SafeSearch {
    /// None.
    #[must_use]
    pub fn none() -> SafeSearch {
        SafeSearch::default()
    }

    /// Those of the file that comes with the program.
    ///
    /// # Errors
    /// When that file is wrong, which a test rules out.
    pub fn shipped() -> Result<SafeSearch, DataError> {
        SafeSearch::read(include_str!("../data/safe-search.toml"))
    }

    /// Reads them: tables `engine` with a `target` and `names`.
    ///
    /// # Errors
    /// With what is wrong.
    pub fn read(text: &str) -> Result<SafeSearch, DataError> {
        let wrong = |error: &dyn std::fmt::Display| DataError::Engines(error.to_string());
        let file: File = toml::from_str(text).map_err(|error| wrong(&error))?;
        let mut engines = SafeSearch::default();
        for name in &file.without_strict {
            let name = Name::from_text(name).map_err(|error| wrong(&error))?;
            engines.without_strict.insert(name.wire().into(), ());
        }
        for engine in file.engine {
            let index = u16::try_from(engines.targets.len()).map_err(|error| wrong(&error))?;
            engines.targets.push(Name::from_text(&engine.target).map_err(|error| wrong(&error))?);
            for name in &engine.names {
                let name = Name::from_text(name).map_err(|error| wrong(&error))?;
                engines.names.insert(name.wire().into(), index);
            }
        }
        Ok(engines)
    }

    /// Whether a name is one of an engine's that has no strict variant.
    #[must_use]
    pub fn has_none(&self, name: &Name) -> bool {
        self.without_strict.contains_key(name.wire())
    }

    /// The strict variant of a name; the exact names only.
    #[must_use]
    pub fn target(&self, name: &Name) -> Option<&Name> {
        let index = self.names.get(name.wire())?;
        self.targets.get(usize::from(*index))
    }
}

/// Names that every device on the register may look up: whether a Wi-Fi leads anywhere, and what time it is.
#[derive(Debug, Default)]
pub struct Always(Map<()>);

impl Always {
    /// Those of the file that comes with the program.
    ///
    /// # Errors
    /// When that file is wrong, which a test rules out.
    pub fn shipped() -> Result<Always, DataError> {
        let mut always = Always::default();
        for (index, line) in include_str!("../data/always.txt").lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let wrong = |_| DataError::Signal { line: index + 1, text: line.to_owned() };
            always.0.insert(Name::from_text(line).map_err(wrong)?.wire().into(), ());
        }
        Ok(always)
    }

    /// Whether a name is one of them; the exact names only.
    #[must_use]
    pub fn has(&self, name: &Name) -> bool {
        self.0.contains_key(name.wire())
    }
}

/// The setting's own names and their addresses.
#[derive(Debug, Default)]
pub struct OwnNames(Map<Vec<IpAddr>>);

impl OwnNames {
    /// Gives a name addresses, beside those that it has.
    pub fn insert(&mut self, name: &Name, addresses: impl IntoIterator<Item = IpAddr>) {
        self.0.entry(name.wire().into()).or_default().extend(addresses);
    }

    /// The addresses of a name, if it is one of them.
    #[must_use]
    pub fn get(&self, name: &Name) -> Option<&[IpAddr]> {
        self.0.get(name.wire()).map(Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Name {
        Name::from_text(text).unwrap()
    }

    #[test]
    fn the_shipped_files_are_right() {
        let engines = SafeSearch::shipped().unwrap();
        assert!(engines.names.len() > 190);
        // No engine's strict variant is rewritten again, and none of the names is a whole company's.
        assert!(engines.targets.iter().all(|target| engines.target(target).is_none()));
        assert!(
            ["google.com", "bing.com", "youtube.com"]
                .iter()
                .all(|text| engines.target(&name(text)).is_none())
        );
        let always = Always::shipped().unwrap();
        assert!(always.has(&name("captive.apple.com")) && !always.has(&name("apple.com")));
        assert!(engines.has_none(&name("html.duckduckgo.com")));
        let signals = Signals::shipped().unwrap();
        for relay in ["doh-dns-apple-com.v.aaplimg.com", "x.mask.icloud.com", "apple-relay.cloudflare.com"] {
            assert_eq!(signals.of(&name(relay)), Some(Signal::NoName), "{relay}");
        }
        assert_eq!(signals.of(&name("www.icloud.com")), None);
        assert_eq!(signals.of(&name("use-application-dns.net")), Some(Signal::NoName));
        assert_eq!(signals.of(&name("x.use-application-dns.net")), None);
        assert_eq!(signals.of(&name("_dns.resolver.arpa")), Some(Signal::NoData));
        assert_eq!(signals.of(&name("arpa")), None);
    }

    #[test]
    fn a_wrong_line_is_named() {
        let error = Signals::read("# head\nnxdomain name a.example\nmaybe name b.example").unwrap_err();
        assert!(error.to_string().contains("line 3"));
        assert!(SafeSearch::read("[[engine]]\ntarget = \"a b\"\nnames = []").is_err());
    }
}
