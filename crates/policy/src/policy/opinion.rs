//! Opinions on words, as a clause has them.

use crate::catalogue::control::Control;
use crate::catalogue::opinion::{OpinionText, TextOutlet};
use crate::template::Params;

/// The opinions of a control that hold with these parameters, each with the outlets that are left to it.
pub(crate) fn of_control(control: &Control, params: &Params) -> Vec<OpinionText> {
    let holds = |opinion: &&OpinionText| {
        opinion
            .only_if
            .iter()
            .all(|(param, word)| params.get(param).is_some_and(|words| words.contains(word)))
    };
    control.opinion.iter().filter(holds).map(|opinion| within(opinion, params)).collect()
}

fn within(opinion: &OpinionText, params: &Params) -> OpinionText {
    let named = opinion.within.as_ref().and_then(|param| params.get(param)).filter(|named| !named.is_empty());
    let left = |outlet: &TextOutlet| named.is_none_or(|named| named.iter().any(|word| word == outlet.word()));
    OpinionText { outlets: opinion.outlets.iter().copied().filter(left).collect(), ..opinion.clone() }
}
