//! Who holds which role: classes of roles are the catalogue’s.

use crate::reading::context::Context;
use crate::registers::people::state::Person;
use belisha_policy::Catalogue;

/// Whether somebody may see everything that is due, not only their own.
pub fn sees_all(person: &Person, context: &Context<'_>) -> bool {
    leads(person, context) || person.is_any(&["dsl".into(), "committee".into()], &context.policy.catalogue)
}

/// Whether somebody leads the setting: manager, deputy or chair.
pub fn leads(person: &Person, context: &Context<'_>) -> bool {
    person.is("leader", &context.policy.catalogue) || person.roles.iter().any(|role| role == "chair")
}

impl Person {
    /// Whether they hold a role, or a role that counts as it.
    pub fn is(&self, role: &str, catalogue: &Catalogue) -> bool {
        catalogue.with_classes(self.roles.iter().map(String::as_str)).contains(&role)
    }

    /// Whether they hold one of these roles, or a role that counts as one.
    pub fn is_any(&self, roles: &[String], catalogue: &Catalogue) -> bool {
        let all = catalogue.with_classes(self.roles.iter().map(String::as_str));
        roles.iter().any(|role| all.contains(&role.as_str()))
    }
}
