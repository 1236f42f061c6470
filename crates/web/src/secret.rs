//! Passwords and PINs: what is good enough, and how they are hashed.

use argon2::password_hash::PasswordHasher;
use argon2::{Argon2, PasswordVerifier};

/// The shortest password, in characters.
const PASSWORD_MIN: usize = 10;
/// The shortest PIN, in digits.
const PIN_MIN: usize = 6;
/// The longest secret that is hashed, in bytes.
const SECRET_MAX: usize = 256;

/// Whether a password is strong enough: long, not the name, not one of the most common.
///
/// # Errors
/// A sentence for whoever chose it.
pub fn check_password(password: &str, name: &str) -> Result<(), String> {
    let lower = password.to_lowercase();
    let distinct: std::collections::BTreeSet<char> = lower.chars().collect();
    let common = ["password", "preschool", "nursery", "qwerty", "letmein", "welcome", "belisha", "12345"];
    if password.chars().count() < PASSWORD_MIN {
        return Err(format!(
            "A password has at least {PASSWORD_MIN} characters: three words are easy to remember."
        ));
    }
    if password.len() > SECRET_MAX {
        return Err("That password is too long.".into());
    }
    let first = name.split_whitespace().next().unwrap_or("").to_lowercase();
    if distinct.len() < 5
        || common.iter().any(|word| lower.contains(word))
        || (first.len() > 2 && lower.contains(&first))
    {
        return Err(
            "That password is too easy to guess: use three words that have nothing to do with you.".into()
        );
    }
    Ok(())
}

/// Whether a PIN is good enough: six digits or more, no run and no repetition.
///
/// # Errors
/// A sentence for whoever chose it.
pub fn check_pin(pin: &str) -> Result<(), String> {
    let digits: Vec<i32> = pin.chars().filter_map(|c| c.to_digit(10)).map(u32::cast_signed).collect();
    if digits.len() != pin.chars().count() || digits.len() < PIN_MIN || digits.len() > 12 {
        return Err(format!("A PIN has {PIN_MIN} to 12 digits."));
    }
    let steps: Vec<i32> = digits.windows(2).filter_map(|pair| Some(pair.get(1)? - pair.first()?)).collect();
    let same = |step: &i32| steps.first() == Some(step);
    let distinct: std::collections::BTreeSet<i32> = digits.iter().copied().collect();
    if steps.iter().all(same) || distinct.len() < 3 {
        return Err("That PIN is too easy to guess: no runs such as 123456, no repeated digits.".into());
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
    let parsed = argon2::PasswordHash::new(hash);
    secret.len() <= SECRET_MAX
        && parsed.is_ok_and(|hash| Argon2::default().verify_password(secret.as_bytes(), &hash).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weak_secrets_are_refused() {
        for weak in ["123456", "654321", "111111", "121212", "12345", "12a456", "1234567890123"] {
            assert!(check_pin(weak).is_err(), "{weak}");
        }
        for weak in ["short", "password1234", "aaaaaaaaaaaa", "preschool2026"] {
            assert!(check_password(weak, "Mol Example").is_err(), "{weak}");
        }
        // A name of two letters stands in too many words to be forbidden.
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
