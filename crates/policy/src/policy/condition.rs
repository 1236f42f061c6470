//! The conditions of rules, as Cedar evaluates them.

use cedar_policy::{Policy, PolicyId, PolicySet};
use cedar_policy_core::ast::Expr;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

/// At most so many conditions are remembered: a few policies' worth, at some kilobytes each.
const REMEMBERED_MAX: usize = 4_096;

/// Conditions by the text of their rule. A setting's policy is compiled anew for every version, month and rehearsal, with
/// nearly the same rules each time, and parsing is what takes its time. The same text always has the same condition.
static PARSED: LazyLock<Mutex<HashMap<String, Arc<Expr>>>> = LazyLock::new(Mutex::default);

/// When a rule holds, from its text in Cedar.
///
/// # Errors
/// What Cedar cannot parse of it.
pub(crate) fn parse(text: &str) -> Result<Arc<Expr>, String> {
    let remembered = || PARSED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(condition) = remembered().get(text) {
        return Ok(condition.clone());
    }
    let condition = parsed(text)?;
    let mut all = remembered();
    if all.len() >= REMEMBERED_MAX {
        all.clear();
    }
    all.insert(text.to_owned(), condition.clone());
    Ok(condition)
}

/// Without the places in the text, which Cedar would carry along through every evaluation.
fn parsed(text: &str) -> Result<Arc<Expr>, String> {
    let written = Policy::parse(None, text).map_err(|error| error.to_string())?;
    let json = written.to_json().map_err(|error| error.to_string())?;
    let bare = Policy::from_json(Some(PolicyId::new("rule")), json).map_err(|error| error.to_string())?;
    let one = PolicySet::from_policies([bare]).map_err(|error| error.to_string())?;
    let one: &cedar_policy_core::ast::PolicySet = one.as_ref();
    let policy = one.policies().next().ok_or("it is no rule")?;
    policy.non_scope_constraints_arc().cloned().ok_or_else(|| "it has no condition".to_owned())
}
