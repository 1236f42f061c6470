//! Routes of a policy: where concerns go.

use crate::catalogue::concern::StepText;
use crate::catalogue::control::Control;
use crate::catalogue::whole::Catalogue;
use crate::pack::clause::Clause;
use crate::template::{self, Params};
use std::sync::Arc;

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
    pub(crate) fn new(
        clause: &Clause,
        control_id: &str,
        control: &Control,
        params: &Params,
        catalogue: &Catalogue,
    ) -> Option<Self> {
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
                .map(|step| {
                    // Who a body is, the nation says.
                    let body = catalogue.bodies.get(&step.body).map_or("", |body| body.title.as_str());
                    let does = template::sentence(&step.does, params).replace("{body}", body);
                    StepText { does, ..step.clone() }
                })
                .collect(),
        })
    }

    /// Whether concerns of a kind go this way.
    pub fn takes(&self, kind: &str) -> bool {
        self.kinds.iter().any(|taken| taken == kind || taken == "*")
    }
}
