//! What the fuzzer found worth keeping, asked again with every test.
#![expect(clippy::unwrap_used, reason = "tests stop at the first surprise")]

mod checks;

fn each(target: &str, check: fn(&[u8])) {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(target);
    let files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(files.len() > 20, "{} of {target} are too few", files.len());
    for file in files {
        let bytes = std::fs::read(&file).unwrap();
        let held = std::panic::catch_unwind(|| check(&bytes));
        assert!(held.is_ok(), "{}", file.display());
    }
}

#[test]
fn jpegs() {
    each("jpeg", checks::jpeg);
}

#[test]
fn stills() {
    each("still", checks::still);
}

#[test]
fn films() {
    each("mp4", checks::mp4);
    each("webm", checks::webm);
}
