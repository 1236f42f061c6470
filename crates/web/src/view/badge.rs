//! The badge of a duty: a class of the style sheet and words.

use super::dates::day;
use belisha_setting::due::Status;

/// Words on a ground whose class says how a thing stands: `kept`, `due`, `broken`, `silent`.
#[derive(Debug, Clone)]
pub(crate) struct Badge {
    pub(crate) class: &'static str,
    pub(crate) words: String,
}

/// The class that shows how a duty stands.
pub(crate) fn class(status: &Status) -> &'static str {
    match status {
        Status::Done { .. } => "kept",
        Status::Due { .. } => "due",
        Status::Overdue { .. } | Status::Failed { .. } => "broken",
    }
}

/// How a check of a device stands.
pub(crate) fn of_check(status: &Status) -> Badge {
    let words = match status {
        Status::Done { next: Some(next) } => format!("done; again by {next}"),
        Status::Done { next: None } => "done".to_owned(),
        Status::Due { by } => format!("due by {by}"),
        Status::Overdue { by } => format!("overdue since {by}"),
        Status::Failed { on } => format!("failed on {on}"),
    };
    Badge { class: class(status), words }
}

/// The sign that says the same as the class, for those who do not see colours.
pub(crate) fn sign(status: &Status) -> &'static str {
    match status {
        Status::Done { .. } => "✓",
        Status::Due { .. } => "◷",
        Status::Overdue { .. } | Status::Failed { .. } => "!",
    }
}

/// How training or a declaration stands.
pub(crate) fn of_declaration(status: &Status) -> Badge {
    let words = match status {
        Status::Done { next: Some(next) } => format!("done; lapses {}", day(*next)),
        Status::Done { next: None } => "done".to_owned(),
        Status::Due { by } => format!("by {}", day(*by)),
        Status::Overdue { by } => format!("missing since {}", day(*by)),
        Status::Failed { on } => format!("failed on {}", day(*on)),
    };
    Badge { class: class(status), words }
}

/// How something that is asked of one person stands.
pub(crate) fn of_person(status: &Status) -> Badge {
    let words = match status {
        Status::Done { next: Some(next) } => format!("done; again by {next}"),
        Status::Done { next: None } => "done".to_owned(),
        Status::Due { by } => format!("due by {by}"),
        Status::Overdue { by } | Status::Failed { on: by } => format!("overdue since {by}"),
    };
    Badge { class: class(status), words }
}

/// How the renewal of a mailbox's password stands.
pub(crate) fn of_renewal(status: &Status) -> Badge {
    let words = match status {
        Status::Done { next: Some(by) } | Status::Due { by } => {
            format!("renew the password by {}", day(*by))
        }
        Status::Done { next: None } => "renewed".to_owned(),
        Status::Overdue { by } | Status::Failed { on: by } => {
            format!("the password should have been renewed by {}", day(*by))
        }
    };
    Badge { class: class(status), words }
}
