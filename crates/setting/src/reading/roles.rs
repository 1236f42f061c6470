//! Who holds which role: classes of roles are the catalogue’s.

use crate::reading::context::Context;
use crate::registers::people::state::Person;
use belisha_policy::Catalogue;
use belisha_policy::KnownRole;

/// Whether somebody may see everything that is due, not only their own.
pub fn sees_all(person: &Person, context: &Context<'_>) -> bool {
    leads(person, context)
        || person.is_any(&[KnownRole::SafeguardingLead, KnownRole::Committee], &context.policy.catalogue)
}

/// Whether somebody leads the setting: manager, deputy or chair.
pub fn leads(person: &Person, context: &Context<'_>) -> bool {
    let held = [KnownRole::Leader, KnownRole::Chair];
    person.is_any(&held, &context.policy.catalogue)
}

impl Person {
    /// Whether they hold a role, or a role that counts as it.
    pub fn has_role(&self, role: impl AsRef<str>, catalogue: &Catalogue) -> bool {
        catalogue.with_classes(self.roles.iter().map(String::as_str)).contains(&role.as_ref())
    }

    /// Whether they hold this very role.
    pub fn holds(&self, role: impl AsRef<str>) -> bool {
        self.roles.iter().any(|held| held == role.as_ref())
    }

    /// Whether they hold one of these roles, or a role that counts as one.
    pub fn is_any<R: AsRef<str>>(&self, roles: &[R], catalogue: &Catalogue) -> bool {
        let all = catalogue.with_classes(self.roles.iter().map(String::as_str));
        roles.iter().any(|role| all.contains(&role.as_ref()))
    }
}

/// Whether somebody leads the setting or is a designated person for safeguarding.
pub fn safeguards(person: &Person, context: &Context<'_>) -> bool {
    let designated = [KnownRole::SafeguardingLead, KnownRole::DeputySafeguardingLead];
    leads(person, context) || person.is_any(&designated, &context.policy.catalogue)
}
