//! Choices that the program acts on, each with the words of the catalogue.

use crate::catalogue::param::{Param, ParamKind};
use crate::known::params::{Parameter, of_kind};

macro_rules! choices {
    ($($(#[doc = $doc:literal])+ $name:ident { $($(#[doc = $of:literal])+ $variant:ident = $word:literal,)* })*) => {$(
        $(#[doc = $doc])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name { $($(#[doc = $of])+ $variant,)* }

        impl $name {
            /// Every choice, in the order of the catalogue.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Its word in the catalogue and in packs.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            fn named(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|choice| choice.word() == word)
            }

            fn same_choices(param: &Param) -> Result<(), String> {
                let known: Vec<&str> = Self::ALL.iter().map(|choice| choice.word()).collect();
                let same = param.of.len() == known.len() && param.of.iter().all(|word| known.contains(&word.as_str()));
                if same {
                    return Ok(());
                }
                Err(format!("offers {}, and the program knows {}", param.of.join(", "), known.join(", ")))
            }
        }

        impl Parameter for $name {
            fn fits(param: &Param) -> Result<(), String> {
                of_kind(param, ParamKind::Choice).and_then(|()| Self::same_choices(param))
            }

            fn value(words: &[String]) -> Option<Self> {
                Self::named(words.first()?)
            }
        }

        impl Parameter for Vec<$name> {
            fn fits(param: &Param) -> Result<(), String> {
                of_kind(param, ParamKind::Choices).and_then(|()| $name::same_choices(param))
            }

            fn value(words: &[String]) -> Option<Self> {
                words.iter().map(|word| $name::named(word)).collect()
            }
        }
    )*};
}

choices! {
    /// A way in which a phone counts as put away.
    PutAwayState {
        /// Switched off.
        Off = "off",
        /// Silent; off is as good.
        Silent = "silent",
        /// In its place; as good as any.
        Stored = "stored",
    }
    /// What is done with smartwatches.
    WatchMode {
        /// Put in their place.
        Stored = "stored",
        /// Switched off, or disconnected from the phone.
        OffOrDisconnected = "off or disconnected",
        /// Switched off, or silent.
        OffOrSilent = "off or silent",
        /// Silent; off is as good.
        Silent = "silent",
    }
    /// A heading of risk, as the policies have them.
    RiskHeading {
        /// What children see.
        Content = "content",
        /// Who reaches them.
        Contact = "contact",
        /// How they and others behave.
        Conduct = "conduct",
        /// What is sold to them.
        Commerce = "commerce",
    }
}
