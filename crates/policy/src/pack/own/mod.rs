//! What a pack brings itself: words, rules, duties, facts, documents and records, beside the controls that it adopts.
//!
//! Everything a clause brings becomes a control of its own, whose id is the clause's. So it is decided, asked, shown and
//! proved in the one way that the catalogue's controls go.

mod condition;
pub mod duty;
pub(crate) mod fields;
pub mod promise;
mod record;
mod rule;
pub(crate) mod words;

use crate::catalogue::concern::RouteText;
use crate::catalogue::control::{Control, ControlKind};
use crate::catalogue::duty::Who;
use crate::catalogue::whole::Catalogue;
use crate::mistake::Mistake;
use crate::pack::own::fields::{Fields, Reader};
use crate::pack::own::promise::Promise;
use crate::pack::own::words::OwnWords;
use crate::pack::values::Vocabulary;
use crate::pack::written::{ClauseText, PackText};
use crate::source::Source;
use std::collections::BTreeMap;
use std::sync::Arc;
use toml::Spanned;

/// What a pack brings itself.
#[derive(Debug, Clone, Default)]
pub(crate) struct Own {
    pub(crate) words: OwnWords,
    /// By the id of the clause.
    pub(crate) controls: BTreeMap<String, Control>,
}

impl Own {
    pub(crate) fn is_empty(&self) -> bool {
        self.controls.is_empty() && self.words.is_empty()
    }

    /// The catalogue of a nation with what the pack brings.
    pub(crate) fn added_to(&self, catalogue: &Arc<Catalogue>, nation: &str) -> Arc<Catalogue> {
        let nation = catalogue.nations.get(nation).cloned();
        if self.is_empty() && nation.is_none() {
            return Arc::clone(catalogue);
        }
        let mut catalogue = Catalogue::clone(catalogue);
        if let Some(nation) = nation {
            catalogue.bodies.extend(nation.bodies);
            catalogue.ratios = nation.ratios;
        }
        self.words.add_to(&mut catalogue);
        catalogue.controls.extend(self.controls.iter().map(|(id, control)| (id.clone(), control.clone())));
        Arc::new(catalogue)
    }
}

/// Reads what each clause brings itself. The vocabulary holds the pack's own words already.
pub(crate) fn controls(
    source: &Source<'_>,
    written: &PackText,
    vocabulary: &Vocabulary<'_>,
    mistakes: &mut Vec<Mistake>,
) -> (BTreeMap<String, Control>, Vec<Promise>) {
    let clauses: Vec<String> = written.clause.iter().map(|clause| clause.id.get_ref().clone()).collect();
    let things = things(source, written, mistakes);
    let mut reader = Reader { source, vocabulary, things: &things, clauses: &clauses, mistakes: Vec::new() };
    let mut controls = BTreeMap::new();
    for clause in written.clause.iter().filter(|clause| clause.brings()) {
        let mut control =
            Control::of_clause(ControlKind::Rule, &clause.section, clause.says.get_ref().trim());
        for (number, rule) in clause.rule.iter().enumerate() {
            control.rule.extend(reader.rule(rule.get_ref(), rule.span(), number + 1));
        }
        for duty in &clause.duty {
            control.duty.extend(reader.duty(duty.get_ref(), duty.span()));
        }
        for fact in &clause.fact {
            control.duty.extend(reader.fact(fact.get_ref(), fact.span()));
        }
        for document in &clause.document {
            control.duty.extend(reader.document(document.get_ref(), document.span()));
        }
        for record in &clause.record {
            reader.record(record.get_ref(), record.span(), &mut control);
        }
        if let Some(route) = &clause.route {
            routed(&mut reader, route);
            control.route = Some(route.get_ref().clone());
        }
        if clause.statement.as_ref().is_some_and(|statement| *statement.get_ref()) {
            control.signed = true;
        }
        if let Some(by_hand) = &clause.by_hand {
            control.duty.push(duty::by_hand(by_hand.get_ref()));
        }
        control.kind = match (control.rule.is_empty(), control.duty.is_empty()) {
            (true, _) if control.route.is_some() => ControlKind::Route,
            (false, _) => ControlKind::Rule,
            (true, false) => ControlKind::Duty,
            (true, true) => ControlKind::Statement,
        };
        unique(&mut reader, clause, &control);
        controls.insert(clause.id.get_ref().clone(), control);
    }
    let promises = written
        .promise
        .iter()
        .filter_map(|promise| reader.promise(promise.get_ref(), promise.span()))
        .collect();
    mistakes.append(&mut reader.mistakes);
    (controls, promises)
}

/// Everything that clauses have somebody do, sign or show, by its id, with the key of its duty.
fn things(source: &Source<'_>, written: &PackText, mistakes: &mut Vec<Mistake>) -> BTreeMap<String, String> {
    let mut things = BTreeMap::new();
    for clause in &written.clause {
        let tables = clause.duty.iter().chain(&clause.fact).chain(&clause.document);
        for table in tables {
            let fields = Fields::of(table.get_ref(), table.span());
            let Some(id) = fields.seen("id").and_then(toml::Value::as_str) else { continue };
            let key = format!("{}/{id}", clause.id.get_ref());
            if things.insert(id.to_owned(), key).is_some() {
                let says = format!("the id `{id}` is there twice: rules could not tell which is meant");
                mistakes.push(source.mistake_at(table.span(), says));
            }
        }
    }
    things
}

/// A route names kinds of concern, roles and bodies that there are.
fn routed(reader: &mut Reader<'_, '_>, route: &Spanned<RouteText>) {
    let catalogue = reader.vocabulary.catalogue;
    let named = route.get_ref();
    let to = match &named.to {
        Who::Roles(roles) => roles.clone(),
        Who::Param(word) => vec![word.clone()],
    };
    let bodies = named.step.iter().flat_map(|step| step.bodies());
    let kinds = named.kinds.iter().filter(|kind| *kind != "*");
    for (what, word, is_known) in kinds
        .map(|kind| ("kind of concern", kind, catalogue.concerns.contains_key(kind)))
        .chain(
            to.iter().chain(&named.escalates).map(|role| ("role", role, catalogue.roles.contains_key(role))),
        )
        .chain(bodies.map(|body| ("body outside", body, catalogue.bodies.contains_key(body))))
    {
        if !is_known {
            reader.wrong(&route.span(), format!("there is no {what} `{word}`"));
        }
    }
}

fn unique(reader: &mut Reader<'_, '_>, clause: &ClauseText, control: &Control) {
    let mut seen = std::collections::BTreeSet::new();
    for rule in &control.rule {
        if !seen.insert(&rule.id) {
            reader.wrong(&clause.id.span(), format!("the rule `{}` of this clause is there twice", rule.id));
        }
    }
}
