//! Classes of record that a clause speaks of: who opens them for what, how long they are kept, how they are destroyed.

use crate::catalogue::control::Control;
use crate::catalogue::duty::{DutyText, Per, Who};
use crate::catalogue::rule::{Effect, OwnRule, RuleText};
use crate::facts::{Fact, FactKey};
use crate::pack::own::fields::{Fields, Reader, Table, Words};
use crate::pack::own::words::{OWN_CHILD, act_of};
use crate::period::Every;
use crate::template::circumstance_attribute;
use crate::text::{join_and, join_or};
use std::ops::Range;

impl Reader<'_, '_> {
    /// A class of record: who may open it, and a duty to destroy what is kept too long.
    pub(crate) fn record(&mut self, table: &Table, at: Range<usize>, control: &mut Control) {
        let mut fields = Fields::of(table, at);
        let id = self.thing_id(&mut fields, "a record");
        let title = self.text(&mut fields, "title");
        let kept_in = self.text(&mut fields, "kept_in");
        let opened_by = self.words(&mut fields, "opened_by", Words::Roles);
        let purposes = self.words(&mut fields, "for", Words::Free);
        let parents = self.yes_no(&mut fields, "parents_own").unwrap_or(false);
        let keep = self.text(&mut fields, "keep");
        let destroyed = self.text(&mut fields, "destroyed");
        let who = self.words(&mut fields, "destroyed_by", Words::Roles);
        self.finish(&fields, "a record");
        for name in ["title", "opened_by"] {
            if !fields.has(name) {
                self.wrong(&fields.at, format!("a record says its `{name}`"));
            }
        }
        let keep = keep.filter(|keep| {
            let known = matches!(Every::parse(keep), Some(Every::Period { .. }));
            if !known {
                self.wrong(
                    &fields.at,
                    format!("`{keep}` is no time to keep something: write such as \"30 days\""),
                );
            }
            known
        });
        let (Some(id), Some(title)) = (id, title) else { return };
        if opened_by.is_empty() {
            return;
        }
        let act = act_of(&id);
        let rules = Opened { title: &title, opened_by: &opened_by, purposes: &purposes, parents };
        control.rule.extend(rules.rules(&id, &act));
        if let Some(keep) = keep {
            let how = destroyed.map_or(String::new(), |how| format!(" ({how})"));
            let place = kept_in.map_or(String::new(), |place| format!(", kept in {place},"));
            control.duty.push(DutyText {
                does: format!("destroy what of {title}{place} is older than {keep} and not held{how}, and write down what"),
                per: Per::Setting,
                every: keep,
                who: Who::Roles(if who.is_empty() { opened_by.clone() } else { who }),
                note: true,
                ..DutyText::of_id(format!("{id}-destroyed"))
            });
        }
    }
}

struct Opened<'a> {
    title: &'a str,
    opened_by: &'a [String],
    purposes: &'a [String],
    parents: bool,
}

impl Opened<'_> {
    fn rules(&self, id: &str, act: &str) -> Vec<RuleText> {
        let set = |words: &[String]| {
            let quoted: Vec<String> = words.iter().map(|word| format!("{word:?}")).collect();
            format!("[{}]", quoted.join(", "))
        };
        let named = format!("context.roles.containsAny({})", set(self.opened_by));
        let own_child = FactKey::Circumstance(OWN_CHILD.into());
        let a_parent =
            format!("context.roles.contains(\"parent\") && context.{}", circumstance_attribute(OWN_CHILD));
        let for_this = format!("{}.contains(context.purpose)", set(self.purposes));
        let roles = FactKey::Known(Fact::Roles);
        let rule = |name: &str,
                    effect,
                    says: String,
                    condition: String,
                    mentions: Vec<FactKey>,
                    purposes: &[String]| RuleText {
            id: format!("{id}-{name}"),
            effect,
            acts: vec![act.to_owned()],
            when: String::new(),
            says,
            lifts: Vec::new(),
            own: Some(OwnRule {
                condition,
                mentions,
                grantors: Vec::new(),
                places: Vec::new(),
                purposes: purposes.to_vec(),
            }),
        };
        let who = join_and(self.opened_by);
        let mut rules = Vec::new();
        let mut permit = named.clone();
        let mut mentions = vec![roles.clone()];
        if !self.purposes.is_empty() {
            permit = format!("{permit} && {for_this}");
            mentions.push(Fact::Purpose.into());
            let says = format!("{} is opened only for {}", self.title, join_or(self.purposes));
            rules.push(rule(
                "purpose",
                Effect::Forbid,
                says,
                format!("{named} && !{for_this}"),
                mentions.clone(),
                self.purposes,
            ));
        }
        rules.push(rule(
            "opened",
            Effect::Permit,
            format!("the {who} may open {}", self.title),
            permit,
            mentions,
            &[],
        ));
        let (mut forbid, mut mentions) = (format!("!{named}"), vec![roles.clone()]);
        if self.parents {
            forbid = format!("{forbid} && !({a_parent})");
            mentions.push(own_child.clone());
            let says = format!("a parent may see what of {} is about their own child", self.title);
            rules.push(rule("own-child", Effect::Permit, says, a_parent, vec![roles, own_child], &[]));
        }
        let says = format!("{} is opened by the {who} alone", self.title);
        rules.push(rule("others", Effect::Forbid, says, forbid, mentions, &[]));
        rules
    }
}
