//! Concerns as data: what they can be about, where each goes, and the bodies outside.

use crate::catalogue::{Control, Who};
use crate::pack::Clause;
use crate::template::{self, Params};
use serde::Deserialize;
use std::sync::Arc;

/// A kind of concern.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConcernKind {
    /// Its name.
    pub title: String,
    /// What whoever raises it is asked.
    pub asks: String,
    /// Where it is filed: `content`, `contact`, `conduct` or `commerce`.
    pub risk: String,
    /// Whether there may be pictures that nobody may open, copy or send.
    #[serde(default)]
    pub images: bool,
    /// Whether it is about what an adult did.
    #[serde(default)]
    pub about_adults: bool,
    /// Whether its standing says nothing of single concerns, whichever way they go.
    #[serde(default)]
    pub quiet: bool,
    /// The roles it goes to where no clause says otherwise.
    pub to: Vec<String>,
    /// What it needs under every policy.
    #[serde(default)]
    pub step: Vec<StepText>,
}

/// A body outside the setting.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// Its name.
    pub title: String,
    /// When to turn to it.
    #[serde(rename = "for")]
    pub purpose: String,
    /// Its telephone number; empty where there is none, or where it is local.
    #[serde(default)]
    pub phone: String,
    /// Its address on the web.
    #[serde(default)]
    pub address: String,
    /// How soon.
    #[serde(default)]
    pub when: String,
    /// Whether its number differs from place to place, and the setting fills it in.
    #[serde(default)]
    pub local: bool,
    /// How its references usually look.
    pub reference: Option<Reference>,
    /// When somebody last looked, a date.
    pub checked: String,
    /// Where.
    pub source: String,
    /// Whether the body's own page was read then.
    pub verified: bool,
}

/// How the references of a body usually look. One that looks otherwise is asked about and never refused.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// The fewest characters.
    pub least: usize,
    /// The most.
    pub most: usize,
    /// Whether they are digits alone.
    pub digits_only: bool,
}

impl Reference {
    /// Whether a reference looks as usual; spaces and dashes do not matter.
    pub fn looks_usual(&self, given: &str) -> bool {
        let plain: Vec<char> = given.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        let fits = |c: &char| if self.digits_only { c.is_ascii_digit() } else { c.is_ascii_alphanumeric() };
        (self.least..=self.most).contains(&plain.len()) && plain.iter().all(fits)
    }
}

/// A route as the catalogue writes it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RouteText {
    /// The kinds of concern that go this way; `*` for all.
    pub kinds: Vec<String>,
    /// The roles it goes to, or a parameter in braces. Empty: as the kind has it.
    #[serde(default)]
    pub to: Who,
    /// Where `to` comes out empty: everyone on the team may act on it.
    #[serde(default)]
    pub anyone_when_empty: bool,
    /// Who joins the route when a step is late, in this order.
    #[serde(default)]
    pub escalates: Vec<String>,
    /// Only concerns about a child.
    #[serde(default)]
    pub with_children: bool,
    /// Only once somebody on the route took the concern down it.
    #[serde(default)]
    pub taken: bool,
    /// Not even that there is such a concern is shown to those who are not on its route.
    #[serde(default)]
    pub quiet: bool,
    /// What must be on record before the concern can be closed.
    #[serde(default)]
    pub step: Vec<StepText>,
}

/// A step of a route.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepText {
    /// Unique among the steps of a kind of concern; two routes may share one.
    pub id: String,
    /// What is done, and what is written down.
    pub does: String,
    /// The body outside that it is done with.
    #[serde(default)]
    pub body: String,
    /// The bodies outside, where there are several.
    #[serde(default)]
    pub bodies: Vec<String>,
    /// Whether the body's reference is asked for.
    #[serde(default)]
    pub reference: bool,
    /// Whether it is the decision to tell the parents, or not and why.
    #[serde(default)]
    pub parents: bool,
    /// Whether the concern can be closed without it.
    #[serde(default)]
    pub optional: bool,
    /// By when, in hours since the concern was raised or taken down the route.
    pub within_hours: i64,
    /// Where the time is from.
    pub source: String,
}

impl StepText {
    /// Every body that it is done with.
    pub fn bodies(&self) -> impl Iterator<Item = &String> {
        self.bodies.iter().chain(Some(&self.body).filter(|body| !body.is_empty()))
    }
}

/// A route that a clause of the policy asks for.
#[derive(Debug, Clone)]
pub struct RouteInForce {
    /// The clause.
    pub clause: Arc<str>,
    /// The control.
    pub control: Arc<str>,
    /// The kinds of concern; `*` for all.
    pub kinds: Vec<String>,
    /// The roles it goes to; empty: as the kind has it.
    pub to: Vec<String>,
    /// Whether everyone on the team may act on it.
    pub anyone: bool,
    /// Who joins when a step is late.
    pub escalates: Vec<String>,
    /// Only concerns about a child.
    pub with_children: bool,
    /// Only once taken down it.
    pub taken: bool,
    /// Whether its standing says nothing of single concerns.
    pub quiet: bool,
    /// Its steps.
    pub steps: Vec<StepText>,
}

impl RouteInForce {
    pub(crate) fn of(clause: &Clause, control_id: &str, control: &Control, params: &Params) -> Option<Self> {
        let text = control.route.as_ref()?;
        let to = text.to.given(params);
        Some(Self {
            clause: clause.id.as_str().into(),
            control: control_id.into(),
            kinds: text.kinds.clone(),
            anyone: text.anyone_when_empty && to.is_empty(),
            to,
            escalates: text.escalates.clone(),
            with_children: text.with_children,
            taken: text.taken,
            quiet: text.quiet,
            steps: text
                .step
                .iter()
                .map(|step| StepText { does: template::sentence(&step.does, params), ..step.clone() })
                .collect(),
        })
    }

    /// Whether concerns of a kind go this way.
    pub fn takes(&self, kind: &str) -> bool {
        self.kinds.iter().any(|there| there == kind || there == "*")
    }
}
