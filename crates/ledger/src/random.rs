//! The one place where randomness is drawn.

/// Fills an array from the system's source.
#[expect(clippy::disallowed_methods, reason = "this is the one place")]
#[expect(
    clippy::expect_used,
    reason = "without randomness no key may be made: stopping is the only safe answer"
)]
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the system gives randomness");
    bytes
}

/// A short id that nobody guesses and that is easy to read out: 13 letters and digits.
pub fn id() -> String {
    crate::crockford::encode(&bytes::<8>())
}
