//! Looking for words in bytes that ought to be sealed.

/// Whether `word` can be read in `bytes`, however they are coded.
///
/// Sealed bytes are as good as random, and spell any short word somewhere: four letters about once in 16 MB of base64. A
/// word that is so short that chance would spell it is a mistake of the test, and stops it.
pub fn legible(bytes: &[u8], word: impl AsRef<[u8]>) -> bool {
    let word = word.as_ref();
    let in_base64 = word.iter().all(|byte| byte.is_ascii_alphanumeric() || b"+/-_=".contains(byte));
    let enough = if in_base64 { 7 } else { 5 };
    assert!(word.len() >= enough, "`{}` may stand there by chance", String::from_utf8_lossy(word));
    bytes.windows(word.len()).any(|known| known == word)
}
