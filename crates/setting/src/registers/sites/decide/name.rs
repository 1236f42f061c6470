//! The name of a site, as somebody types or pastes it.

use crate::deciding::refusal::Refusal;
use crate::registers::sites::refused::Refused;

/// Second labels under which everybody registers names of their own: approving one would open a whole country's.
const SHARED: [&str; 14] =
    ["ac", "co", "com", "edu", "gov", "ltd", "me", "net", "nhs", "nom", "or", "org", "plc", "sch"];

/// A name as somebody types or pastes it: the host of an address, in its wire form (IDNA, UTS 46).
///
/// # Errors
/// A [`Refusal`] that says what is wrong with it.
pub fn plain_name(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default().trim_end_matches('.');
    let wrong = || Refused::NoName { text: text.to_string() }.into();
    let name = idna::domain_to_ascii(host).map_err(|_| wrong())?;
    let name = name.strip_prefix("www.").filter(|rest| rest.contains('.')).unwrap_or(&name).to_owned();
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_')
    };
    let number = name.rsplit('.').next().is_some_and(|last| last.bytes().all(|b| b.is_ascii_digit()));
    let mut parts = name.rsplit('.');
    let (country, second, third) = (parts.next(), parts.next(), parts.next());
    let shared = third.is_none()
        && country.is_some_and(|country| country.len() == 2)
        && second.is_some_and(|second| SHARED.contains(&second));
    if shared {
        return Err(Refused::Shared { name: name.to_string() }.into());
    }
    if name.len() > 253 || !name.contains('.') || number || !name.split('.').all(label) {
        return Err(wrong());
    }
    Ok(name)
}
