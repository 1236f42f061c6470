//! Passwords and PINs: what is good enough, and how they are hashed.

use argon2::password_hash::PasswordHasher;
use argon2::{Argon2, PasswordVerifier};
use std::collections::BTreeSet;
use std::num::NonZero;
use std::sync::LazyLock;
use std::time::Duration;
use tokio::sync::Semaphore;

/// The shortest password, in characters.
const PASSWORD_MIN: usize = 12;
/// How hard to guess a password is at least, from 0 to 4 (zxcvbn): not by
/// ten billion tries, which three words that have nothing to do with each other exceed ten thousand times.
const STRENGTH_MIN: zxcvbn::Score = zxcvbn::Score::Four;
/// The shortest PIN, in digits.
const PIN_MIN: usize = 6;
/// The longest PIN, in digits.
const PIN_MAX: usize = 12;
/// The longest secret that is hashed, in bytes.
const SECRET_MAX: usize = 256;

/// Why a password or a PIN is not taken, in a sentence for whoever chose it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Weak {
    /// The password has too few characters.
    #[error("A password has at least {PASSWORD_MIN} characters: three words are easy to remember.")]
    PasswordShort,
    /// The password has more bytes than are hashed.
    #[error("That password is too long.")]
    PasswordLong,
    /// The password is common, or has to do with its owner.
    #[error("That password is too easy to guess: use three words that have nothing to do with you.")]
    PasswordGuessable,
    /// The PIN is no number of the right length.
    #[error("A PIN has {PIN_MIN} to {PIN_MAX} digits.")]
    PinDigits,
    /// The PIN is a run or a repetition.
    #[error("That PIN is too easy to guess: no runs such as 123456, no repeated digits.")]
    PinGuessable,
}

/// Words that come to mind in a setting.
const OF_THE_PLACE: [&str; 5] = ["preschool", "nursery", "playgroup", "belisha", "manager"];

/// Whether a password is strong enough: long, not the name, not one of the most common.
///
/// # Errors
/// What is weak about it.
pub fn check_password(password: &str, name: &str) -> Result<(), Weak> {
    if password.chars().count() < PASSWORD_MIN {
        return Err(Weak::PasswordShort);
    }
    if password.len() > SECRET_MAX {
        return Err(Weak::PasswordLong);
    }
    let lower = password.to_lowercase();
    let named =
        name.split_whitespace().any(|part| part.chars().count() > 2 && lower.contains(&part.to_lowercase()));
    let about: Vec<&str> = name.split_whitespace().chain(OF_THE_PLACE).collect();
    if named || zxcvbn::zxcvbn(password, &about).score() < STRENGTH_MIN {
        return Err(Weak::PasswordGuessable);
    }
    Ok(())
}

/// Whether a PIN is good enough: six digits or more, no run and no repetition.
///
/// # Errors
/// What is weak about it.
pub fn check_pin(pin: &str) -> Result<(), Weak> {
    let digits: Vec<i32> = pin.chars().filter_map(|c| c.to_digit(10)).map(u32::cast_signed).collect();
    if digits.len() != pin.chars().count() || !(PIN_MIN..=PIN_MAX).contains(&digits.len()) {
        return Err(Weak::PinDigits);
    }
    let steps: Vec<i32> = digits.windows(2).filter_map(|pair| Some(pair.get(1)? - pair.first()?)).collect();
    let same = |step: &i32| steps.first() == Some(step);
    let distinct: BTreeSet<i32> = digits.iter().copied().collect();
    let half = digits.len() / 2;
    let is_repeated = digits.len().is_multiple_of(2) && digits.get(..half) == digits.get(half..);
    let in_pairs = digits.chunks(2).all(|pair| pair.first() == pair.last());
    let is_year = pin.len() == 6 && (pin.starts_with("19") || pin.starts_with("20"));
    if steps.iter().all(same) || distinct.len() < 3 || is_repeated || in_pairs || is_year {
        return Err(Weak::PinGuessable);
    }
    Ok(())
}

/// The argon2id hash of a secret, as a PHC string. Slow on purpose: run it where blocking is allowed.
///
/// # Errors
/// When the secret cannot be hashed.
pub fn hash(secret: &str) -> Result<String, String> {
    let salt: [u8; 16] = belisha_ledger::random::bytes();
    let hashed = Argon2::default().hash_password_with_salt(secret.as_bytes(), &salt);
    hashed.map(|hash| hash.to_string()).map_err(|error| error.to_string())
}

/// Whether a secret is the one that was hashed.
pub(crate) fn matches(secret: &str, hash: &str) -> bool {
    let hash = match argon2::PasswordHash::new(hash) {
        Ok(hash) => hash,
        Err(error) => {
            tracing::error!(%error, "a hash on record cannot be read: no secret matches it");
            return false;
        }
    };
    secret.len() <= SECRET_MAX && Argon2::default().verify_password(secret.as_bytes(), &hash).is_ok()
}

/// Each hash takes 19 MiB and a core: as many at once as there are cores, and the others wait.
static HASHING: LazyLock<Semaphore> =
    LazyLock::new(|| Semaphore::new(std::thread::available_parallelism().map_or(1, NonZero::get)));
/// How long somebody waits for that.
const HASHING_WAIT_MAX: Duration = Duration::from_secs(20);

/// Does what takes a core and much memory, away from the requests of others; nothing when too many others want that.
async fn worked<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let permit = tokio::time::timeout(HASHING_WAIT_MAX, HASHING.acquire()).await.ok()?.ok()?;
    let done = tokio::task::spawn_blocking(work).await;
    drop(permit);
    done.inspect_err(|error| tracing::error!(%error, "a secret could not be hashed")).ok()
}

/// Whether a secret is one of several that were hashed. What could not be compared counts as wrong.
pub(crate) async fn matches_any(secret: String, hashes: Vec<String>) -> bool {
    worked(move || hashes.iter().any(|hash| matches(&secret, hash))).await.unwrap_or(false)
}

/// The hash of a new secret.
///
/// # Errors
/// When it cannot be hashed, or too many others are hashed at this moment.
pub(crate) async fn hashed(secret: String) -> Result<String, String> {
    worked(move || hash(&secret)).await.unwrap_or_else(|| Err("too many are hashed at once".into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weak_secrets_are_refused() {
        for weak in [
            "123456",
            "654321",
            "111111",
            "121212",
            "112233",
            "123123",
            "202601",
            "12345",
            "12a456",
            "1234567890123",
        ] {
            assert!(check_pin(weak).is_err(), "{weak}");
        }
        for weak in [
            "short",
            "Liverpool1",
            "Summer2026!!",
            "abcdefghijkl",
            "password1234",
            "aaaaaaaaaaaa",
            "Molly-is-the-best",
            "preschool2026",
        ] {
            assert!(check_password(weak, "Molly Example").is_err(), "{weak}");
        }
        // A first name of two letters is part of too many words to be forbidden in them.
        assert!(check_password("Mo-is-the-best", "Mo Example").is_ok());
        assert!(check_password("molly-malone-sings", "Molly Example").is_err());
        assert!(check_pin("274913").is_ok());
        assert!(check_password("otter lamp gravel", "Mo").is_ok());
    }

    #[test]
    fn a_hash_matches_its_secret_alone() {
        let hashed = hash("otter lamp gravel").unwrap();
        assert!(matches("otter lamp gravel", &hashed));
        assert!(!matches("otter lamp grovel", &hashed));
        assert!(!matches("otter lamp gravel", "nonsense"));
    }
}
