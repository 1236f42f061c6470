//! The codes of conduct, for adults and for children, made from the controls that a policy adopts.

use crate::policy::whole::Policy;
use crate::template;
use sha2::{Digest, Sha256};

/// For whom a code is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeFor {
    /// Everyone the policy covers who works here.
    Adults,
    /// The children, with an adult who talks it through with them.
    Children,
}

/// One line of a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeLine {
    /// What it says.
    pub says: String,
    /// The clauses it comes from.
    pub clauses: Vec<String>,
}

impl Policy {
    /// A code of conduct of this policy: one line for each thing that its clauses ask, in their order, each said once.
    pub fn code(&self, whom: CodeFor) -> Vec<CodeLine> {
        let mut lines: Vec<CodeLine> = Vec::new();
        for adoption in &self.adoptions {
            let Some(text) = self.catalogue.codes.get(&*adoption.control) else { continue };
            let text = match whom {
                CodeFor::Adults => text.adults.as_deref(),
                CodeFor::Children => text.children.as_deref(),
            };
            let Some(text) = text else { continue };
            let (says, clause) = (template::sentence(text, &adoption.params), adoption.clause.to_string());
            match lines.iter_mut().find(|line| line.says == says) {
                Some(line) if line.clauses.contains(&clause) => {}
                Some(line) => line.clauses.push(clause),
                None => lines.push(CodeLine { says, clauses: vec![clause] }),
            }
        }
        lines
    }

    /// A code as text, one line each, under the policy's id and version: what a signature's hash is taken of.
    pub fn code_text(&self, whom: CodeFor) -> String {
        let title = match whom {
            CodeFor::Adults => "code of conduct for adults",
            CodeFor::Children => "code of conduct for children",
        };
        let mut text = format!("{} {}, {title}\n", self.pack.id, self.pack.version);
        for line in self.code(whom) {
            text.push_str(&line.says);
            text.push('\n');
        }
        text
    }
}

/// The SHA-256 of a text, in hexadecimal: proof of what was shown to somebody who signed it.
pub fn text_hash(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
