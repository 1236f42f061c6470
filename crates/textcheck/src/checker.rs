//! The pass over a text.

use crate::birth::{self, Cue, Dated};
use crate::build::{self, Built};
use crate::fold::fold;
use crate::judge::{Place, judge, unknown};
use crate::lexicon::{Form, Known, Meaning, PHRASE_WORDS_MAX};
use crate::settle::settle;
use crate::token::{Token, gap, shape, tokens};
use crate::words::{Tag, month};
use crate::{Error, Finding, Names, Sure, What, contact, online, phone};
use std::ops::Range;
use std::sync::Arc;

/// Looks texts over for the names of one roster.
#[derive(Debug)]
pub struct Checker {
    built: Built,
    /// The ids for what is about nobody known.
    nobody: Arc<[String]>,
    ids: Vec<String>,
    whose: Vec<crate::Whose>,
}

impl Checker {
    /// Builds a checker. A blank name is passed over; a setting's roster takes milliseconds.
    ///
    /// # Errors
    /// [`Error::TooMany`] for more than a hundred thousand people. The other errors would be a mistake in the crate.
    pub fn new(names: &Names) -> Result<Self, Error> {
        let built = build::build(names)?;
        let ids = names.people.iter().map(|person| person.id.clone()).collect();
        let whose = names.people.iter().map(|person| person.whose).collect();
        Ok(Self { built, nobody: Arc::new([]), ids, whose })
    }

    /// What is found in a text: in the order of the text, without overlaps.
    pub fn check(&self, text: &str) -> Vec<Finding> {
        let tokens = tokens(text, &self.built.lexicon);
        let mut pass = Pass {
            checker: self,
            text,
            tokens: &tokens,
            found: Vec::new(),
            dates: Vec::new(),
            cues: Vec::new(),
        };
        pass.run();
        settle(pass.found)
    }
}

/// One text being looked over.
struct Pass<'a> {
    checker: &'a Checker,
    text: &'a str,
    tokens: &'a [Token],
    found: Vec<Finding>,
    dates: Vec<Dated>,
    cues: Vec<Cue>,
}

impl Pass<'_> {
    fn run(&mut self) {
        // Words before this one belong to a name or a saying already.
        let mut taken = 0;
        for (at, token) in self.tokens.iter().enumerate() {
            if token.tagged(Tag::Begins.bit()) && at >= taken {
                taken = self.phrases(at).unwrap_or(taken);
            }
            if unknown(token) {
                self.stranger(at, token);
            }
            if token.is(shape::DIGIT) {
                self.number(at, token);
            }
            if month(token.whole.tags).is_some() || token.is(shape::NUMBER) {
                self.dates.extend(birth::date(self.text, self.tokens, at));
            }
            if token.is_after_any(gap::OTHER) {
                self.marked(token);
            }
            if token.tagged(Tag::Platform.bit()) {
                let page = online::profile(self.text, self.tokens, at);
                self.extend(What::Handle, page);
            }
            if token.is(shape::UNSPACED) {
                self.unspaced(token);
            }
        }
        self.births();
    }

    fn push(&mut self, at: Range<usize>, what: What, sure: Sure) {
        self.found.push(Finding { at, what, of: self.checker.nobody.clone(), whose: None, sure });
    }

    fn extend(&mut self, what: What, found: Option<(Range<usize>, Sure)>) {
        if let Some((at, sure)) = found {
            self.push(at, what, sure);
        }
    }

    fn name(&mut self, at: Range<usize>, meaning: &Meaning, what: What, sure: Sure) {
        self.found.push(Finding { at, what, of: meaning.of.clone(), whose: meaning.whose, sure });
    }

    /// Takes the longest phrase that holds of those that begin at a word; the word after it, if it is a name or a saying.
    fn phrases(&mut self, at: usize) -> Option<usize> {
        let lexicon = &self.checker.built.lexicon;
        let token = self.tokens.get(at)?;
        for start in [(token.whole.word, false), (token.stem, true)] {
            let Some(root) = lexicon.root(start.0) else { continue };
            let mut ends = [(0_usize, 0_u32, false); PHRASE_WORDS_MAX];
            let mut count = 0;
            let mut here = Some((at + 1, root, start.1));
            for slot in &mut ends {
                let Some((end, node, stem)) = here else { break };
                *slot = (end, node, stem);
                count += 1;
                here = self.step(end, node).map(|(node, stem)| (end + 1, node, stem));
            }
            for (end, node, stem) in ends.into_iter().take(count).rev() {
                for meaning in lexicon.meanings(node) {
                    let last = self.tokens.get(end - 1)?;
                    let span = token.start..if stem { last.stem_end() } else { last.end };
                    match meaning.form {
                        Form::Saying => return Some(end),
                        Form::Born | Form::Birthday => {
                            self.cues.push(Cue { at: span, born: meaning.form == Form::Born });
                            return None;
                        }
                        _ => {}
                    }
                    if let Some((what, sure)) = judge(meaning, Place { tokens: self.tokens, first: at, end })
                    {
                        self.name(span, meaning, what, sure);
                        return (what != What::RemarkAboutWork).then_some(end);
                    }
                }
            }
        }
        None
    }

    /// The node after the word at `at`, and whether it was taken without its `'s`.
    fn step(&self, at: usize, node: u32) -> Option<(u32, bool)> {
        let lexicon = &self.checker.built.lexicon;
        let (before, token) = (self.tokens.get(at.checked_sub(1)?)?, self.tokens.get(at)?);
        let node = if token.is_after_any(gap::COMMA) && token.after(gap::COMMA | gap::SPACE) {
            lexicon.step(node, lexicon.known(b",").word)?
        } else {
            let short = before.end - before.start <= 2 || before.tagged(Tag::Title.bit());
            let dots = if short { gap::DOT } else { 0 };
            Some(node).filter(|_| token.after(gap::SPACE | gap::HYPHEN | dots))?
        };
        let whole = lexicon.step(node, token.whole.word).map(|node| (node, false));
        whole.or_else(|| lexicon.step(node, token.stem).map(|node| (node, true)))
    }

    /// A word that is in no list: a misspelt name, or a surname in the plural.
    fn stranger(&mut self, at: usize, token: &Token) {
        let the = at
            .checked_sub(1)
            .and_then(|at| self.tokens.get(at))
            .is_some_and(|the| the.tagged(Tag::Article.bit()));
        let capital = token.is(shape::CAPITAL) && token.gap != gap::DOT;
        if !token.is(shape::ASCII) || token.is(shape::DIGIT) || !capital && !the {
            return;
        }
        let mut word = String::new();
        fold(self.text.get(token.start..token.stem_end()).unwrap_or(""), &mut word);
        let lexicon = &self.checker.built.lexicon;
        let meanings = |word: u32| lexicon.root(word).map_or(&[][..], |node| lexicon.meanings(node));
        let span = token.start..token.stem_end();
        let one = word.strip_suffix('s').map_or(Known::NOTHING, |word| lexicon.known(word.as_bytes()));
        let family = meanings(one.word).iter().find(|meaning| meaning.form == Form::Surname);
        if the && let Some(meaning) = family.filter(|meaning| capital || !meaning.ordinary) {
            let sure = if meaning.ordinary { Sure::Possible } else { Sure::Certain };
            return self.name(span, meaning, What::Surname, sure);
        }
        if !capital {
            return;
        }
        let near = self.checker.built.spelling.near(word.as_bytes());
        let mut meant =
            near.iter().flat_map(|word| meanings(*word)).filter_map(|meaning| match meaning.form {
                Form::First | Form::PartOfFirst => Some((What::FirstName, meaning)),
                Form::Surname | Form::PartOfSurname => Some((What::Surname, meaning)),
                _ => None,
            });
        let Some((what, first)) = meant.next() else { return };
        let mut finding =
            Finding { at: span, what, of: first.of.clone(), whose: first.whose, sure: Sure::Possible };
        for (_, other) in meant {
            let more = other.of.iter().filter(|id| !finding.of.contains(id));
            finding.of = finding.of.iter().chain(more).cloned().collect();
            finding.whose = finding.whose.min(other.whose).or(finding.whose);
        }
        self.found.push(finding);
    }

    fn number(&mut self, at: usize, token: &Token) {
        if !token.is(shape::NUMBER) {
            let code = contact::postcode(self.text, self.tokens, at);
            return self.extend(What::Postcode, code);
        }
        let inside =
            self.found.last().is_some_and(|last| last.what == What::Telephone && last.at.end > token.start);
        if !inside {
            self.extend(What::Telephone, phone::telephone(self.text, token.start));
        }
        let street = contact::address(self.text, self.tokens, at);
        self.extend(What::Address, street);
    }

    /// A word right after a `#` or an `@`.
    fn marked(&mut self, token: &Token) {
        let mark = online::mark(self.text, token);
        match mark.filter(|mark| matches!(mark, b'@' | b'#')) {
            Some(b'@') => match online::at_sign(self.text, token) {
                Some(online::At::Email(at)) => self.push(at, What::Email, Sure::Certain),
                Some(online::At::Handle(at, sure)) => {
                    // The setting's own handle is its name.
                    let own = |last: &Finding| last.what == What::SettingName && last.at.start == token.start;
                    if !self.found.last().is_some_and(|last| own(last) && last.at.end == at.end) {
                        self.push(at, What::Handle, sure);
                    }
                }
                None => {}
            },
            Some(_) if unknown(token) => self.hashtag(token),
            _ => {}
        }
    }

    fn hashtag(&mut self, token: &Token) {
        let lexicon = &self.checker.built.lexicon;
        for (at, word, sure) in online::hidden(self.text, token, lexicon) {
            let meanings = lexicon.root(word).map_or(&[][..], |node| lexicon.meanings(node));
            if let Some(meaning) =
                meanings.iter().find(|meaning| matches!(meaning.form, Form::First | Form::PartOfFirst))
            {
                self.name(at, meaning, What::FirstName, sure);
            }
        }
    }

    fn unspaced(&mut self, token: &Token) {
        let Some(unspaced) = &self.checker.built.unspaced else { return };
        for found in unspaced.search.find_iter(self.text.get(token.start..token.end).unwrap_or("")) {
            if let Some((what, sure, (of, whose))) = unspaced.meanings.get(found.pattern().as_usize()) {
                let at = token.start + found.start()..token.start + found.end();
                self.found.push(Finding { at, what: *what, of: of.clone(), whose: *whose, sure: *sure });
            }
        }
    }

    fn births(&mut self) {
        for date in std::mem::take(&mut self.dates) {
            let Some((sure, numbers)) = self.checker.built.birthdays.weigh(&date, &self.cues) else {
                continue;
            };
            let of = numbers.iter().filter_map(|number| self.checker.ids.get(*number).cloned()).collect();
            let whose = numbers.iter().filter_map(|number| self.checker.whose.get(*number).copied()).min();
            self.found.push(Finding { at: date.at, what: What::DateOfBirth, of, whose, sure });
        }
    }
}
