//! Everything that can be asked for, filed under its register.

use crate::deciding::needs::Needs;
use crate::registers::registers;
use serde::{Deserialize, Serialize};

macro_rules! commands {
    ($($variant:ident $module:ident $part:ident $reacts:ident;)*) => {
        /// Something somebody wants done.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Command {
            $(#[doc = concat!("In the register of ", stringify!($module), ".")]
            $variant(crate::registers::$module::command::Command),)*
            /// Put a line of the log right.
            Correct {
                /// The number of the line.
                line: u64,
                /// What is right.
                words: String,
            },
        }

        impl Command {
            /// The time that it states, by which its line is dated.
            pub fn stated_time(&self) -> Option<jiff::Timestamp> {
                if let Self::Clock(command) = self { command.stated_time() } else { None }
            }

            /// Who may give it.
            pub(crate) fn needs(&self) -> Needs<'_> {
                match self {
                    $(Self::$variant(command) => command.needs(),)*
                    Self::Correct { .. } => Needs::Team,
                }
            }
        }
    };
}

registers!(commands);
