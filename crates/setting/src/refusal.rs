//! Why a command was not carried out, in words for the person who gave it.

use crate::ask::Answer;
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
    /// It takes another role.
    Authority(String),
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
            Self::Contradiction(says) | Self::Invalid(says) | Self::Authority(says) => f.write_str(says),
        }
    }
}

impl std::error::Error for Refusal {}
