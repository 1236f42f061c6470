//! The page around the payload: one HTML file that needs nothing else.

use crate::error::OpenError;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use sha2::{Digest, Sha256};
use std::fmt::Write;

const PAGE: &str = include_str!("../page/page.html");
const STYLE: &str = include_str!("../page/page.css");
const SCRIPT: &str = include_str!("../page/page.js");

/// What stands before the payload, in every version.
const BEFORE: &[u8] = br#"<script type="application/octet-stream" id="parcel">"#;
const AFTER: &[u8] = b"</script>";
/// Lines of 76 letters, as in mail: some servers break longer ones wherever they like.
const BYTES_IN_A_LINE: usize = 57;

/// The page for a payload, in ASCII alone, so that no mail server can spoil its letters.
pub(crate) fn write(from: &str, payload: &[u8]) -> String {
    let (style_hash, script_hash) = (hash(STYLE), hash(SCRIPT));
    let (from, payload) = (references(from), lines(payload));
    fill(PAGE, |name| match name {
        "style" => STYLE,
        "style_hash" => &style_hash,
        "script" => SCRIPT,
        "script_hash" => &script_hash,
        "from" => &from,
        "payload" => &payload,
        _ => "",
    })
}

/// The payload in a page. White space is passed over, whatever a mail server made of it.
pub(crate) fn read(html: &[u8]) -> Result<Vec<u8>, OpenError> {
    let at = html.windows(BEFORE.len()).position(|part| part == BEFORE).ok_or(OpenError::NotAParcel)?;
    let rest = html.get(at + BEFORE.len()..).ok_or(OpenError::Damaged)?;
    let end = rest.iter().position(|byte| *byte == b'<').ok_or(OpenError::Damaged)?;
    let (letters, after) = rest.split_at_checked(end).ok_or(OpenError::Damaged)?;
    if !after.starts_with(AFTER) {
        return Err(OpenError::Damaged);
    }
    let letters: Vec<u8> = letters.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
    BASE64.decode(letters).map_err(|_| OpenError::Damaged)
}

/// Puts a value in place of each `{{name}}`. Values are not looked at again, so none can bring in another.
fn fill<'a>(page: &'a str, value: impl Fn(&str) -> &'a str) -> String {
    let mut parts = page.split("{{");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, text) = part.split_once("}}").unwrap_or((part, ""));
        out.push_str(value(name));
        out.push_str(text);
    }
    out
}

/// What a content security policy calls this text.
fn hash(text: &str) -> String {
    format!("sha256-{}", BASE64.encode(Sha256::digest(text)))
}

/// Text as HTML: all but letters, digits and spaces as numbers.
fn references(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if c.is_ascii_alphanumeric() || c == ' ' {
            out.push(c);
        } else {
            // Writing into a string does not fail.
            let _ = write!(out, "&#{};", u32::from(c));
        }
    }
    out
}

fn lines(payload: &[u8]) -> String {
    let mut out = String::with_capacity(payload.len() / 3 * 4 + payload.len() / BYTES_IN_A_LINE + 100);
    for line in payload.chunks(BYTES_IN_A_LINE) {
        BASE64.encode_string(line, &mut out);
        out.push('\n');
    }
    out
}
