//! What pictures are for: the purposes that parents are asked for, and the words that policies use for them.

use crate::catalogue::{Catalogue, ParamKind};
use crate::compile::Policy;
use crate::period::Every;
use serde::Deserialize;

/// One purpose.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Purpose {
    /// Its id, which is also the word for it in a question.
    pub id: String,
    /// A short name.
    pub title: String,
    /// What parents are asked, after "May we use pictures of your child …".
    pub asks: String,
    /// Why, for parents.
    pub why: String,
    /// Other words that a policy may use for it.
    #[serde(default)]
    pub also: Vec<String>,
    /// The parameter of `cameras.retention` that says how long its pictures are kept.
    pub kept_as: Option<String>,
    /// How long they are kept where the policy does not say; `None` where the setting keeps none.
    pub keep: Option<String>,
    /// Whether the setting makes pictures for it.
    #[serde(default)]
    pub taken: bool,
    /// The kinds of channel that publish for it.
    #[serde(default)]
    pub channels: Vec<String>,
    /// Of those, only the one that serves these readers.
    pub serves: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PurposesText {
    pub(crate) purpose: Vec<Purpose>,
}

/// An area of learning.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Area {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AreasText {
    pub(crate) area: Vec<Area>,
}

/// The control that says how long pictures are kept.
const RETENTION: &str = "cameras.retention";

impl Catalogue {
    /// The purpose that a word stands for.
    pub fn purpose(&self, word: &str) -> Option<&Purpose> {
        let means = |purpose: &&Purpose| purpose.id == word || purpose.also.iter().any(|also| also == word);
        self.purposes.iter().find(means)
    }

    /// The purpose for which a channel of this kind, for these readers, publishes.
    pub fn purpose_of_channel(&self, kind: &str, serves: &str) -> Option<&Purpose> {
        let of_kind =
            || self.purposes.iter().filter(|there| there.channels.iter().any(|there| there == kind));
        let for_readers =
            of_kind().find(|there| there.serves.as_deref().is_some_and(|there| there == serves));
        for_readers.or_else(|| of_kind().find(|there| there.serves.is_none())).or_else(|| of_kind().next())
    }
}

impl Policy {
    /// The policy's own word for a purpose: the one that its rules about pictures name, or the purpose's id.
    pub fn word_for(&self, purpose: &Purpose) -> String {
        let of_pictures = |control: &str| {
            control.starts_with("cameras.")
                || control.starts_with("phones.")
                || control.starts_with("social.")
        };
        let named =
            self.adoptions.iter().filter(|adoption| of_pictures(&adoption.control)).flat_map(|adoption| {
                let control = self.catalogue.controls.get(&*adoption.control);
                adoption.params.iter().filter(move |(name, _)| {
                    control
                        .and_then(|control| control.params.get(*name))
                        .is_some_and(|param| param.is == ParamKind::Purposes)
                })
            });
        let words: Vec<&String> = named.flat_map(|(_, words)| words).collect();
        let means = |word: &&&String| purpose.id == ***word || purpose.also.contains(**word);
        let exact = words.iter().any(|word| **word == purpose.id);
        let word = if exact { None } else { words.iter().find(means) };
        word.map_or_else(|| purpose.id.clone(), |word| (**word).clone())
    }

    /// How long a picture for this purpose is kept: as the policy says, or as the catalogue does. `None` where the
    /// setting keeps none for it.
    pub fn keep(&self, purpose: &Purpose) -> Option<Every> {
        let said = self.of_control(RETENTION).find_map(|adoption| {
            let own = purpose.kept_as.as_ref().and_then(|name| adoption.params.get(name));
            Every::parse(own.or_else(|| adoption.params.get("keep"))?.first()?)
        });
        said.or_else(|| Every::parse(purpose.keep.as_deref()?))
    }

    /// How long a picture is kept once permission for it was taken back or a child in it has left.
    pub fn keep_withdrawn(&self) -> Option<Every> {
        let said = self
            .of_control(RETENTION)
            .find_map(|adoption| Every::parse(adoption.params.get("withdrawn")?.first()?));
        said.or_else(|| Every::parse("1 month"))
    }
}
