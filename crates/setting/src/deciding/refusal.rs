//! Why a command was not carried out, in words for the person who gave it.

use crate::reading::ask::answer::Answer;
use crate::record::absent::Absent;
use belisha_policy::join_and;
use std::fmt;

/// Why a command was not carried out. Nothing was written.
#[derive(Debug, Clone)]
pub enum Refusal {
    /// The policy says no.
    Policy(Box<Answer>),
    /// A clause stands against it.
    Clause {
        /// The clauses.
        clauses: Vec<String>,
        /// What it asks.
        says: String,
    },
    /// What is on record says otherwise.
    Contradiction(String),
    /// What was entered cannot be taken.
    Invalid(String),
    /// It takes somebody else.
    Denied(Denied),
    /// Somebody or something is not on the registers, or no longer.
    Absent(Absent),
    /// It takes another role.
    Authority(String),
}

/// Whom a command would have taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Denied {
    /// Somebody who signs in with their own PIN, and not the door tablet.
    Door,
    /// Nobody but the family itself, and that for its own child.
    Family,
    /// Whoever leads.
    Leaders,
    /// The person themself.
    Own,
    /// The person themself, or whoever leads.
    SelfOrLeaders,
    /// The program.
    Program,
}

impl fmt::Display for Denied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Door => "The door tablet is for signing in and out: sign in with your own PIN for this.",
            Self::Family => "This link is for your own child's permissions.",
            Self::Leaders => "This is for the manager or the deputy: please ask one of them.",
            Self::Own => "Everyone signs for themselves: hand them the tablet.",
            Self::SelfOrLeaders => "This is for that person themself, the manager or the deputy.",
            Self::Program => "Belisha does this by itself.",
        })
    }
}

impl From<Denied> for Refusal {
    fn from(denied: Denied) -> Self {
        Self::Denied(denied)
    }
}

impl From<Absent> for Refusal {
    fn from(absent: Absent) -> Self {
        Self::Absent(absent)
    }
}

impl Refusal {
    /// A clause that stands against it.
    pub(crate) fn clause(clause: impl Into<String>, says: impl Into<String>) -> Self {
        Self::Clause { clauses: vec![clause.into()], says: says.into() }
    }

    /// The clauses behind it.
    pub fn clauses(&self) -> Vec<&str> {
        match self {
            Self::Policy(answer) => answer.verdict.clauses(),
            Self::Clause { clauses, .. } => clauses.iter().map(String::as_str).collect(),
            _ => Vec::new(),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Policy(answer) => {
                let says: Vec<&str> =
                    answer.verdict.reasons().iter().map(|reason| reason.says.as_str()).collect();
                write!(f, "No: {} ({}).", join_and(&says), join_and(&answer.verdict.clauses()))?;
                if let Some(sum) = &answer.sum {
                    write!(f, " {sum}")?;
                }
                for remedy in &answer.remedies {
                    write!(f, " It would be allowed: {remedy}.")?;
                }
                Ok(())
            }
            Self::Clause { clauses, says } => write!(f, "No: {says} ({}).", join_and(clauses)),
            Self::Denied(denied) => denied.fmt(f),
            Self::Absent(absent) => absent.fmt(f),
            Self::Contradiction(says) | Self::Invalid(says) | Self::Authority(says) => f.write_str(says),
        }
    }
}

impl std::error::Error for Refusal {}
