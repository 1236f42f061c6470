//! Concerns as data: what they can be about, and where each goes.

use crate::catalogue::duty::Who;
use serde::Deserialize;

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
