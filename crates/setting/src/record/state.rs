//! Everything that follows from the log of one setting: a part for each register.

use crate::record::occurrence::Occurrences;
use crate::record::roster::Derived;
use crate::registers::registers;
use belisha_textcheck::Checker;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

macro_rules! parts {
    ($($variant:ident $module:ident $part:ident $reacts:ident;)*) => {
        /// Everything that follows from the log of one setting.
        #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
        pub struct State {
            $(#[doc = concat!("The register of ", stringify!($module), ".")]
            pub $module: crate::registers::$module::state::$part,)*
            /// How many lines were folded.
            pub lines: u64,
            /// The time of the latest line.
            pub latest: Option<Timestamp>,
            /// What happened after which a policy may want something done.
            pub occurrences: Occurrences,
            /// Lines put right, with the number of the line that does so.
            pub corrections: BTreeMap<u64, u64>,
            /// Lines that a correction may not speak of, because it is read by more people than they are.
            pub for_few: BTreeSet<u64>,
            /// The checker of texts for the names on the registers.
            #[serde(skip)]
            pub(crate) checker: Derived<Checker>,
        }
    };
}

registers!(parts);
