//! Names that come from somewhere else, made harmless.

use crate::error::SealError;
use crate::limits::NAME_BYTES_MAX;

/// The text without control characters and without the invisible ones that turn the direction of writing, which can
/// make `exe.pdf` out of `fdp.exe`; no white space around it.
pub(crate) fn plain(text: &str) -> String {
    let kept: String = text.chars().filter(|c| !c.is_control() && !turns(*c)).collect();
    kept.trim().to_owned()
}

/// The name under which a file is saved: no folders, no control characters, nothing that Windows forbids in names, no
/// spaces or full stops at either end. `file` when nothing is left.
pub(crate) fn file(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept = last.chars().filter(|c| !c.is_control() && !turns(*c));
    let legal: String = kept.map(|c| if r#"<>:"|?*"#.contains(c) { '_' } else { c }).collect();
    match legal.trim_matches([' ', '.']) {
        "" => "file".to_owned(),
        name => name.to_owned(),
    }
}

/// [`file`], unless it is too long to be saved everywhere.
pub(crate) fn fitting(name: &str) -> Result<String, SealError> {
    let name = file(name);
    if name.len() > NAME_BYTES_MAX {
        return Err(SealError::NameTooLong(name.chars().take(60).collect()));
    }
    Ok(name)
}

fn turns(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_lose_folders_controls_and_tricks() {
        for (given, saved) in [
            ("plan.pdf", "plan.pdf"),
            ("../../etc/passwd", "passwd"),
            (r"C:\Users\nia\plan.pdf", "plan.pdf"),
            ("a\0b\r\nc\u{7f}\u{85}.txt", "abc.txt"),
            ("invoice\u{202e}fdp.exe", "invoicefdp.exe"),
            ("</script><script>alert(1)", "script__script_alert(1)"),
            (r#"a<b>c:d"e|f?g*h"#, "a_b_c_d_e_f_g_h"),
            (" .hidden. ", "hidden"),
            ("..", "file"),
            ("folder/", "file"),
            ("", "file"),
            ("Žofie’s 写真 👧🏽.jpg", "Žofie’s 写真 👧🏽.jpg"),
        ] {
            assert_eq!(file(given), saved, "{given:?}");
            assert_eq!(file(saved), saved, "{saved:?} stays");
        }
    }

    #[test]
    fn a_sender_is_one_line_of_plain_text() {
        assert_eq!(plain(" Amber\u{202e} Lane\n\tPreschool "), "Amber LanePreschool");
    }
}
