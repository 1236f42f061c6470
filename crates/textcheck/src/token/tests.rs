//! How texts are cut.

use super::*;

fn cut(text: &str) -> Vec<Token> {
    let mut all = Vec::new();
    tokens(text, 0, &Lexicon::default(), &mut all);
    all
}

fn words(text: &str) -> Vec<&str> {
    cut(text).iter().map(|token| &text[token.start..token.end]).collect()
}

#[test]
fn words_end_where_a_reader_would_say() {
    assert_eq!(words("Asha's, O’Neill & Zoë-May."), ["Asha's", "O’Neill", "&", "Zoë", "May"]);
    assert_eq!(words("the dads' race"), ["the", "dads", "race"]);
    assert_eq!(words("🎂Bo🎉"), ["Bo"]);
    assert_eq!(words("A\u{200d}sha \u{200d} Bo\u{200d}."), ["A\u{200d}sha", "Bo"]);
    assert_eq!(words("小明 و سلمى"), ["小明", "و", "سلمى"]);
    assert_eq!(words(" ... "), [""; 0]);
    assert_eq!(words("ʼʼʼ a"), ["ʼ", "ʼ", "ʼ", "a"]);
}

#[test]
fn an_s_after_an_apostrophe_is_told_from_the_word() {
    for text in ["Asha's", "Asha’s", "Ａsha’s", "Zoë's", "Asha'll", "Asha\u{200d}’s"] {
        let token = cut(text)[0];
        assert!(token.suffix > 1, "{text}");
        assert!(!text[..token.stem_end()].contains(['\'', '’']), "{text}");
    }
    assert_eq!(cut("O'Neill")[0].suffix, 0);
}

#[test]
fn gaps_and_shapes() {
    let text = "Hello, Anne-Marie. NOW 12th";
    let all = cut(text);
    let gaps: Vec<u8> = all.iter().map(|token| token.gap).collect();
    let space = gap::SPACE;
    assert_eq!(gaps, [gap::STOP, gap::COMMA | space, gap::HYPHEN, gap::DOT | space, space]);
    assert!(all[3].is(shape::SHOUTED) && all[1].is(shape::CAPITAL) && all[4].is(shape::NUMBER));
}
