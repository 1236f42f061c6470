//! Commands about disclosures, decided into events or refused.

use crate::deciding::input::{new_id, words_within};
use crate::deciding::refusal::Refusal;
use crate::reading::ask::question::{Question, Supposition};
use crate::reading::context::Context;
use crate::record::author::Author;
use crate::record::private::{Private, SETTING, Subject};
use crate::registers::consents::event::Of;
use crate::registers::disclosures::command::Command;
use crate::registers::disclosures::event::{Disclosure, Event, How};
use crate::registers::disclosures::refused::Refused;
use belisha_policy::Fact;
use belisha_policy::KnownAct;

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let Command::Send { disclosure, content: what, to, why, how, reason, about } = command;
    let state = context.state;
    new_id(disclosure.as_str(), state.disclosures.all.contains_key(&disclosure), "a disclosure")?;
    for of in &about {
        // Somebody who left may still be written about.
        let known = match of {
            Of::Person(person) => state.people.all.contains_key(person),
            Of::Child(child) => state.children.all.contains_key(child),
        };
        if !known {
            return Err(Refused::NobodyKnown.into());
        }
    }
    let who = match context.author {
        Author::Person(person) => Some(person.to_string()),
        _ => None,
    };
    let sealed = Supposition::Bool(how != How::PlainEmail);
    let suppose = [(Fact::Sealed.into(), sealed)].into();
    Question { act: KnownAct::SendPersonal.into(), who, suppose, ..Question::default() }.require(context)?;
    let of: &dyn Subject = if let [one] = about.as_slice() { one } else { &SETTING };
    let words = |words: &str, what: &str| -> Result<Private, Refusal> {
        Ok(Private::new(of, words_within(words, 500, what)?))
    };
    let (what, to) = (words(&what, "What is sent")?, words(&to, "To whom")?);
    let particulars = Disclosure { content: what, to, why: words(&why, "The reason")?, how, reason, about };
    Ok(vec![Event::Sent { disclosure, particulars }])
}
