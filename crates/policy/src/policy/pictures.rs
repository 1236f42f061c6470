//! What a policy says of pictures: its words for purposes, and how long they are kept.

use crate::catalogue::param::ParamKind;
use crate::catalogue::purpose::Purpose;
use crate::known::controls::Retention;
use crate::period::Every;
use crate::policy::whole::Policy;

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
                        .is_some_and(|param| param.kind == ParamKind::Purposes)
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
        let said = self.adopted::<Retention>().find_map(|adopted| {
            let own = purpose.kept_as.as_ref().and_then(|name| adopted.adoption.params.get(name));
            own.map_or_else(|| Some(adopted.params.keep.clone()), |own| Every::parse(own.first()?))
        });
        said.or_else(|| Every::parse(purpose.keep.as_deref()?))
    }

    /// How long a picture is kept once permission for it was taken back or a child in it has left.
    pub fn keep_withdrawn(&self) -> Option<Every> {
        let said = self.adopted::<Retention>().next().map(|adopted| adopted.params.withdrawn.clone());
        said.or_else(|| Some(self.catalogue.usual::<Retention>()?.withdrawn))
    }
}
