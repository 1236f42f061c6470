//! What the catalogue and the types of this module disagree about.

use crate::catalogue::whole::Catalogue;
use crate::known::ability::Ability;
use crate::known::act::KnownAct;
use crate::known::controls;
use crate::known::purpose::KnownPurpose;
use crate::known::read::Selector;
use crate::known::role::KnownRole;
use crate::mistake::Mistake;
use crate::text::nearest;

/// Every control that the program acts on must be in the catalogue, with parameters of the types that it reads.
pub(crate) fn disagreements(catalogue: &Catalogue) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    for entry in controls::ALL {
        let mut found = false;
        for (id, control) in
            catalogue.controls.iter().filter(|(id, control)| entry.selector.holds(id, control))
        {
            found = true;
            mistakes.extend((entry.disagreements)(control).into_iter().map(|says| {
                let says = format!("{says}; the program acts on it as `{}`", entry.name);
                Mistake::of_file(format!("catalogue, control {id}"), says)
            }));
        }
        if !found {
            mistakes.push(missing(entry.selector, entry.name, catalogue));
        }
    }
    mistakes.extend(words(catalogue));
    mistakes
}

fn missing(selector: Selector, name: &str, catalogue: &Catalogue) -> Mistake {
    match selector {
        Selector::Control(id) => Mistake {
            nearest: nearest(id, catalogue.controls.keys().map(String::as_str)).map(str::to_owned),
            ..Mistake::of_file(
                format!("catalogue, control {id}"),
                format!("is missing, and the program acts on it as `{name}`"),
            )
        },
        Selector::Watching(watch) => {
            Mistake::of_file("catalogue", format!("no control has the watch {watch:?} of `{name}`"))
        }
    }
}

/// Every role, act, purpose and ability that the program acts on must be in the data; and every ability in the data
/// is one that the program knows.
fn words(catalogue: &Catalogue) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    let mut say = |file: &str, id: &str, all: &[&str]| {
        mistakes.push(Mistake {
            nearest: nearest(id, all.iter().copied()).map(str::to_owned),
            ..Mistake::of_file(
                format!("catalogue/{file}.toml"),
                format!("`{id}` is missing, and the program acts on it"),
            )
        });
    };
    let classes = catalogue.roles.values().flat_map(|role| &role.counts_as);
    let roles: Vec<&str> = catalogue.roles.keys().chain(classes).map(String::as_str).collect();
    for role in KnownRole::ALL.iter().filter(|role| !roles.contains(&role.id())) {
        say("roles", role.id(), &roles);
    }
    let acts: Vec<&str> = catalogue.acts.keys().map(String::as_str).collect();
    for act in KnownAct::ALL.iter().filter(|act| !acts.contains(&act.id())) {
        say("acts", act.id(), &acts);
    }
    let purposes: Vec<&str> = catalogue.purposes.iter().map(|purpose| purpose.id.as_str()).collect();
    for purpose in KnownPurpose::ALL.iter().filter(|purpose| !purposes.contains(&purpose.id())) {
        say("purposes", purpose.id(), &purposes);
    }
    let abilities: Vec<&str> =
        catalogue.kinds.values().flat_map(|kind| &kind.can).map(String::as_str).collect();
    for ability in Ability::ALL.iter().filter(|ability| !abilities.contains(&ability.id())) {
        say("kinds", ability.id(), &abilities);
    }
    for (kind, info) in &catalogue.kinds {
        for ability in info.can.iter().filter(|ability| Ability::named(ability).is_none()) {
            mistakes.push(Mistake {
                nearest: nearest(ability, Ability::ALL.iter().map(|known| known.id())).map(str::to_owned),
                ..Mistake::of_file(
                    "catalogue/kinds.toml",
                    format!("`{kind}` can `{ability}`, which is no ability"),
                )
            });
        }
    }
    mistakes
}
