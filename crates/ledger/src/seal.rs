//! Sealing of personal words inside a line of JSON.

use crate::keys::Key;
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;
use serde_json::{Map, Value};
use std::collections::HashMap;

/// The keys of the people of one setting.
pub(crate) struct Sealer {
    setting: String,
    setting_key: Key,
    keys: HashMap<String, Key>,
}

const WRAP_PERSON: &str = "belisha person key v1 ";

impl Sealer {
    pub(crate) fn new(setting: &str, setting_key: Key, wrapped: Vec<(String, Vec<u8>)>) -> Option<Self> {
        let mut sealer = Self { setting: setting.to_owned(), setting_key, keys: HashMap::new() };
        for (person, wrapped) in wrapped {
            let bytes =
                sealer.setting_key.open(&wrapped, format!("{WRAP_PERSON}{setting} {person}").as_bytes())?;
            sealer.keys.insert(person, Key::from_slice(&bytes)?);
        }
        Some(sealer)
    }

    pub(crate) fn forget(&mut self, person: &str) {
        self.keys.remove(person);
    }

    fn about(&self, person: &str) -> String {
        format!("belisha words v1 {} {person}", self.setting)
    }

    /// Seals every `{"of": …, "is": "…"}`, making keys for people who have none; they are pushed, wrapped, to `new`.
    pub(crate) fn seal(&mut self, value: Value, new: &mut Vec<(String, Vec<u8>)>) -> Value {
        match value {
            Value::Object(mut map) => {
                if let Some((of, is)) = words(&map) {
                    let sealed = self.key(&of, new).seal(is.as_bytes(), self.about(&of).as_bytes());
                    map.remove("is");
                    map.insert("sealed".into(), BASE64.encode(sealed).into());
                    return Value::Object(map);
                }
                Value::Object(map.into_iter().map(|(name, value)| (name, self.seal(value, new))).collect())
            }
            Value::Array(items) => Value::Array(items.into_iter().map(|item| self.seal(item, new)).collect()),
            other => other,
        }
    }

    fn key(&mut self, person: &str, new: &mut Vec<(String, Vec<u8>)>) -> Key {
        if let Some(key) = self.keys.get(person) {
            return key.clone();
        }
        let key = Key::new();
        let about = format!("{WRAP_PERSON}{} {person}", self.setting);
        new.push((person.to_owned(), self.setting_key.seal(key.bytes(), about.as_bytes())));
        self.keys.insert(person.to_owned(), key.clone());
        key
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

    fn open_words(&self, sealed: &str, of: &str) -> Option<String> {
        let bytes = BASE64.decode(sealed).ok()?;
        let plain = self.keys.get(of)?.open(&bytes, self.about(of).as_bytes())?;
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
