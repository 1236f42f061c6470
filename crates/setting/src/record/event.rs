//! Everything that can go on record, filed under its register.

use crate::record::audience::Audience;
use crate::record::private::Private;
use crate::registers::registers;
use serde::{Deserialize, Serialize};

macro_rules! events {
    ($($variant:ident $module:ident $part:ident $reacts:ident;)*) => {
        /// Something that happened, filed under its register.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Event {
            $(#[doc = concat!("In the register of ", stringify!($module), ".")]
            $variant(crate::registers::$module::event::Event),)*
            /// A line of the log is put right by this one.
            Corrected {
                /// The number of the line.
                line: u64,
                /// What is right.
                words: Private,
            },
        }

        impl Event {
            /// Who may read the line that this stands in.
            pub fn audience(&self) -> Audience<'_> {
                match self {
                    $(Self::$variant(event) => event.audience(),)*
                    Self::Corrected { .. } => Audience::Everyone,
                }
            }
        }
    };
}

registers!(events);
