//! Sealing of personal words inside a line of JSON.

use crate::error::Error;
use crate::keys::Key;
use crate::store::Store;
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;
use belisha_invariant::{Broken, broken};
use parking_lot::{Mutex, RwLock};
use serde_json::{Map, Value};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// The keys of the people of one setting, shared by all who read and write its log.
#[derive(Clone)]
pub(crate) struct Sealer {
    setting: Arc<str>,
    setting_key: Key,
    keys: Arc<RwLock<HashMap<String, Key>>>,
    /// Whose keys are stored and do not open: their words cannot be read, and nothing new is sealed for them, so that
    /// the key can still be put back from a copy.
    damaged: Arc<RwLock<BTreeSet<String>>>,
    /// Held while keys are read from the store or destroyed in it: what was read before must not come back after.
    changing: Arc<Mutex<()>>,
}

/// A person's new key: whose, and wrapped.
pub(crate) type NewKey = (String, Vec<u8>);

const WRAP_PERSON: &str = "belisha person key v1 ";

impl Sealer {
    /// A sealer with the keys that are stored.
    pub(crate) fn load(store: &dyn Store, setting: Arc<str>, setting_key: Key) -> Result<Self, Error> {
        let sealer = Self {
            setting,
            setting_key,
            keys: Arc::default(),
            damaged: Arc::default(),
            changing: Arc::default(),
        };
        sealer.reload(store)?;
        Ok(sealer)
    }

    /// Puts the keys that are stored in place of those known.
    pub(crate) fn reload(&self, store: &dyn Store) -> Result<(), Error> {
        let _changing = self.changing.lock();
        let (mut keys, mut damaged) = (HashMap::new(), BTreeSet::new());
        for (person, wrapped) in store.person_keys(&self.setting)? {
            let bytes = self.setting_key.open(&wrapped, self.wrapping(&person).as_bytes());
            if let Some(key) = bytes.and_then(|bytes| Key::from_slice(&bytes)) {
                keys.insert(person, key);
            } else {
                // One key spoils one person's words; the rest goes on.
                damaged.insert(person);
            }
        }
        *self.keys.write() = keys;
        *self.damaged.write() = damaged;
        Ok(())
    }

    /// Destroys keys in the store, then here.
    pub(crate) fn destroy(&self, store: &dyn Store, people: &[String]) -> Result<(), Error> {
        let _changing = self.changing.lock();
        for person in people {
            store.destroy_key(&self.setting, person)?;
            self.keys.write().remove(person);
        }
        Ok(())
    }

    /// Forgets keys that were made for an append that was never queued.
    pub(crate) fn forget(&self, new: &[NewKey]) {
        let mut keys = self.keys.write();
        for (person, _) in new {
            keys.remove(person);
        }
    }

    fn wrapping(&self, person: &str) -> String {
        format!("{WRAP_PERSON}{} {person}", self.setting)
    }

    fn about(&self, person: &str) -> String {
        format!("belisha words v1 {} {person}", self.setting)
    }

    /// Seals every `{"of": …, "is": "…"}`, making keys for people who have none; they are pushed, wrapped, to `new`.
    pub(crate) fn seal(&self, value: Value, new: &mut Vec<NewKey>) -> Result<Value, Broken> {
        Ok(match value {
            Value::Object(mut map) => {
                if let Some((of, is)) = words(&map) {
                    let sealed = self.key(&of, new)?.seal(is.as_bytes(), self.about(&of).as_bytes())?;
                    map.remove("is");
                    map.insert("sealed".into(), BASE64.encode(sealed).into());
                    return Ok(Value::Object(map));
                }
                let entries = map.into_iter().map(|(name, value)| Ok((name, self.seal(value, new)?)));
                Value::Object(entries.collect::<Result<_, Broken>>()?)
            }
            Value::Array(items) => {
                let items = items.into_iter().map(|item| self.seal(item, new));
                Value::Array(items.collect::<Result<_, _>>()?)
            }
            other => other,
        })
    }

    fn key(&self, person: &str, new: &mut Vec<NewKey>) -> Result<Key, Broken> {
        if let Some(key) = self.keys.read().get(person) {
            return Ok(key.clone());
        }
        if self.damaged.read().contains(person) {
            return Err(broken!("words were to be sealed under a damaged key"));
        }
        let key = Key::new();
        new.push((person.to_owned(), self.setting_key.seal(key.bytes(), self.wrapping(person).as_bytes())?));
        self.keys.write().insert(person.to_owned(), key.clone());
        Ok(key)
    }

    /// Opens every sealed value; words whose key is gone become `null`.
    pub(crate) fn open(&self, value: Value) -> Value {
        match value {
            Value::Object(mut map) => {
                let sealed = map.get("sealed").and_then(Value::as_str).filter(|_| map.len() == 2);
                if let (Some(sealed), Some(of)) = (sealed, map.get("of").and_then(Value::as_str)) {
                    let words = self.open_words(sealed, of);
                    map.remove("sealed");
                    map.insert("is".into(), words.map_or(Value::Null, Value::String));
                    return Value::Object(map);
                }
                Value::Object(map.into_iter().map(|(name, value)| (name, self.open(value))).collect())
            }
            Value::Array(items) => Value::Array(items.into_iter().map(|item| self.open(item)).collect()),
            other => other,
        }
    }

    /// Tries every sealed value of a line; what does not open is given with the name of its key.
    pub(crate) fn unopened(&self, value: &Value, each: &mut impl FnMut(&str)) {
        match value {
            Value::Object(map) => {
                let sealed = map.get("sealed").and_then(Value::as_str).filter(|_| map.len() == 2);
                match (sealed, map.get("of").and_then(Value::as_str)) {
                    (Some(sealed), Some(of)) if self.open_words(sealed, of).is_none() => each(of),
                    (Some(_), Some(_)) => {}
                    _ => map.values().for_each(|value| self.unopened(value, each)),
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self.unopened(item, each)),
            _ => {}
        }
    }

    /// Whose keys are stored and do not open.
    pub(crate) fn damaged(&self) -> BTreeSet<String> {
        self.damaged.read().clone()
    }

    fn open_words(&self, sealed: &str, of: &str) -> Option<String> {
        let bytes = BASE64.decode(sealed).ok()?;
        // Words from before an erasure do not open with a key that was made after it.
        let plain = self.keys.read().get(of)?.open(&bytes, self.about(of).as_bytes())?;
        String::from_utf8(plain.to_vec()).ok()
    }
}

/// Canonical JSON: keys sorted, no white space, whatever order the values were made in.
pub(crate) fn canonical(value: &Value) -> String {
    let mut out = String::new();
    write(value, &mut out);
    out
}

fn write(value: &Value, out: &mut String) {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<(&String, &Value)> = map.iter().collect();
            entries.sort_by_key(|(name, _)| name.as_str());
            out.push('{');
            for (at, (name, value)) in entries.into_iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                out.push_str(&Value::from(name.as_str()).to_string());
                out.push(':');
                write(value, out);
            }
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                write(item, out);
            }
            out.push(']');
        }
        plain => out.push_str(&plain.to_string()),
    }
}

fn words(map: &Map<String, Value>) -> Option<(String, String)> {
    if map.len() != 2 {
        return None;
    }
    Some((map.get("of")?.as_str()?.to_owned(), map.get("is")?.as_str()?.to_owned()))
}
