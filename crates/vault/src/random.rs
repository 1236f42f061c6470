//! The one place where the vault draws randomness.

/// Fills an array from the system's source.
#[expect(clippy::disallowed_methods, reason = "this is the one place")]
#[expect(
    clippy::expect_used,
    reason = "without randomness no key may be made: stopping is the only safe answer"
)]
pub(crate) fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the system gives randomness");
    bytes
}
