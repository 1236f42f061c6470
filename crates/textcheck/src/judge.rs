//! Whether a word that is somebody's name is meant as one, judged by how it is written and by its neighbours.

use crate::finding::{FindingKind, Sure};
use crate::lexicon::{Form, Known, Meaning};
use crate::token::{Token, gap, shape};
use crate::words::Tag;

mod ordinary;

/// A phrase in its place: the words from `first` up to and without `end`.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) tokens: &'a [Token],
    pub(crate) first: usize,
    pub(crate) end: usize,
}

/// What a phrase in its place is, and how surely; `None` if it is not meant as that.
pub(crate) fn judge(meaning: &Meaning, place: Place<'_>) -> Option<(FindingKind, Sure)> {
    let (what, sure) = match meaning.form {
        Form::Full => (FindingKind::FullName, Some(place.full(meaning))),
        Form::Setting => (FindingKind::SettingName, place.setting(meaning, true)),
        Form::SettingStem => (FindingKind::SettingName, place.setting(meaning, false)),
        Form::InitialSurname => {
            (FindingKind::Surname, place.with_initial(meaning, place.first, place.first + 1))
        }
        Form::FirstInitial => {
            (FindingKind::FirstName, place.with_initial(meaning, place.end - 1, place.first))
        }
        Form::First => (FindingKind::FirstName, place.first_name(meaning)),
        Form::Surname => (FindingKind::Surname, place.surname(meaning)),
        Form::Family => (FindingKind::Surname, place.family(meaning)),
        Form::PartOfFirst => (FindingKind::FirstName, place.first_name(meaning).map(|_| Sure::Possible)),
        Form::PartOfSurname => (FindingKind::Surname, place.surname(meaning).map(|_| Sure::Possible)),
        Form::SettingInitials => (FindingKind::SettingName, place.shouted_alone().then_some(Sure::Possible)),
        Form::Initials => (FindingKind::Initials, place.initials().then_some(Sure::Possible)),
        Form::Remark => (FindingKind::RemarkAboutWork, Some(Sure::Certain)),
        Form::MaybeRemark => (FindingKind::RemarkAboutWork, Some(Sure::Possible)),
        Form::Turned => (FindingKind::DateOfBirth, Some(Sure::Possible)),
        Form::Born | Form::Birthday | Form::Saying => return None,
    };
    sure.map(|sure| (what, sure))
}

impl<'a> Place<'a> {
    fn token(&self, at: usize) -> Option<&'a Token> {
        self.tokens.get(at)
    }

    /// The word before, in the same sentence.
    fn before(&self) -> Option<&'a Token> {
        (!self.begins()).then(|| self.token(self.first.checked_sub(1)?)).flatten()
    }

    /// The word after, with nothing but a space before it.
    fn beside(&self) -> Option<&'a Token> {
        self.token(self.end).filter(|next| next.after(gap::SPACE | gap::HYPHEN))
    }

    fn before_is(&self, tag: Tag) -> bool {
        self.before().is_some_and(|before| before.tagged(tag.bit()))
    }

    /// Whether it has a title: Mrs, but not the doctor's.
    fn titled(&self) -> bool {
        self.before().is_some_and(|before| before.tagged(Tag::Title.bit()) && before.suffix == 0)
    }

    fn beside_is(&self, tag: Tag) -> bool {
        self.beside().is_some_and(|next| next.tagged(tag.bit()))
    }

    /// Whether a sentence begins here, or something else after which anything has a capital.
    fn begins(&self) -> bool {
        let Some(token) = self.token(self.first) else { return true };
        let announced = token.is_after_any(gap::STOP | gap::QUOTE | gap::OTHER | gap::LINE);
        let spaced = |mark| token.is_after_any(mark) && token.is_after_any(gap::SPACE);
        // The dot of `Mr.` or of an initial ends no sentence.
        let short = self.first.checked_sub(1).and_then(|at| self.token(at)).is_some_and(|before| {
            before.tagged(Tag::Title.bit() | Tag::Saint.bit()) || before.end - before.start == 1
        });
        announced || spaced(gap::HYPHEN) || spaced(gap::DOT) && !short
    }

    fn is(&self, shape: u8) -> bool {
        self.token(self.first).is_some_and(|token| token.is(shape))
    }

    fn possessive(&self) -> bool {
        self.end.checked_sub(1).and_then(|last| self.token(last)).is_some_and(|last| last.suffix > 0)
    }

    fn letters(&self) -> usize {
        self.token(self.first).map_or(0, |token| token.stem_end() - token.start)
    }

    /// Whether the words around it are all in capitals too.
    fn amid_shouting(&self) -> bool {
        let loud = |token: &Token| {
            let word = token.end - token.start > 3 || token.tagged(Tag::Ordinary.bit());
            token.is(shape::SHOUTED) && word && !token.is(shape::DIGIT)
        };
        let before = self.first.checked_sub(1).and_then(|at| self.token(at));
        before.is_some_and(loud) || self.token(self.end).is_some_and(loud)
    }

    /// Whether it is written in capitals and the words around it are not.
    fn shouted_alone(&self) -> bool {
        self.is(shape::SHOUTED) && !self.amid_shouting()
    }

    fn full(&self, meaning: &Meaning) -> Sure {
        let capitals =
            (self.first..self.end).all(|at| self.token(at).is_some_and(|token| !token.is(shape::SMALL)));
        let alone = self.end - self.first == 1;
        let certain = !meaning.ordinary || capitals && (alone || !self.amid_shouting());
        if certain { Sure::Certain } else { Sure::Possible }
    }

    fn setting(&self, meaning: &Meaning, whole: bool) -> Option<Sure> {
        let tag = self.token(self.first).is_some_and(|token| token.is_after_any(gap::OTHER));
        if self.end - self.first > 1 {
            let certain = whole || !meaning.ordinary || self.is(shape::CAPITAL);
            return Some(if certain { Sure::Certain } else { Sure::Possible });
        }
        // One word: run together it is no ordinary word, and otherwise it may be.
        if !meaning.ordinary {
            return Some(if whole || !self.is(shape::SMALL) || tag { Sure::Certain } else { Sure::Possible });
        }
        let meant = self.is(shape::CAPITAL) && (!self.begins() || tag);
        meant.then_some(Sure::Possible)
    }

    /// A name with an initial: the letter stands at `letter`, the name at `name`.
    fn with_initial(&self, meaning: &Meaning, letter: usize, name: usize) -> Option<Sure> {
        let initial = self.token(letter)?;
        let pronoun = self.token(letter).is_some_and(|token| token.tagged(Tag::Plain.bit()));
        let capitals = initial.is(shape::CAPITAL) && !self.token(name)?.is(shape::SMALL);
        if !capitals || pronoun || initial.suffix > 0 {
            return None;
        }
        let dotted = self.token(letter + 1).is_some_and(|after| after.is_after_any(gap::DOT));
        // `A Young` and `May I` may be anything; `A. Young` is somebody.
        let article = initial.tagged(Tag::Ordinary.bit());
        match (meaning.ordinary || article, dotted) {
            (_, true) | (false, false) => Some(Sure::Certain),
            (true, false) if letter > name => Some(Sure::Possible).filter(|_| !self.begins() && !article),
            (true, false) => None,
        }
    }

    fn initials(&self) -> bool {
        if self.end - self.first == 1 {
            // `AS had fun` is Anna Smith: an ordinary word is not written in capitals among words that are not, but after a
            // figure (`9 AM`).
            let known = |token: &Token| token.tagged(Tag::Abbreviation.bit());
            let counted = self
                .first
                .checked_sub(1)
                .and_then(|at| self.token(at))
                .is_some_and(|before| before.is(shape::DIGIT));
            return self.shouted_alone() && !counted && !self.token(self.first).is_some_and(known);
        }
        let rest = self.tokens.get(self.first..self.end).unwrap_or(&[]);
        let capitals = rest.iter().all(|token| token.is(shape::CAPITAL) && token.suffix == 0);
        let dotted = rest.iter().skip(1).all(|token| token.is_after_any(gap::DOT));
        let goes_on = self.token(self.end).is_some_and(|next| next.gap == gap::DOT);
        capitals && dotted && !goes_on && self.is_lone_dotted()
    }

    /// Whether no further dotted letter stands before.
    fn is_lone_dotted(&self) -> bool {
        self.token(self.first).is_some_and(|token| token.gap != gap::DOT)
    }

    fn first_name(&self, meaning: &Meaning) -> Option<Sure> {
        if meaning.ordinary { self.ordinary(meaning) } else { self.plain_first_name(meaning) }
    }

    /// A first name that is no ordinary word.
    fn plain_first_name(&self, meaning: &Meaning) -> Option<Sure> {
        if self.before_is(Tag::Saint) || self.names_a_thing() {
            return None;
        }
        let short = self.letters() < 3 && !self.is(shape::CAPITAL) && self.is(shape::SMALL | shape::SHOUTED);
        let known = meaning.tags & Tag::Place.bit() != 0 && self.before_is(Tag::Towards);
        let doubtful = self.before_is(Tag::Crowned) || short || known || self.of_somebody_else();
        Some(if doubtful { Sure::Possible } else { Sure::Certain })
    }

    /// Whether a capitalised word follows that nobody knows: another surname.
    fn of_somebody_else(&self) -> bool {
        !self.possessive()
            && self.beside().is_some_and(|next| {
                next.is(shape::CAPITAL) && !next.is(shape::SHOUTED | shape::DIGIT) && unknown(next)
            })
    }

    /// Whether a capitalised word follows that makes it the name of a place or a thing.
    fn names_a_thing(&self) -> bool {
        !self.possessive()
            && self.beside().is_some_and(|next| next.is(shape::CAPITAL) && next.tagged(Tag::Thing.bit()))
    }

    /// `the` and a surname in the plural.
    fn family(&self, meaning: &Meaning) -> Option<Sure> {
        let capital = self
            .token(self.first + 1)
            .is_some_and(|token| token.is(shape::CAPITAL) && !token.is(shape::SHOUTED));
        let sure = if meaning.ordinary { Sure::Possible } else { Sure::Certain };
        (capital || !meaning.ordinary).then_some(sure)
    }

    fn surname(&self, meaning: &Meaning) -> Option<Sure> {
        if self.before_is(Tag::Saint) || !self.possessive() && self.names_a_thing() && !self.titled() {
            return None;
        }
        let capital = !self.is(shape::SMALL);
        if capital && self.titled() {
            return Some(Sure::Certain);
        }
        if capital && self.beside_is(Tag::Family) && !self.begins() {
            return Some(if meaning.ordinary && !self.before_is(Tag::Article) {
                Sure::Possible
            } else {
                Sure::Certain
            });
        }
        if meaning.ordinary {
            let whose = capital && self.possessive() && !self.begins() && !self.is(shape::SHOUTED);
            return (whose && !self.before_is(Tag::Article)).then_some(Sure::Possible);
        }
        if !capital {
            return (self.letters() > 3).then_some(Sure::Possible);
        }
        let other = self.before().is_some_and(|before| {
            let written = before.is(shape::CAPITAL) && !before.is(shape::SHOUTED);
            written && !before.tagged(Tag::Ordinary.bit() | Tag::Name.bit()) || before.end - before.start == 1
        });
        Some(if other { Sure::Possible } else { Sure::Certain })
    }
}

/// Whether nothing is known about a word.
pub(crate) fn unknown(token: &Token) -> bool {
    token.whole.word == Known::NOTHING.word && token.stem == Known::NOTHING.word
}

#[cfg(test)]
mod tests;
