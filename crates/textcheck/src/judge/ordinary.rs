//! First names that are ordinary words too: Grace, Will, May, Poppy.

use super::Place;
use crate::finding::Sure;
use crate::lexicon::Meaning;
use crate::token::{Token, gap, shape};
use crate::words::Tag;

impl Place<'_> {
    /// A first name that is an ordinary word too: Grace, Will, May, Poppy.
    pub(super) fn ordinary(&self, meaning: &Meaning) -> Option<Sure> {
        if !self.is(shape::CAPITAL) || self.before_is(Tag::Saint) || self.names_a_thing() {
            return None;
        }
        if self.is(shape::SHOUTED) {
            return self.shouted_alone().then_some(Sure::Possible);
        }
        if self.before_is(Tag::Endearment) || self.titled() {
            return Some(Sure::Certain);
        }
        let known = meaning.tags & Tag::Place.bit() != 0 && self.before_is(Tag::Towards);
        if known || self.before_is(Tag::Crowned) {
            return Some(Sure::Possible);
        }
        let time = meaning.tags & Tag::Calendar.bit() != 0;
        if time && self.is_a_time() {
            return None;
        }
        if self.among_names(time) {
            return Some(Sure::Certain);
        }
        let begins = self.begins();
        if self.possessive() {
            return Some(if time { Sure::Possible } else { Sure::Certain });
        }
        if begins { self.beginning(meaning, time) } else { self.amid(time) }
    }

    /// Whether a month or a season is meant.
    fn is_a_time(&self) -> bool {
        let number = |token: &Token| token.is(shape::DIGIT);
        self.before().is_some_and(|before| number(before) || before.tagged(Tag::TimeBefore.bit()))
            || self.beside().is_some_and(|next| number(next) || next.tagged(Tag::TimeAfter.bit()))
    }

    /// Whether it stands in a list with another name: `Olive and Ivy`, `Daisy, May`. April and May are times.
    fn among_names(&self, time: bool) -> bool {
        let name = |at: Option<usize>| {
            let token = at.and_then(|at| self.token(at)).filter(|token| token.is(shape::CAPITAL));
            token.is_some_and(|token| {
                token.tagged(Tag::Name.bit()) && !(time && token.tagged(Tag::Calendar.bit()))
            })
        };
        let joins = |at: Option<usize>| {
            let token = at.and_then(|at| self.token(at));
            token.is_some_and(|token| token.tagged(Tag::And.bit()) && token.after(gap::SPACE | gap::COMMA))
        };
        let back = |by| self.first.checked_sub(by);
        let here = self.token(self.first).map_or(0, |token| token.gap);
        let after = self.token(self.end).map_or(0, |token| token.gap);
        let comma = |gap: u8| gap == gap::COMMA | gap::SPACE;
        joins(Some(self.end)) && name(Some(self.end + 1))
            || joins(back(1)) && name(back(2))
            || comma(after) && name(Some(self.end))
            || comma(here) && name(back(1))
    }

    /// At the beginning of a sentence, where a capital says nothing.
    fn beginning(&self, meaning: &Meaning, time: bool) -> Option<Sure> {
        let maybe = (!time).then_some(Sure::Possible);
        let certain = Some(if time { Sure::Possible } else { Sure::Certain });
        let Some(next) = self.token(self.end) else { return maybe };
        if next.gap != gap::SPACE {
            // It stands alone, or somebody is spoken to.
            return if next.gap == gap::HYPHEN { None } else { maybe };
        }
        if next.tagged(Tag::Plain.bit()) {
            None
        } else if next.tagged(Tag::Acts.bit()) {
            certain
        } else if next.tagged(Tag::Auxiliary.bit()) {
            let article = meaning.tags & Tag::Mass.bit() == 0;
            if article || self.person_follows() { certain } else { maybe }
        } else if next.tagged(Tag::Adverb.bit()) {
            maybe
        } else if next.tagged(Tag::And.bit()) {
            let other = self.token(self.end + 1).filter(|other| other.gap == gap::SPACE)?;
            if other.tagged(Tag::Person.bit()) { certain } else { maybe.filter(|_| other.is(shape::CAPITAL)) }
        } else {
            None
        }
    }

    /// Whether something that only a person is or does comes soon after the next word.
    fn person_follows(&self) -> bool {
        let within = self.tokens.get(self.end + 1..).unwrap_or(&[]).iter().take(4);
        let mut within = within.take_while(|token| token.after(gap::SPACE));
        within.any(|token| token.tagged(Tag::Person.bit()))
    }

    /// Within a sentence, where a capital means a name of something.
    fn amid(&self, time: bool) -> Option<Sure> {
        let acts = self.beside_is(Tag::Acts) || self.beside_is(Tag::Auxiliary);
        // Amid a title any word has a capital.
        let in_title = self.before().is_some_and(|before| {
            let first = Place { first: self.first - 1, ..*self };
            before.is(shape::CAPITAL) && !before.tagged(Tag::Before.bit()) && !first.begins()
        });
        let meant = acts || self.before_is(Tag::Before);
        Some(if meant && !time && !in_title { Sure::Certain } else { Sure::Possible })
    }
}
