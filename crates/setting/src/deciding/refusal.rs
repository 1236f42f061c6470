//! Why a command was not carried out, in words for the person who gave it.

use crate::deciding::refusals::Fault;
use crate::deciding::refused::Refused;
use crate::reading::ask::answer::Answer;
use crate::record::absent::Absent;
use crate::registers::registers;
use belisha_policy::join_and;
use std::fmt;

macro_rules! refusal {
    ($($variant:ident $module:ident $part:ident $reacts:ident;)*) => {
        /// Why a command was not carried out. Nothing was written.
        #[derive(Debug, Clone)]
        pub enum Refusal {
            /// The policy says no.
            ByPolicy(Box<Answer>),
            /// A clause stands against it.
            Clause {
                /// The clauses.
                clauses: Vec<String>,
                /// What it asks.
                says: String,
            },
            /// It takes somebody else.
            Denied(Denied),
            /// Somebody or something is not on the registers, or no longer.
            Absent(Absent),
            /// What was entered cannot be taken, whatever it is for.
            Input(Refused),
            /// A file or a form could not be read by whoever took it in, who says why.
            Unreadable(String),
            $(#[doc = concat!("The register of ", stringify!($module), " refuses it.")]
            $variant(crate::registers::$module::refused::Refused),)*
        }

        impl Refusal {
            /// What kind of refusal it is; `None` where the policy stands against it.
            pub fn fault(&self) -> Option<Fault> {
                Some(match self {
                    Self::ByPolicy(_) | Self::Clause { .. } => return None,
                    Self::Denied(_) => Fault::Denied,
                    Self::Absent(absent) if absent.was_there() => Fault::Contradiction,
                    Self::Absent(_) | Self::Unreadable(_) => Fault::Invalid,
                    Self::Input(refused) => refused.fault(),
                    $(Self::$variant(refused) => refused.fault(),)*
                })
            }

            /// The field of the command that caused it.
            pub fn field(&self) -> Option<&'static str> {
                match self {
                    Self::ByPolicy(_)
                    | Self::Clause { .. }
                    | Self::Denied(_)
                    | Self::Absent(_)
                    | Self::Unreadable(_) => None,
                    Self::Input(refused) => refused.field(),
                    $(Self::$variant(refused) => refused.field(),)*
                }
            }
        }

        impl fmt::Display for Refusal {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    Self::ByPolicy(answer) => by_the_policy(answer, f),
                    Self::Clause { clauses, says } => write!(f, "No: {says} ({}).", join_and(clauses)),
                    Self::Denied(denied) => denied.fmt(f),
                    Self::Absent(absent) => absent.fmt(f),
                    Self::Unreadable(says) => f.write_str(says),
                    Self::Input(refused) => refused.fmt(f),
                    $(Self::$variant(refused) => refused.fmt(f),)*
                }
            }
        }

        $(impl From<crate::registers::$module::refused::Refused> for Refusal {
            fn from(refused: crate::registers::$module::refused::Refused) -> Self {
                Self::$variant(refused)
            }
        })*
    };
}

registers!(refusal);

impl Refusal {
    /// A clause that stands against it.
    pub(crate) fn clause(clause: impl Into<String>, says: impl Into<String>) -> Self {
        Self::Clause { clauses: vec![clause.into()], says: says.into() }
    }

    /// The clauses behind it.
    pub fn clauses(&self) -> Vec<&str> {
        match self {
            Self::ByPolicy(answer) => answer.verdict.clauses(),
            Self::Clause { clauses, .. } => clauses.iter().map(String::as_str).collect(),
            _ => Vec::new(),
        }
    }
}

fn by_the_policy(answer: &Answer, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let says: Vec<&str> = answer.verdict.reasons().iter().map(|reason| reason.says.as_str()).collect();
    write!(f, "No: {} ({}).", join_and(&says), join_and(&answer.verdict.clauses()))?;
    if let Some(sum) = &answer.sum {
        write!(f, " {sum}")?;
    }
    for remedy in &answer.remedies {
        write!(f, " It would be allowed: {remedy}.")?;
    }
    Ok(())
}

impl std::error::Error for Refusal {}

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

impl From<Refused> for Refusal {
    fn from(refused: Refused) -> Self {
        Self::Input(refused)
    }
}
