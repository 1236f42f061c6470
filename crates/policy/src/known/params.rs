//! Parameters of controls as typed values.

use crate::catalogue::param::{Param, ParamKind};
use crate::period::Every;
use std::ops::Deref;

/// A type that a parameter of a control is read as.
pub trait Parameter: Sized + Send + Sync + std::fmt::Debug + 'static {
    /// Whether a parameter of the catalogue can be read as this type.
    ///
    /// # Errors
    /// What is expected and what the catalogue has instead.
    fn fits(param: &Param) -> Result<(), String>;

    /// The value that these words say; `None` where they say none, which [`Parameter::fits`] and the check of a pack
    /// rule out.
    fn value(words: &[String]) -> Option<Self>;
}

/// Whether a parameter is of this kind.
pub(crate) fn of_kind(param: &Param, kind: ParamKind) -> Result<(), String> {
    if param.kind == kind { Ok(()) } else { Err(format!("is {}, and the program reads {kind}", param.kind)) }
}

macro_rules! lists {
    ($($(#[doc = $doc:literal])+ $name:ident = $kind:ident;)*) => {$(
        $(#[doc = $doc])+
        #[derive(Debug, Clone, Default, PartialEq, Eq)]
        pub struct $name(Vec<String>);

        impl Parameter for $name {
            fn fits(param: &Param) -> Result<(), String> {
                of_kind(param, ParamKind::$kind)
            }

            fn value(words: &[String]) -> Option<Self> {
                Some(Self(words.to_vec()))
            }
        }

        impl Deref for $name {
            type Target = [String];

            fn deref(&self) -> &[String] {
                &self.0
            }
        }
    )*};
}

lists! {
    /// Roles by id, and classes of roles; the pack's own words for roles are put in their place.
    Roles = Roles;
    /// Places by their kind.
    Places = Places;
    /// Kinds of device by id.
    Kinds = Kinds;
    /// Purposes in the policy's words.
    Purposes = Purposes;
    /// Words that only people understand.
    Words = Words;
}

impl Parameter for bool {
    fn fits(param: &Param) -> Result<(), String> {
        of_kind(param, ParamKind::YesNo)
    }

    fn value(words: &[String]) -> Option<Self> {
        match words {
            [yes] if yes == "yes" => Some(true),
            [no] if no == "no" => Some(false),
            _ => None,
        }
    }
}

impl Parameter for u32 {
    fn fits(param: &Param) -> Result<(), String> {
        of_kind(param, ParamKind::Number)
    }

    fn value(words: &[String]) -> Option<Self> {
        words.first()?.parse().ok()
    }
}

impl Parameter for Every {
    fn fits(param: &Param) -> Result<(), String> {
        of_kind(param, ParamKind::Period)
    }

    fn value(words: &[String]) -> Option<Self> {
        Self::parse(words.first()?)
    }
}
