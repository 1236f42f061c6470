//! How a register says why its commands are refused: each reason with its kind, the field that caused it, and its
//! sentence, in one table.

/// What kind of refusal a reason is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// What is on record says otherwise.
    Contradiction,
    /// What was entered cannot be taken.
    Invalid,
    /// It takes somebody else.
    Denied,
}

/// Makes an enum of reasons out of a table: `Name { words }: Kind("field") => "sentence with {words}",`. The words are
/// text that is put into the sentence; the field is the one of the command that caused it, where it is one.
macro_rules! refusals {
    (
        $(#[$about:meta])*
        pub enum $name:ident {
            $($reason:ident $({ $($word:ident),* $(,)? })?: $fault:ident $(($field:literal))? => $says:literal,)*
        }
    ) => {
        $(#[$about])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum $name {
            $(#[doc = $says] $reason $({ $(#[doc = "Text in the sentence."] $word: String),* })?,)*
        }

        impl $name {
            /// What kind of refusal it is.
            pub fn fault(&self) -> crate::deciding::refusals::Fault {
                match self {
                    $(Self::$reason { .. } => crate::deciding::refusals::Fault::$fault,)*
                }
            }

            /// The field of the command that caused it.
            pub fn field(&self) -> Option<&'static str> {
                match self {
                    $(Self::$reason { .. } => refusals!(@field $($field)?),)*
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self {
                    $(Self::$reason $({ $($word),* })? => write!(f, $says),)*
                }
            }
        }
    };
    (@field $field:literal) => { Some($field) };
    (@field) => { None };
}
pub(crate) use refusals;
