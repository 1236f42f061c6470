//! Reading a data file with the place of every mistake.

use crate::mistake::Mistake;
use crate::text::nearest;
use std::ops::Range;
use toml::Spanned;

/// A text with its name.
pub(crate) struct Source<'a> {
    file: String,
    text: &'a str,
}

impl<'a> Source<'a> {
    pub(crate) fn new(file: String, text: &'a str) -> Self {
        Self { file, text }
    }

    pub(crate) fn parse<T: serde::de::DeserializeOwned>(&self) -> Result<T, Mistake> {
        toml::from_str(self.text).map_err(|error| {
            let message = error.message().to_owned();
            let nearest = nearest_of_expected(&message);
            Mistake { nearest, ..self.mistake_at(error.span().unwrap_or(0..0), message) }
        })
    }

    pub(crate) fn mistake_at(&self, span: Range<usize>, says: impl Into<String>) -> Mistake {
        let line = self.text.get(..span.start).map_or(0, |before| before.matches('\n').count() + 1);
        Mistake { file: self.file.clone(), line, says: says.into(), nearest: None }
    }

    pub(crate) fn unknown<'w>(
        &self,
        kind: &str,
        given: &Spanned<String>,
        words: impl IntoIterator<Item = &'w str>,
    ) -> Mistake {
        let given_word = given.get_ref();
        let nearest = nearest(given_word, words).map(str::to_owned);
        Mistake { nearest, ..self.mistake_at(given.span(), format!("there is no {kind} `{given_word}`")) }
    }
}

/// serde says "unknown field `x`, expected one of `a`, `b`": picks the nearest of those.
fn nearest_of_expected(message: &str) -> Option<String> {
    let (given, expected) = message.split_once(", expected ")?;
    let given = given.split('`').nth(1)?;
    nearest(given, expected.split('`').skip(1).step_by(2)).map(str::to_owned)
}
