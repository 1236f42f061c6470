//! Words of the catalogue that Rust acts on, as enums.

macro_rules! known_words {
    ($(#[doc = $doc:literal])+ $name:ident { $($(#[doc = $of:literal])+ $variant:ident = $word:literal,)* }) => {
        $(#[doc = $doc])+
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
        )]
        pub enum $name { $($(#[doc = $of])+ #[serde(rename = $word)] $variant,)* }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Its id in the catalogue.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// The one of that id.
            pub fn named(id: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|known| known.id() == id)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.id())
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.id()
            }
        }

        impl PartialEq<$name> for str {
            fn eq(&self, known: &$name) -> bool {
                self == known.id()
            }
        }

        impl PartialEq<$name> for String {
            fn eq(&self, known: &$name) -> bool {
                self.as_str() == known.id()
            }
        }

        impl From<$name> for String {
            fn from(known: $name) -> Self {
                known.id().to_owned()
            }
        }
    };
}

pub(crate) use known_words;
