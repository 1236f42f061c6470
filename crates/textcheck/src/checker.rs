//! The pass over a text.

use crate::birth::{self, Cue, Dated};
use crate::build::{self, Built};
use crate::error::Error;
use crate::finding::{Finding, FindingKind, Sure};
use crate::fold::fold;
use crate::judge::{Place, judge, unknown};
use crate::lexicon::{Form, Meaning};
use crate::overlaps::resolve_overlaps;
use crate::roster::{Names, Whose};
use crate::token::{Token, gap, shape, tokens};
use crate::words::{self, Tag, month};
use crate::{contact, online, phone};
use std::ops::Range;
use std::sync::Arc;

/// Looks texts over for the names of one roster.
#[derive(Debug)]
pub struct Checker {
    built: Built,
    /// The ids for what is about nobody known.
    nobody: Arc<[String]>,
    /// The people by their numbers.
    people: Vec<(String, Whose)>,
}

impl Checker {
    /// Builds a checker. A blank name is passed over; a setting's roster takes milliseconds.
    ///
    /// # Errors
    /// [`Error::TooMany`] for more than a hundred thousand people. The other errors would be a mistake in the crate.
    pub fn new(names: &Names) -> Result<Self, Error> {
        let built = build::build(names)?;
        let people = names.people.iter().map(|person| (person.id.clone(), person.whose)).collect();
        Ok(Self { built, nobody: Arc::new([]), people })
    }

    /// What is found in a text: in the order of the text, without overlaps.
    pub fn check(&self, text: &str) -> Vec<Finding> {
        let mut all = Gathered::default();
        let mut block = Vec::new();
        let mut start = 0;
        while start < text.len() {
            let end = block_end(text, start);
            block.clear();
            tokens(text.get(..end).unwrap_or(text), start, &self.built.lexicon, &mut block);
            Pass { checker: self, text, tokens: &block, linked: 0, all: &mut all }.run();
            start = end;
        }
        self.births(&mut all);
        resolve_overlaps(all.found)
    }

    /// Puts the dates that are dates of birth among what was found.
    fn births(&self, all: &mut Gathered) {
        for date in &all.dates {
            let Some((sure, numbers)) = self.built.birthdays.weigh(date, &all.cues) else { continue };
            let people = || numbers.iter().filter_map(|number| self.people.get(*number));
            let of = people().map(|(id, _)| id.clone()).collect();
            let whose = people().map(|(_, whose)| *whose).min();
            all.found.push(Finding {
                at: date.at.clone(),
                kind: FindingKind::DateOfBirth,
                of,
                whose,
                sure,
                names: Vec::new(),
            });
        }
    }
}

/// A text is looked over in blocks of lines of at least so much, so that what is known about its words stays close by.
const BLOCK_BYTES_MIN: usize = 4 * 1024;

/// Where a block ends: after a line, because no rule looks beyond one.
fn block_end(text: &str, start: usize) -> usize {
    let from = start.saturating_add(BLOCK_BYTES_MIN);
    let rest = text.as_bytes().get(from..).unwrap_or(&[]);
    rest.iter().position(|byte| *byte == b'\n').map_or(text.len(), |line| from + line + 1)
}

/// What was found so far, and the dates with what speaks of birth, to be weighed at the end.
#[derive(Default)]
struct Gathered {
    found: Vec<Finding>,
    dates: Vec<Dated>,
    cues: Vec<Cue>,
}

/// A phrase so far.
#[derive(Clone, Copy)]
struct End {
    /// The word after it.
    at: usize,
    node: u32,
    /// Its last word was taken without its `'s`.
    stem: bool,
}

/// One block of a text being looked over.
struct Pass<'a> {
    checker: &'a Checker,
    text: &'a str,
    tokens: &'a [Token],
    /// Up to here a link was looked through already.
    linked: usize,
    all: &'a mut Gathered,
}

impl Pass<'_> {
    fn run(&mut self) {
        // Words before this one belong to a name or a saying already.
        let mut taken = 0;
        for (at, token) in self.tokens.iter().enumerate() {
            // Most words are none of this.
            let plain =
                !token.is(shape::CAPITAL | shape::DIGIT | shape::UNSPACED) && !token.tagged(words::NOTABLE);
            if plain && !token.is_after_any(gap::OTHER) {
                continue;
            }
            if token.tagged(Tag::Begins.bit()) && at >= taken {
                taken = self.phrases(at).unwrap_or(taken);
            }
            if unknown(token) && token.is(shape::CAPITAL) {
                self.stranger(token);
            }
            if token.is(shape::DIGIT) {
                self.number(at, token);
            }
            if month(token.whole.tags).is_some() || token.is(shape::NUMBER) {
                self.all.dates.extend(birth::date(self.text, self.tokens, at));
            }
            if token.is_after_any(gap::OTHER) {
                self.marked(token);
            }
            if token.tagged(Tag::Platform.bit()) {
                let page = online::profile(self.text, self.tokens, at);
                if let Some((at, _)) = &page {
                    self.run_together(at.clone());
                }
                self.extend(FindingKind::Handle, page);
            }
            if token.is(shape::UNSPACED) {
                self.unspaced(token);
            }
        }
    }

    fn push(&mut self, at: Range<usize>, what: FindingKind, sure: Sure) {
        self.all.found.push(Finding {
            at,
            kind: what,
            of: self.checker.nobody.clone(),
            whose: None,
            sure,
            names: Vec::new(),
        });
    }

    fn extend(&mut self, what: FindingKind, found: Option<(Range<usize>, Sure)>) {
        if let Some((at, sure)) = found {
            self.push(at, what, sure);
        }
    }

    fn name(&mut self, at: Range<usize>, meaning: &Meaning, what: FindingKind, sure: Sure) {
        self.all.found.push(Finding {
            at,
            kind: what,
            of: meaning.of.clone(),
            whose: meaning.whose,
            sure,
            names: Vec::new(),
        });
    }

    /// Takes the longest phrase that holds of those that begin at a word. If it is a name or a saying, the word after it.
    fn phrases(&mut self, at: usize) -> Option<usize> {
        let lexicon = &self.checker.built.lexicon;
        let token = self.tokens.get(at)?;
        let start = |word, stem| lexicon.root(word).map(|node| End { at: at + 1, node, stem });
        let (whole, stem) = (start(token.whole.word, false), start(token.stem, true));
        let taken = whole.and_then(|end| self.longest(at, end));
        taken.or_else(|| stem.and_then(|end| self.longest(at, end)))
    }

    /// No deeper than a phrase is long.
    fn longest(&mut self, first: usize, end: End) -> Option<usize> {
        let longer = self.step(end).and_then(|longer| self.longest(first, longer));
        longer.or_else(|| self.take(first, end))
    }

    /// The phrase with one word more.
    fn step(&self, end: End) -> Option<End> {
        let lexicon = &self.checker.built.lexicon;
        let (before, token) = (self.tokens.get(end.at - 1)?, self.tokens.get(end.at)?);
        let node = if token.after(gap::SPACE | gap::HYPHEN) {
            end.node
        } else if token.after(gap::COMMA | gap::SPACE) {
            lexicon.step(end.node, lexicon.known(",").word)?
        } else {
            let short = before.end - before.start <= 2 || before.tagged(Tag::Title.bit());
            Some(end.node).filter(|_| short && token.after(gap::SPACE | gap::DOT))?
        };
        let next = |word, stem| lexicon.step(node, word).map(|node| End { at: end.at + 1, node, stem });
        next(token.whole.word, false).or_else(|| next(token.stem, true))
    }

    /// Takes a phrase for the first of its meanings that holds.
    fn take(&mut self, first: usize, end: End) -> Option<usize> {
        let checker = self.checker;
        for meaning in checker.built.lexicon.meanings(end.node) {
            let last = self.tokens.get(end.at - 1)?;
            let start = self.tokens.get(first + usize::from(meaning.form == Form::Family))?.start;
            let span = start..if end.stem { last.stem_end() } else { last.end };
            match meaning.form {
                Form::Saying => return Some(end.at),
                Form::Born | Form::Birthday => {
                    self.all.cues.push(Cue { at: span, born: meaning.form == Form::Born });
                    return Some(first);
                }
                _ => {}
            }
            if let Some((what, sure)) = judge(meaning, Place { tokens: self.tokens, first, end: end.at }) {
                self.name(span, meaning, what, sure);
                return Some(if what == FindingKind::RemarkAboutWork { first } else { end.at });
            }
        }
        None
    }

    /// A capitalised word that is in no list: a misspelt name.
    fn stranger(&mut self, token: &Token) {
        if !token.is(shape::ASCII) || token.is(shape::DIGIT) || token.gap == gap::DOT {
            return;
        }
        let mut word = String::new();
        fold(self.text.get(token.start..token.stem_end()).unwrap_or(""), &mut word);
        let lexicon = &self.checker.built.lexicon;
        let near = self.checker.built.spelling.near(word.as_bytes());
        let meanings =
            near.iter().filter_map(|word| lexicon.root(*word)).flat_map(|node| lexicon.meanings(node));
        let mut meant = meanings.filter_map(|meaning| match meaning.form {
            Form::First | Form::PartOfFirst => Some((FindingKind::FirstName, meaning)),
            Form::Surname | Form::PartOfSurname => Some((FindingKind::Surname, meaning)),
            _ => None,
        });
        let Some((what, first)) = meant.next() else { return };
        let (at, of, whose) = (token.start..token.stem_end(), first.of.clone(), first.whose);
        let mut finding = Finding { at, kind: what, of, whose, sure: Sure::Possible, names: Vec::new() };
        for (_, other) in meant {
            let more = other.of.iter().filter(|id| !finding.of.contains(id));
            finding.of = finding.of.iter().chain(more).cloned().collect();
            finding.whose = finding.whose.min(other.whose);
        }
        self.all.found.push(finding);
    }

    fn number(&mut self, at: usize, token: &Token) {
        if !token.is(shape::NUMBER) {
            let code = contact::postcode(self.text, self.tokens, at);
            return self.extend(FindingKind::Postcode, code);
        }
        let inside = self
            .all
            .found
            .last()
            .is_some_and(|last| last.kind == FindingKind::Telephone && last.at.end > token.start);
        if !inside {
            self.extend(FindingKind::Telephone, phone::telephone(self.text, token.start));
        }
        let street = contact::address(self.text, self.tokens, at);
        self.extend(FindingKind::Address, street);
    }

    /// A word right after a `#`, an `@`, or another mark of an address.
    fn marked(&mut self, token: &Token) {
        match online::mark(self.text, token) {
            Some(b'@') => match online::at_sign(self.text, token) {
                Some(online::At::Email(at)) => {
                    self.run_together(at.clone());
                    self.push(at, FindingKind::Email, Sure::Certain);
                }
                Some(online::At::Handle(at, sure)) => {
                    self.run_together(at.clone());
                    // The setting's own handle is its name.
                    let own = |last: &Finding| {
                        last.kind == FindingKind::SettingName && last.at.start == token.start
                    };
                    if !self.all.found.last().is_some_and(|last| own(last) && last.at.end == at.end) {
                        self.push(at, FindingKind::Handle, sure);
                    }
                }
                None => {}
            },
            Some(b'#') if unknown(token) => self.run_together(token.start..token.end),
            Some(b'/' | b'=' | b'&' | b'?' | b'~' | b'%' | b'+') if token.start >= self.linked => {
                self.linked = online::link_end(self.text, token.start);
                self.run_together(token.start..self.linked);
            }
            _ => {}
        }
    }

    /// Names run together with other words inside an address, a link or a hashtag.
    fn run_together(&mut self, at: Range<usize>) {
        let checker = self.checker;
        let lexicon = &checker.built.lexicon;
        let first = self.tokens.partition_point(|token| token.start < at.start);
        let inside = self.tokens.get(first..).unwrap_or_default();
        for token in inside.iter().take_while(|token| token.end <= at.end).filter(|token| unknown(token)) {
            for (at, meaning, sure) in online::hidden(self.text, token, lexicon) {
                let kind = match meaning.form {
                    Form::Full => FindingKind::FullName,
                    Form::Surname => FindingKind::Surname,
                    _ => FindingKind::FirstName,
                };
                self.name(at, meaning, kind, sure);
            }
        }
    }

    fn unspaced(&mut self, token: &Token) {
        let Some(unspaced) = &self.checker.built.unspaced else { return };
        for found in unspaced.search.find_iter(self.text.get(token.start..token.end).unwrap_or("")) {
            if let Some((what, sure, (of, whose))) = unspaced.meanings.get(found.pattern().as_usize()) {
                if unspaced.at_start.contains(&found.pattern().as_usize()) && found.start() > 0 {
                    continue;
                }
                let at = token.start + found.start()..token.start + found.end();
                self.all.found.push(Finding {
                    at,
                    kind: *what,
                    of: of.clone(),
                    whose: *whose,
                    sure: *sure,
                    names: Vec::new(),
                });
            }
        }
    }
}

#[cfg(test)]
mod tests;
