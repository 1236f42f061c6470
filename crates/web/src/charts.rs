//! Small pictures drawn on the server. The facts are beside each in words, so a picture never carries them alone.

use std::fmt::Write;

/// A bar: its label and how many.
pub(crate) struct Bar {
    label: String,
    count: usize,
}

/// Bars counted up, in the order in which they first came.
pub(crate) struct Counter(Vec<Bar>);

impl Bar {
    pub(crate) fn counter() -> Counter {
        Counter(Vec::new())
    }
}

impl Counter {
    pub(crate) fn add(&mut self, label: &str) {
        match self.0.iter_mut().find(|bar| bar.label == label) {
            Some(bar) => bar.count += 1,
            None => self.0.push(Bar { label: label.to_owned(), count: 1 }),
        }
    }

    /// The longest first.
    pub(crate) fn bars(mut self) -> Vec<Bar> {
        self.0.sort_by_key(|bar| std::cmp::Reverse(bar.count));
        self.0
    }
}

/// Height of a row, and the width of the longest bar, in the picture's own units.
const ROW: usize = 34;
const BAR_WIDTH_MAX: usize = 260;
/// As much of a label as fits before its bar.
const LABEL_CHARACTERS_MAX: usize = 33;

/// Lying bars, each with its label and number written beside it. Nothing to draw: none.
pub(crate) fn bars(title: &str, bars: Vec<Bar>) -> Option<String> {
    let most = bars.iter().map(|bar| bar.count).max().filter(|most| *most > 0)?;
    let height = bars.len() * ROW;
    let mut out = format!(
        "<svg class=\"chart\" role=\"img\" aria-label=\"{}\" viewBox=\"0 0 640 {height}\">",
        escaped(&title_with_facts(title, &bars))
    );
    for (at, bar) in bars.iter().enumerate() {
        let (y, width) = (at * ROW, (bar.count * BAR_WIDTH_MAX / most).max(4));
        let _ = write!(
            out,
            "<text x=\"0\" y=\"{}\">{}</text><rect class=\"bar\" x=\"330\" y=\"{}\" width=\"{width}\" height=\"20\"/>\
             <text class=\"number\" x=\"{}\" y=\"{}\">{}</text>",
            y + 21,
            escaped(&shortened(&bar.label)),
            y + 6,
            330 + width + 8,
            y + 21,
            bar.count
        );
    }
    out.push_str("</svg>");
    Some(out)
}

fn title_with_facts(title: &str, bars: &[Bar]) -> String {
    let facts: Vec<String> = bars.iter().map(|bar| format!("{} {}", bar.label, bar.count)).collect();
    format!("{title}: {}", facts.join(", "))
}

/// A label that fits.
fn shortened(label: &str) -> String {
    if label.chars().count() <= LABEL_CHARACTERS_MAX {
        return label.to_owned();
    }
    label.chars().take(LABEL_CHARACTERS_MAX - 1).chain(['…']).collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_picture_says_its_facts_in_words_and_escapes_them() {
        let mut counter = Bar::counter();
        ["a<b", "c", "c"].iter().for_each(|label| counter.add(label));
        let svg = bars("Kinds", counter.bars()).unwrap();
        assert!(svg.contains("aria-label=\"Kinds: c 2, a&lt;b 1\""), "{svg}");
        assert!(!svg.contains("a<b"));
        assert!(bars("Kinds", Vec::new()).is_none(), "nothing to draw");
    }
}
