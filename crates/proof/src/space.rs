//! All situations there can be: a variable for each atom, and what the catalogue knows of them.

use crate::formula::{Atom, Formula};
use belisha_policy::{Ability, Catalogue};
use biodivine_lib_bdd::{Bdd, BddVariable, BddVariableSet, BddVariableSetBuilder};
use std::collections::{BTreeMap, BTreeSet};

/// The situations that some formulas speak of.
pub(crate) struct Space {
    pub(crate) variables: BddVariableSet,
    pub(crate) of: BTreeMap<Atom, BddVariable>,
    pub(crate) atoms: Vec<Atom>,
    /// The situations that can be.
    pub(crate) possible: Bdd,
}

impl Space {
    /// The space of these formulas, under what a catalogue knows.
    pub(crate) fn new<'f>(formulas: impl Iterator<Item = &'f Formula>, catalogue: &Catalogue) -> Self {
        let mut named = Vec::new();
        formulas.for_each(|formula| formula.atoms(&mut named));
        let mut named: BTreeSet<Atom> = named.into_iter().collect();
        complete(&mut named, catalogue);
        let atoms: Vec<Atom> = named.into_iter().collect();
        let mut builder = BddVariableSetBuilder::new();
        let of: BTreeMap<Atom, BddVariable> = atoms
            .iter()
            .enumerate()
            .map(|(index, atom)| (atom.clone(), builder.make_variable(&format!("v{index}"))))
            .collect();
        let variables = builder.build();
        let mut space = Self { possible: variables.mk_true(), variables, of, atoms };
        space.possible = space.constraints(catalogue);
        space
    }

    /// The situations in which a formula holds, possible or not.
    pub(crate) fn bdd(&self, formula: &Formula) -> Bdd {
        match formula {
            Formula::Known(true) => self.variables.mk_true(),
            Formula::Known(false) => self.variables.mk_false(),
            Formula::Atom(atom) => self.atom(atom),
            Formula::Not(one) => self.bdd(one).not(),
            Formula::And(one, two) => self.bdd(one).and(&self.bdd(two)),
            Formula::Or(one, two) => self.bdd(one).or(&self.bdd(two)),
        }
    }

    pub(crate) fn atom(&self, atom: &Atom) -> Bdd {
        self.of
            .get(atom)
            .map_or_else(|| self.variables.mk_false(), |variable| self.variables.mk_var(*variable))
    }

    fn constraints(&self, catalogue: &Catalogue) -> Bdd {
        let mut all = self.variables.mk_true();
        let mut also = |constraint: Bdd| all = all.and(&constraint);
        let implies = |one: &Atom, two: &Atom| self.atom(one).imp(&self.atom(two));
        // A fact is one word.
        for (index, one) in self.atoms.iter().enumerate() {
            for two in self.atoms.iter().skip(index + 1) {
                match (one, two) {
                    (Atom::Is(fact, _), Atom::Is(other, _)) if fact == other => {
                        also(self.atom(one).and(&self.atom(two)).not());
                    }
                    (Atom::AtLeast(fact, low), Atom::AtLeast(other, high)) if fact == other && low < high => {
                        also(implies(two, one));
                    }
                    _ => {}
                }
            }
        }
        // A device has an owner.
        let owners: Vec<Bdd> = self.of_fact("owner").map(|atom| self.atom(atom)).collect();
        if owners.len() == OWNERS.len() {
            also(owners.iter().fold(self.variables.mk_false(), |any, one| any.or(one)));
        }
        self.roles(catalogue, &mut also);
        // A kind of device can what it can.
        for atom in self.of_fact("kind") {
            let Atom::Is(_, word) = atom else { continue };
            let Some(kind) = catalogue.kinds.get(word) else { continue };
            for ability in Ability::ALL {
                let can = Atom::Yes(ability.id().to_owned());
                if !self.of.contains_key(&can) {
                    continue;
                }
                let has = kind.can.iter().any(|known| known == ability.id());
                let then = if has { self.atom(&can) } else { self.atom(&can).not() };
                also(self.atom(atom).imp(&then));
            }
        }
        // Whoever is on a break supervises nobody; what is the setting's own is the setting's.
        let (on_break, supervising) = (Atom::Yes("on_break".to_owned()), Atom::Yes("supervising".to_owned()));
        if self.of.contains_key(&on_break) && self.of.contains_key(&supervising) {
            also(self.atom(&on_break).imp(&self.atom(&supervising).not()));
        }
        for name in ["setting_phone", "for_children"] {
            let (yes, setting) =
                (Atom::Yes(name.to_owned()), Atom::Is("owner".to_owned(), "setting".to_owned()));
            if self.of.contains_key(&yes) && self.of.contains_key(&setting) {
                also(implies(&yes, &setting));
            }
        }
        all
    }

    /// Roles count as their classes; a visitor, a parent and a child are nothing else.
    fn roles(&self, catalogue: &Catalogue, also: &mut impl FnMut(Bdd)) {
        let among = |word: &str| Atom::Among("roles".to_owned(), word.to_owned());
        let known: Vec<&str> = self
            .atoms
            .iter()
            .filter_map(|atom| match atom {
                Atom::Among(fact, word) if fact == "roles" => Some(word.as_str()),
                _ => None,
            })
            .collect();
        if known.is_empty() {
            return;
        }
        for (role, info) in &catalogue.roles {
            for class in info.counts_as.iter().filter(|class| known.contains(&class.as_str())) {
                also(self.atom(&among(role)).imp(&self.atom(&among(class))));
            }
        }
        for class in known.iter().filter(|word| !catalogue.roles.contains_key(**word)) {
            let members =
                catalogue.roles.iter().filter(|(_, info)| info.counts_as.iter().any(|known| known == class));
            let any =
                members.fold(self.variables.mk_false(), |any, (role, _)| any.or(&self.atom(&among(role))));
            also(self.atom(&among(class)).imp(&any));
        }
        let outside = ["visitor", "parent", "child"];
        for one in outside {
            for other in &known {
                if *other != one {
                    also(self.atom(&among(one)).and(&self.atom(&among(other))).not());
                }
            }
        }
        // Whoever asks is somebody.
        also(known.iter().fold(self.variables.mk_false(), |any, word| any.or(&self.atom(&among(word)))));
    }

    fn of_fact<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Atom> {
        self.atoms.iter().filter(move |atom| matches!(atom, Atom::Is(fact, _) if fact == name))
    }
}

const OWNERS: [&str; 3] = ["setting", "personal", "child"];

/// Every role where one is named, and every owner.
fn complete(named: &mut BTreeSet<Atom>, catalogue: &Catalogue) {
    let has = |named: &BTreeSet<Atom>, wanted: &str| {
        named.iter().any(|atom| matches!(atom, Atom::Among(fact, _) | Atom::Is(fact, _) if fact == wanted))
    };
    if has(named, "roles") {
        for (role, info) in &catalogue.roles {
            for word in std::iter::once(role).chain(&info.counts_as) {
                named.insert(Atom::Among("roles".to_owned(), word.clone()));
            }
        }
    }
    if has(named, "owner") {
        named.extend(OWNERS.iter().map(|owner| Atom::Is("owner".to_owned(), (*owner).to_owned())));
    }
}
