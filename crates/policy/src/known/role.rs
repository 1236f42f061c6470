//! Roles, and the classes that roles count as.

use crate::known::words::known_words;

known_words! {
    /// A role, or a class of roles, that the program acts on. The catalogue and packs may have others.
    KnownRole {
        /// Works with the children.
        Practitioner = "practitioner",
        /// Works when somebody is missing.
        Bank = "bank",
        /// Works for single sessions.
        Sessional = "sessional",
        /// Leads the setting.
        Manager = "manager",
        /// Leads it in the manager's absence.
        Deputy = "deputy",
        /// Designated safeguarding lead.
        SafeguardingLead = "dsl",
        /// Their deputy.
        DeputySafeguardingLead = "deputy-dsl",
        /// Coordinates online safety.
        SafetyCoordinator = "e-safety-coordinator",
        /// Helps without pay.
        Volunteer = "volunteer",
        /// Learns here.
        Student = "student",
        /// Chairs the committee.
        Chair = "chair",
        /// Answers for the setting; also what the committee counts as.
        Trustee = "trustee",
        /// On the committee; also what its officers count as.
        Committee = "committee",
        /// Somebody else who is in for a while.
        Visitor = "visitor",
        /// A parent or carer.
        Parent = "parent",
        /// A child of the setting.
        Child = "child",
        /// A class: everyone who is paid to work here.
        Staff = "staff",
        /// A class: everyone who works here, paid or not.
        Team = "team",
        /// A class: the manager and the deputy.
        Leader = "leader",
    }
}
